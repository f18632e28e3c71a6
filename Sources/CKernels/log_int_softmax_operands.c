#include "log_int_softmax.h"

void fq_log_int_softmax_reach(uint64_t sum, const fq_log_int_softmax_parameters *parameters, uint32_t *reaching) {
  (void)fq_count_reaching(sum, parameters, reaching);
}

FQ_INLINE uint8_t fq_high_operand(uint32_t code) { return code < 8 ? (uint8_t)(128u >> code) : 0; }
FQ_INLINE uint8_t fq_low_operand(uint32_t code) { return code < 8 || code > 15 ? 0 : (uint8_t)(128u >> (code - 8)); }

FQ_KERNEL(
    fq_log_int_softmax_operands_by_table,
    (const uint8_t *scores, const fq_log_int_softmax_parameters *parameters, size_t rows, size_t columns,
     uint8_t *restrict high, uint8_t *restrict low, int32_t *restrict sums),
    (scores, parameters, rows, columns, high, low, sums)) {
  const uint64_t *exponents = parameters->exponents;
  for (size_t r = 0; r < rows; r++, scores += columns, high += columns, low += columns) {
    uint8_t greatest = 0;
    for (size_t i = 0; i < columns; i++) greatest = scores[i] > greatest ? scores[i] : greatest;
    uint64_t sum = 0;
    FQ_LOOK_UP
    for (size_t i = 0; i < columns; i++) sum += exponents[(uint8_t)(greatest - scores[i])];
    uint8_t codes[fq_exponent_count], highs[fq_exponent_count], lows[fq_exponent_count];
    fq_fill_codes(sum, parameters, 16, codes);
    for (int d = 0; d < fq_exponent_count; d++) {
      highs[d] = fq_high_operand(codes[d]);
      lows[d] = fq_low_operand(codes[d]);
    }
    int32_t total = 0;
    FQ_LOOK_UP
    for (size_t i = 0; i < columns; i++) {
      uint8_t distance = (uint8_t)(greatest - scores[i]);
      high[i] = highs[distance];
      low[i] = lows[distance];
      total += high[i] * 256 + low[i];
    }
    sums[r] = total;
  }
}

#if defined(__x86_64__)
FQ_WITH_AVX512 static uint8_t fq_greatest_byte(__m512i bytes) {
  __m256i half = _mm256_max_epu8(_mm512_castsi512_si256(bytes), _mm512_extracti64x4_epi64(bytes, 1));
  __m128i quarter = _mm_max_epu8(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
  // The least of the complements: pairs of bytes first, then SSE4.1's minimum of eight words.
  __m128i complement = _mm_xor_si128(quarter, _mm_set1_epi8(-1));
  __m128i least = _mm_min_epu8(complement, _mm_srli_epi16(complement, 8));
  __m128i words = _mm_and_si128(least, _mm_set1_epi16(0xff));
  return (uint8_t)~_mm_extract_epi16(_mm_minpos_epu16(words), 0);
}

enum { most_columns = 4096 };

// What all rows share.
typedef struct {
  const fq_log_int_softmax_parameters *parameters;
  const fq_reach_table *reach;
  size_t columns, chunks;
  // Lanes of the last chunk.
  __mmask64 last;
  uint32_t level_count;
  __m512i highs, lows;
} fq_row_shape;

FQ_WITH_AVX512 static inline __attribute__((always_inline)) fq_row_shape fq_row_shape_of(
    const fq_log_int_softmax_parameters *parameters, const fq_reach_table *reach, size_t columns) {
  uint32_t count = parameters->level_count < fq_reach_level_count ? parameters->level_count : fq_reach_level_count;
  uint8_t high_table[16], low_table[16];
  for (uint32_t q = 0; q < 16; q++) {
    high_table[q] = q < count ? fq_high_operand(q) : 0;
    low_table[q] = q < count ? fq_low_operand(q) : 0;
  }
  return (fq_row_shape){
      .parameters = parameters, .reach = reach, .columns = columns, .chunks = (columns + 63) / 64,
      .last = columns % 64 ? (1ull << columns % 64) - 1 : ~0ull, .level_count = count,
      .highs = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)high_table)),
      .lows = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)low_table))};
}

