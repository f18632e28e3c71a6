#include "arithmetic.h"

#if defined(__x86_64__)
// 256 bytes in registers, which a compiler does not think of: it looks them up one at a time. One instruction chooses
// among 128 of them by the low seven bits of an index.
typedef struct {
  __m512i low[2], high[2];
} fq_byte_table;

FQ_WITH_VBMI FQ_INLINE fq_byte_table fq_load_bytes(const uint8_t *bytes) {
  return (fq_byte_table){
      {_mm512_loadu_si512(bytes), _mm512_loadu_si512(bytes + 64)},
      {_mm512_loadu_si512(bytes + 128), _mm512_loadu_si512(bytes + 192)}};
}

FQ_INLINE uint64_t fq_first_lanes(size_t count) { return count < 64 ? ((uint64_t)1 << count) - 1 : ~(uint64_t)0; }

FQ_WITH_VBMI static void fq_patch_codes_permuting(
    const uint8_t *pixels, size_t side, size_t patch_side, const uint8_t *table, uint8_t *patches) {
  // Whole pixels, so that a lane always has the same colour.
  const size_t step = 63;
  const __mmask64 red = 0x1249249249249249;
  fq_byte_table colours[3];
  for (int k = 0; k < 3; k++) colours[k] = fq_load_bytes(table + 256 * k);
  size_t count = side / patch_side, width = 3 * patch_side;
  for (size_t patch = 0; patch < count * count; patch++)
    for (size_t row = 0; row < patch_side; row++, patches += width) {
      const uint8_t *source = pixels + ((patch / count * patch_side + row) * side + patch % count * patch_side) * 3;
      for (size_t i = 0; i < width; i += step) {
        __mmask64 lanes = fq_first_lanes(width - i < step ? width - i : step);
        __m512i x = _mm512_maskz_loadu_epi8(lanes, source + i), low = x, high = x;
        // A lane is an index until its colour's turn.
        for (int k = 0; k < 3; k++) {
          low = _mm512_mask2_permutex2var_epi8(colours[k].low[0], low, red << k, colours[k].low[1]);
          high = _mm512_mask2_permutex2var_epi8(colours[k].high[0], high, red << k, colours[k].high[1]);
        }
        _mm512_mask_storeu_epi8(patches + i, lanes, _mm512_mask_mov_epi8(low, _mm512_movepi8_mask(x), high));
      }
    }
}

// The bytes of a value are looked up each by itself. Unpacking puts them together, in vector k those of the bytes
// 4k … 4k + 3 of each lane of 16; with the groups of four transposed before and after, these are tokens 16k … 16k + 15.
FQ_WITH_VBMI static void fq_embed_codes_permuting(
    const uint8_t *tokens, const float *values, const float *positions, size_t rows, size_t channels,
    const float *scales, float zero_point, float highest, uint8_t *codes) {
  uint8_t bytes[4][256];
  for (int k = 0; k < 4; k++)
    for (size_t i = 0; i < 256; i++) bytes[k][i] = (uint8_t)(fq_bits(values[i]) >> (8 * k));
  fq_byte_table tables[4];
  for (int k = 0; k < 4; k++) tables[k] = fq_load_bytes(bytes[k]);
  const __m512i transposed = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  const __m512 zero = _mm512_set1_ps(zero_point), top = _mm512_set1_ps(highest);
  for (size_t row = 0; row < rows; row++, tokens += channels, positions += channels, codes += channels)
    for (size_t c = 0; c < channels; c += 64) {
      __mmask64 lanes = fq_first_lanes(channels - c);
      __m512i indices = _mm512_permutexvar_epi32(transposed, _mm512_maskz_loadu_epi8(lanes, tokens + c));
      __mmask64 high = _mm512_movepi8_mask(indices);
      __m512i b[4], steps[4];
      for (int k = 0; k < 4; k++)
        b[k] = _mm512_mask_mov_epi8(
            _mm512_permutex2var_epi8(tables[k].low[0], indices, tables[k].low[1]), high,
            _mm512_permutex2var_epi8(tables[k].high[0], indices, tables[k].high[1]));
      __m512i low[2] = {_mm512_unpacklo_epi8(b[0], b[1]), _mm512_unpackhi_epi8(b[0], b[1])};
      __m512i top_halves[2] = {_mm512_unpacklo_epi8(b[2], b[3]), _mm512_unpackhi_epi8(b[2], b[3])};
      for (int k = 0; k < 4; k++) {
        __mmask16 some = (__mmask16)(lanes >> (16 * k));
        __m512 value = _mm512_castsi512_ps(
            k % 2 ? _mm512_unpackhi_epi16(low[k / 2], top_halves[k / 2])
                  : _mm512_unpacklo_epi16(low[k / 2], top_halves[k / 2]));
        size_t first = c + 16 * (size_t)k;
        __m512 sum = _mm512_add_ps(value, _mm512_maskz_loadu_ps(some, positions + first));
        sum = _mm512_div_ps(sum, _mm512_mask_loadu_ps(_mm512_set1_ps(1), some, scales + first));
        // Not a number becomes the least integer, and packing raises what is negative to 0.
        steps[k] = _mm512_cvtps_epi32(_mm512_min_ps(top, _mm512_add_ps(sum, zero)));
      }
      __m512i packed = _mm512_packus_epi16(
          _mm512_packs_epi32(steps[0], steps[1]), _mm512_packs_epi32(steps[2], steps[3]));
      _mm512_mask_storeu_epi8(codes + c, lanes, _mm512_permutexvar_epi32(transposed, packed));
    }
}
#endif

