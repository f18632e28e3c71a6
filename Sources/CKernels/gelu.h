// The exact GELU, x · Φ(x), for the kernels that apply it.
#pragma once
#include "arithmetic.h"

// erf(a / √2) = c₀ + c₁a + … + c₅a⁵ for a ≥ 0: a polynomial for a ≤ 5/32, then one for each quarter of a binade, the last
// of them, from 5, up to where erf(a / √2) rounds to 1, and 1 above. A boundary belongs to the interval below it.
//
// The coefficients were fitted to the outputs of PyTorch 2.15's GELU for the CPU and give its bits for every float.
// Above 5/32 Sollya finds them too, but for one unit of one c₀: fpminimax(erf(x/sqrt(2)), 5, [|single...|], [from; to]).
enum { FQ_ERF_INTERVALS = 23 };

// 5/32, where the first interval ends; a quarter of a binade is 2²¹ floats.
static const uint32_t fq_erf_first_end = 0x3e200000;

// 5.542593…, where erfc(a / √2) falls to 2⁻²⁵ and the last interval begins.
static const uint32_t fq_erf_one_begin = 0x40b15ced;

// Rows padded to 32, two registers of 16 floats.
static const float fq_erf_coefficients[6][32] __attribute__((aligned(64))) = {
    {0x1.04ef24p-26f, 0x1.039818p-24f, 0x1.a47a92p-23f, 0x1.35889ap-21f, 0x1.e6db1p-20f, 0x1.dd0452p-18f,
     0x1.714776p-16f, 0x1.cf4426p-15f, 0x1.800676p-13f, 0x1.54b43ap-11f, 0x1.c6b0c6p-10f, 0x1.f051e4p-9f,
     0x1.116296p-7f, 0x1.a2bda6p-7f, -0x1.a0646cp-9f, -0x1.1b1cbcp-4f, -0x1.1579b2p-2f, -0x1.183344p-1f, -0x1.99665p-2f,
     0x1.2ed9dap-3f, 0x1.8e1b32p-1f, 0x1.f5765p-1f, 0x1p0f},
    {0x1.98843ep-1f, 0x1.98840ep-1f, 0x1.988396p-1f, 0x1.988276p-1f, 0x1.987f5ap-1f, 0x1.98745ep-1f, 0x1.985a8p-1f,
     0x1.9828d4p-1f, 0x1.978682p-1f, 0x1.95a118p-1f, 0x1.91f19ep-1f, 0x1.8bf58ep-1f, 0x1.809c0ep-1f, 0x1.77301ep-1f,
     0x1.91bfe6p-1f, 0x1.f16436p-1f, 0x1.760e08p+0f, 0x1.033864p+1f, 0x1.ca6dacp+0f, 0x1.02663cp+0f, 0x1.d90d08p-3f,
     0x1.31f26cp-6f, 0},
    {0x1.6bc9ap-17f, 0x1.e5ff12p-16f, 0x1.18477cp-14f, 0x1.2ea6b8p-13f, 0x1.56556p-12f, 0x1.c1f5b6p-11f,
     0x1.f372cp-10f, 0x1.dca922p-9f, 0x1.149d8ap-7f, 0x1.4b5518p-6f, 0x1.4271b2p-5f, 0x1.0e6fa8p-4f, 0x1.bf6ccp-4f,
     0x1.1e4f56p-3f, 0x1.280096p-4f, -0x1.1dfbd6p-3f, -0x1.3b2d86p-1f, -0x1.13b6bp+0f, -0x1.db312ep-1f, -0x1.ed3f7p-2f,
     -0x1.89f15p-4f, -0x1.bcc844p-8f, 0},
    {-0x1.108aep-3f, -0x1.10c736p-3f, -0x1.11306ep-3f, -0x1.11e812p-3f, -0x1.13572ap-3f, -0x1.16cdap-3f,
     -0x1.1c8014p-3f, -0x1.249bfp-3f, -0x1.37bc04p-3f, -0x1.5e3392p-3f, -0x1.92637ep-3f, -0x1.d0bf78p-3f,
     -0x1.1392bep-2f, -0x1.2d9794p-2f, -0x1.008954p-2f, -0x1.0aa1e4p-3f, 0x1.9fad42p-4f, 0x1.29904cp-2f, 0x1.f268bep-3f,
     0x1.d9d922p-4f, 0x1.48cadp-6f, 0x1.43c014p-10f, 0},
    {0x1.e12f46p-12f, 0x1.b08bb8p-11f, 0x1.63f46ap-10f, 0x1.19df7p-9f, 0x1.ca756cp-9f, 0x1.95ca4ep-8f, 0x1.442e24p-7f,
     0x1.d8b08p-7f, 0x1.814e06p-6f, 0x1.3b9832p-5f, 0x1.c6cadap-5f, 0x1.2ab20ep-4f, 0x1.7f322p-4f, 0x1.aa7ed2p-4f,
     0x1.6fb9dep-4f, 0x1.c73d7cp-5f, -0x1.ddbc9p-11f, -0x1.457cd2p-5f, -0x1.0839e2p-5f, -0x1.c9eb56p-7f,
     -0x1.12f464p-9f, -0x1.d7e7p-14f, 0},
    {0x1.36c0ap-6f, 0x1.2f1a22p-6f, 0x1.25d0ap-6f, 0x1.1a0b16p-6f, 0x1.0908a8p-6f, 0x1.d9ac46p-7f, 0x1.990496p-7f,
     0x1.54f26ap-7f, 0x1.c1672p-8f, 0x1.0ca358p-9f, -0x1.465ea6p-9f, -0x1.a85f4p-8f, -0x1.58a6ccp-7f, -0x1.92593cp-7f,
     -0x1.54f54cp-7f, -0x1.aaba08p-8f, -0x1.0474ecp-10f, 0x1.20555p-9f, 0x1.c4b4fcp-10f, 0x1.63ef24p-11f,
     0x1.7086eap-14f, 0x1.1376b4p-18f, 0},
};

