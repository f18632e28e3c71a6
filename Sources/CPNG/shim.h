#pragma once
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <png.h>

// libpng reports an error by a call that must not return. Only C can leave it, by longjmp, so the whole of a decode
// is a C function here.

typedef enum cpng_status {
  CPNG_OK = 0,
  CPNG_CORRUPT,
  // The data ends before the image does.
  CPNG_TRUNCATED,
  CPNG_OUT_OF_MEMORY,
} cpng_status;

// One sample is a byte, or two, high byte first, where bit_depth is 16.
typedef struct cpng_header {
  int width;
  int height;
  int bit_depth;
  int color_type;
  int channel_count;
} cpng_header;

// Entries that the file does not give are black.
typedef struct cpng_palette {
  unsigned char colors[256 * 3];
} cpng_palette;

typedef struct cpng_source {
  const unsigned char *bytes;
  size_t byte_count;
  size_t position;
  jmp_buf escape;
  cpng_status status;
} cpng_source;

static void cpng_error(png_structp png, png_const_charp message) {
  (void)message;
  cpng_source *source = (cpng_source *)png_get_error_ptr(png);
  if (source->status == CPNG_OK) source->status = CPNG_CORRUPT;
  longjmp(source->escape, 1);
}

static void cpng_warning(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

static void cpng_read(png_structp png, png_bytep target, size_t byte_count) {
  cpng_source *source = (cpng_source *)png_get_io_ptr(png);
  if (byte_count > source->byte_count - source->position) {
    source->status = CPNG_TRUNCATED;
    png_error(png, "truncated");
  }
  memcpy(target, source->bytes + source->position, byte_count);
  source->position += byte_count;
}

// Reads up to the image's data. Samples of less than a byte are widened to one, palette indices by their value and
// greys to the full range; no alpha, gamma or palette is applied.
static void cpng_read_info(png_structp png, png_infop info, cpng_source *source, cpng_header *header) {
  png_set_read_fn(png, source, cpng_read);
#ifdef PNG_HANDLE_AS_UNKNOWN_SUPPORTED
  // Nothing here reads text, profiles or gamma, and a fault in them should not keep an image from being shown.
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
#endif
  png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
  png_read_info(png, info);
  header->color_type = png_get_color_type(png, info);
  if (header->color_type == PNG_COLOR_TYPE_GRAY) png_set_expand_gray_1_2_4_to_8(png);
  else png_set_packing(png);
  header->width = (int)png_get_image_width(png, info);
  header->height = (int)png_get_image_height(png, info);
  header->bit_depth = png_get_bit_depth(png, info) == 16 ? 16 : 8;
  header->channel_count = png_get_channels(png, info);
}

// Reads the extents and the sample layout of the image in `bytes`.
__attribute__((noinline)) static cpng_status cpng_read_header(
    const unsigned char *bytes, size_t byte_count, cpng_header *header) {
  cpng_source source = {.bytes = bytes, .byte_count = byte_count, .position = 0, .status = CPNG_OK};
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &source, cpng_error, cpng_warning);
  if (!png) return CPNG_OUT_OF_MEMORY;
  png_infop volatile info = NULL;
  if (setjmp(source.escape)) {
    png_infop made = info;
    png_destroy_read_struct(&png, made ? &made : NULL, NULL);
    return source.status;
  }
  info = png_create_info_struct(png);
  if (!info) {
    png_destroy_read_struct(&png, NULL, NULL);
    return CPNG_OUT_OF_MEMORY;
  }
  cpng_read_info(png, info, &source, header);
  png_infop made = info;
  png_destroy_read_struct(&png, &made, NULL);
  return CPNG_OK;
}

// Decodes into `samples`, row by row without padding: width · height · channel_count samples.
// `sample_byte_count` must be the bytes of that many samples; `palette` is filled where the image has one.
__attribute__((noinline)) static cpng_status cpng_decode(
    const unsigned char *bytes, size_t byte_count, unsigned char *samples, size_t sample_byte_count,
    cpng_palette *palette) {
  cpng_source source = {.bytes = bytes, .byte_count = byte_count, .position = 0, .status = CPNG_OK};
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &source, cpng_error, cpng_warning);
  if (!png) return CPNG_OUT_OF_MEMORY;
  png_infop volatile info = NULL;
  if (setjmp(source.escape)) {
    png_infop made = info;
    png_destroy_read_struct(&png, made ? &made : NULL, NULL);
    return source.status;
  }
  info = png_create_info_struct(png);
  if (!info) {
    png_destroy_read_struct(&png, NULL, NULL);
    return CPNG_OUT_OF_MEMORY;
  }
  cpng_header header;
  cpng_read_info(png, info, &source, &header);
  int pass_count = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  size_t stride = png_get_rowbytes(png, info);
  if (stride * (size_t)header.height != sample_byte_count) png_error(png, "unexpected row length");

  png_colorp colors = NULL;
  int color_count = 0;
  memset(palette, 0, sizeof *palette);
  if (png_get_PLTE(png, info, &colors, &color_count)) {
    for (int i = 0; i < color_count && i < 256; i++) {
      palette->colors[3 * i] = colors[i].red;
      palette->colors[3 * i + 1] = colors[i].green;
      palette->colors[3 * i + 2] = colors[i].blue;
    }
  }
  for (int pass = 0; pass < pass_count; pass++) {
    for (int y = 0; y < header.height; y++) png_read_row(png, samples + (size_t)y * stride, NULL);
  }
  // The chunks after the image are not read: a file cut off there still holds every pixel.
  png_infop made = info;
  png_destroy_read_struct(&png, &made, NULL);
  return CPNG_OK;
}