FQ_KERNEL(
    fq_patch_codes_any,
    (const uint8_t *pixels, size_t side, size_t patch_side, const uint8_t *table, uint8_t *restrict patches),
    (pixels, side, patch_side, table, patches)) {
  const uint8_t *red = table, *green = table + 256, *blue = table + 512;
  size_t count = side / patch_side;
  for (size_t patch = 0; patch < count * count; patch++)
    for (size_t row = 0; row < patch_side; row++) {
      const uint8_t *source = pixels + ((patch / count * patch_side + row) * side + patch % count * patch_side) * 3;
      for (size_t i = 0; i < patch_side; i++, source += 3, patches += 3) {
        patches[0] = red[source[0]];
        patches[1] = green[source[1]];
        patches[2] = blue[source[2]];
      }
    }
}

FQ_KERNEL(
    fq_embed_codes_any,
    (const uint8_t *tokens, const float *values, const float *positions, size_t rows, size_t channels,
     const float *scales, float zero_point, float highest, uint8_t *restrict codes),
    (tokens, values, positions, rows, channels, scales, zero_point, highest, codes)) {
  for (size_t row = 0; row < rows; row++, tokens += channels, positions += channels, codes += channels)
    for (size_t c = 0; c < channels; c++)
      codes[c] = fq_byte_code((values[tokens[c]] + positions[c]) / scales[c] + zero_point, highest);
}

void fq_patch_codes(
    const uint8_t *pixels, size_t side, size_t patch_side, const uint8_t *table, uint8_t *patches) {
#if defined(__x86_64__)
  if (fq_has_vbmi()) {
    fq_patch_codes_permuting(pixels, side, patch_side, table, patches);
    return;
  }
#endif
  fq_patch_codes_any(pixels, side, patch_side, table, patches);
}

void fq_patch_codes_baseline(
    const uint8_t *pixels, size_t side, size_t patch_side, const uint8_t *table, uint8_t *patches) {
  fq_patch_codes_any_baseline(pixels, side, patch_side, table, patches);
}

void fq_embed_codes(
    const uint8_t *tokens, const float *values, const float *positions, size_t rows, size_t channels,
    const float *scales, float zero_point, float highest, uint8_t *codes) {
#if defined(__x86_64__)
  if (fq_has_vbmi()) {
    fq_embed_codes_permuting(tokens, values, positions, rows, channels, scales, zero_point, highest, codes);
    return;
  }
#endif
  fq_embed_codes_any(tokens, values, positions, rows, channels, scales, zero_point, highest, codes);
}

void fq_embed_codes_baseline(
    const uint8_t *tokens, const float *values, const float *positions, size_t rows, size_t channels,
    const float *scales, float zero_point, float highest, uint8_t *codes) {
  fq_embed_codes_any_baseline(tokens, values, positions, rows, channels, scales, zero_point, highest, codes);
}
