// How a kernel is written once and compiled for several levels of the x86-64 architecture.
//
//   FQ_KERNEL(fq_add, (const float *a, float *y, size_t count), (a, y, count)) { … }
//
// defines `fq_add`, which the dynamic linker binds to the best variant for the machine, and `fq_add_baseline`, always
// the lowest one, so that a test can hold one against the other. They must agree to the last bit, therefore:
// no contraction into fused multiply-adds (the pragma below holds for the file that includes this one), and every sum
// of floating-point numbers has its order spelt out in lanes, so that the compiler may vectorise it only in that order.
#pragma once
#include "CKernels.h"

#pragma STDC FP_CONTRACT OFF

#if !defined(__has_feature)
#define __has_feature(x) 0
#endif

// The sanitizers' runtimes are not ready yet when the dynamic linker chooses variants.
#if defined(__x86_64__) && defined(__ELF__) && !__has_feature(thread_sanitizer) && !__has_feature(address_sanitizer)
#define FQ_VARIANTS __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define FQ_VARIANTS
#endif

#define FQ_INLINE static inline __attribute__((always_inline))

#define FQ_KERNEL(name, parameters, arguments) \
  FQ_INLINE void name##_body parameters;       \
  FQ_VARIANTS void name parameters {           \
    name##_body arguments;                     \
  }                                            \
  void name##_baseline parameters {            \
    name##_body arguments;                     \
  }                                            \
  FQ_INLINE void name##_body parameters

// For the few loops that a compiler does not find: written with intrinsics, and chosen at each call.
#if defined(__x86_64__)
#include <immintrin.h>

#define FQ_WITH_AVX512 __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,popcnt,lzcnt")))

#define FQ_WITH_VBMI __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx512vbmi,popcnt,lzcnt")))

FQ_INLINE int fq_has_avx512(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")
      && __builtin_cpu_supports("avx512vl");
}

FQ_INLINE int fq_has_vbmi(void) { return fq_has_avx512() && __builtin_cpu_supports("avx512vbmi"); }
#endif