FQ_WITH_AVX512 static inline __attribute__((always_inline)) __mmask64 fq_lanes_of(
    const fq_row_shape *shape, size_t chunk) {
  return chunk + 1 < shape->chunks ? ~0ull : shape->last;
}

// Bytes of the exponentials of the 256 distances: a table of the lowest, of the next, and so on.
enum { most_planes = 6 };
typedef struct {
  uint32_t count;
  uint8_t bytes[most_planes][fq_exponent_count] __attribute__((aligned(64)));
} fq_exponent_planes;

FQ_WITH_AVX512 static void fq_split_exponents(const uint64_t *exponents, fq_exponent_planes *planes) {
  uint32_t bits = 64 - (uint32_t)__builtin_clzll(exponents[0]);
  planes->count = (bits + 7) / 8;
  // All of them, as those above the highest may be asked for too.
  for (uint32_t p = 0; p < most_planes; p++)
    for (size_t d = 0; d < fq_exponent_count; d += 8) {
      __m512i shifted = _mm512_srl_epi64(_mm512_loadu_si512(exponents + d), _mm_cvtsi32_si128((int)(8 * p)));
      _mm_storel_epi64((__m128i *)(planes->bytes[p] + d), _mm512_cvtepi64_epi8(shifted));
    }
}

// Tables of 256 bytes within reach of two shuffles, 64 distances at once: a sum of each byte's own. The count of planes is
// a constant, so that the tables of the first 128 distances are registers; few rows need the others.
FQ_WITH_VBMI static inline __attribute__((always_inline)) uint64_t fq_sum_of_planes(
    uint32_t count, const uint8_t *distances, const fq_row_shape *shape, const fq_exponent_planes *planes) {
  __m512i sums[most_planes];
  __mmask64 any_far = 0;
  for (uint32_t p = 0; p < count; p++) sums[p] = _mm512_setzero_si512();
  for (size_t k = 0; k < shape->chunks; k++) {
    __m512i distance = _mm512_load_si512(distances + 64 * k);
    __mmask64 lanes = fq_lanes_of(shape, k), far = _mm512_movepi8_mask(distance) & lanes;
    any_far |= far;
    for (uint32_t p = 0; p < count; p++) {
      __m512i found = _mm512_maskz_permutex2var_epi8(
          lanes & ~far, _mm512_load_si512(planes->bytes[p]), distance, _mm512_load_si512(planes->bytes[p] + 64));
      sums[p] = _mm512_add_epi64(sums[p], _mm512_sad_epu8(found, _mm512_setzero_si512()));
    }
  }
  if (any_far)
    for (size_t k = 0; k < shape->chunks; k++) {
      __m512i distance = _mm512_load_si512(distances + 64 * k);
      __mmask64 far = _mm512_movepi8_mask(distance) & fq_lanes_of(shape, k);
      for (uint32_t p = 0; p < count; p++) {
        __m512i found = _mm512_maskz_permutex2var_epi8(
            far, _mm512_load_si512(planes->bytes[p] + 128), distance, _mm512_load_si512(planes->bytes[p] + 192));
        sums[p] = _mm512_add_epi64(sums[p], _mm512_sad_epu8(found, _mm512_setzero_si512()));
      }
    }
  __m512i total = sums[0];
  for (uint32_t p = 1; p < count; p++) total = _mm512_add_epi64(total, _mm512_slli_epi64(sums[p], 8 * p));
  return (uint64_t)_mm512_reduce_add_epi64(total);
}

FQ_WITH_AVX512 static inline __attribute__((always_inline)) uint64_t fq_sum_of_exponents(
    const uint8_t *distances, size_t columns, const uint64_t *exponents) {
  uint64_t part[4] = {0};
  size_t i = 0;
  // Again as loads, which gathers would be slower than.
  _Pragma("clang loop vectorize(disable) unroll(disable)")
  for (; i + 8 <= columns; i += 8) {
    uint64_t word;
    memcpy(&word, distances + i, sizeof word);
    part[0] += exponents[word & 255] + exponents[word >> 8 & 255];
    part[1] += exponents[word >> 16 & 255] + exponents[word >> 24 & 255];
    part[2] += exponents[word >> 32 & 255] + exponents[word >> 40 & 255];
    part[3] += exponents[word >> 48 & 255] + exponents[word >> 56];
  }
  for (; i < columns; i++) part[0] += exponents[distances[i]];
  return part[0] + part[1] + part[2] + part[3];
}

