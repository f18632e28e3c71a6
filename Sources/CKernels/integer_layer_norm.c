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

FQ_KERNEL(
    fq_integer_layer_norm,
    (const float *x, const fq_integer_layer_norm_parameters *parameters, size_t rows, float *y),
    (x, parameters, rows, y)) {
  size_t channels = parameters->channels;
  const float *scales = parameters->scales, *multiples = parameters->multiples;
  const float *weight = parameters->weight, *bias = parameters->bias;
  float output_scale = parameters->output_scale, smallest = parameters->smallest_scale;
  for (size_t row = 0; row < rows; row++, x += channels, y += channels) {
    // The output row holds X' until each element is replaced.
    double sums[FQ_DOUBLE_LANES] = {0}, squares[FQ_DOUBLE_LANES] = {0};
    for (size_t c = 0; c < channels; c++) y[c] = fq_integer_code(x[c], scales[c]) * multiples[c];
    FQ_EACH_LANE(FQ_DOUBLE_LANES, channels, {
      double integer = (double)y[i];
      sums[l] += integer;
      squares[l] += integer * integer;
    });
    int64_t sum = (int64_t)fq_sum_double_lanes(sums);
    int64_t spread = (int64_t)channels * (int64_t)fq_sum_double_lanes(squares) - sum * sum;
    if (spread <= 0) {
      for (size_t c = 0; c < channels; c++) {
        float quotient = fq_min(fq_max(bias[c] / output_scale, -0x1p22f), 0x1p22f);
        y[c] = fq_round(quotient) * output_scale;
      }
      continue;
    }
    float mean = (float)sum / (float)channels * smallest;
    float deviation = smallest / (float)channels * (float)__builtin_sqrt((double)spread);
    float ratio = smallest / deviation, mean_ratio = mean / deviation;
    for (size_t c = 0; c < channels; c++)
      y[c] = fq_normalized_integer(y[c], ratio, mean_ratio, weight[c], bias[c], output_scale) * output_scale;
  }
}