FQ_INLINE float fq_gelu_value(float x) {
  uint32_t bits = fq_bits(x) & 0x7fffffffu;
  float magnitude = fq_from_bits(bits);
  // The first interval takes all that is below it, the last all that is above its beginning, NaN too.
  int32_t interval = ((int32_t)(bits - 1) - (int32_t)(fq_erf_first_end - (1u << 21))) >> 21;
  interval = interval < 0 ? 0 : interval;
  interval = bits >= fq_erf_one_begin ? FQ_ERF_INTERVALS - 1 : interval;
  // Sixes are as good as all there is above, and keep 0 · ∞ out of the sum.
  float a = fq_min(magnitude, 6.0f);
  float erf = fq_erf_coefficients[5][interval];
  erf = __builtin_fmaf(erf, a, fq_erf_coefficients[4][interval]);
  erf = __builtin_fmaf(erf, a, fq_erf_coefficients[3][interval]);
  erf = __builtin_fmaf(erf, a, fq_erf_coefficients[2][interval]);
  erf = __builtin_fmaf(erf, a, fq_erf_coefficients[1][interval]);
  erf = __builtin_fmaf(erf, a, fq_erf_coefficients[0][interval]);
  erf = fq_from_bits(fq_bits(erf) ^ (fq_bits(x) & 0x80000000u));
  return 0.5f * x * (1.0f + erf);
}

#if defined(__x86_64__)
// The table in registers, which a compiler does not think of: it gathers from memory, 7 times as slow.
typedef struct {
  __m512 low[6], high[6];
} fq_erf_registers;

FQ_WITH_AVX512 static inline __attribute__((always_inline)) fq_erf_registers fq_load_erf(void) {
  fq_erf_registers table;
  for (int k = 0; k < 6; k++) {
    table.low[k] = _mm512_load_ps(fq_erf_coefficients[k]);
    table.high[k] = _mm512_load_ps(fq_erf_coefficients[k] + 16);
  }
  return table;
}

