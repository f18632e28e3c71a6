#include "arithmetic.h"

// 16 floats at any address; the compiler splits them where registers are shorter.
typedef float fq_floats __attribute__((vector_size(64), aligned(4)));

enum { FQ_TILE_ROWS = 4, FQ_TILE_VECTORS = fq_chain_tile_columns / 16 };

#define FQ_UNROLLED _Pragma("clang loop unroll(full)")

// Rows `first…first + 3` of one tile of columns; rows past the last repeat it and are not stored.
FQ_INLINE void fq_chain_tile(
    const float *x, size_t first, size_t rows, size_t inputs, size_t outputs, const float *tile, const float *bias,
    size_t column, float *y) {
  fq_floats sums[FQ_TILE_ROWS][FQ_TILE_VECTORS];
  const float *row[FQ_TILE_ROWS];
  FQ_UNROLLED
  for (size_t r = 0; r < FQ_TILE_ROWS; r++) {
    row[r] = x + (first + r < rows ? first + r : rows - 1) * inputs;
    FQ_UNROLLED
    for (size_t v = 0; v < FQ_TILE_VECTORS; v++) sums[r][v] = (fq_floats){0};
  }
  for (size_t k = 0; k < inputs; k++, tile += fq_chain_tile_columns) {
    FQ_UNROLLED
    for (size_t v = 0; v < FQ_TILE_VECTORS; v++) {
      fq_floats weights = *(const fq_floats *)(tile + 16 * v);
      FQ_UNROLLED
      for (size_t r = 0; r < FQ_TILE_ROWS; r++)
        sums[r][v] = __builtin_elementwise_fma(row[r][k] - (fq_floats){0}, weights, sums[r][v]);
    }
  }
  size_t count = outputs - column < fq_chain_tile_columns ? outputs - column : fq_chain_tile_columns;
  for (size_t r = 0; r < FQ_TILE_ROWS && first + r < rows; r++) {
    float results[fq_chain_tile_columns];
    memcpy(results, sums[r], sizeof results);
    float *target = y + (first + r) * outputs + column;
    for (size_t c = 0; c < count; c++) target[c] = results[c] + (bias ? bias[column + c] : 0.0f);
  }
}

FQ_KERNEL(
    fq_chain_product,
    (const float *x, size_t rows, size_t inputs, size_t outputs, const float *tiles, const float *bias, float *y),
    (x, rows, inputs, outputs, tiles, bias, y)) {
  for (size_t column = 0; column < outputs; column += fq_chain_tile_columns, tiles += inputs * fq_chain_tile_columns)
    for (size_t first = 0; first < rows; first += FQ_TILE_ROWS)
      fq_chain_tile(x, first, rows, inputs, outputs, tiles, bias, column, y);
}
