// Loops over float32 buffers: the arithmetic that no library offers in the exact form this package needs.
//
// Shapes: row-major [rows, channels] or [rows, columns]; `count` is a number of elements. Pointers need no alignment.
// Each kernel exists twice: bound to the best variant for the machine, and with the suffix `_baseline` always the lowest.
// Both give the same bits. The Swift module `Kernels` is the documented face of these functions.
#pragma once
#include <stddef.h>
#include <stdint.h>

#define FQ_DECLARE(name, parameters) \
  void name parameters;              \
  void name##_baseline parameters;

// elementwise.c
FQ_DECLARE(fq_add, (const float *a, const float *b, float *y, size_t count))
FQ_DECLARE(fq_scale, (float *x, float factor, size_t count))
FQ_DECLARE(fq_gelu, (const float *x, float *y, size_t count))

// normalization.c
FQ_DECLARE(
    fq_layer_norm,
    (const float *x, size_t rows, size_t channels, const float *weight, const float *bias, float epsilon, float *y))
FQ_DECLARE(fq_softmax, (float *x, size_t rows, size_t columns))

// chain_product.c: y[m, n] = bias[n] + Σ_k x[m, k] · w[n, k], each sum one chain of fused multiply-adds in the order of k
// that begins with 0, and the bias added last. `tiles` is [⌈outputs / 48⌉, inputs, 48], zero where there is no output;
// `bias` may be null.
enum { fq_chain_tile_columns = 48 };
FQ_DECLARE(
    fq_chain_product,
    (const float *x, size_t rows, size_t inputs, size_t outputs, const float *tiles, const float *bias, float *y))

// quantization.c
FQ_DECLARE(
    fq_quantize_dequantize, (float *x, size_t count, float scale, float zero_point, float lowest, float highest))
FQ_DECLARE(
    fq_quantize_dequantize_channels,
    (float *x, size_t rows, size_t channels, const float *scales, const float *zero_points, float lowest,
     float highest))
FQ_DECLARE(
    fq_codes,
    (const float *x, size_t count, float scale, float zero_point, float lowest, float highest, int32_t *codes))
FQ_DECLARE(
    fq_codes_channels,
    (const float *x, size_t rows, size_t channels, const float *scales, const float *zero_points, float lowest,
     float highest, int32_t *codes))

// log2.c: `thresholds[n]` is the least significand field at which a value in [2^-n, 2^-n+1) rounds up to 2^-n+1.
enum { fq_log2_threshold_count = 152 };
FQ_DECLARE(fq_log2, (float *p, size_t count, uint32_t level_count, const uint32_t *thresholds))

// integer_layer_norm.c
typedef struct {
  size_t channels;
  // The scale of channel c's codes, and how many smallest scales it is: a power of two.
  const float *scales;
  const float *multiples;
  float smallest_scale;
  const float *weight;
  const float *bias;
  float output_scale;
} fq_integer_layer_norm_parameters;
FQ_DECLARE(
    fq_integer_layer_norm,
    (const float *x, const fq_integer_layer_norm_parameters *parameters, size_t rows, float *y))

// log_int_softmax.c
enum { fq_exponent_count = 256, fq_log_int_softmax_most_levels = 62 };
typedef struct {
  float scale;
  // ⌊x₀ / s⌋, ⌊b / s⌋ and ⌊c / s²⌋ of i-exp.
  float step, linear, constant;
  uint32_t level_count;
  // The integer exponential of −d, for d = 0…255, up to a power of two that all of them share; never rising.
  uint64_t exponents[fq_exponent_count];
} fq_log_int_softmax_parameters;
// Bytes: the code, and min(level_count, 255) where the probability is zero.
FQ_DECLARE(
    fq_log_int_softmax_codes,
    (const float *scores, const fq_log_int_softmax_parameters *parameters, size_t rows, size_t columns,
     uint8_t *codes))
FQ_DECLARE(
    fq_log_int_softmax,
    (float *scores, const fq_log_int_softmax_parameters *parameters, size_t rows, size_t columns))
FQ_DECLARE(
    fq_log_int_softmax_real,
    (float *scores, const fq_log_int_softmax_parameters *parameters, size_t rows, size_t columns))

// statistics.c
FQ_DECLARE(fq_range, (const float *x, size_t count, float *minimum, float *maximum))
FQ_DECLARE(
    fq_channel_ranges, (const float *x, size_t rows, size_t channels, float *minima, float *maxima))
FQ_DECLARE(fq_sum_of_squares, (const float *x, size_t count, double *sum))
FQ_DECLARE(
    fq_uniform_squared_error,
    (const float *x, size_t count, float scale, float zero_point, float lowest, float highest, double *sum))
FQ_DECLARE(
    fq_channel_uniform_squared_error,
    (const float *x, size_t rows, size_t channels, const float *scales, const float *zero_points, float lowest,
     float highest, double *sum))
FQ_DECLARE(
    fq_powers_of_two_squared_errors,
    (const float *x, size_t rows, size_t channels, float scale, float zero_point, float lowest, float highest,
     double *errors))

// histograms.c
enum { fq_logarithmic_bin_count = 2048 };
FQ_DECLARE(
    fq_histogram, (const float *x, size_t count, float lower, float upper, uint64_t *bins, size_t bin_count))
FQ_DECLARE(
    fq_logarithmic_histogram, (const float *p, size_t count, uint64_t *bins, uint64_t *zero_count))
