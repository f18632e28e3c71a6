#include "arithmetic.h"

// What a row's codes depend on: its largest score and its sum of exponentials.
typedef struct {
  int32_t farthest;  // the greatest d = max − X in the row
  uint64_t sum;
} fq_row;

// Replaces scores by d = max X − X, an integer from 0 to 255 carried as a float.
FQ_INLINE fq_row fq_read_row(
    const float *scores, float *distances, const fq_log_int_softmax_parameters *parameters, size_t columns) {
  float scale = parameters->scale;
  float maxima[FQ_LANES], minima[FQ_LANES];
  for (int l = 0; l < FQ_LANES; l++) {
    maxima[l] = -0x1p22f;
    minima[l] = 0x1p22f;
  }
  FQ_EACH_LANE(FQ_LANES, columns, {
    float integer = fq_round(fq_min(fq_max(scores[i] / scale, -0x1p21f), 0x1p21f));
    maxima[l] = fq_max(integer, maxima[l]);
    minima[l] = fq_min(integer, minima[l]);
    distances[i] = integer;
  });
  float maximum = fq_max_lanes(maxima);
  fq_row row = {(int32_t)fq_min(maximum - fq_min_lanes(minima), 255.0f), 0};
  for (size_t i = 0; i < columns; i++) distances[i] = fq_min(maximum - distances[i], 255.0f);
  for (size_t i = 0; i < columns; i++) row.sum += parameters->exponents[(int32_t)distances[i]];
  return row;
}

// The code of each distance up to `farthest`, level_count for a zero.
//
// q ≤ j holds where R = ⌊ΣE / E⌉ is below 1.5 · 2^j. For j ≥ 2 the greatest such R is m = 3 · 2^(j−1) − 1, an odd
// number, to which a half above it does not round: 2 · ΣE < (2m + 1) · E. For j = 1 it is 2, to which 2.5 rounds, and
// for j = 0 it is 1. So each level has a least exponential, found by one division a row, and no element needs one.
FQ_INLINE void fq_fill_codes(
    const fq_row *row, const fq_log_int_softmax_parameters *parameters, uint8_t *codes) {
  uint32_t levels = parameters->level_count;
  uint32_t count = levels < fq_log_int_softmax_most_levels ? levels : fq_log_int_softmax_most_levels;
  uint64_t least[fq_log_int_softmax_most_levels];
  uint64_t twice = 2 * row->sum;
  for (uint32_t j = 0; j < count; j++)
    least[j] = j == 0 ? twice / 3 + 1 : j == 1 ? (twice + 4) / 5 : twice / ((3ull << j) - 1) + 1;
  uint8_t zero = levels < 255 ? (uint8_t)levels : 255;
  // A walk, because neighbours' codes are the same or next to each other; it does not rely on that.
  uint32_t q = 0;
  for (int32_t d = 0; d <= row->farthest; d++) {
    uint64_t e = parameters->exponents[d];
    while (q < count && (e == 0 || e < least[q])) q++;
    while (q > 0 && e != 0 && e >= least[q - 1]) q--;
    codes[d] = q < count ? (uint8_t)q : zero;
  }
}

FQ_KERNEL(
    fq_log_int_softmax,
    (float *scores, const fq_log_int_softmax_parameters *parameters, size_t rows, size_t columns),
    (scores, parameters, rows, columns)) {
  uint8_t zero = parameters->level_count < 255 ? (uint8_t)parameters->level_count : 255;
  for (size_t r = 0; r < rows; r++, scores += columns) {
    fq_row row = fq_read_row(scores, scores, parameters, columns);
    uint8_t codes[fq_exponent_count];
    float powers[fq_exponent_count];
    fq_fill_codes(&row, parameters, codes);
    for (int32_t d = 0; d <= row.farthest; d++)
      powers[d] = codes[d] == zero ? 0.0f : fq_from_bits((127u - codes[d]) << 23);
    for (size_t i = 0; i < columns; i++) scores[i] = powers[(int32_t)scores[i]];
  }
}

// The bytes of a row hold its distances first; all 256 codes are made, so that no second extreme is needed.
FQ_KERNEL(
    fq_log_int_softmax_codes,
    (const float *scores, const fq_log_int_softmax_parameters *parameters, size_t rows, size_t columns,
     uint8_t *codes),
    (scores, parameters, rows, columns, codes)) {
  for (size_t r = 0; r < rows; r++, scores += columns, codes += columns) {
    float maximum = -0x1p22f, scale = parameters->scale;
    for (size_t i = 0; i < columns; i++)
      maximum = fq_max(fq_round(fq_min(fq_max(scores[i] / scale, -0x1p21f), 0x1p21f)), maximum);
    fq_row row = {fq_exponent_count - 1, 0};
    for (size_t i = 0; i < columns; i++) {
      float integer = fq_round(fq_min(fq_max(scores[i] / scale, -0x1p21f), 0x1p21f));
      codes[i] = (uint8_t)fq_min(maximum - integer, 255.0f);
      row.sum += parameters->exponents[codes[i]];
    }
    uint8_t table[fq_exponent_count];
    fq_fill_codes(&row, parameters, table);
    for (size_t i = 0; i < columns; i++) codes[i] = table[codes[i]];
  }
}

// ⌊x⌋ for x ≥ 0; float32 has no fractions from 2²³ on.
FQ_INLINE float fq_floor_nonnegative(float x) {
  float bounded = fq_min(x, 0x1p23f);
  return x < 0x1p23f ? (float)(int32_t)bounded : x;
}

// The same formula on scores that are not integers yet, in float32 throughout.
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
    FQ_EACH_LANE(FQ_LANES, columns, {
      scores[i] = scores[i] / scale;
      maxima[l] = fq_max(scores[i], maxima[l]);
    });
    float maximum = fq_max_lanes(maxima);
    double sums[FQ_DOUBLE_LANES] = {0};
    for (size_t i = 0; i < columns; i++) {
      float x = fq_max(scores[i] - maximum, terms * step);
      float k = fq_floor_nonnegative(fq_max(x / step, 0.0f));
      float remainder = x - step * k;
      float polynomial = remainder * (remainder + linear) + constant;
      // 2^(30 − k); k is 0…30.
      float power = fq_from_bits((uint32_t)(157 - (int32_t)fq_min(k, terms)) << 23);
      scores[i] = fq_floor_nonnegative(fq_max(polynomial * power, 0.0f));
    }
    FQ_EACH_LANE(FQ_DOUBLE_LANES, columns, sums[l] += (double)scores[i]);
    float sum = (float)fq_sum_double_lanes(sums);
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
