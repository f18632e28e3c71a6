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
enum { fq_exponent_count = 256, fq_exponent_padding = 8, fq_log_int_softmax_most_levels = 62 };
typedef struct {
  float scale;
  // ⌊x₀ / s⌋, ⌊b / s⌋ and ⌊c / s²⌋ of i-exp.
  float step, linear, constant;
  uint32_t level_count;
  // The integer exponential of −d, for d = 0…255, up to a power of two that all of them share; never rising.
  // Zeros follow, so that eight can be read from any index on.
  uint64_t exponents[fq_exponent_count + fq_exponent_padding];
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

// requantization.c: the sums of integer products to the codes of the next site, and codes to reals and back. Codes are
// unsigned bytes from 0 to `highest`; the real one behind a code is (code − zero point) · scale.
typedef struct {
  size_t columns;
  // Added to each sum of a column: what the source's zero point takes off.
  const int32_t *compensation;
  // The real one, or the steps from code 0, is (sum + compensation) · factor + offset.
  const float *factors;
  const float *offsets;
  float highest;
} fq_requantization;
FQ_DECLARE(
    fq_requantize, (const int32_t *sums, const fq_requantization *parameters, size_t rows, uint8_t *codes))
FQ_DECLARE(
    fq_dequantize_sums, (const int32_t *sums, const fq_requantization *parameters, size_t rows, float *y))
// The GELU of the real ones, times `steps` a unit, plus the zero point.
FQ_DECLARE(
    fq_requantize_gelu,
    (const int32_t *sums, const fq_requantization *parameters, size_t rows, float steps, float zero_point,
     uint8_t *codes))
FQ_DECLARE(
    fq_encode, (const float *x, size_t count, float scale, float zero_point, float highest, uint8_t *codes))
FQ_DECLARE(
    fq_encode_channels,
    (const float *x, size_t rows, size_t channels, const float *scales, float zero_point, float highest,
     uint8_t *codes))
FQ_DECLARE(
    fq_decode,
    (const uint8_t *codes, size_t rows, size_t channels, const float *scales, float zero_point, float *x))
typedef struct {
  size_t channels;
  const float *a_scales, *b_scales, *scales;
  float a_zero_point, b_zero_point, zero_point;
  float highest;
} fq_code_addition;
FQ_DECLARE(
    fq_add_codes,
    (const uint8_t *a, const uint8_t *b, const fq_code_addition *parameters, size_t rows, uint8_t *codes))

// embedding.c: from pixels to the codes of tokens.
// Pixels [side, side, 3] to the codes of their patches [patches, patch side, patch side, 3]; `table` has the code of each
// value of each colour, [3, 256].
FQ_DECLARE(
    fq_patch_codes,
    (const uint8_t *pixels, size_t side, size_t patch_side, const uint8_t *table, uint8_t *patches))
// `values` has what each token code stands for, 256 of them; `positions` is [rows, channels].
FQ_DECLARE(
    fq_embed_codes,
    (const uint8_t *tokens, const float *values, const float *positions, size_t rows, size_t channels,
     const float *scales, float zero_point, float highest, uint8_t *codes))

// code_product.c: y[m, n] = Σ_k x[m, k] · w[k, n] on codes, unsigned times signed bytes, and what becomes of the sums. It
// needs AVX-512 with VNNI, which the caller has to ask for.
int fq_has_code_product(void);
size_t fq_code_weights_byte_count(size_t inner, size_t columns);
// Strides count elements. `packed` begins at a cache line.
void fq_pack_code_weights(
    const int8_t *weights, size_t inner, size_t columns, size_t inner_stride, size_t column_stride, int8_t *packed);
typedef struct {
  // `stride` elements from one row to the next. Up to three bytes behind the last row are read where the inner extent is
  // no multiple of 4, and count for nothing.
  const uint8_t *codes;
  // Null, or a second operand of the same shape: the sums are those of 256 · codes + low.
  const uint8_t *low;
  size_t stride;
} fq_code_source;
typedef enum { fq_end_sums, fq_end_codes, fq_end_gelu } fq_product_end_kind;
typedef struct {
  fq_product_end_kind kind;
  // As of `fq_requantize` and `fq_requantize_gelu`; null for sums.
  const fq_requantization *requantization;
  // Null, or added to each sum of a row as well.
  const int32_t *row_terms;
  float steps, zero_point;
} fq_product_end;
// `y` holds int32_t where sums stay sums, else uint8_t, `stride` elements from one row to the next.
void fq_code_product(
    const fq_code_source *source, const int8_t *packed, size_t rows, size_t inner, size_t columns,
    const fq_product_end *end, void *y, size_t stride);

// What attention multiplies by, ready for `fq_code_product`; where that is there. D is a multiple of 16.
typedef struct {
  // Codes less 128, packed a head: [D, T] of the keys, [T, D] of the values. The keys' columns that stand for no token
  // hold what they held before, and must not be read.
  int8_t *keys, *values;
  // [H, T] and [H, D], as of `fq_attention_operands`.
  int32_t *row_terms, *column_terms, *value_sums;
} fq_packed_attention;
void fq_pack_attention(
    const uint8_t *qkv, size_t tokens, size_t heads, size_t dimension, int32_t zero_point,
    const fq_packed_attention *buffers);

// integer_layer_norm_codes.c
FQ_DECLARE(
    fq_integer_layer_norm_codes,
    (const uint8_t *x, const fq_integer_layer_norm_parameters *parameters, float input_zero_point, float zero_point,
     float highest, size_t rows, uint8_t *y))

// attention_codes.c: multi-head attention between its integer products. T tokens, H heads, D channels a head; qkv is
// [T, 3, H, D], scores and probabilities are [H, T, T], the context [T, H, D].
typedef struct {
  // [H, T, D]: codes, and codes less 128.
  uint8_t *queries;
  int8_t *keys, *values;
  // [H, T]: what a product of query and key codes lacks to the product of what they stand for, a row and a column.
  int32_t *row_terms, *column_terms;
  // [H, D]: sums of `values` over tokens.
  int32_t *value_sums;
} fq_attention_operand_buffers;
FQ_DECLARE(
    fq_attention_operands,
    (const uint8_t *qkv, size_t tokens, size_t heads, size_t dimension, int32_t zero_point,
     const fq_attention_operand_buffers *buffers))
// One head, some of its queries.
FQ_DECLARE(
    fq_score_codes,
    (const int32_t *sums, const int32_t *row_terms, const int32_t *column_terms, size_t rows, size_t tokens,
     float factor, float zero_point, float highest, uint8_t *codes))
// e^x for x ≤ 0, as the float softmax has it.
float fq_exponential(float x);
// One row; `exponentials` has that of each distance below the greatest code, 256 of them.
FQ_DECLARE(
    fq_softmax_of_codes,
    (const uint8_t *codes, const float *exponentials, size_t columns, float *probabilities))
// One row to uniform codes and their sum.
FQ_DECLARE(
    fq_probability_codes,
    (const float *probabilities, size_t columns, float scale, float zero_point, float highest, uint8_t *codes,
     int32_t *sum))
// One row of powers of two, 2⁻¹⁵ at least, or zeros, to two operands whose value is (256 · high + low) / 2¹⁵; their sum
// in that unit.
FQ_DECLARE(fq_power_operands, (const float *powers, size_t columns, uint8_t *high, uint8_t *low, int32_t *sum))
typedef struct {
  // `rows` queries; `stride` elements from one's codes to the next one's.
  size_t rows, tokens, dimension, stride;
  // 128 less the zero point of the values.
  int32_t value_shift;
  int32_t probability_zero_point;
  float factor, zero_point, highest;
} fq_context_parameters;
// One head.
FQ_DECLARE(
    fq_context_codes,
    (const int32_t *sums, const int32_t *probability_sums, const int32_t *value_sums,
     const fq_context_parameters *parameters, uint8_t *codes))
FQ_DECLARE(
    fq_shifted_context_codes,
    (const int32_t *high, const int32_t *low, const int32_t *probability_sums,
     const fq_context_parameters *parameters, uint8_t *codes))
// log_int_softmax_operands.c, from score codes to the two operands of `fq_power_operands`; at most 16 levels.
//
// `starts` says where to look for the least exponential of each level: it is null, or has a row of 16 for each bucket of
// row sums. A sum's bucket is its highest bit, counted from `first_bit`, and the five bits below it. At least
// `starts[bucket][j]` exponentials reach level j, and at most `fq_exponent_padding` more; no exponential has more than 45
// bits.
enum { fq_reach_level_count = 16, fq_reach_bits = 5, fq_reach_bucket_count = 1024 };
typedef struct {
  int32_t first_bit;
  const uint8_t (*starts)[fq_reach_level_count];
} fq_reach_table;
FQ_DECLARE(
    fq_log_int_softmax_operands,
    (const uint8_t *scores, const fq_log_int_softmax_parameters *parameters, const fq_reach_table *reach, size_t rows,
     size_t columns, uint8_t *high, uint8_t *low, int32_t *sums))
// The variant of CPUs with AVX-512 and without VBMI, for tests.
void fq_log_int_softmax_operands_without_vbmi(
    const uint8_t *scores, const fq_log_int_softmax_parameters *parameters, const fq_reach_table *reach, size_t rows,
    size_t columns, uint8_t *high, uint8_t *low, int32_t *sums);
// How many exponentials reach each level in a row of this sum: what `starts` is made of.
void fq_log_int_softmax_reach(uint64_t sum, const fq_log_int_softmax_parameters *parameters, uint32_t *reaching);
