#include "arithmetic.h"

// A signed operand is its code less 128; what that adds to the products is taken off by terms a row and a column.
FQ_KERNEL(
    fq_attention_operands,
    (const uint8_t *qkv, size_t tokens, size_t heads, size_t dimension, int32_t zero_point,
     const fq_attention_operand_buffers *buffers),
    (qkv, tokens, heads, dimension, zero_point, buffers)) {
  size_t width = heads * dimension;
  int32_t shift = 128 - zero_point;
  for (size_t h = 0; h < heads; h++) {
    int32_t *restrict value_sums = buffers->value_sums + h * dimension;
    for (size_t d = 0; d < dimension; d++) value_sums[d] = 0;
    for (size_t t = 0; t < tokens; t++) {
      const uint8_t *query = qkv + t * 3 * width + h * dimension;
      const uint8_t *key = query + width, *value = key + width;
      uint8_t *restrict queries = buffers->queries + (h * tokens + t) * dimension;
      int8_t *restrict keys = buffers->keys + (h * tokens + t) * dimension;
      int8_t *restrict values = buffers->values + (h * tokens + t) * dimension;
      int32_t query_sum = 0, key_sum = 0;
      for (size_t d = 0; d < dimension; d++) {
        query_sum += query[d];
        queries[d] = query[d];
        key_sum += key[d];
        keys[d] = (int8_t)(key[d] ^ 0x80);
      }
      for (size_t d = 0; d < dimension; d++) {
        value_sums[d] += (int32_t)value[d] - 128;
        values[d] = (int8_t)(value[d] ^ 0x80);
      }
      buffers->row_terms[h * tokens + t] = shift * (query_sum - zero_point * (int32_t)dimension);
      buffers->column_terms[h * tokens + t] = -zero_point * (key_sum - 128 * (int32_t)dimension);
    }
  }
}

FQ_KERNEL(
    fq_score_codes,
    (const int32_t *sums, const int32_t *row_terms, const int32_t *column_terms, size_t rows, size_t tokens, float factor,
     float zero_point, float highest, uint8_t *restrict codes),
    (sums, row_terms, column_terms, rows, tokens, factor, zero_point, highest, codes)) {
  for (size_t t = 0; t < rows; t++, sums += tokens, codes += tokens)
    for (size_t u = 0; u < tokens; u++)
      codes[u] = fq_byte_code((float)(sums[u] + (row_terms[t] + column_terms[u])) * factor + zero_point, highest);
}

float fq_exponential(float x) { return fq_exp_fused(x); }

// The float softmax of codes: an exponential for each distance below the row's greatest code, and one division a row.
FQ_KERNEL(
    fq_softmax_of_codes,
    (const uint8_t *codes, const float *exponentials, size_t columns, float *restrict probabilities),
    (codes, exponentials, columns, probabilities)) {
  uint8_t greatest = 0;
  for (size_t i = 0; i < columns; i++) greatest = codes[i] > greatest ? codes[i] : greatest;
  float lanes[FQ_LANES] = {0};
  for (size_t i = 0; i < columns; i++) probabilities[i] = exponentials[greatest - codes[i]];
  FQ_EACH_LANE(FQ_LANES, columns, lanes[l] += probabilities[i]);
  float factor = 1.0f / fq_sum_lanes(lanes);
  for (size_t i = 0; i < columns; i++) probabilities[i] *= factor;
}

FQ_KERNEL(
    fq_probability_codes,
    (const float *probabilities, size_t columns, float scale, float zero_point, float highest, uint8_t *restrict codes,
     int32_t *restrict sum),
    (probabilities, columns, scale, zero_point, highest, codes, sum)) {
  int32_t total = 0;
  for (size_t i = 0; i < columns; i++) {
    codes[i] = fq_byte_code(probabilities[i] / scale + zero_point, highest);
    total += codes[i];
  }
  *sum = total;
}

// 2^−q for q = 0…15 is 2^(7 − q) / 2⁷ for q ≤ 7 and 2^(15 − q) / 2¹⁵ above.
FQ_KERNEL(
    fq_power_operands, (const float *powers, size_t columns, uint8_t *restrict high, uint8_t *restrict low,
     int32_t *restrict sum),
    (powers, columns, high, low, sum)) {
  int32_t total = 0;
  for (size_t i = 0; i < columns; i++) {
    int32_t value = (int32_t)(powers[i] * 0x1p15f);
    high[i] = (uint8_t)(value >> 8);
    low[i] = (uint8_t)value;
    total += value;
  }
  *sum = total;
}

FQ_KERNEL(
    fq_context_codes,
    (const int32_t *sums, const int32_t *probability_sums, const int32_t *value_sums,
     const fq_context_parameters *parameters, uint8_t *restrict codes),
    (sums, probability_sums, value_sums, parameters, codes)) {
  size_t tokens = parameters->tokens, dimension = parameters->dimension;
  float factor = parameters->factor, zero_point = parameters->zero_point, highest = parameters->highest;
  int32_t zero = parameters->probability_zero_point;
  for (size_t t = 0; t < parameters->rows; t++, sums += dimension, codes += parameters->stride) {
    int32_t term = parameters->value_shift * (probability_sums[t] - zero * (int32_t)tokens);
    for (size_t d = 0; d < dimension; d++)
      codes[d] = fq_byte_code((float)(sums[d] + (term - zero * value_sums[d])) * factor + zero_point, highest);
  }
}

FQ_KERNEL(
    fq_shifted_context_codes,
    (const int32_t *high, const int32_t *low, const int32_t *probability_sums,
     const fq_context_parameters *parameters, uint8_t *restrict codes),
    (high, low, probability_sums, parameters, codes)) {
  size_t dimension = parameters->dimension;
  float factor = parameters->factor, zero_point = parameters->zero_point, highest = parameters->highest;
  for (size_t t = 0; t < parameters->rows; t++, high += dimension, low += dimension, codes += parameters->stride) {
    int32_t term = parameters->value_shift * probability_sums[t];
    for (size_t d = 0; d < dimension; d++)
      codes[d] = fq_byte_code((float)(high[d] * 256 + low[d] + term) * factor + zero_point, highest);
  }
}