FQ_WITH_AVX512 static inline __attribute__((always_inline)) __m512 fq_gelu_values(
    const fq_erf_registers *table, __m512 v) {
  __m512i sign = _mm512_and_si512(_mm512_castps_si512(v), _mm512_set1_epi32(INT32_MIN));
  __m512i b = _mm512_castps_si512(_mm512_abs_ps(v));
  __m512i start = _mm512_set1_epi32((int32_t)(fq_erf_first_end - (1u << 21) + 1));
  __m512i n = _mm512_srai_epi32(_mm512_sub_epi32(b, start), 21);
  n = _mm512_max_epi32(n, _mm512_setzero_si512());
  __mmask16 one = _mm512_cmpge_epi32_mask(b, _mm512_set1_epi32((int32_t)fq_erf_one_begin));
  n = _mm512_mask_mov_epi32(n, one, _mm512_set1_epi32(FQ_ERF_INTERVALS - 1));
  __m512 m = _mm512_min_ps(_mm512_abs_ps(v), _mm512_set1_ps(6.0f));
  __m512 e = _mm512_permutex2var_ps(table->low[5], n, table->high[5]);
  for (int k = 4; k >= 0; k--) e = _mm512_fmadd_ps(e, m, _mm512_permutex2var_ps(table->low[k], n, table->high[k]));
  e = _mm512_castsi512_ps(_mm512_xor_si512(_mm512_castps_si512(e), sign));
  return _mm512_mul_ps(_mm512_mul_ps(_mm512_set1_ps(0.5f), v), _mm512_add_ps(_mm512_set1_ps(1.0f), e));
}

// Codes of GELUs. Nearly all of them can be told from a cheaper approximation: GELU(x) = max(x, 0) − h(|x|) with
// h(a) = a · Φ(−a), a cubic for each 3/8 of [0, 6], within 9.5 · 10⁻⁶ of h. Only where that comes to lie so near to the
// edge between two codes that it might be on the wrong side, the GELU itself is taken.
static const float fq_gelu_tail_coefficients[4][16] __attribute__((aligned(64))) = {
    {-0x1.3ba15ap-17f, -0x1.bb5faap-9f, -0x1.e1e41ap-9f, 0x1.dfb0cep-5f, 0x1.e14784p-3f, 0x1.d76eeep-2f,
     0x1.2e478ap-1f, 0x1.19c7b8p-1f, 0x1.92d8ep-2f, 0x1.c7dedep-3f, 0x1.a0e19cp-4f, 0x1.388906p-5f, 0x1.84353cp-7f,
     0x1.929ba2p-9f, 0x1.5ebc02p-11f, 0x1.01e21ap-13f},
    {0x1.006aa6p-1f, 0x1.0df7d6p-1f, 0x1.109bdcp-1f, 0x1.7bfab8p-2f, 0x1.382b0ap-6f, -0x1.60bc8ap-2f, -0x1.0afb86p-1f,
     -0x1.e93128p-2f, -0x1.48bff2p-2f, -0x1.59704ap-3f, -0x1.24b258p-4f, -0x1.974b86p-6f, -0x1.d6ec9cp-8f,
     -0x1.c82e78p-10f, -0x1.747c4cp-12f, -0x1.018f1ap-14f},
    {-0x1.a3cbc6p-2f, -0x1.edba9ap-2f, -0x1.fa628p-2f, -0x1.6b0fap-2f, -0x1.eaefdcp-4f, 0x1.36dfd6p-4f, 0x1.400b9p-3f,
     0x1.1f8024p-3f, 0x1.694e96p-4f, 0x1.5f432ap-5f, 0x1.132baap-6f, 0x1.62e024p-8f, 0x1.7d9b4ap-10f, 0x1.5914dap-12f,
     0x1.07ff62p-14f, 0x1.573e5ep-17f},
    {0x1.893dfap-5f, 0x1.dcba0ep-4f, 0x1.fd9556p-4f, 0x1.57343cp-4f, 0x1.020e58p-5f, -0x1.e3de08p-9f, -0x1.03fbfap-6f,
     -0x1.c8ffp-7f, -0x1.0b21aap-7f, -0x1.df064ep-9f, -0x1.5a4216p-10f, -0x1.9d5ba4p-12f, -0x1.9d11a2p-14f,
     -0x1.5c83aap-16f, -0x1.f36feap-19f, -0x1.312d0ep-21f},
};

