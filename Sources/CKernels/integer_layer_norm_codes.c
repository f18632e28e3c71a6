#include "integer_layer_norm.h"

// Channels `start` up to `end` of a row of codes.
FQ_INLINE void fq_normalize_codes(
    const uint8_t *x, const fq_integer_layer_norm_parameters *parameters, fq_integer_row terms, float input_zero_point,
    float zero_point, float highest, size_t start, size_t end, uint8_t *restrict y) {
  const float *multiples = parameters->multiples, *weight = parameters->weight, *bias = parameters->bias;
  float output_scale = parameters->output_scale;
  if (terms.is_constant) {
    for (size_t c = start; c < end; c++)
      y[c] = fq_byte_code(fq_rounded_bias(bias[c], output_scale) + zero_point, highest);
    return;
  }
  size_t c = start;
  for (; c + FQ_LANES <= end; c += FQ_LANES) {
    // A field an array, which vectorises where an array of structs does not.
    float multipliers[FQ_LANES], offsets[FQ_LANES], inverse_powers[FQ_LANES];
    uint32_t large = 0;
    for (int l = 0; l < FQ_LANES; l++) {
      fq_integer_channel channel =
          fq_integer_channel_of(terms, weight[c + (size_t)l], bias[c + (size_t)l], output_scale);
      multipliers[l] = channel.multiplier;
      offsets[l] = channel.offset;
      inverse_powers[l] = channel.inverse_power;
      // Not a number counts as large too.
      large |= (fq_bits(channel.offset) & 0x7fffffffu) > 0x4a800000u;
    }
    // Codes of the lanes, normalized by `normalize`.
#define FQ_EACH_NORMALIZED(normalize)                                                             \
  for (int l = 0; l < FQ_LANES; l++) {                                                            \
    float integer = ((float)x[c + (size_t)l] - input_zero_point) * multiples[c + (size_t)l];      \
    fq_integer_channel channel = {multipliers[l], offsets[l], inverse_powers[l]};                 \
    y[c + (size_t)l] = fq_byte_code(normalize(integer, channel) + zero_point, highest);           \
  }
    if (large) {
      FQ_EACH_NORMALIZED(fq_normalized_integer)
    } else {
      FQ_EACH_NORMALIZED(fq_normalized_code)
    }
#undef FQ_EACH_NORMALIZED
  }
  for (; c < end; c++) {
    fq_integer_channel channel = fq_integer_channel_of(terms, weight[c], bias[c], output_scale);
    float integer = ((float)x[c] - input_zero_point) * multiples[c];
    y[c] = fq_byte_code(fq_normalized_integer(integer, channel) + zero_point, highest);
  }
}

FQ_KERNEL(
    fq_integer_layer_norm_codes_any,
    (const uint8_t *x, const fq_integer_layer_norm_parameters *parameters, float input_zero_point, float zero_point,
     float highest, size_t rows, uint8_t *restrict y),
    (x, parameters, input_zero_point, zero_point, highest, rows, y)) {
  size_t channels = parameters->channels;
  const float *multiples = parameters->multiples;
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
    fq_normalize_codes(
        x, parameters, fq_integer_row_of(sum, squares, parameters), input_zero_point, zero_point, highest, 0, channels,
        y);
  }
}

#if defined(__x86_64__)
enum {
  // A block of channels is loaded once for as many rows, whose statistics are known before.
  FQ_BLOCK_CHANNELS = 64,
  FQ_BLOCK_ROWS = 16,
  // ΣX'² fits 16 lanes of 31 bits: each takes four squares of at most 2040² from a block of channels.
  FQ_BLOCKED_MOST_CHANNELS = 8192,
};

