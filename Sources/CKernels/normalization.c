#include "arithmetic.h"

enum {
  // Partial moments of a row: element i belongs to lane i mod 8.
  FQ_MOMENT_LANES = 8,
  // Each run of this many elements of a lane has moments of its own, which are then merged in pairs, pairs of pairs, ….
  FQ_MOMENT_RUN = 16,
  FQ_MOMENT_DEPTH = 40,
};

typedef struct {
  size_t count;
  // Means, and sums of squared differences from them.
  float means[FQ_MOMENT_LANES], squares[FQ_MOMENT_LANES];
} fq_moments;

FQ_INLINE void fq_merge_moments(const fq_moments *added, fq_moments *sum) {
  size_t count = added->count + sum->count;
  float share = count ? (float)added->count / (float)count : 0.0f, before = (float)sum->count;
  for (int l = 0; l < FQ_MOMENT_LANES; l++) {
    float difference = added->means[l] - sum->means[l], step = share * difference;
    sum->squares[l] = __builtin_fmaf(difference, step * before, sum->squares[l] + added->squares[l]);
    sum->means[l] += step;
  }
  sum->count = count;
}

// Mean and variance by Welford's recurrence in lanes. Lanes, runs, merges and which products are fused are those of
// PyTorch's layer norm on a CPU with AVX2 or better, so that results are its to the bit where `channels` is a multiple
// of 8.
FQ_INLINE void fq_row_moments(const float *x, size_t channels, float *mean, float *variance) {
  fq_moments levels[FQ_MOMENT_DEPTH];
  memset(levels, 0, sizeof levels[0]);
  int depth = 1;
  size_t vectors = channels / FQ_MOMENT_LANES, runs = 0;
  for (size_t base = 0; base < vectors; base += FQ_MOMENT_RUN) {
    fq_moments run = {.count = vectors - base < FQ_MOMENT_RUN ? vectors - base : FQ_MOMENT_RUN};
    for (size_t j = 0; j < run.count; j++) {
      const float *values = x + (base + j) * FQ_MOMENT_LANES;
      float share = 1.0f / (float)(j + 1);
      for (int l = 0; l < FQ_MOMENT_LANES; l++) {
        float difference = values[l] - run.means[l];
        run.means[l] = __builtin_fmaf(difference, share, run.means[l]);
        run.squares[l] = __builtin_fmaf(difference, values[l] - run.means[l], run.squares[l]);
      }
    }
    fq_merge_moments(&run, &levels[0]);
    size_t last = vectors - 1;
    runs++;
    for (int level = 1; (size_t)1 << level <= last / FQ_MOMENT_RUN && runs % ((size_t)1 << level) == 0; level++) {
      if (level == depth) memset(&levels[depth++], 0, sizeof levels[0]);
      fq_merge_moments(&levels[level - 1], &levels[level]);
      memset(&levels[level - 1], 0, sizeof levels[0]);
    }
  }
  for (int level = 1; level < depth; level++) fq_merge_moments(&levels[level], &levels[0]);

  size_t count = 0;
  float m = 0, squares = 0;
  for (size_t i = vectors * FQ_MOMENT_LANES; i < channels; i++) {
    float difference = x[i] - m;
    count++;
    m += difference / (float)count;
    squares = __builtin_fmaf(difference, x[i] - m, squares);
  }
  for (int l = 0; vectors > 0 && l < FQ_MOMENT_LANES; l++) {
    float before = (float)count;
    count += vectors;
    float share = (float)vectors / (float)count, difference = levels[0].means[l] - m;
    m = __builtin_fmaf(share, difference, m);
    squares += __builtin_fmaf(difference * difference * share, before, levels[0].squares[l]);
  }
  *mean = m;
  *variance = squares / (float)channels;
}

FQ_KERNEL(
    fq_layer_norm,
    (const float *x, size_t rows, size_t channels, const float *weight, const float *bias, float epsilon, float *y),
    (x, rows, channels, weight, bias, epsilon, y)) {
  for (size_t row = 0; row < rows; row++, x += channels, y += channels) {
    float mean, variance;
    fq_row_moments(x, channels, &mean, &variance);
    float inverse = 1.0f / __builtin_sqrtf(variance + epsilon);
    for (size_t i = 0; i < channels; i++) y[i] = __builtin_fmaf((x[i] - mean) * inverse, weight[i], bias[i]);
  }
}

// The exponentials' sum in 16 lanes, halved until one is left, and a product with its reciprocal, as PyTorch does on a
// CPU with AVX-512.
FQ_KERNEL(fq_softmax, (float *x, size_t rows, size_t columns), (x, rows, columns)) {
  for (size_t row = 0; row < rows; row++, x += columns) {
    float maxima[FQ_LANES];
    for (int l = 0; l < FQ_LANES; l++) maxima[l] = x[0];
    FQ_EACH_LANE(FQ_LANES, columns, maxima[l] = fq_max(x[i], maxima[l]));
    float maximum = fq_max_lanes(maxima);
    float sums[FQ_LANES] = {0};
    for (size_t i = 0; i < columns; i++) x[i] = fq_exp_fused(x[i] - maximum);
    FQ_EACH_LANE(FQ_LANES, columns, sums[l] += x[i]);
    float inverse = 1.0f / fq_sum_lanes(sums);
    for (size_t i = 0; i < columns; i++) x[i] *= inverse;
  }
}
