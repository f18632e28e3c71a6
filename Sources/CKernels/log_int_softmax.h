// What Log-Int-Softmax does with a row, whatever the row is made of.
#pragma once
#include "arithmetic.h"

// Before a loop that reads a table: gather instructions take longer than as many loads on many machines.
#define FQ_LOOK_UP _Pragma("clang loop vectorize(disable) unroll_count(4)")

// An integer score as a float, within bounds that keep its sums exact whatever comes in.
FQ_INLINE float fq_integer_score(float score, float scale) {
  return fq_round(fq_min(fq_max(score / scale, -0x1p21f), 0x1p21f));
}

// How many exponentials, from the greatest on, reach each level j, which is: have a code of at most j. Returns the number
// of levels.
//
// q ≤ j holds where R = ⌊ΣE / E⌉ is below 1.5 · 2^j. For j ≥ 2 the greatest such R is m = 3 · 2^(j−1) − 1, an odd
// number, to which a half above it does not round: 2 · ΣE < (2m + 1) · E. For j = 1 it is 2, to which 2.5 rounds, and
// for j = 0 it is 1. So each level has a least exponential, found by one division a row, and no element needs one.
FQ_INLINE uint32_t fq_count_reaching(
    uint64_t sum, const fq_log_int_softmax_parameters *parameters, uint32_t *reaching) {
  enum { most = fq_log_int_softmax_most_levels };
  uint32_t count = parameters->level_count < most ? parameters->level_count : most;
  uint64_t least[most], twice = 2 * sum;
  for (uint32_t j = 0; j < count; j++)
    least[j] = j == 0 ? twice / 3 + 1 : j == 1 ? (twice ? (twice + 4) / 5 : 1) : twice / ((3ull << j) - 1) + 1;

  // A binary search without branches, all levels in step.
  const uint64_t *exponents = parameters->exponents;
  for (uint32_t j = 0; j < count; j++) reaching[j] = 0;
  for (uint32_t step = fq_exponent_count / 2; step > 0; step /= 2)
    FQ_LOOK_UP
    for (uint32_t j = 0; j < count; j++)
      reaching[j] += (uint32_t)(exponents[reaching[j] + step - 1] >= least[j]) * step;
  FQ_LOOK_UP
  for (uint32_t j = 0; j < count; j++) reaching[j] += (uint32_t)(exponents[reaching[j]] >= least[j]);
  return count;
}

// The code of each distance; `zero` for a probability of zero.
FQ_INLINE void fq_fill_codes(
    uint64_t sum, const fq_log_int_softmax_parameters *parameters, uint8_t zero, uint8_t *codes) {
  uint32_t reaching[fq_log_int_softmax_most_levels];
  uint32_t count = fq_count_reaching(sum, parameters, reaching);

  // The code of a distance is the number of levels that its exponential does not reach.
  uint8_t steps[fq_exponent_count + 1] = {0};
  for (uint32_t j = 0; j < count; j++) steps[reaching[j]]++;
  // Sums from the left, eight bytes at a time: a product with 0x0101…01 adds to each byte all the lower ones, which on a
  // little-endian machine come before it. No sum exceeds the 62 levels.
  const uint64_t ones = 0x0101010101010101u;
  uint64_t before = 0;
  for (int d = 0; d < fq_exponent_count; d += 8) {
    uint64_t word;
    memcpy(&word, steps + d, sizeof word);
    word = word * ones + before * ones;
    before = word >> 56;
    memcpy(codes + d, &word, sizeof word);
  }
  for (int d = 0; d < fq_exponent_count; d++) codes[d] = codes[d] < count ? codes[d] : zero;
}

FQ_INLINE uint8_t fq_zero_code(const fq_log_int_softmax_parameters *parameters) {
  return parameters->level_count < 255 ? (uint8_t)parameters->level_count : 255;
}
