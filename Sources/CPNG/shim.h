#pragma once
#include <errno.h>
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
  // The taker of rows wants no more.
  CPNG_STOPPED,
} cpng_status;

// What the bytes of a pixel are, as rows are handed over.
typedef enum cpng_layout {
  CPNG_RGB,
  CPNG_GREY,
  // Two bytes, the high one first.
  CPNG_WIDE_GREY,
  CPNG_INDEX,
} cpng_layout;

typedef struct cpng_header {
  int width;
  int height;
  cpng_layout layout;
  int is_interlaced;
  // What a decode allocates.
  size_t working_byte_count;
} cpng_header;

// Takes a row as it is decoded; a null row only asks whether to go on. Returns 0 to stop.
typedef int (*cpng_taker)(void *context, const unsigned char *row);

// Entries that the file does not give are black.
typedef struct cpng_palette {
  unsigned char colors[256 * 3];
} cpng_palette;

typedef struct cpng_source {
  const unsigned char *bytes;
  size_t byte_count;
  size_t position;
  // The row, or the image where it is interlaced.
  unsigned char *pixels;
  jmp_buf escape;
  cpng_status status;
} cpng_source;

static void cpng_error(png_structp png, png_const_charp message) {
  (void)message;
  cpng_source *source = (cpng_source *)png_get_error_ptr(png);
  // libpng says only in words that there is no memory left.
  if (source->status == CPNG_OK) source->status = errno == ENOMEM ? CPNG_OUT_OF_MEMORY : CPNG_CORRUPT;
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

static inline size_t cpng_pixel_byte_count(cpng_layout layout) {
  return layout == CPNG_RGB ? 3 : layout == CPNG_WIDE_GREY ? 2 : 1;
}

// Reads up to the image's data. Samples are made a byte each: small palette indices by their value, small greys to the
// full range, wide ones by their high byte, but for 16-bit grey. Alpha is dropped; no gamma or palette is applied.
static void cpng_read_info(png_structp png, png_infop info, cpng_source *source, cpng_header *header) {
  png_set_read_fn(png, source, cpng_read);
#ifdef PNG_HANDLE_AS_UNKNOWN_SUPPORTED
  // Nothing here reads text, profiles or gamma, whose compressed contents can be huge, and a fault in them should not
  // keep an image from being shown.
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
#endif
  png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
  png_read_info(png, info);
  int color_type = png_get_color_type(png, info);
  int bit_depth = png_get_bit_depth(png, info);
  header->width = (int)png_get_image_width(png, info);
  header->height = (int)png_get_image_height(png, info);
  header->is_interlaced = png_get_interlace_type(png, info) != PNG_INTERLACE_NONE;
  header->layout = color_type == PNG_COLOR_TYPE_PALETTE   ? CPNG_INDEX
                   : color_type & PNG_COLOR_MASK_COLOR    ? CPNG_RGB
                   : bit_depth == 16 && !(color_type & PNG_COLOR_MASK_ALPHA) ? CPNG_WIDE_GREY
                                                          : CPNG_GREY;
  if (color_type == PNG_COLOR_TYPE_GRAY) png_set_expand_gray_1_2_4_to_8(png);
  else png_set_packing(png);
  if (color_type & PNG_COLOR_MASK_ALPHA) png_set_strip_alpha(png);
  if (header->layout != CPNG_WIDE_GREY) png_set_strip_16(png);
  size_t stored_row = png_get_rowbytes(png, info);
  size_t row = (size_t)header->width * cpng_pixel_byte_count(header->layout);
  // The row before, the row and its transformed copy are libpng's.
  header->working_byte_count = 3 * stored_row + row * (header->is_interlaced ? (size_t)header->height + 1 : 2);
}

// Reads the extents and the sample layout of the image in `bytes`.
__attribute__((noinline)) static cpng_status cpng_read_header(
    const unsigned char *bytes, size_t byte_count, cpng_header *header) {
  errno = 0;
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

static void cpng_send(cpng_source *source, cpng_taker take, void *context, const unsigned char *row) {
  if (take(context, row)) return;
  source->status = CPNG_STOPPED;
  longjmp(source->escape, 1);
}

// Hands over the image's rows in the header's layout; `palette` is filled before the first where the image has one.
__attribute__((noinline)) static cpng_status cpng_decode(
    const unsigned char *bytes, size_t byte_count, cpng_palette *palette, cpng_taker take, void *context) {
  errno = 0;
  cpng_source source = {.bytes = bytes, .byte_count = byte_count, .position = 0, .status = CPNG_OK};
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &source, cpng_error, cpng_warning);
  if (!png) return CPNG_OUT_OF_MEMORY;
  png_infop volatile info = NULL;
  if (setjmp(source.escape)) {
    png_infop made = info;
    png_destroy_read_struct(&png, made ? &made : NULL, NULL);
    free(source.pixels);
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
  if (stride != (size_t)header.width * cpng_pixel_byte_count(header.layout)) png_error(png, "unexpected row length");

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
  source.pixels = malloc(stride * (pass_count > 1 ? (size_t)header.height : 1));
  if (!source.pixels) {
    source.status = CPNG_OUT_OF_MEMORY;
    png_error(png, "out of memory");
  }
  if (pass_count == 1) {
    for (int y = 0; y < header.height; y++) {
      png_read_row(png, source.pixels, NULL);
      cpng_send(&source, take, context, source.pixels);
    }
  } else {
    for (int pass = 0; pass < pass_count; pass++) {
      for (int y = 0; y < header.height; y++) {
        png_read_row(png, source.pixels + (size_t)y * stride, NULL);
        cpng_send(&source, take, context, NULL);
      }
    }
    for (int y = 0; y < header.height; y++) cpng_send(&source, take, context, source.pixels + (size_t)y * stride);
  }
  // The chunks after the image are not read: a file cut off there still holds every pixel.
  png_infop made = info;
  png_destroy_read_struct(&png, &made, NULL);
  free(source.pixels);
  return CPNG_OK;
}
