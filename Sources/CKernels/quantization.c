#include "arithmetic.h"

FQ_KERNEL(
    fq_quantize_dequantize,
    (float *x, size_t count, float scale, float zero_point, float lowest, float highest),
    (x, count, scale, zero_point, lowest, highest)) {
  for (size_t i = 0; i < count; i++)
    x[i] = (fq_code(x[i], scale, zero_point, lowest, highest) - zero_point) * scale;
}

FQ_KERNEL(
    fq_quantize_dequantize_channels,
    (float *x, size_t rows, size_t channels, const float *scales, const float *zero_points, float lowest,
     float highest),
    (x, rows, channels, scales, zero_points, lowest, highest)) {
  for (size_t row = 0; row < rows; row++, x += channels)
    for (size_t c = 0; c < channels; c++)
      x[c] = (fq_code(x[c], scales[c], zero_points[c], lowest, highest) - zero_points[c]) * scales[c];
}

FQ_KERNEL(
    fq_codes,
    (const float *x, size_t count, float scale, float zero_point, float lowest, float highest, int32_t *codes),
    (x, count, scale, zero_point, lowest, highest, codes)) {
  for (size_t i = 0; i < count; i++) codes[i] = (int32_t)fq_code(x[i], scale, zero_point, lowest, highest);
}

FQ_KERNEL(
    fq_codes_channels,
    (const float *x, size_t rows, size_t channels, const float *scales, const float *zero_points, float lowest,
     float highest, int32_t *codes),
    (x, rows, channels, scales, zero_points, lowest, highest, codes)) {
  for (size_t row = 0; row < rows; row++, x += channels, codes += channels)
    for (size_t c = 0; c < channels; c++)
      codes[c] = (int32_t)fq_code(x[c], scales[c], zero_points[c], lowest, highest);
}
