#include "gelu.h"

// Products of codes in AVX-512's instructions for bytes (VNNI), each sum's end in the same pass: sums stay in a core's
// first-level cache, where 32-bit sums of a layer would go through its second-level cache twice.
//
// A tile is up to 6 rows of 64 columns: 24 registers of sums, 4 of weights, one code of the source in the others. Weights
// lie in panels of 64 columns (the last one of as many whole registers as it needs), [⌈inner / 4⌉][columns][4].

enum { tile_rows = 6, register_columns = 16, tile_columns = 4 * register_columns, group_length = 4 };

static size_t groups_of(size_t inner) { return (inner + group_length - 1) / group_length; }

static size_t registers_of(size_t columns) { return (columns + register_columns - 1) / register_columns; }

size_t fq_code_weights_byte_count(size_t inner, size_t columns) {
  return groups_of(inner) * registers_of(columns) * register_columns * group_length;
}

// Where a column's first byte lies, and how many bytes on its next group is.
typedef struct {
  size_t offset, step;
} fq_packed_column;

FQ_INLINE fq_packed_column packed_column(size_t column, size_t groups, size_t columns) {
  size_t panel = column / tile_columns, within = column % tile_columns;
  size_t left = registers_of(columns) * register_columns - panel * tile_columns;
  size_t width = left < tile_columns ? left : tile_columns;
  return (fq_packed_column){
      .offset = panel * tile_columns * groups * group_length + within * group_length, .step = width * group_length};
}

void fq_pack_code_weights(
    const int8_t *weights, size_t inner, size_t columns, size_t inner_stride, size_t column_stride, int8_t *packed) {
  size_t groups = groups_of(inner);
  memset(packed, 0, fq_code_weights_byte_count(inner, columns));
  for (size_t c = 0; c < columns; c++) {
    fq_packed_column place = packed_column(c, groups, columns);
    for (size_t k = 0; k < inner; k++)
      packed[place.offset + k / group_length * place.step + k % group_length] =
          weights[k * inner_stride + c * column_stride];
  }
}

#if defined(__x86_64__)
#define FQ_WITH_VNNI __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx512vnni,popcnt,lzcnt")))

int fq_has_code_product(void) { return fq_has_avx512() && __builtin_cpu_supports("avx512vnni"); }

typedef struct {
  const uint8_t *x, *low;
  size_t stride, groups;
} fq_tile_source;

// `sums` is [rows][64]. Constant extents, so that the sums are registers.
FQ_WITH_VNNI static inline __attribute__((always_inline)) void fq_sum_tile(
    int rows, int registers, fq_tile_source source, const int8_t *weights, int32_t *sums) {
  __m512i sum[tile_rows][4];
  for (int r = 0; r < rows; r++)
    for (int v = 0; v < registers; v++) sum[r][v] = _mm512_setzero_si512();
  for (const uint8_t *x = source.x; x; x = x == source.low ? NULL : source.low) {
    if (x != source.x)
      for (int r = 0; r < rows; r++)
        for (int v = 0; v < registers; v++) sum[r][v] = _mm512_slli_epi32(sum[r][v], 8);
    const int8_t *w = weights;
#pragma clang loop unroll_count(2)
    for (size_t g = 0; g < source.groups; g++, w += 64 * registers) {
      __m512i weight[4];
      for (int v = 0; v < registers; v++) weight[v] = _mm512_load_si512(w + 64 * v);
      for (int r = 0; r < rows; r++) {
        int32_t word;
        memcpy(&word, x + (size_t)r * source.stride + group_length * g, sizeof word);
        __m512i codes = _mm512_set1_epi32(word);
        for (int v = 0; v < registers; v++) sum[r][v] = _mm512_dpbusd_epi32(sum[r][v], codes, weight[v]);
      }
    }
  }
  for (int r = 0; r < rows; r++)
    for (int v = 0; v < registers; v++) _mm512_store_si512(sums + tile_columns * r + register_columns * v, sum[r][v]);
}

#define FQ_TILE(rows, registers)                                                                         \
  FQ_WITH_VNNI static __attribute__((noinline)) void fq_sum_tile_##rows##x##registers(                    \
      const fq_tile_source *source, const int8_t *weights, int32_t *sums) {                               \
    fq_sum_tile(rows, registers, *source, weights, sums);                                                 \
  }
