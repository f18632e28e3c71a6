#include "arithmetic.h"

// Bin numbers are computed for a block at a time, which vectorises, and counted one by one, which does not.
enum { FQ_BLOCK = 256 };

FQ_KERNEL(
    fq_histogram,
    (const float *x, size_t count, float lower, float upper, uint64_t *bins, size_t bin_count),
    (x, count, lower, upper, bins, bin_count)) {
  float width = upper - lower, top = (float)(bin_count - 1);
  for (size_t start = 0; start < count; start += FQ_BLOCK) {
    size_t length = count - start < FQ_BLOCK ? count - start : FQ_BLOCK;
    int32_t numbers[FQ_BLOCK];
    for (size_t i = 0; i < length; i++) {
      float position = (x[start + i] - lower) / width * (float)bin_count;
      numbers[i] = (int32_t)fq_min(fq_max(position, 0.0f), top);
    }
    for (size_t i = 0; i < length; i++) bins[numbers[i]]++;
  }
}

// The eight exponent bits and the upper five significand bits number the bins; 1.0 has the number 4064.
FQ_KERNEL(
    fq_logarithmic_histogram, (const float *p, size_t count, uint64_t *bins, uint64_t *zero_count),
    (p, count, bins, zero_count)) {
  const int32_t first = 4064 - fq_logarithmic_bin_count;
  uint64_t zeros = 0;
  for (size_t start = 0; start < count; start += FQ_BLOCK) {
    size_t length = count - start < FQ_BLOCK ? count - start : FQ_BLOCK;
    int32_t numbers[FQ_BLOCK];
    for (size_t i = 0; i < length; i++) {
      float x = p[start + i];
      int32_t number = (int32_t)(fq_bits(x) >> 18) - first;
      number = number < 0 ? 0 : number;
      number = number > fq_logarithmic_bin_count - 1 ? fq_logarithmic_bin_count - 1 : number;
      numbers[i] = x > 0.0f ? number : -1;
    }
    for (size_t i = 0; i < length; i++) {
      if (numbers[i] < 0) zeros++;
      else bins[numbers[i]]++;
    }
  }
  *zero_count += zeros;
}
