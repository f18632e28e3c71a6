#include "gelu.h"

#if defined(__x86_64__)
#endif

// A result may overwrite its operand, but only index by index. Without being told so, the compiler keeps a scalar loop
// for arrays that overlap, which is what in-place calls would run: GELU took 8 times as long.
#define FQ_INDEX_BY_INDEX _Pragma("clang loop vectorize(assume_safety)")

FQ_KERNEL(fq_add, (const float *a, const float *b, float *y, size_t count), (a, b, y, count)) {
  FQ_INDEX_BY_INDEX
  for (size_t i = 0; i < count; i++) y[i] = a[i] + b[i];
}

FQ_KERNEL(fq_scale, (float *x, float factor, size_t count), (x, factor, count)) {
  for (size_t i = 0; i < count; i++) x[i] *= factor;
}

#if defined(__x86_64__)
FQ_WITH_AVX512 static void fq_gelu_permuting(const float *x, float *y, size_t count) {
  fq_erf_registers table = fq_load_erf();
  size_t i = 0;
  for (; i + 16 <= count; i += 16) _mm512_storeu_ps(y + i, fq_gelu_values(&table, _mm512_loadu_ps(x + i)));
  for (; i < count; i++) y[i] = fq_gelu_value(x[i]);
}
#endif

FQ_KERNEL(fq_gelu_gathering, (const float *x, float *y, size_t count), (x, y, count)) {
  FQ_INDEX_BY_INDEX
  for (size_t i = 0; i < count; i++) y[i] = fq_gelu_value(x[i]);
}

void fq_gelu(const float *x, float *y, size_t count) {
#if defined(__x86_64__)
  if (fq_has_avx512()) {
    fq_gelu_permuting(x, y, count);
    return;
  }
#endif
  fq_gelu_gathering(x, y, count);
}

void fq_gelu_baseline(const float *x, float *y, size_t count) { fq_gelu_gathering_baseline(x, y, count); }
