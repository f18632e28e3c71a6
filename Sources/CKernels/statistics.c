#include "arithmetic.h"

FQ_KERNEL(
    fq_range, (const float *x, size_t count, float *minimum, float *maximum), (x, count, minimum, maximum)) {
  float minima[FQ_LANES], maxima[FQ_LANES];
  for (int l = 0; l < FQ_LANES; l++) {
    minima[l] = __builtin_inff();
    maxima[l] = -__builtin_inff();
  }
  FQ_EACH_LANE(FQ_LANES, count, {
    minima[l] = fq_min(x[i], minima[l]);
    maxima[l] = fq_max(x[i], maxima[l]);
  });
  *minimum = fq_min_lanes(minima);
  *maximum = fq_max_lanes(maxima);
}

// Channels that one walk over the rows looks at: so few that their ranges stay in registers from the first row to the last.
enum { FQ_RANGE_CHANNELS = 64 };

FQ_INLINE void fq_some_channel_ranges(
    const float *x, size_t rows, size_t channels, size_t width, float *minima, float *maxima) {
  float low[FQ_RANGE_CHANNELS], high[FQ_RANGE_CHANNELS];
  for (size_t c = 0; c < width; c++) {
    low[c] = minima[c];
    high[c] = maxima[c];
  }
  for (size_t row = 0; row < rows; row++, x += channels)
    for (size_t c = 0; c < width; c++) {
      low[c] = fq_min(x[c], low[c]);
      high[c] = fq_max(x[c], high[c]);
    }
  for (size_t c = 0; c < width; c++) {
    minima[c] = low[c];
    maxima[c] = high[c];
  }
}

FQ_KERNEL(
    fq_channel_ranges, (const float *x, size_t rows, size_t channels, float *minima, float *maxima),
    (x, rows, channels, minima, maxima)) {
  size_t whole = channels - channels % FQ_RANGE_CHANNELS;
  for (size_t c = 0; c < whole; c += FQ_RANGE_CHANNELS)
    fq_some_channel_ranges(x + c, rows, channels, FQ_RANGE_CHANNELS, minima + c, maxima + c);
  fq_some_channel_ranges(x + whole, rows, channels, channels - whole, minima + whole, maxima + whole);
}

FQ_KERNEL(fq_sum_of_squares, (const float *x, size_t count, double *sum), (x, count, sum)) {
  double sums[FQ_DOUBLE_LANES] = {0};
  FQ_EACH_LANE(FQ_DOUBLE_LANES, count, sums[l] += (double)x[i] * (double)x[i]);
  *sum = fq_sum_double_lanes(sums);
}

// x̂ − x in float32, as the values themselves are; its square in float64, where it is exact.
FQ_INLINE float fq_error(float x, float scale, float zero_point, float lowest, float highest) {
  return (fq_code(x, scale, zero_point, lowest, highest) - zero_point) * scale - x;
}

// Errors are made a block at a time, apart from their sums, because compilers vectorise the two loops and not one.
enum { FQ_ERROR_BLOCK = 256 };

FQ_KERNEL(
    fq_uniform_squared_error,
    (const float *x, size_t count, float scale, float zero_point, float lowest, float highest, double *sum),
    (x, count, scale, zero_point, lowest, highest, sum)) {
  double sums[FQ_DOUBLE_LANES] = {0};
  for (size_t start = 0; start < count; start += FQ_ERROR_BLOCK, x += FQ_ERROR_BLOCK) {
    size_t length = count - start < FQ_ERROR_BLOCK ? count - start : FQ_ERROR_BLOCK;
    float errors[FQ_ERROR_BLOCK];
    for (size_t i = 0; i < length; i++) errors[i] = fq_error(x[i], scale, zero_point, lowest, highest);
    FQ_EACH_LANE(FQ_DOUBLE_LANES, length, sums[l] += (double)errors[i] * (double)errors[i]);
  }
  *sum = fq_sum_double_lanes(sums);
}

FQ_KERNEL(
    fq_channel_uniform_squared_error,
    (const float *x, size_t rows, size_t channels, const float *scales, const float *zero_points, float lowest,
     float highest, double *sum),
    (x, rows, channels, scales, zero_points, lowest, highest, sum)) {
  double sums[FQ_DOUBLE_LANES] = {0};
  for (size_t row = 0; row < rows; row++, x += channels)
    for (size_t start = 0; start < channels; start += FQ_ERROR_BLOCK) {
      size_t length = channels - start < FQ_ERROR_BLOCK ? channels - start : FQ_ERROR_BLOCK;
      float errors[FQ_ERROR_BLOCK];
      for (size_t i = 0; i < length; i++)
        errors[i] = fq_error(x[start + i], scales[start + i], zero_points[start + i], lowest, highest);
      FQ_EACH_LANE(FQ_DOUBLE_LANES, length, sums[l] += (double)errors[i] * (double)errors[i]);
    }
  *sum = fq_sum_double_lanes(sums);
}

// One division serves four exponents: x / (s · 2^α) is (x / s) · 2^-α to the last bit.
FQ_INLINE double fq_scaled_squared_error(
    float x, float quotient, float scale, float zero_point, float lowest, float highest, float power) {
  float shifted = quotient * (1.0f / power) + zero_point;
  float code = fq_round(fq_min(fq_max(shifted, lowest), highest));
  double error = (double)((code - zero_point) * (scale * power) - x);
  return error * error;
}

FQ_KERNEL(
    fq_powers_of_two_squared_errors,
    (const float *x, size_t rows, size_t channels, float scale, float zero_point, float lowest, float highest,
     double *errors),
    (x, rows, channels, scale, zero_point, lowest, highest, errors)) {
  double *restrict errors0 = errors, *restrict errors1 = errors + channels;
  double *restrict errors2 = errors + 2 * channels, *restrict errors3 = errors + 3 * channels;
  for (size_t row = 0; row < rows; row++, x += channels)
    for (size_t c = 0; c < channels; c++) {
      float quotient = x[c] / scale;
      errors0[c] += fq_scaled_squared_error(x[c], quotient, scale, zero_point, lowest, highest, 1);
      errors1[c] += fq_scaled_squared_error(x[c], quotient, scale, zero_point, lowest, highest, 2);
      errors2[c] += fq_scaled_squared_error(x[c], quotient, scale, zero_point, lowest, highest, 4);
      errors3[c] += fq_scaled_squared_error(x[c], quotient, scale, zero_point, lowest, highest, 8);
    }
}