typedef struct {
  // Of zero point − h(a) · steps.
  __m512 tail[4];
  __m512 steps, half_steps, zero_point, highest;
  // The distance from a code up to which the approximation decides.
  __m512 certain;
} fq_gelu_grid;

FQ_WITH_AVX512 static inline __attribute__((always_inline)) fq_gelu_grid fq_gelu_grid_of(
    float steps, float zero_point, float highest) {
  fq_gelu_grid grid;
  for (int k = 0; k < 4; k++)
    grid.tail[k] = _mm512_mul_ps(_mm512_load_ps(fq_gelu_tail_coefficients[k]), _mm512_set1_ps(-steps));
  grid.tail[0] = _mm512_add_ps(grid.tail[0], _mm512_set1_ps(zero_point));
  grid.steps = _mm512_set1_ps(steps);
  grid.half_steps = _mm512_set1_ps(0.5f * steps);
  grid.zero_point = _mm512_set1_ps(zero_point);
  grid.highest = _mm512_set1_ps(highest);
  // Rounding errors of steps stay below 2⁻¹² in sum. Nothing is certain where x + |x| might overflow before the steps
  // leave the grid.
  grid.certain = _mm512_set1_ps(steps < 0x1p-100f ? -1.0f : 0.5f - (1e-5f * steps + 0x1p-12f));
  return grid;
}

FQ_WITH_AVX512 static inline __attribute__((always_inline)) __m512 fq_gelu_clamped(
    const fq_gelu_grid *grid, __m512 y) {
  return _mm512_min_ps(_mm512_max_ps(y, _mm512_setzero_ps()), grid->highest);
}

FQ_WITH_AVX512 static __attribute__((noinline, cold)) __m512i fq_exact_gelu_codes(const fq_gelu_grid *grid, __m512 x) {
  fq_erf_registers table = fq_load_erf();
  __m512 y = _mm512_add_ps(_mm512_mul_ps(fq_gelu_values(&table, x), grid->steps), grid->zero_point);
  return _mm512_cvtps_epi32(fq_gelu_clamped(grid, y));
}

// Below 0 and above the highest code for what is to be clamped.
FQ_WITH_AVX512 static inline __attribute__((always_inline)) __m512i fq_gelu_codes(
    const fq_gelu_grid *grid, __m512 x) {
  __m512 magnitude = _mm512_abs_ps(x);
  __m512 a = _mm512_min_ps(magnitude, _mm512_set1_ps(0x1.7ffffep2f));
  __m512i n = _mm512_cvttps_epi32(_mm512_mul_ps(a, _mm512_set1_ps(8.0f / 3)));
  __m512 y = _mm512_permutexvar_ps(n, grid->tail[3]);
  for (int k = 2; k >= 0; k--) y = _mm512_fmadd_ps(y, a, _mm512_permutexvar_ps(n, grid->tail[k]));
  // Twice max(x, 0), and not a number where GELU is none: of NaN and −∞.
  y = _mm512_fmadd_ps(_mm512_add_ps(x, magnitude), grid->half_steps, y);
  // What is no number or beyond integers becomes the least of them, far from itself.
  __m512i codes = _mm512_cvtps_epi32(y);
  __m512 distance = _mm512_abs_ps(_mm512_sub_ps(y, _mm512_cvtepi32_ps(codes)));
  __mmask16 doubtful = _mm512_cmp_ps_mask(distance, grid->certain, _CMP_NLE_UQ);
  if (__builtin_expect(doubtful != 0, 0)) return fq_exact_gelu_codes(grid, x);
  return codes;
}
#endif
