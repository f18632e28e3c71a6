#include "log_int_softmax.h"

FQ_KERNEL(
    fq_log_int_softmax,
    (float *scores, const fq_log_int_softmax_parameters *parameters, size_t rows, size_t columns),
    (scores, parameters, rows, columns)) {
  uint8_t zero = fq_zero_code(parameters);
  float scale = parameters->scale;
  for (size_t r = 0; r < rows; r++, scores += columns) {
    float maxima[FQ_LANES];
    for (int l = 0; l < FQ_LANES; l++) maxima[l] = -0x1p21f;
    for (size_t i = 0; i < columns; i++) scores[i] = fq_integer_score(scores[i], scale);
    FQ_EACH_LANE(FQ_LANES, columns, maxima[l] = fq_max(scores[i], maxima[l]));
    float maximum = fq_max_lanes(maxima);
    for (size_t i = 0; i < columns; i++) scores[i] = fq_min(maximum - scores[i], 255.0f);
    uint64_t sum = 0;
    FQ_LOOK_UP
    for (size_t i = 0; i < columns; i++) sum += parameters->exponents[(int32_t)scores[i]];

    uint8_t codes[fq_exponent_count];
    fq_fill_codes(sum, parameters, zero, codes);
    float powers[fq_exponent_count];
    for (int d = 0; d < fq_exponent_count; d++)
      powers[d] = codes[d] == zero ? 0.0f : fq_from_bits((127u - codes[d]) << 23);
    FQ_LOOK_UP
    for (size_t i = 0; i < columns; i++) scores[i] = powers[(int32_t)scores[i]];
  }
}

// The bytes of a row hold its distances first.
FQ_KERNEL(
    fq_log_int_softmax_codes,
    (const float *scores, const fq_log_int_softmax_parameters *parameters, size_t rows, size_t columns,
     uint8_t *codes),
    (scores, parameters, rows, columns, codes)) {
  uint8_t zero = fq_zero_code(parameters);
  float scale = parameters->scale;
  for (size_t r = 0; r < rows; r++, scores += columns, codes += columns) {
    float maximum = -0x1p21f;
    for (size_t i = 0; i < columns; i++) maximum = fq_max(fq_integer_score(scores[i], scale), maximum);
    uint64_t sum = 0;
    FQ_LOOK_UP
    for (size_t i = 0; i < columns; i++) {
      codes[i] = (uint8_t)fq_min(maximum - fq_integer_score(scores[i], scale), 255.0f);
      sum += parameters->exponents[codes[i]];
    }
    uint8_t table[fq_exponent_count];
    fq_fill_codes(sum, parameters, zero, table);
    for (size_t i = 0; i < columns; i++) codes[i] = table[codes[i]];
  }
}

// ⌊x⌋ for x ≥ 0; float32 has no fractions from 2²³ on.
FQ_INLINE float fq_floor_nonnegative(float x) {
  float bounded = fq_min(x, 0x1p23f);
  return x < 0x1p23f ? (float)(int32_t)bounded : x;
}

// The same formula on scores that are not integers yet, in float32 throughout.
// A row's sum in the order of PyTorch's: four accumulators of eight lanes over whole vectors, one after another; then the
// elements left over, and the lanes from the first to the last. Found by holding orders against its outputs (3,000 of
// 3,000 rows of 197 equal).
FQ_INLINE float fq_row_sum(const float *x, size_t count) {
  enum { lanes = 8, accumulators = 4 };
  float sums[accumulators][lanes] = {{0}};
  size_t vectors = count / lanes, whole = vectors / accumulators * accumulators;
  for (size_t v = 0; v < whole; v += accumulators)
    for (int a = 0; a < accumulators; a++)
      for (int l = 0; l < lanes; l++) sums[a][l] += x[(v + a) * lanes + l];
  for (size_t v = whole; v < vectors; v++)
    for (int l = 0; l < lanes; l++) sums[0][l] += x[v * lanes + l];
  for (int a = 1; a < accumulators; a++)
    for (int l = 0; l < lanes; l++) sums[0][l] += sums[a][l];
  float sum = 0;
  for (size_t i = vectors * lanes; i < count; i++) sum += x[i];
  for (int l = 0; l < lanes; l++) sum += sums[0][l];
  return sum;
}

FQ_KERNEL(
    fq_log_int_softmax_real,
    (float *scores, const fq_log_int_softmax_parameters *parameters, size_t rows, size_t columns),
    (scores, parameters, rows, columns)) {
  const float terms = 30.0f;
  float scale = parameters->scale, step = parameters->step;
  float linear = parameters->linear, constant = parameters->constant;
  float level_count = (float)parameters->level_count;
  for (size_t r = 0; r < rows; r++, scores += columns) {
    float maxima[FQ_LANES];
    for (int l = 0; l < FQ_LANES; l++) maxima[l] = -__builtin_inff();
    for (size_t i = 0; i < columns; i++) scores[i] = scores[i] / scale;
    FQ_EACH_LANE(FQ_LANES, columns, maxima[l] = fq_max(scores[i], maxima[l]));
    float maximum = fq_max_lanes(maxima);
    for (size_t i = 0; i < columns; i++) {
      float x = fq_max(scores[i] - maximum, terms * step);
      float k = fq_floor_nonnegative(fq_max(x / step, 0.0f));
      float remainder = x - step * k;
      float polynomial = remainder * (remainder + linear) + constant;
      // 2^(30 − k); k is 0…30.
      float power = fq_from_bits((uint32_t)(157 - (int32_t)fq_min(k, terms)) << 23);
      scores[i] = fq_floor_nonnegative(fq_max(polynomial * power, 0.0f));
    }
    float sum = fq_row_sum(scores, columns);
    for (size_t i = 0; i < columns; i++) {
      float e = scores[i];
      float quotient = e > 0 ? sum / e : 1.0f;
      float rounded = quotient < 0x1p22f ? fq_round(fq_min(quotient, 0x1p22f)) : quotient;
      // Half a unit of the exponent field: carries where the significand is 1.5 or more. A quotient of 1 has none.
      int32_t level = (int32_t)((fq_bits(rounded) + 0x400000u) >> 23) - 127;
      float power = fq_from_bits((uint32_t)(127 - level) << 23);
      scores[i] = e > 0 && (float)level < level_count && level < 127 ? power : 0.0f;
    }
  }
}