// What the blocked kernel relies on, which every calibrated site gives it.
static int fq_is_blockable(
    const fq_integer_layer_norm_parameters *parameters, float input_zero_point, float zero_point, float highest) {
  size_t channels = parameters->channels;
  uint32_t odd = 0;
  // 1, 2, 4 or 8.
  for (size_t c = 0; c < channels; c++) odd |= (fq_bits(parameters->multiples[c]) - 0x3f800000u) & ~0x01800000u;
  return !odd && channels <= FQ_BLOCKED_MOST_CHANNELS
      && input_zero_point >= 0 && input_zero_point <= 255 && fq_round(input_zero_point) == input_zero_point
      && zero_point >= -16384 && zero_point <= 16384 && fq_round(zero_point) == zero_point
      && highest >= 0 && highest <= 255 && fq_round(highest) == highest
      // Slopes between 2⁻²⁴ and 2⁸ then arise without overflow and underflow.
      && parameters->smallest_scale >= 0x1p-60f && parameters->smallest_scale <= 0x1p60f
      && parameters->output_scale >= 0x1p-60f && parameters->output_scale <= 0x1p60f;
}

FQ_WITH_AVX512 FQ_INLINE __mmask64 fq_block_lanes(size_t start, size_t channels) {
  size_t count = channels - start;
  return count < FQ_BLOCK_CHANNELS ? ((__mmask64)1 << count) - 1 : ~(__mmask64)0;
}

// ΣX' and ΣX'² of up to four rows.
FQ_WITH_AVX512 FQ_INLINE void fq_sum_rows(
    const uint8_t *x, const fq_integer_layer_norm_parameters *parameters, float input_zero_point, size_t rows,
    int64_t *sums, int64_t *squares) {
  size_t channels = parameters->channels;
  __m512i zero = _mm512_set1_epi16((short)input_zero_point), ones = _mm512_set1_epi16(1);
  __m512i row_sums[4], row_squares[4];
  for (int r = 0; r < 4; r++) row_sums[r] = row_squares[r] = _mm512_setzero_si512();
  for (size_t start = 0; start < channels; start += FQ_BLOCK_CHANNELS) {
    __mmask64 lanes = fq_block_lanes(start, channels);
    __m512i multiples[2];
    for (int half = 0; half < 2; half++) {
      const float *from = parameters->multiples + start + 32 * half;
      // Zero beyond the last channel, which takes these lanes out of the sums.
      __m512 low = _mm512_maskz_loadu_ps((__mmask16)(lanes >> (32 * half)), from);
      __m512 high = _mm512_maskz_loadu_ps((__mmask16)(lanes >> (32 * half + 16)), from + 16);
      multiples[half] = _mm512_inserti64x4(
          _mm512_castsi256_si512(_mm512_cvtepi32_epi16(_mm512_cvttps_epi32(low))),
          _mm512_cvtepi32_epi16(_mm512_cvttps_epi32(high)), 1);
    }
    for (int r = 0; r < 4; r++) {
      // The first row stands in for one that is missing.
      const uint8_t *from = x + (r < (int)rows ? (size_t)r : 0) * channels + start;
      __m512i low = _mm512_cvtepu8_epi16(_mm256_maskz_loadu_epi8((__mmask32)lanes, from));
      __m512i high = _mm512_cvtepu8_epi16(_mm256_maskz_loadu_epi8((__mmask32)(lanes >> 32), from + 32));
      low = _mm512_mullo_epi16(_mm512_sub_epi16(low, zero), multiples[0]);
      high = _mm512_mullo_epi16(_mm512_sub_epi16(high, zero), multiples[1]);
      row_sums[r] = _mm512_add_epi32(row_sums[r], _mm512_madd_epi16(_mm512_add_epi16(low, high), ones));
      row_squares[r] = _mm512_add_epi32(
          row_squares[r], _mm512_add_epi32(_mm512_madd_epi16(low, low), _mm512_madd_epi16(high, high)));
    }
  }
  for (int r = 0; r < (int)rows; r++) {
    sums[r] = _mm512_reduce_add_epi32(row_sums[r]);
    __m512i even = _mm512_and_si512(row_squares[r], _mm512_set1_epi64(0xffffffff));
    squares[r] = _mm512_reduce_add_epi64(_mm512_add_epi64(even, _mm512_srli_epi64(row_squares[r], 32)));
  }
}

