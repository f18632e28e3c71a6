#include "arithmetic.h"

// Integers are carried in float32 and float64 wherever those hold them exactly, because these vectorise at every level
// and 64-bit integer shifts do not:
//   X   at most 2¹² in magnitude (an 8-bit code less its zero point is at most 255),
//   X'  at most 2¹⁵, and exact in float32;
//   ΣX' and ΣX'² below 2⁵³ for up to 2²⁰ channels, so their order does not matter;
//   M · X' + B below 2⁵¹ + 2²³, and its quotient by 2^N exact before it is rounded.
FQ_INLINE float fq_integer_code(float x, float scale) {
  return fq_round(fq_min(fq_max(x / scale, -4096.0f), 4096.0f));
}

FQ_INLINE float fq_normalized_integer(
    float x, float ratio, float mean_ratio, float weight, float bias, float output_scale) {
  float slope = ratio * weight / output_scale;
  uint32_t bits = fq_bits(slope) & 0x7fffffffu;
  float magnitude = fq_from_bits(bits);
  // 7 − ⌊log2 |A|⌋ from the exponent field; zero and subnormal slopes have the field 0, which is clamped to 31.
  int32_t shift = 134 - (int32_t)(bits >> 23);
  shift = shift < 0 ? 0 : (shift > 31 ? 31 : shift);
  float power = fq_from_bits((uint32_t)(127 + shift) << 23);
  float inverse_power = fq_from_bits((uint32_t)(127 - shift) << 23);
  // Truncation is ⌊·⌋ for what is not negative.
  float multiplier = (float)(int32_t)fq_min(fq_max(magnitude * power, 0.0f), 255.0f);
  float signed_multiplier = slope < 0 ? -multiplier : multiplier;
  double offset = (double)((bias - mean_ratio * weight) / output_scale * power);
  offset = offset > -0x1p51 ? offset : -0x1p51;
  offset = offset < 0x1p51 ? offset : 0x1p51;
  double sum = (double)(signed_multiplier * x) + fq_round_double(offset);
  return (float)fq_round_double(sum * (double)inverse_power);
}

// What a row's integers are scaled by.
typedef struct {
  // s / σ and μ / σ.
  float ratio, mean_ratio;
  int is_constant;
} fq_integer_row;

FQ_INLINE fq_integer_row fq_integer_row_of(
    int64_t sum, int64_t squares, const fq_integer_layer_norm_parameters *parameters) {
  size_t channels = parameters->channels;
  float smallest = parameters->smallest_scale;
  int64_t spread = (int64_t)channels * squares - sum * sum;
  if (spread <= 0) return (fq_integer_row){.is_constant = 1};
  float mean = (float)sum / (float)channels * smallest;
  float deviation = smallest / (float)channels * (float)__builtin_sqrt((double)spread);
  return (fq_integer_row){.ratio = smallest / deviation, .mean_ratio = mean / deviation};
}

// A row without variation becomes its bias.
FQ_INLINE float fq_rounded_bias(float bias, float output_scale) {
  return fq_round(fq_min(fq_max(bias / output_scale, -0x1p22f), 0x1p22f));
}

FQ_KERNEL(
    fq_integer_layer_norm,
    (const float *x, const fq_integer_layer_norm_parameters *parameters, size_t rows, float *y),
    (x, parameters, rows, y)) {
  size_t channels = parameters->channels;
  const float *scales = parameters->scales, *multiples = parameters->multiples;
  const float *weight = parameters->weight, *bias = parameters->bias;
  float output_scale = parameters->output_scale;
  for (size_t row = 0; row < rows; row++, x += channels, y += channels) {
    // The output row holds X' until each element is replaced.
    double sums[FQ_DOUBLE_LANES] = {0}, squares[FQ_DOUBLE_LANES] = {0};
    for (size_t c = 0; c < channels; c++) y[c] = fq_integer_code(x[c], scales[c]) * multiples[c];
    FQ_EACH_LANE(FQ_DOUBLE_LANES, channels, {
      double integer = (double)y[i];
      sums[l] += integer;
      squares[l] += integer * integer;
    });
    fq_integer_row row_terms =
        fq_integer_row_of((int64_t)fq_sum_double_lanes(sums), (int64_t)fq_sum_double_lanes(squares), parameters);
    if (row_terms.is_constant) {
      for (size_t c = 0; c < channels; c++) y[c] = fq_rounded_bias(bias[c], output_scale) * output_scale;
      continue;
    }
    for (size_t c = 0; c < channels; c++)
      y[c] =
          fq_normalized_integer(y[c], row_terms.ratio, row_terms.mean_ratio, weight[c], bias[c], output_scale)
          * output_scale;
  }
}

