#include "arithmetic.h"

// p = 2^-n · m with 1 ≤ m < 2, so −log2 p is within (n − 1, n] and rounds to n or, from a threshold near √2 on, to
// n − 1. The threshold differs with n: it is where the float32 value of −log2 p passes the half, and ties go to even.
// Subnormal values are lifted by 2¹⁰⁰ first, so that their exponent is in the field where the others have it.
FQ_KERNEL(
    fq_log2, (float *p, size_t count, uint32_t level_count, const uint32_t *thresholds),
    (p, count, level_count, thresholds)) {
  for (size_t i = 0; i < count; i++) {
    float x = p[i];
    int subnormal = x < 0x1p-126f;
    uint32_t bits = fq_bits(subnormal ? x * 0x1p100f : x);
    int32_t n = (int32_t)(127 - (bits >> 23)) + (subnormal ? 100 : 0);
    int32_t index = n < 0 ? 0 : (n > fq_log2_threshold_count - 1 ? fq_log2_threshold_count - 1 : n);
    int32_t q = n - ((bits & 0x7fffffu) >= thresholds[index] ? 1 : 0);
    int32_t code = q < 0 ? 0 : q;
    // 2^-code in two factors, because 2^-127 and below have no exponent field of their own.
    int32_t deep = code > 100 ? 100 : 0;
    float power = fq_from_bits((uint32_t)(127 - code + deep) << 23) * (deep ? 0x1p-100f : 1.0f);
    p[i] = x > 0.0f && code < (int32_t)level_count ? power : 0.0f;
  }
}
