#include "arithmetic.h"

// Sums in float64: rows of the residual stream have channels a hundred times larger than the rest.
FQ_KERNEL(
    fq_layer_norm,
    (const float *x, size_t rows, size_t channels, const float *weight, const float *bias, float epsilon, float *y),
    (x, rows, channels, weight, bias, epsilon, y)) {
  for (size_t row = 0; row < rows; row++, x += channels, y += channels) {
    double sums[FQ_DOUBLE_LANES] = {0};
    FQ_EACH_LANE(FQ_DOUBLE_LANES, channels, sums[l] += (double)x[i]);
    double mean = fq_sum_double_lanes(sums) / (double)channels;
    double squares[FQ_DOUBLE_LANES] = {0};
    FQ_EACH_LANE(FQ_DOUBLE_LANES, channels, {
      double difference = (double)x[i] - mean;
      squares[l] += difference * difference;
    });
    double variance = fq_sum_double_lanes(squares) / (double)channels;
    float center = (float)mean;
    float inverse = (float)(1.0 / __builtin_sqrt(variance + (double)epsilon));
    for (size_t i = 0; i < channels; i++) y[i] = (x[i] - center) * inverse * weight[i] + bias[i];
  }
}

FQ_KERNEL(fq_softmax, (float *x, size_t rows, size_t columns), (x, rows, columns)) {
  for (size_t row = 0; row < rows; row++, x += columns) {
    float maxima[FQ_LANES];
    for (int l = 0; l < FQ_LANES; l++) maxima[l] = x[0];
    FQ_EACH_LANE(FQ_LANES, columns, maxima[l] = fq_max(x[i], maxima[l]));
    float maximum = fq_max_lanes(maxima);
    float sums[FQ_LANES] = {0};
    for (size_t i = 0; i < columns; i++) x[i] = fq_exp(x[i] - maximum);
    FQ_EACH_LANE(FQ_LANES, columns, sums[l] += x[i]);
    float sum = fq_sum_lanes(sums);
    for (size_t i = 0; i < columns; i++) x[i] /= sum;
  }
}