// (s / σ) / s_o, within four roundings, and μ / σ, as fq_integer_row_of has it, of eight rows.
FQ_WITH_AVX512 FQ_INLINE void fq_scale_rows(
    const int64_t *sums, const int64_t *squares, const fq_integer_layer_norm_parameters *parameters, float *slopes,
    float *mean_ratios) {
  float channels = (float)parameters->channels, smallest = parameters->smallest_scale;
  __m512i sum = _mm512_loadu_si512(sums);
  __m512i spread = _mm512_sub_epi64(
      _mm512_mullo_epi64(_mm512_set1_epi64((int64_t)parameters->channels), _mm512_loadu_si512(squares)),
      _mm512_mullo_epi64(sum, sum));
  __mmask8 varied = _mm512_cmpgt_epi64_mask(spread, _mm512_setzero_si512());
  __m256 mean = _mm256_mul_ps(
      _mm256_div_ps(_mm512_cvtepi64_ps(sum), _mm256_set1_ps(channels)), _mm256_set1_ps(smallest));
  __m256 deviation = _mm256_mul_ps(
      _mm256_set1_ps(smallest / channels), _mm512_cvtpd_ps(_mm512_sqrt_pd(_mm512_cvtepi64_pd(spread))));
  __m256 ratio = _mm256_div_ps(_mm256_set1_ps(smallest), deviation);
  _mm256_storeu_ps(slopes, _mm256_maskz_mul_ps(varied, ratio, _mm256_set1_ps(1 / parameters->output_scale)));
  _mm256_storeu_ps(mean_ratios, _mm256_maskz_div_ps(varied, mean, deviation));
}

// Of 64 floats in four vectors, vector k gets those that belong to the bytes 4k … 4k + 3 of each lane of 16 codes: the
// order in which codes become floats by one shuffle, and floats codes by packing.
FQ_WITH_AVX512 FQ_INLINE void fq_transpose_lanes(__m512 *v) {
  __m512 a = _mm512_shuffle_f32x4(v[0], v[1], 0x44), b = _mm512_shuffle_f32x4(v[2], v[3], 0x44);
  __m512 c = _mm512_shuffle_f32x4(v[0], v[1], 0xee), d = _mm512_shuffle_f32x4(v[2], v[3], 0xee);
  v[0] = _mm512_shuffle_f32x4(a, b, 0x88);
  v[1] = _mm512_shuffle_f32x4(a, b, 0xdd);
  v[2] = _mm512_shuffle_f32x4(c, d, 0x88);
  v[3] = _mm512_shuffle_f32x4(c, d, 0xdd);
}

// The channels of a block, the last one standing in for what is missing.
FQ_WITH_AVX512 FQ_INLINE void fq_load_block(const float *x, size_t start, size_t channels, __m512 *v) {
  __mmask64 lanes = fq_block_lanes(start, channels);
  for (int k = 0; k < 4; k++)
    v[k] = _mm512_mask_loadu_ps(
        _mm512_set1_ps(x[channels - 1]), (__mmask16)(lanes >> (16 * k)), x + start + 16 * k);
  fq_transpose_lanes(v);
}

FQ_WITH_AVX512 static __attribute__((noinline)) void fq_normalize_codes_wide(
    const uint8_t *x, const fq_integer_layer_norm_parameters *parameters, fq_integer_row terms, float input_zero_point,
    float zero_point, float highest, size_t start, size_t end, uint8_t *restrict y) {
  fq_normalize_codes(x, parameters, terms, input_zero_point, zero_point, highest, start, end, y);
}