// The first distance whose code is beyond each level, and how many levels have one below 256; 255 for the others.
typedef struct {
  __m128i firsts;
  uint32_t levels;
} fq_level_firsts;

FQ_WITH_AVX512 static inline __attribute__((always_inline)) fq_level_firsts fq_find_firsts(
    uint64_t sum, const uint64_t *exponents, const fq_reach_table *reach, uint32_t count) {
  int32_t bit = 63 - (int32_t)__builtin_clzll(sum);
  uint32_t below = (uint32_t)((bit >= fq_reach_bits ? sum >> (bit - fq_reach_bits) : sum << (fq_reach_bits - bit)) & 31);
  const uint8_t *starts = reach->starts[((uint32_t)(bit - reach->first_bit) << fq_reach_bits) + below];
  // Twice the sum, less one where equality reaches the level.
  __m512i limit = _mm512_set1_epi64((int64_t)(2 * sum));
  __m512i inclusive = _mm512_set1_epi64((int64_t)(2 * sum - 1));
  // All levels, also those that are not asked for: no branch depends on a row.
  uint64_t reaching[2] = {0};
#pragma clang loop unroll(full)
  for (uint32_t j = 0; j < fq_reach_level_count; j++) {
    __m512i e = _mm512_loadu_si512(exponents + starts[j]);
    __m512i thrice = _mm512_add_epi64(e, _mm512_slli_epi64(e, 1));
    // 3 at level 0, 3 · 2^j − 1 above.
    __m512i scaled = _mm512_slli_epi64(thrice, j);
    if (j > 0) scaled = _mm512_sub_epi64(scaled, e);
    __mmask8 reaches = _mm512_cmpgt_epu64_mask(scaled, j == 1 ? inclusive : limit);
    reaching[j / 8] |= (uint64_t)reaches << j % 8 * 8;
  }
  // Bits of each byte, by halves.
  __m128i masks = _mm_set_epi64x((int64_t)reaching[1], (int64_t)reaching[0]), half = _mm_set1_epi8(15);
  __m128i bits = _mm_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
  __m128i counts = _mm_add_epi8(
      _mm_shuffle_epi8(bits, _mm_and_si128(masks, half)),
      _mm_shuffle_epi8(bits, _mm_and_si128(_mm_srli_epi16(masks, 4), half)));
  __m128i start = _mm_loadu_si128((const __m128i *)starts);
  __m128i firsts = _mm_add_epi8(start, counts);
  uint32_t none = _mm_cmplt_epu8_mask(firsts, start) | ~0u << count;
  fq_level_firsts found = {.levels = (uint32_t)__builtin_ctz(none)};
  found.firsts = _mm_mask_mov_epi8(firsts, (__mmask16)(~0u << found.levels), _mm_set1_epi8(-1));
  return found;
}

FQ_WITH_AVX512 static inline __attribute__((always_inline)) void fq_find_distances(
    const uint8_t *scores, const fq_row_shape *shape, uint8_t *distances) {
  __m512i greatest = _mm512_setzero_si512();
  for (size_t k = 0; k < shape->chunks; k++)
    greatest = _mm512_max_epu8(greatest, _mm512_maskz_loadu_epi8(fq_lanes_of(shape, k), scores + 64 * k));
  greatest = _mm512_set1_epi8((char)fq_greatest_byte(greatest));
  for (size_t k = 0; k < shape->chunks; k++)
    _mm512_store_si512(
        distances + 64 * k,
        _mm512_sub_epi8(greatest, _mm512_maskz_loadu_epi8(fq_lanes_of(shape, k), scores + 64 * k)));
}

