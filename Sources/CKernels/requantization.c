#include "gelu.h"

FQ_KERNEL(
    fq_requantize, (const int32_t *sums, const fq_requantization *parameters, size_t rows, uint8_t *restrict codes),
    (sums, parameters, rows, codes)) {
  size_t columns = parameters->columns;
  const int32_t *compensation = parameters->compensation;
  const float *factors = parameters->factors, *offsets = parameters->offsets;
  float highest = parameters->highest;
  for (size_t row = 0; row < rows; row++, sums += columns, codes += columns)
    for (size_t c = 0; c < columns; c++)
      codes[c] = fq_byte_code((float)(sums[c] + compensation[c]) * factors[c] + offsets[c], highest);
}

FQ_KERNEL(
    fq_dequantize_sums, (const int32_t *sums, const fq_requantization *parameters, size_t rows, float *restrict y),
    (sums, parameters, rows, y)) {
  size_t columns = parameters->columns;
  const int32_t *compensation = parameters->compensation;
  const float *factors = parameters->factors, *offsets = parameters->offsets;
  for (size_t row = 0; row < rows; row++, sums += columns, y += columns)
    for (size_t c = 0; c < columns; c++) y[c] = (float)(sums[c] + compensation[c]) * factors[c] + offsets[c];
}

FQ_KERNEL(
    fq_encode, (const float *x, size_t count, float scale, float zero_point, float highest, uint8_t *restrict codes),
    (x, count, scale, zero_point, highest, codes)) {
  for (size_t i = 0; i < count; i++) codes[i] = fq_byte_code(x[i] / scale + zero_point, highest);
}

#if defined(__x86_64__)
FQ_WITH_AVX512 static void fq_requantize_gelu_permuting(
    const int32_t *sums, const fq_requantization *parameters, size_t rows, float steps_a_unit, float zero_point,
    uint8_t *codes) {
  size_t columns = parameters->columns;
  const int32_t *compensation = parameters->compensation;
  const float *factors = parameters->factors, *offsets = parameters->offsets;
  fq_gelu_grid grid = fq_gelu_grid_of(steps_a_unit, zero_point, parameters->highest);
  __m512i highest = _mm512_set1_epi32((int32_t)parameters->highest);
  for (size_t row = 0; row < rows; row++, sums += columns, codes += columns)
    for (size_t c = 0; c < columns; c += 16) {
      __mmask16 lanes = columns - c < 16 ? (__mmask16)((1u << (columns - c)) - 1) : 0xffff;
      __m512i sum = _mm512_maskz_loadu_epi32(lanes, sums + c);
      sum = _mm512_add_epi32(sum, _mm512_maskz_loadu_epi32(lanes, compensation + c));
      __m512 x = _mm512_mul_ps(_mm512_cvtepi32_ps(sum), _mm512_maskz_loadu_ps(lanes, factors + c));
      x = _mm512_add_ps(x, _mm512_maskz_loadu_ps(lanes, offsets + c));
      __m512i steps = _mm512_max_epi32(fq_gelu_codes(&grid, x), _mm512_setzero_si512());
      steps = _mm512_min_epi32(steps, highest);
      // Converted first: a conversion that stores under a mask takes 20 cycles on Zen 4.
      _mm_mask_storeu_epi8(codes + c, lanes, _mm512_cvtepi32_epi8(steps));
    }
}
#endif

FQ_KERNEL(
    fq_requantize_gelu_gathering,
    (const int32_t *sums, const fq_requantization *parameters, size_t rows, float steps, float zero_point,
     uint8_t *restrict codes),
    (sums, parameters, rows, steps, zero_point, codes)) {
  size_t columns = parameters->columns;
  const int32_t *compensation = parameters->compensation;
  const float *factors = parameters->factors, *offsets = parameters->offsets;
  float highest = parameters->highest;
  for (size_t row = 0; row < rows; row++, sums += columns, codes += columns)
    for (size_t c = 0; c < columns; c++) {
      float x = (float)(sums[c] + compensation[c]) * factors[c] + offsets[c];
      codes[c] = fq_byte_code(fq_gelu_value(x) * steps + zero_point, highest);
    }
}

void fq_requantize_gelu(
    const int32_t *sums, const fq_requantization *parameters, size_t rows, float steps, float zero_point,
    uint8_t *codes) {
#if defined(__x86_64__)
  if (fq_has_avx512()) {
    fq_requantize_gelu_permuting(sums, parameters, rows, steps, zero_point, codes);
    return;
  }
#endif
  fq_requantize_gelu_gathering(sums, parameters, rows, steps, zero_point, codes);
}

void fq_requantize_gelu_baseline(
    const int32_t *sums, const fq_requantization *parameters, size_t rows, float steps, float zero_point,
    uint8_t *codes) {
  fq_requantize_gelu_gathering_baseline(sums, parameters, rows, steps, zero_point, codes);
}

FQ_KERNEL(
    fq_encode_channels,
    (const float *x, size_t rows, size_t channels, const float *scales, float zero_point, float highest,
     uint8_t *restrict codes),
    (x, rows, channels, scales, zero_point, highest, codes)) {
  for (size_t row = 0; row < rows; row++, x += channels, codes += channels)
    for (size_t c = 0; c < channels; c++) codes[c] = fq_byte_code(x[c] / scales[c] + zero_point, highest);
}

FQ_KERNEL(
    fq_decode,
    (const uint8_t *codes, size_t rows, size_t channels, const float *scales, float zero_point, float *restrict x),
    (codes, rows, channels, scales, zero_point, x)) {
  for (size_t row = 0; row < rows; row++, codes += channels, x += channels)
    for (size_t c = 0; c < channels; c++) x[c] = ((float)codes[c] - zero_point) * scales[c];
}

FQ_KERNEL(
    fq_add_codes,
    (const uint8_t *a, const uint8_t *b, const fq_code_addition *parameters, size_t rows, uint8_t *restrict codes),
    (a, b, parameters, rows, codes)) {
  size_t channels = parameters->channels;
  const float *a_scales = parameters->a_scales, *b_scales = parameters->b_scales, *scales = parameters->scales;
  float a_zero = parameters->a_zero_point, b_zero = parameters->b_zero_point, zero = parameters->zero_point;
  float highest = parameters->highest;
  for (size_t row = 0; row < rows; row++, a += channels, b += channels, codes += channels)
    for (size_t c = 0; c < channels; c++) {
      float sum = ((float)a[c] - a_zero) * a_scales[c] + ((float)b[c] - b_zero) * b_scales[c];
      codes[c] = fq_byte_code(sum / scales[c] + zero, highest);
    }
}