// Where |B| is at most 2²², float32 holds all of Y's terms exactly: |M · X'| is below 2²⁰ on codes of 8 bits.
FQ_INLINE float fq_normalized_code(float x, float slope, float offset, float inverse_power) {
  uint32_t bits = fq_bits(slope) & 0x7fffffffu;
  int32_t shift = 134 - (int32_t)(bits >> 23);
  shift = shift < 0 ? 0 : (shift > 31 ? 31 : shift);
  float power = fq_from_bits((uint32_t)(127 + shift) << 23);
  float multiplier = (float)(int32_t)fq_min(fq_max(fq_from_bits(bits) * power, 0.0f), 255.0f);
  float signed_multiplier = slope < 0 ? -multiplier : multiplier;
  return fq_round((signed_multiplier * x + fq_round(offset)) * inverse_power);
}

FQ_KERNEL(
    fq_integer_layer_norm_codes,
    (const uint8_t *x, const fq_integer_layer_norm_parameters *parameters, float input_zero_point, float zero_point,
     float highest, size_t rows, uint8_t *restrict y),
    (x, parameters, input_zero_point, zero_point, highest, rows, y)) {
  size_t channels = parameters->channels;
  const float *multiples = parameters->multiples, *weight = parameters->weight, *bias = parameters->bias;
  float output_scale = parameters->output_scale;
  for (size_t row = 0; row < rows; row++, x += channels, y += channels) {
    int64_t sum = 0, squares = 0;
    // A square is below 2²²: 256 channels stay within 2³⁰.
    for (size_t start = 0; start < channels; start += 256) {
      size_t end = start + 256 < channels ? start + 256 : channels;
      int32_t part = 0, part_squares = 0;
      for (size_t c = start; c < end; c++) {
        int32_t integer = (int32_t)(((float)x[c] - input_zero_point) * multiples[c]);
        part += integer;
        part_squares += integer * integer;
      }
      sum += part;
      squares += part_squares;
    }
    fq_integer_row terms = fq_integer_row_of(sum, squares, parameters);
    if (terms.is_constant) {
      for (size_t c = 0; c < channels; c++)
        y[c] = fq_byte_code(fq_rounded_bias(bias[c], output_scale) + zero_point, highest);
      continue;
    }
    size_t c = 0;
    for (; c + FQ_LANES <= channels; c += FQ_LANES) {
      float slopes[FQ_LANES], offsets[FQ_LANES], inverse_powers[FQ_LANES];
      uint32_t large = 0;
      for (int l = 0; l < FQ_LANES; l++) {
        slopes[l] = terms.ratio * weight[c + (size_t)l] / output_scale;
        int32_t shift = 134 - (int32_t)((fq_bits(slopes[l]) & 0x7fffffffu) >> 23);
        shift = shift < 0 ? 0 : (shift > 31 ? 31 : shift);
        offsets[l] = (bias[c + (size_t)l] - terms.mean_ratio * weight[c + (size_t)l]) / output_scale
            * fq_from_bits((uint32_t)(127 + shift) << 23);
        inverse_powers[l] = fq_from_bits((uint32_t)(127 - shift) << 23);
        // Not a number counts as large too.
        large |= (fq_bits(offsets[l]) & 0x7fffffffu) > 0x4a800000u;
      }
      if (large) {
        for (int l = 0; l < FQ_LANES; l++) {
          size_t i = c + (size_t)l;
          float integer = ((float)x[i] - input_zero_point) * multiples[i];
          y[i] = fq_byte_code(
              fq_normalized_integer(integer, terms.ratio, terms.mean_ratio, weight[i], bias[i], output_scale)
                  + zero_point,
              highest);
        }
        continue;
      }
      for (int l = 0; l < FQ_LANES; l++) {
        float integer = ((float)x[c + (size_t)l] - input_zero_point) * multiples[c + (size_t)l];
        y[c + (size_t)l] = fq_byte_code(
            fq_normalized_code(integer, slopes[l], offsets[l], inverse_powers[l]) + zero_point, highest);
      }
    }
    for (; c < channels; c++) {
      float integer = ((float)x[c] - input_zero_point) * multiples[c];
      y[c] = fq_byte_code(
          fq_normalized_integer(integer, terms.ratio, terms.mean_ratio, weight[c], bias[c], output_scale) + zero_point,
          highest);
    }
  }
}
