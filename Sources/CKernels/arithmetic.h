// The scalar arithmetic that kernels share, in forms that compilers vectorise at every level of the architecture.
#pragma once
#include <stdint.h>
#include <string.h>

#include "variants.h"

enum {
  // Partial sums, minima and maxima of float32 values: element i belongs to lane i mod 16.
  FQ_LANES = 16,
  // The same for float64 sums.
  FQ_DOUBLE_LANES = 8,
};

FQ_INLINE uint32_t fq_bits(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

FQ_INLINE float fq_from_bits(uint32_t bits) {
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

// These two return `b` where `a` is NaN, as the SSE instructions do.
FQ_INLINE float fq_max(float a, float b) { return a > b ? a : b; }
FQ_INLINE float fq_min(float a, float b) { return a < b ? a : b; }

// Rounds half to even, for |x| ≤ 2²²: adding 1.5 · 2²³ leaves no fraction bits, and the addition rounds.
FQ_INLINE float fq_round(float x) { return (x + 0x1.8p23f) - 0x1.8p23f; }

// Rounds half to even, for |x| ≤ 2⁵¹.
FQ_INLINE double fq_round_double(double x) { return (x + 0x1.8p52) - 0x1.8p52; }

// The code of x as a float. Clamping before rounding gives the same as after it, because the ends are integers, and
// keeps the sum within fq_round's domain. NaN becomes `lowest`.
FQ_INLINE float fq_code(float x, float scale, float zero_point, float lowest, float highest) {
  return fq_round(fq_min(fq_max(x / scale + zero_point, lowest), highest));
}

// The code of a number that counts steps from code 0: clamped, then rounded half to even. The addition leaves the integer
// in the low byte of the sum's bits. NaN becomes 0.
FQ_INLINE uint8_t fq_byte_code(float steps, float highest) {
  return (uint8_t)fq_bits(fq_min(fq_max(steps, 0.0f), highest) + 0x1.8p23f);
}

// e^x for x ≤ 88, within 2 units in the last place; 0 below −87.3, where the result would be subnormal.
// NaN stays NaN.
// x = k · ln 2 + r with |r| ≤ ln 2 / 2; ln 2 in two parts, the first with so few digits that k times it is exact.
FQ_INLINE float fq_exp(float x) {
  float bounded = fq_max(x, -87.3f);
  float shifted = bounded * 0x1.715476p0f + 0x1.8p23f;
  float k = shifted - 0x1.8p23f;
  float r = (bounded - k * 0x1.62ep-1f) - k * 0x1.0bfbe8p-15f;
  float tail = 0x1.6a23a8p-10f;
  tail = tail * r + 0x1.123a36p-7f;
  tail = tail * r + 0x1.5558f4p-5f;
  tail = tail * r + 0x1.555490p-3f;
  tail = tail * r + 0x1.fffffcp-2f;
  float power = fq_from_bits((fq_bits(shifted) + 127u) << 23);
  float result = (1.0f + (r + (r * r) * tail)) * power;
  return x < -87.3f ? 0.0f : (x != x ? x : result);
}

// e^x for x ≤ 88 within 1 unit in the last place, with results down to the least subnormal; 0 below −104. NaN stays NaN.
// The series, its coefficients and the order of operations are those of Sleef's expf with an error bound of 1.0, so that
// results are PyTorch's to the bit.
FQ_INLINE float fq_exp_fused(float x) {
  float bounded = fq_max(x, -105.0f);
  float k = fq_round(bounded * 0x1.715476p0f);
  float r = __builtin_fmaf(k, -0x1.62e4p-1f, bounded);
  r = __builtin_fmaf(k, -0x1.7f7d1cp-20f, r);
  float tail = 0x1.a057b4p-13f;
  tail = __builtin_fmaf(tail, r, 0x1.6d2d92p-10f);
  tail = __builtin_fmaf(tail, r, 0x1.11114cp-7f);
  tail = __builtin_fmaf(tail, r, 0x1.5554f4p-5f);
  tail = __builtin_fmaf(tail, r, 0x1.555556p-3f);
  tail = __builtin_fmaf(tail, r, 0.5f);
  float result = 1.0f + __builtin_fmaf(r * r, tail, r);
  // 2^k in two factors: k goes down to −151, and only the second product may round.
  int32_t exponent = (int32_t)k, half = exponent >> 1;
  result = result * fq_from_bits((uint32_t)(half + 127) << 23);
  result = result * fq_from_bits((uint32_t)(exponent - half + 127) << 23);
  return x < -104.0f ? 0.0f : (x != x ? x : result);
}

FQ_INLINE float fq_sum_lanes(float *lanes) {
  for (int width = FQ_LANES / 2; width > 0; width /= 2)
    for (int l = 0; l < width; l++) lanes[l] += lanes[l + width];
  return lanes[0];
}

FQ_INLINE double fq_sum_double_lanes(double *lanes) {
  for (int width = FQ_DOUBLE_LANES / 2; width > 0; width /= 2)
    for (int l = 0; l < width; l++) lanes[l] += lanes[l + width];
  return lanes[0];
}

FQ_INLINE float fq_max_lanes(float *lanes) {
  for (int width = FQ_LANES / 2; width > 0; width /= 2)
    for (int l = 0; l < width; l++) lanes[l] = fq_max(lanes[l], lanes[l + width]);
  return lanes[0];
}

FQ_INLINE float fq_min_lanes(float *lanes) {
  for (int width = FQ_LANES / 2; width > 0; width /= 2)
    for (int l = 0; l < width; l++) lanes[l] = fq_min(lanes[l], lanes[l + width]);
  return lanes[0];
}

// Runs `statement` for each element i of `count` with l = i mod `lanes`, in an order that vectorises: whole groups, then
// the rest.
#define FQ_EACH_LANE(lane_count, count, statement)                      \
  do {                                                                  \
    size_t whole = (count) - (count) % (lane_count);                    \
    for (size_t base = 0; base < whole; base += (lane_count))           \
      for (int l = 0; l < (lane_count); l++) {                          \
        size_t i = base + (size_t)l;                                    \
        statement;                                                      \
      }                                                                 \
    for (size_t i = whole; i < (count); i++) {                          \
      int l = (int)(i - whole);                                         \
      statement;                                                        \
    }                                                                   \
  } while (0)
