// The integers of LayerNorm under Powers-of-Two Scale, for the kernels on real numbers and on codes.
#pragma once
#include "arithmetic.h"

// Integers are carried in float32 and float64 wherever those hold them exactly, because these vectorise at every level
// and 64-bit integer shifts do not:
//   X   at most 2¹² in magnitude (an 8-bit code less its zero point is at most 255),
//   X'  at most 2¹⁵, and exact in float32;
//   ΣX' and ΣX'² below 2⁵³ for up to 2²⁰ channels, so their order does not matter;
//   M · X' + B below 2⁵¹ + 2²³, and its quotient by 2^N exact before it is rounded.
FQ_INLINE float fq_integer_code(float x, float scale) {
  return fq_round(fq_min(fq_max(x / scale, -4096.0f), 4096.0f));
}

// What a row's integers are scaled by.
typedef struct {
  // s / σ and μ / σ.
  float ratio, mean_ratio;
  int is_constant;
} fq_integer_row;

FQ_INLINE fq_integer_row fq_integer_row_of(
    int64_t sum, int64_t squares, const fq_integer_layer_norm_parameters *parameters) {
  size_t channels = parameters->channels;
  float smallest = parameters->smallest_scale;
  int64_t spread = (int64_t)channels * squares - sum * sum;
  if (spread <= 0) return (fq_integer_row){.is_constant = 1};
  float mean = (float)sum / (float)channels * smallest;
  float deviation = smallest / (float)channels * (float)__builtin_sqrt((double)spread);
  return (fq_integer_row){.ratio = smallest / deviation, .mean_ratio = mean / deviation};
}

// A channel of a row: sign(A) · M, B before it is rounded, and 2^−N.
typedef struct {
  float multiplier, offset, inverse_power;
} fq_integer_channel;

FQ_INLINE fq_integer_channel fq_integer_channel_of(fq_integer_row row, float weight, float bias, float output_scale) {
  float slope = row.ratio * weight / output_scale;
  uint32_t bits = fq_bits(slope) & 0x7fffffffu;
  // 7 − ⌊log2 |A|⌋ from the exponent field; zero and subnormal slopes have the field 0, which is clamped to 31.
  int32_t shift = 134 - (int32_t)(bits >> 23);
  shift = shift < 0 ? 0 : (shift > 31 ? 31 : shift);
  float power = fq_from_bits((uint32_t)(127 + shift) << 23);
  // Truncation is ⌊·⌋ for what is not negative.
  float multiplier = (float)(int32_t)fq_min(fq_max(fq_from_bits(bits) * power, 0.0f), 255.0f);
  return (fq_integer_channel){
      .multiplier = slope < 0 ? -multiplier : multiplier,
      .offset = (bias - row.mean_ratio * weight) / output_scale * power,
      .inverse_power = fq_from_bits((uint32_t)(127 - shift) << 23)};
}

FQ_INLINE float fq_normalized_integer(float x, fq_integer_channel channel) {
  double offset = (double)channel.offset;
  offset = offset > -0x1p51 ? offset : -0x1p51;
  offset = offset < 0x1p51 ? offset : 0x1p51;
  double sum = (double)(channel.multiplier * x) + fq_round_double(offset);
  return (float)fq_round_double(sum * (double)channel.inverse_power);
}

// The same where |B| is at most 2²²: float32 then holds all of Y's terms exactly, as |M · X'| is below 2²⁰ on codes of 8
// bits.
FQ_INLINE float fq_normalized_code(float x, fq_integer_channel channel) {
  return fq_round((channel.multiplier * x + fq_round(channel.offset)) * channel.inverse_power);
}

// A row without variation becomes its bias.
FQ_INLINE float fq_rounded_bias(float bias, float output_scale) {
  return fq_round(fq_min(fq_max(bias / output_scale, -0x1p22f), 0x1p22f));
}