// A block's channels, and what is the same in every block.
typedef struct {
  __m512 weight[4], bias[4];
  // m · 2¹⁵, which is m · (2¹⁵ + code) with a code in its second byte, and m · (2¹⁵ + zero point).
  __m512 bases[4], zeros[4];
  // Where the codes of vector k lie.
  __m512i picks[4];
  __m512 output_scale;
} fq_channel_block;

// Y of a row's block, or numbers that are clamped to the same code. Returns 0 where it does not know them.
//
// For 2⁻²⁴ ≤ |A| < 2⁸, sign(A) · M / 2^N is A cut off after eight bits, and B / 2^N its operand rounded to a multiple
// of 2^−N. The cut is known from an A that is up to five units in the last place off, which takes no division by s_o,
// but not where that is within eight units of another cut.
//
// Where |B| ≤ 2²², float32 holds all terms and their sum. Elsewhere, `is_large`, B's operand is an integer already
// from 2²³ on, and the sum is rounded to odd before it is rounded to an integer, which is as good as rounding once.
// That goes for slopes of zero too: their N is 31, and what rounding B then changes is far below a half.
FQ_WITH_AVX512 FQ_INLINE int fq_normalize_block(
    const fq_channel_block *block, __m512i codes, __m512 row_slope, __m512 mean_ratio, int is_large,
    __m512i *integers) {
  const __m512i sign = _mm512_set1_epi32(INT32_MIN), exponent = _mm512_set1_epi32(0x7f800000);
  // The exponent of 1.5 · 2^(23−N) is that of A plus 16. The low half of the bits is below 16 near a cut.
  const __m512i raise = _mm512_set1_epi32((16 << 23) + 8), half = _mm512_set1_epi32(0x00400000);
  __m512i near = _mm512_set1_epi16(-1);
  for (int k = 0; k < 4; k++) {
    __m512i a = _mm512_castps_si512(_mm512_mul_ps(block->weight[k], row_slope));
    __m512 slope = _mm512_castsi512_ps(_mm512_and_si512(a, _mm512_set1_epi32((int32_t)0xffff0000)));
    __m512 b = _mm512_sub_ps(block->bias[k], _mm512_mul_ps(block->weight[k], mean_ratio));
    b = _mm512_div_ps(b, block->output_scale);
    __m512i code =
        _mm512_mask_shuffle_epi8(_mm512_castps_si512(block->bases[k]), 0x2222222222222222, codes, block->picks[k]);
    __m512 integer = _mm512_sub_ps(_mm512_castsi512_ps(code), block->zeros[k]);
    if (is_large) {
      __m512i raised = _mm512_mask_add_epi32(
          _mm512_set1_epi32(0xffff), _mm512_test_epi32_mask(a, _mm512_set1_epi32(INT32_MAX)), a, raise);
      near = _mm512_min_epu16(near, raised);
      // 2^(23−N) with the sign of b, so that their bits compare as their magnitudes do.
      __m512i power =
          _mm512_ternarylogic_epi32(_mm512_and_si512(raised, exponent), _mm512_castps_si512(b), sign, 0xf8);
      __m512 rounder = _mm512_castsi512_ps(power);
      __mmask16 small = _mm512_cmplt_epu32_mask(_mm512_castps_si512(b), power);
      b = _mm512_mask_sub_ps(b, small, _mm512_add_ps(b, rounder), rounder);
      __m512 below = _mm512_fmadd_round_ps(slope, integer, b, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC);
      __m512 above = _mm512_fmadd_round_ps(slope, integer, b, _MM_FROUND_TO_POS_INF | _MM_FROUND_NO_EXC);
      __mmask16 odd = _mm512_test_epi32_mask(_mm512_castps_si512(below), _mm512_set1_epi32(1));
      // Not a number stays so, and becomes the least integer.
      __m512 sum = _mm512_min_ps(_mm512_set1_ps(0x1p20f), _mm512_mask_mov_ps(above, odd, below));
      integers[k] = _mm512_cvtps_epi32(sum);
    } else {
      __m512i raised = _mm512_add_epi32(a, raise);
      near = _mm512_min_epu16(near, raised);
      __m512 rounder = _mm512_castsi512_ps(_mm512_ternarylogic_epi32(raised, exponent, half, 0xea));
      b = _mm512_sub_ps(_mm512_add_ps(b, rounder), rounder);
      integers[k] = _mm512_cvtps_epi32(_mm512_fmadd_ps(slope, integer, b));
    }
  }
  return !_mm512_mask_cmplt_epu16_mask(0x55555555, near, _mm512_set1_epi16(16));
}