// Codes by compares with the levels' first distances. Returns the operands' sum.
FQ_WITH_AVX512 static inline __attribute__((always_inline)) int32_t fq_find_operands(
    const uint8_t *distances, fq_level_firsts found, const fq_row_shape *shape, uint8_t *high, uint8_t *low) {
  uint32_t levels = found.levels;
  uint8_t firsts[fq_reach_level_count];
  _mm_storeu_si128((__m128i *)firsts, found.firsts);
  __m512i first_distances = _mm512_broadcast_i32x4(found.firsts);
  // Where levels are left out, 255 stands for them and must not be taken for one.
  __m512i most = _mm512_set1_epi8((char)(levels < fq_reach_level_count ? 254 : 255));
  int is_wide = levels > 0 && levels < fq_reach_level_count && firsts[levels - 1] == 255;
  __m512i final = _mm512_broadcastb_epi8(_mm_srli_si128(found.firsts, 15));
  __m512i high_sum = _mm512_setzero_si512(), low_sum = _mm512_setzero_si512();
  for (size_t k = 0; k < shape->chunks; k++) {
    __mmask64 lanes = fq_lanes_of(shape, k);
    __m512i distance = _mm512_load_si512(distances + 64 * k);
    __m512i one = _mm512_set1_epi8(1), code = _mm512_setzero_si512();
    if (is_wide) {
      for (uint32_t j = 0; j < levels; j++) {
        __mmask64 further = _mm512_cmpge_epu8_mask(distance, _mm512_set1_epi8((char)firsts[j]));
        code = _mm512_mask_add_epi8(code, further, code, one);
      }
    } else {
      // How many of the 16 first distances are not greater: a binary search, its table within reach of a shuffle.
      __m512i bounded = _mm512_min_epu8(distance, most);
      for (int step = 8; step > 0; step /= 2) {
        __m512i index = _mm512_add_epi8(code, _mm512_set1_epi8((char)(step - 1)));
        __m512i threshold = _mm512_shuffle_epi8(first_distances, index);
        __mmask64 further = _mm512_cmpge_epu8_mask(bounded, threshold);
        code = _mm512_mask_add_epi8(code, further, code, _mm512_set1_epi8((char)step));
      }
      __mmask64 further = _mm512_cmpge_epu8_mask(bounded, final);
      code = _mm512_mask_add_epi8(code, further, code, one);
    }
    // 112 + 16 has the bit that makes a shuffle write zero.
    code = _mm512_add_epi8(code, _mm512_set1_epi8(112));
    __m512i first = _mm512_maskz_shuffle_epi8(lanes, shape->highs, code);
    __m512i second = _mm512_maskz_shuffle_epi8(lanes, shape->lows, code);
    _mm512_mask_storeu_epi8(high + 64 * k, lanes, first);
    _mm512_mask_storeu_epi8(low + 64 * k, lanes, second);
    high_sum = _mm512_add_epi64(high_sum, _mm512_sad_epu8(first, _mm512_setzero_si512()));
    low_sum = _mm512_add_epi64(low_sum, _mm512_sad_epu8(second, _mm512_setzero_si512()));
  }
  return (int32_t)_mm512_reduce_add_epi64(_mm512_add_epi64(_mm512_slli_epi64(high_sum, 8), low_sum));
}

// What a row needs is one long chain from its greatest score to its codes. Links of several rows stand side by side, so
// that a core has other rows to work on while it waits for one.
enum { rows_at_once = 8 };

typedef struct {
  uint8_t distances[rows_at_once][most_columns] __attribute__((aligned(64)));
  uint64_t sums[rows_at_once];
} fq_row_batch;

FQ_WITH_AVX512 static inline __attribute__((always_inline)) void fq_finish_batch(
    const fq_row_batch *batch, size_t rows, const fq_row_shape *shape, uint8_t *high, uint8_t *low, int32_t *sums) {
  fq_level_firsts found[rows_at_once];
  for (size_t r = 0; r < rows; r++)
    found[r] = fq_find_firsts(batch->sums[r], shape->parameters->exponents, shape->reach, shape->level_count);
  for (size_t r = 0; r < rows; r++, high += shape->columns, low += shape->columns)
    sums[r] = fq_find_operands(batch->distances[r], found[r], shape, high, low);
}

FQ_INLINE size_t fq_batch_rows(size_t rows, size_t first) {
  return rows - first < rows_at_once ? rows - first : rows_at_once;
}