#define FQ_TILES(rows) FQ_TILE(rows, 1) FQ_TILE(rows, 2) FQ_TILE(rows, 3) FQ_TILE(rows, 4)
FQ_TILES(1) FQ_TILES(2) FQ_TILES(3) FQ_TILES(4) FQ_TILES(5) FQ_TILES(6)

#define FQ_NAMES(rows) \
  {fq_sum_tile_##rows##x1, fq_sum_tile_##rows##x2, fq_sum_tile_##rows##x3, fq_sum_tile_##rows##x4}
static void (*const fq_sum_tiles[tile_rows][4])(const fq_tile_source *, const int8_t *, int32_t *) = {
    FQ_NAMES(1), FQ_NAMES(2), FQ_NAMES(3), FQ_NAMES(4), FQ_NAMES(5), FQ_NAMES(6)};

// What sixteen columns become, from what their product lacks on.
typedef struct {
  __m512i compensation;
  __m512 factors, offsets;
} fq_tile_column;

FQ_WITH_AVX512 static inline __attribute__((always_inline)) fq_tile_column fq_load_column(
    const fq_requantization *end, size_t column, __mmask16 lanes) {
  return (fq_tile_column){
      .compensation = _mm512_maskz_loadu_epi32(lanes, end->compensation + column),
      .factors = _mm512_maskz_loadu_ps(lanes, end->factors + column),
      .offsets = _mm512_maskz_loadu_ps(lanes, end->offsets + column)};
}

FQ_WITH_AVX512 static inline __attribute__((always_inline)) __m512 fq_real_sums(
    const int32_t *sums, __m512i row_term, const fq_tile_column *column) {
  __m512i sum = _mm512_add_epi32(_mm512_load_si512(sums), _mm512_add_epi32(column->compensation, row_term));
  return _mm512_add_ps(_mm512_mul_ps(_mm512_cvtepi32_ps(sum), column->factors), column->offsets);
}

// Rounded and not yet clamped, but above 2³⁰. NaN becomes the least integer, which is clamped to 0.
FQ_WITH_AVX512 static inline __attribute__((always_inline)) __m512i fq_rounded_steps(__m512 steps) {
  return _mm512_cvtps_epi32(_mm512_min_ps(_mm512_set1_ps(0x1p30f), steps));
}

// The ends of a whole tile's sums. Clamps are in the conversions to bytes, which saturate; a grid of fewer bits has one
// more for all 64.
FQ_WITH_AVX512 static inline __attribute__((always_inline)) void fq_finish_tile(
    int is_gelu, const int32_t *sums, size_t rows, const fq_requantization *end, const int32_t *row_terms,
    const fq_gelu_grid *gelu, size_t column, uint8_t *codes, size_t stride) {
  fq_tile_column columns[4];
  for (int v = 0; v < 4; v++) columns[v] = fq_load_column(end, column + 16 * (size_t)v, 0xffff);
  __m512i highest = _mm512_set1_epi8((char)(uint8_t)end->highest);
  // The packing instructions work on quarters of registers, so that quarters come out as 0, 4, 8, 12, 1, ….
  __m512i order = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  for (size_t r = 0; r < rows; r++, sums += tile_columns, codes += stride) {
    __m512i row_term = row_terms ? _mm512_set1_epi32(row_terms[r]) : _mm512_setzero_si512();
    __m512i steps[4];
    for (int v = 0; v < 4; v++) {
      __m512 real = fq_real_sums(sums + register_columns * v, row_term, &columns[v]);
      steps[v] = is_gelu ? fq_gelu_codes(gelu, real) : fq_rounded_steps(real);
    }
    __m512i bytes = _mm512_packus_epi16(
        _mm512_packs_epi32(steps[0], steps[1]), _mm512_packs_epi32(steps[2], steps[3]));
    bytes = _mm512_min_epu8(_mm512_permutexvar_epi32(order, bytes), highest);
    _mm512_storeu_si512(codes, bytes);
  }
}

FQ_WITH_AVX512 static __attribute__((noinline)) void fq_finish_codes(
    const int32_t *sums, size_t rows, const fq_requantization *end, const int32_t *row_terms, size_t column,
    uint8_t *codes, size_t stride) {
  fq_finish_tile(0, sums, rows, end, row_terms, NULL, column, codes, stride);
}

FQ_WITH_AVX512 static __attribute__((noinline)) void fq_finish_gelu(
    const int32_t *sums, size_t rows, const fq_requantization *end, const fq_gelu_grid *gelu, size_t column,
    uint8_t *codes, size_t stride) {
  fq_finish_tile(1, sums, rows, end, NULL, gelu, column, codes, stride);
}

// The ends of a tile that is not whole, and of sums that stay sums.
FQ_WITH_AVX512 static __attribute__((noinline)) void fq_finish_part(
    const int32_t *sums, size_t rows, size_t width, const fq_product_end *end, const int32_t *row_terms,
    const fq_gelu_grid *gelu, size_t column, void *y, size_t stride) {
  for (size_t v = 0; v * register_columns < width; v++) {
    size_t left = width - v * register_columns, start = column + v * register_columns;
    __mmask16 lanes = left < register_columns ? (__mmask16)((1u << left) - 1) : 0xffff;
    fq_tile_column columns = {0};
    if (end->kind != fq_end_sums) columns = fq_load_column(end->requantization, start, lanes);
    for (size_t r = 0; r < rows; r++) {
      const int32_t *row = sums + tile_columns * r + register_columns * v;
      size_t place = r * stride + v * register_columns;
      if (end->kind == fq_end_sums) {
        _mm512_mask_storeu_epi32((int32_t *)y + place, lanes, _mm512_load_si512(row));
        continue;
      }
      __m512 real = fq_real_sums(row, _mm512_set1_epi32(row_terms ? row_terms[r] : 0), &columns);
      __m512i steps = end->kind == fq_end_gelu ? fq_gelu_codes(gelu, real) : fq_rounded_steps(real);
      steps = _mm512_max_epi32(steps, _mm512_setzero_si512());
      steps = _mm512_min_epi32(steps, _mm512_set1_epi32((int32_t)end->requantization->highest));
      _mm_mask_storeu_epi8((uint8_t *)y + place, lanes, _mm512_cvtepi32_epi8(steps));
    }
  }
}

FQ_WITH_AVX512 void fq_code_product(
    const fq_code_source *source, const int8_t *packed, size_t rows, size_t inner, size_t columns,
    const fq_product_end *end, void *y, size_t stride) {
  int32_t sums[tile_rows * tile_columns] __attribute__((aligned(64)));
  size_t groups = groups_of(inner);
  size_t element = end->kind == fq_end_sums ? sizeof(int32_t) : 1;
  fq_gelu_grid gelu;
  if (end->kind == fq_end_gelu) gelu = fq_gelu_grid_of(end->steps, end->zero_point, end->requantization->highest);
  for (size_t column = 0; column < columns; column += tile_columns) {
    size_t width = columns - column < tile_columns ? columns - column : tile_columns;
    const int8_t *weights = packed + column * groups * group_length;
    for (size_t row = 0; row < rows; row += tile_rows) {
      size_t height = rows - row < tile_rows ? rows - row : tile_rows;
      fq_tile_source tile = {
          .x = source->codes + row * source->stride, .stride = source->stride, .groups = groups,
          .low = source->low ? source->low + row * source->stride : NULL};
      fq_sum_tiles[height - 1][registers_of(width) - 1](&tile, weights, sums);
      const int32_t *row_terms = end->row_terms ? end->row_terms + row : NULL;
      char *target = (char *)y + (row * stride + column) * element;
      if (width == tile_columns && end->kind == fq_end_codes)
        fq_finish_codes(sums, height, end->requantization, row_terms, column, (uint8_t *)target, stride);
      else if (width == tile_columns && end->kind == fq_end_gelu)
        fq_finish_gelu(sums, height, end->requantization, &gelu, column, (uint8_t *)target, stride);
      else
        fq_finish_part(sums, height, width, end, row_terms, &gelu, column, target, stride);
    }
  }
}

// Sums of packed codes, a column: a product with ones.
FQ_WITH_VNNI static void fq_sum_columns(const int8_t *packed, size_t groups, size_t columns, int32_t *sums) {
  __m512i ones = _mm512_set1_epi8(1);
  for (size_t c = 0; c < columns; c += register_columns) {
    fq_packed_column place = packed_column(c, groups, columns);
    __m512i sum = _mm512_setzero_si512();
    for (size_t g = 0; g < groups; g++)
      sum = _mm512_dpbusd_epi32(sum, ones, _mm512_load_si512(packed + place.offset + g * place.step));
    size_t left = columns - c;
    _mm512_mask_storeu_epi32(sums + c, left < register_columns ? (__mmask16)((1u << left) - 1) : 0xffff, sum);
  }
}

FQ_WITH_VNNI static void fq_pack_keys(
    const uint8_t *keys, size_t stride, size_t tokens, size_t dimension, int8_t *packed) {
  size_t groups = groups_of(dimension);
  for (size_t t = 0; t < tokens; t++, keys += stride) {
    fq_packed_column place = packed_column(t, groups, tokens);
    int8_t *target = packed + place.offset;
    for (size_t d = 0; d < dimension; d += 2 * group_length, target += 2 * place.step) {
      uint64_t word;
      memcpy(&word, keys + d, sizeof word);
      word ^= 0x8080808080808080u;
      uint32_t low = (uint32_t)word, high = (uint32_t)(word >> 32);
      memcpy(target, &low, sizeof low);
      memcpy(target + place.step, &high, sizeof high);
    }
  }
}

FQ_WITH_VNNI static void fq_pack_values(
    const uint8_t *values, size_t stride, size_t tokens, size_t dimension, int8_t *packed) {
  size_t groups = groups_of(tokens);
  __m128i middle = _mm_set1_epi8((char)0x80);
  for (size_t c = 0; c < dimension; c += register_columns) {
    fq_packed_column place = packed_column(c, groups, dimension);
    for (size_t g = 0; g < groups; g++) {
      __m128i row[group_length];
      for (size_t k = 0; k < group_length; k++) {
        size_t token = group_length * g + k;
        // A token that is not there counts for nothing.
        row[k] = token < tokens
            ? _mm_xor_si128(_mm_loadu_si128((const __m128i *)(values + token * stride + c)), middle)
            : _mm_setzero_si128();
      }
      __m128i low = _mm_unpacklo_epi8(row[0], row[1]), next_low = _mm_unpacklo_epi8(row[2], row[3]);
      __m128i high = _mm_unpackhi_epi8(row[0], row[1]), next_high = _mm_unpackhi_epi8(row[2], row[3]);
      __m128i *target = (__m128i *)(packed + place.offset + g * place.step);
      _mm_store_si128(target, _mm_unpacklo_epi16(low, next_low));
      _mm_store_si128(target + 1, _mm_unpackhi_epi16(low, next_low));
      _mm_store_si128(target + 2, _mm_unpacklo_epi16(high, next_high));
      _mm_store_si128(target + 3, _mm_unpackhi_epi16(high, next_high));
    }
  }
}

FQ_WITH_VNNI void fq_pack_attention(
    const uint8_t *qkv, size_t tokens, size_t heads, size_t dimension, int32_t zero_point,
    const fq_packed_attention *buffers) {
  size_t width = heads * dimension, stride = 3 * width;
  size_t keys_size = fq_code_weights_byte_count(dimension, tokens);
  size_t values_size = fq_code_weights_byte_count(tokens, dimension);
  for (size_t h = 0; h < heads; h++) {
    const uint8_t *queries = qkv + h * dimension;
    int8_t *keys = buffers->keys + h * keys_size, *values = buffers->values + h * values_size;
    fq_pack_keys(queries + width, stride, tokens, dimension, keys);
    fq_pack_values(queries + 2 * width, stride, tokens, dimension, values);
    int32_t *row_terms = buffers->row_terms + h * tokens, *column_terms = buffers->column_terms + h * tokens;
    fq_sum_columns(keys, groups_of(dimension), tokens, column_terms);
    fq_sum_columns(values, groups_of(tokens), dimension, buffers->value_sums + h * dimension);
    for (size_t t = 0; t < tokens; t++) {
      int32_t sum = 0;
      for (size_t d = 0; d < dimension; d++) sum += queries[t * stride + d];
      row_terms[t] = (128 - zero_point) * (sum - zero_point * (int32_t)dimension);
      column_terms[t] *= -zero_point;
    }
  }
}
#else
int fq_has_code_product(void) { return 0; }

void fq_code_product(
    const fq_code_source *source, const int8_t *packed, size_t rows, size_t inner, size_t columns,
    const fq_product_end *end, void *y, size_t stride) {
  (void)source, (void)packed, (void)rows, (void)inner, (void)columns, (void)end, (void)y, (void)stride;
  __builtin_trap();
}

void fq_pack_attention(
    const uint8_t *qkv, size_t tokens, size_t heads, size_t dimension, int32_t zero_point,
    const fq_packed_attention *buffers) {
  (void)qkv, (void)tokens, (void)heads, (void)dimension, (void)zero_point, (void)buffers;
  __builtin_trap();
}
#endif