// The greatest of the magnitudes, where not a number is greater than any; the least of those that are not zero.
FQ_WITH_AVX512 FQ_INLINE __m512 fq_greatest_magnitude(const __m512 *v) {
  __m512i greatest = _mm512_setzero_si512();
  for (int k = 0; k < 4; k++) greatest = _mm512_max_epu32(greatest, _mm512_castps_si512(_mm512_abs_ps(v[k])));
  return _mm512_castsi512_ps(_mm512_set1_epi32((int32_t)_mm512_reduce_max_epu32(greatest)));
}

FQ_WITH_AVX512 FQ_INLINE __m512 fq_least_magnitude(const __m512 *v) {
  // Zero less one is above all others.
  const __m512i one = _mm512_set1_epi32(1);
  __m512i least = _mm512_set1_epi32(-1);
  for (int k = 0; k < 4; k++)
    least = _mm512_min_epu32(least, _mm512_sub_epi32(_mm512_castps_si512(_mm512_abs_ps(v[k])), one));
  return _mm512_castsi512_ps(_mm512_add_epi32(_mm512_set1_epi32((int32_t)_mm512_reduce_min_epu32(least)), one));
}

FQ_WITH_AVX512 static void fq_integer_layer_norm_codes_blocked(
    const uint8_t *x, const fq_integer_layer_norm_parameters *parameters, float input_zero_point, float zero_point,
    float highest, size_t rows, uint8_t *y) {
  size_t channels = parameters->channels;
  float output_scale = parameters->output_scale;
  const __m512i zero = _mm512_set1_epi16((short)zero_point), top = _mm512_set1_epi8((char)(uint8_t)highest);
  fq_channel_block block;
  block.output_scale = _mm512_set1_ps(output_scale);
  for (int k = 0; k < 4; k++)
    block.picks[k] = _mm512_add_epi32(_mm512_set4_epi32(0x300, 0x200, 0x100, 0), _mm512_set1_epi32(0x400 * k));
  for (size_t first = 0; first < rows; first += FQ_BLOCK_ROWS) {
    size_t count = rows - first < FQ_BLOCK_ROWS ? rows - first : FQ_BLOCK_ROWS;
    int64_t sums[FQ_BLOCK_ROWS] = {0}, squares[FQ_BLOCK_ROWS] = {0};
    for (size_t r = 0; r < count; r += 4)
      fq_sum_rows(
          x + (first + r) * channels, parameters, input_zero_point, count - r < 4 ? count - r : 4, sums + r,
          squares + r);
    // A constant row's are zero, which sends it the long way.
    float slopes[FQ_BLOCK_ROWS], offsets[FQ_BLOCK_ROWS];
    for (int r = 0; r < FQ_BLOCK_ROWS; r += 8)
      fq_scale_rows(sums + r, squares + r, parameters, slopes + r, offsets + r);
    for (size_t start = 0; start < channels; start += FQ_BLOCK_CHANNELS) {
      __mmask64 lanes = fq_block_lanes(start, channels);
      size_t end = start + FQ_BLOCK_CHANNELS < channels ? start + FQ_BLOCK_CHANNELS : channels;
      fq_load_block(parameters->weight, start, channels, block.weight);
      fq_load_block(parameters->bias, start, channels, block.bias);
      fq_load_block(parameters->multiples, start, channels, block.zeros);
      __m512 quotients[4];
      for (int k = 0; k < 4; k++) {
        quotients[k] = _mm512_div_ps(block.bias[k], block.weight[k]);
        block.bases[k] = _mm512_mul_ps(block.zeros[k], _mm512_set1_ps(0x1p15f));
        block.zeros[k] = _mm512_mul_ps(block.zeros[k], _mm512_set1_ps(0x1p15f + input_zero_point));
      }
      __m512 row_slopes = _mm512_loadu_ps(slopes);
      __m512 greatest = _mm512_mul_ps(row_slopes, fq_greatest_magnitude(block.weight));
      __m512 least = _mm512_mul_ps(row_slopes, fq_least_magnitude(block.weight));
      __mmask16 short_ways = _mm512_cmp_ps_mask(greatest, _mm512_set1_ps(0x1p8f), _CMP_LT_OQ)
          & _mm512_cmp_ps_mask(least, _mm512_set1_ps(0x1p-24f), _CMP_GE_OQ);
      // |B| is at most 2⁸ · (|β / γ| + |μ / σ|) / (s / σ); the factor leaves room for what is rounded.
      __m512 bound = _mm512_add_ps(fq_greatest_magnitude(quotients), _mm512_abs_ps(_mm512_loadu_ps(offsets)));
      __mmask16 small = _mm512_cmp_ps_mask(
          bound, _mm512_mul_ps(row_slopes, _mm512_set1_ps(output_scale * 0x1.ffp13f)), _CMP_LT_OQ);
      for (size_t r = 0; r < count; r++) {
        const uint8_t *from = x + (first + r) * channels;
        uint8_t *to = y + (first + r) * channels;
        __m512i integers[4], codes = _mm512_maskz_loadu_epi8(lanes, from + start);
        __m512 slope = _mm512_set1_ps(slopes[r]), offset = _mm512_set1_ps(offsets[r]);
        if ((short_ways >> r & 1)
            && (small >> r & 1 ? fq_normalize_block(&block, codes, slope, offset, 0, integers)
                               : fq_normalize_block(&block, codes, slope, offset, 1, integers))) {
          // Packing saturates far beyond where codes are clamped.
          __m512i low = _mm512_adds_epi16(_mm512_packs_epi32(integers[0], integers[1]), zero);
          __m512i high = _mm512_adds_epi16(_mm512_packs_epi32(integers[2], integers[3]), zero);
          _mm512_mask_storeu_epi8(to + start, lanes, _mm512_min_epu8(_mm512_packus_epi16(low, high), top));
        } else {
          fq_normalize_codes_wide(
              from, parameters, fq_integer_row_of(sums[r], squares[r], parameters), input_zero_point, zero_point,
              highest, start, end, to);
        }
      }
    }
  }
}
#endif

void fq_integer_layer_norm_codes(
    const uint8_t *x, const fq_integer_layer_norm_parameters *parameters, float input_zero_point, float zero_point,
    float highest, size_t rows, uint8_t *y) {
#if defined(__x86_64__)
  if (fq_has_avx512() && fq_is_blockable(parameters, input_zero_point, zero_point, highest)) {
    fq_integer_layer_norm_codes_blocked(x, parameters, input_zero_point, zero_point, highest, rows, y);
    return;
  }
#endif
  fq_integer_layer_norm_codes_any(x, parameters, input_zero_point, zero_point, highest, rows, y);
}

void fq_integer_layer_norm_codes_baseline(
    const uint8_t *x, const fq_integer_layer_norm_parameters *parameters, float input_zero_point, float zero_point,
    float highest, size_t rows, uint8_t *y) {
  fq_integer_layer_norm_codes_any_baseline(x, parameters, input_zero_point, zero_point, highest, rows, y);
}
