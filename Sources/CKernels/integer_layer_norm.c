#include "integer_layer_norm.h"

FQ_KERNEL(
    fq_integer_layer_norm,
    (const float *x, const fq_integer_layer_norm_parameters *parameters, size_t rows, float *y),
    (x, parameters, rows, y)) {
  size_t channels = parameters->channels;
  const float *scales = parameters->scales, *multiples = parameters->multiples;
  const float *weight = parameters->weight, *bias = parameters->bias;
  float output_scale = parameters->output_scale;
  for (size_t row = 0; row < rows; row++, x += channels, y += channels) {
    // The output row holds X' until each element is replaced.
    double sums[FQ_DOUBLE_LANES] = {0}, squares[FQ_DOUBLE_LANES] = {0};
    for (size_t c = 0; c < channels; c++) y[c] = fq_integer_code(x[c], scales[c]) * multiples[c];
    FQ_EACH_LANE(FQ_DOUBLE_LANES, channels, {
      double integer = (double)y[i];
      sums[l] += integer;
      squares[l] += integer * integer;
    });
    fq_integer_row row_terms =
        fq_integer_row_of((int64_t)fq_sum_double_lanes(sums), (int64_t)fq_sum_double_lanes(squares), parameters);
    if (row_terms.is_constant) {
      for (size_t c = 0; c < channels; c++) y[c] = fq_rounded_bias(bias[c], output_scale) * output_scale;
      continue;
    }
    for (size_t c = 0; c < channels; c++)
      y[c] = fq_normalized_integer(y[c], fq_integer_channel_of(row_terms, weight[c], bias[c], output_scale)) * output_scale;
  }
}