FQ_WITH_AVX512 static void fq_log_int_softmax_operands_masked(
    const uint8_t *scores, const fq_log_int_softmax_parameters *parameters, const fq_reach_table *reach, size_t rows,
    size_t columns, uint8_t *high, uint8_t *low, int32_t *sums) {
  fq_row_shape shape = fq_row_shape_of(parameters, reach, columns);
  fq_row_batch batch;
  for (size_t first = 0; first < rows; first += rows_at_once) {
    size_t count = fq_batch_rows(rows, first), start = first * columns;
    for (size_t r = 0; r < count; r++) {
      fq_find_distances(scores + start + r * columns, &shape, batch.distances[r]);
      batch.sums[r] = fq_sum_of_exponents(batch.distances[r], columns, parameters->exponents);
    }
    fq_finish_batch(&batch, count, &shape, high + start, low + start, sums + first);
  }
}

FQ_WITH_VBMI static inline __attribute__((always_inline)) void fq_log_int_softmax_operands_of_planes(
    uint32_t plane_count, const fq_exponent_planes *planes, const fq_row_shape *shape, const uint8_t *scores,
    size_t rows, uint8_t *high, uint8_t *low, int32_t *sums) {
  fq_row_batch batch;
  for (size_t first = 0; first < rows; first += rows_at_once) {
    size_t count = fq_batch_rows(rows, first), start = first * shape->columns;
    for (size_t r = 0; r < count; r++) fq_find_distances(scores + start + r * shape->columns, shape, batch.distances[r]);
    for (size_t r = 0; r < count; r++)
      batch.sums[r] = fq_sum_of_planes(plane_count, batch.distances[r], shape, planes);
    fq_finish_batch(&batch, count, shape, high + start, low + start, sums + first);
  }
}

FQ_WITH_VBMI static void fq_log_int_softmax_operands_shuffled(
    const uint8_t *scores, const fq_log_int_softmax_parameters *parameters, const fq_reach_table *reach, size_t rows,
    size_t columns, uint8_t *high, uint8_t *low, int32_t *sums) {
  fq_exponent_planes planes;
  fq_split_exponents(parameters->exponents, &planes);
  fq_row_shape shape = fq_row_shape_of(parameters, reach, columns);
  if (planes.count <= 4)
    fq_log_int_softmax_operands_of_planes(4, &planes, &shape, scores, rows, high, low, sums);
  else
    fq_log_int_softmax_operands_of_planes(most_planes, &planes, &shape, scores, rows, high, low, sums);
}
#endif

void fq_log_int_softmax_operands(
    const uint8_t *scores, const fq_log_int_softmax_parameters *parameters, const fq_reach_table *reach, size_t rows,
    size_t columns, uint8_t *high, uint8_t *low, int32_t *sums) {
#if defined(__x86_64__)
  if (fq_has_vbmi() && reach->starts && columns <= most_columns) {
    fq_log_int_softmax_operands_shuffled(scores, parameters, reach, rows, columns, high, low, sums);
    return;
  }
#endif
  fq_log_int_softmax_operands_without_vbmi(scores, parameters, reach, rows, columns, high, low, sums);
}

void fq_log_int_softmax_operands_without_vbmi(
    const uint8_t *scores, const fq_log_int_softmax_parameters *parameters, const fq_reach_table *reach, size_t rows,
    size_t columns, uint8_t *high, uint8_t *low, int32_t *sums) {
#if defined(__x86_64__)
  if (fq_has_avx512() && reach->starts && columns <= most_columns) {
    fq_log_int_softmax_operands_masked(scores, parameters, reach, rows, columns, high, low, sums);
    return;
  }
#endif
  fq_log_int_softmax_operands_by_table(scores, parameters, rows, columns, high, low, sums);
}

void fq_log_int_softmax_operands_baseline(
    const uint8_t *scores, const fq_log_int_softmax_parameters *parameters, const fq_reach_table *reach, size_t rows,
    size_t columns, uint8_t *high, uint8_t *low, int32_t *sums) {
  (void)reach;
  fq_log_int_softmax_operands_by_table_baseline(scores, parameters, rows, columns, high, low, sums);
}
