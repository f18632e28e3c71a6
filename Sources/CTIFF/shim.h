#pragma once
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>

// libtiff's getters take any number of arguments and its reader a table of functions, neither of which Swift can call.

typedef struct ctiff_source {
  const unsigned char *bytes;
  uint64_t byte_count;
  uint64_t position;
} ctiff_source;

typedef struct ctiff_header {
  uint32_t width;
  uint32_t height;
  uint16_t bits;
  uint16_t samples;
  uint16_t sample_format;
  // −1 where the file does not say.
  int photometric;
  uint16_t compression;
  int is_compression_known;
  // Each sample in a plane of its own.
  int has_planes;
  uint16_t orientation;
  uint16_t extra_count;
  // Of the first sample beyond the colours: 0 unknown, 1 associated alpha, 2 other alpha.
  uint16_t first_extra;
  int is_tiled;
  // Of a strip or a tile.
  uint32_t part_width;
  uint32_t part_height;
  uint64_t part_byte_count;
} ctiff_header;

static tmsize_t ctiff_read(thandle_t handle, void *target, tmsize_t byte_count) {
  ctiff_source *source = (ctiff_source *)handle;
  uint64_t rest = source->position < source->byte_count ? source->byte_count - source->position : 0;
  uint64_t count = (uint64_t)byte_count < rest ? (uint64_t)byte_count : rest;
  memcpy(target, source->bytes + source->position, count);
  source->position += count;
  return (tmsize_t)count;
}

static tmsize_t ctiff_write(thandle_t handle, void *bytes, tmsize_t byte_count) {
  (void)handle;
  (void)bytes;
  (void)byte_count;
  return 0;
}

static toff_t ctiff_seek(thandle_t handle, toff_t offset, int whence) {
  ctiff_source *source = (ctiff_source *)handle;
  uint64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? source->position : source->byte_count;
  return source->position = base + offset;
}

static int ctiff_close(thandle_t handle) {
  (void)handle;
  return 0;
}

static toff_t ctiff_size(thandle_t handle) { return ((ctiff_source *)handle)->byte_count; }

// Keeps libtiff from writing on standard error, in the whole program: the caller says what is wrong.
static void ctiff_silence(void) {
  TIFFSetErrorHandler(NULL);
  TIFFSetWarningHandler(NULL);
}

// Opens the first image of the file in memory that `source` describes; both must outlive the result. NULL where the file
// is damaged. No single piece of memory is larger than `allocation_limit`.
static TIFF *ctiff_open(ctiff_source *source, uint64_t allocation_limit) {
  // "m": no memory mapping, which the source is not.
#if TIFFLIB_VERSION >= 20221213
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
  if (!options) return NULL;
  TIFFOpenOptionsSetMaxSingleMemAlloc(options, (tmsize_t)allocation_limit);
  TIFF *tiff = TIFFClientOpenExt(
      "image", "rm", (thandle_t)source, ctiff_read, ctiff_write, ctiff_seek, ctiff_close, ctiff_size, NULL, NULL,
      options);
  TIFFOpenOptionsFree(options);
  return tiff;
#else
  (void)allocation_limit;
  return TIFFClientOpen(
      "image", "rm", (thandle_t)source, ctiff_read, ctiff_write, ctiff_seek, ctiff_close, ctiff_size, NULL, NULL);
#endif
}

// 0 where the file does not give the extents.
static int ctiff_read_header(TIFF *tiff, ctiff_header *header) {
  memset(header, 0, sizeof *header);
  if (!TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &header->width)) return 0;
  if (!TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &header->height)) return 0;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &header->bits);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &header->samples);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &header->sample_format);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &header->compression);
  header->is_compression_known = TIFFIsCODECConfigured(header->compression);
  uint16_t photometric = 0;
  header->photometric = TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &photometric) ? photometric : -1;
  uint16_t planes = PLANARCONFIG_CONTIG;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &planes);
  header->has_planes = planes == PLANARCONFIG_SEPARATE && header->samples > 1;
  header->orientation = ORIENTATION_TOPLEFT;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_ORIENTATION, &header->orientation);
  // The caller turns the image, whichever way its pixels are read.
  TIFFSetField(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
  uint16_t *extras = NULL;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_EXTRASAMPLES, &header->extra_count, &extras);
  header->first_extra = header->extra_count > 0 && extras ? extras[0] : 0;
  // Colour whose parts differ in extent comes out as RGB where JPEG decodes it.
  if (header->compression == COMPRESSION_JPEG && header->photometric == PHOTOMETRIC_YCBCR && !header->has_planes)
    TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
  header->is_tiled = TIFFIsTiled(tiff);
  if (header->is_tiled) {
    TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &header->part_width);
    TIFFGetField(tiff, TIFFTAG_TILELENGTH, &header->part_height);
    header->part_byte_count = TIFFTileSize64(tiff);
  } else {
    header->part_width = header->width;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &header->part_height);
    if (header->part_height > header->height) header->part_height = header->height;
    header->part_byte_count = TIFFStripSize64(tiff);
  }
  return 1;
}

// The 256 colours of an image with indices of 8 bits or less, as the high bytes of what the file gives; 0 for none.
static int ctiff_read_colors(TIFF *tiff, int count, unsigned char *colors) {
  uint16_t *red = NULL, *green = NULL, *blue = NULL;
  if (!TIFFGetField(tiff, TIFFTAG_COLORMAP, &red, &green, &blue)) return 0;
  for (int i = 0; i < count; i++) {
    colors[3 * i] = (unsigned char)(red[i] >> 8);
    colors[3 * i + 1] = (unsigned char)(green[i] >> 8);
    colors[3 * i + 2] = (unsigned char)(blue[i] >> 8);
  }
  return 1;
}

typedef enum ctiff_status {
  CTIFF_OK = 0,
  CTIFF_CORRUPT,
  CTIFF_OUT_OF_MEMORY,
} ctiff_status;

// libtiff says only in words that there is no memory left.
static inline ctiff_status ctiff_status_of(int is_done) {
  return is_done ? CTIFF_OK : errno == ENOMEM ? CTIFF_OUT_OF_MEMORY : CTIFF_CORRUPT;
}

// Decodes the strip or tile that holds pixel (x, y) of a plane; `byte_count` is the room in `samples`.
static ctiff_status ctiff_read_part(
    TIFF *tiff, const ctiff_header *header, uint32_t x, uint32_t y, uint16_t plane, unsigned char *samples,
    uint64_t byte_count) {
  errno = 0;
  tmsize_t read;
  if (header->is_tiled) {
    read = TIFFReadEncodedTile(tiff, TIFFComputeTile(tiff, x, y, 0, plane), samples, (tmsize_t)byte_count);
  } else {
    // The last strip is shorter, which libtiff knows.
    read = TIFFReadEncodedStrip(tiff, TIFFComputeStrip(tiff, y, plane), samples, (tmsize_t)byte_count);
  }
  return ctiff_status_of(read >= 0);
}

// Decodes the strip or tile that holds pixel (x, y) into words of red, green, blue and alpha from the lowest byte,
// rows from its bottom, part_width to a row.
static ctiff_status ctiff_read_colored_part(
    TIFF *tiff, const ctiff_header *header, uint32_t x, uint32_t y, uint32_t *pixels) {
  errno = 0;
  return ctiff_status_of(
      header->is_tiled ? TIFFReadRGBATileExt(tiff, x, y, pixels, 1) : TIFFReadRGBAStripExt(tiff, y, pixels, 1));
}
