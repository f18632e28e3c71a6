#pragma once
#include <gif_lib.h>
#include <stddef.h>
#include <string.h>

typedef enum cgif_status {
  CGIF_OK = 0,
  CGIF_CORRUPT,
  // The data ends before the image does.
  CGIF_TRUNCATED,
  CGIF_OUT_OF_MEMORY,
  // The taker of rows wants no more.
  CGIF_STOPPED,
} cgif_status;

// The logical screen, and where on it the first image lies, which may reach beyond.
typedef struct cgif_header {
  int width;
  int height;
  int left;
  int top;
  int frame_width;
  int frame_height;
  int is_interlaced;
  // The index of transparent pixels, −1 for none.
  int transparent;
  // 0 where the file gives no colours at all.
  int color_count;
  unsigned char colors[256 * 3];
} cgif_header;

// Takes a row of indices by its place in the image; a null row only asks whether to go on. Returns 0 to stop.
typedef int (*cgif_taker)(void *context, const unsigned char *row, int y);

typedef struct cgif_source {
  const unsigned char *bytes;
  size_t byte_count;
  size_t position;
} cgif_source;

static int cgif_read(GifFileType *gif, GifByteType *target, int byte_count) {
  cgif_source *source = (cgif_source *)gif->UserData;
  size_t rest = source->byte_count - source->position;
  size_t count = (size_t)byte_count < rest ? (size_t)byte_count : rest;
  memcpy(target, source->bytes + source->position, count);
  source->position += count;
  return (int)count;
}

static inline cgif_status cgif_status_of(int error) {
  switch (error) {
  case D_GIF_ERR_READ_FAILED:
  // What giflib gives where the file ends within the screen's description.
  case D_GIF_SUCCEEDED:
  case D_GIF_ERR_NO_SCRN_DSCR:
  case D_GIF_ERR_EOF_TOO_SOON: return CGIF_TRUNCATED;
  case D_GIF_ERR_NOT_ENOUGH_MEM: return CGIF_OUT_OF_MEMORY;
  default: return CGIF_CORRUPT;
  }
}

// Reads up to the pixels of the first image.
static cgif_status cgif_read_info(GifFileType *gif, cgif_header *header) {
  header->transparent = NO_TRANSPARENT_COLOR;
  for (;;) {
    GifRecordType type;
    if (DGifGetRecordType(gif, &type) == GIF_ERROR) return cgif_status_of(gif->Error);
    if (type == IMAGE_DESC_RECORD_TYPE) break;
    // A file may end without an image.
    if (type != EXTENSION_RECORD_TYPE) return CGIF_CORRUPT;
    int code;
    GifByteType *block;
    if (DGifGetExtension(gif, &code, &block) == GIF_ERROR) return cgif_status_of(gif->Error);
    GraphicsControlBlock control;
    if (code == GRAPHICS_EXT_FUNC_CODE && block && DGifExtensionToGCB(block[0], block + 1, &control) == GIF_OK)
      header->transparent = control.TransparentColor;
    while (block) {
      if (DGifGetExtensionNext(gif, &block) == GIF_ERROR) return cgif_status_of(gif->Error);
    }
  }
  if (DGifGetImageDesc(gif) == GIF_ERROR) return cgif_status_of(gif->Error);
  header->left = gif->Image.Left;
  header->top = gif->Image.Top;
  header->frame_width = gif->Image.Width;
  header->frame_height = gif->Image.Height;
  header->is_interlaced = gif->Image.Interlace;
  header->width = gif->SWidth;
  header->height = gif->SHeight;
  const ColorMapObject *map = gif->Image.ColorMap ? gif->Image.ColorMap : gif->SColorMap;
  header->color_count = map ? map->ColorCount : 0;
  memset(header->colors, 0, sizeof header->colors);
  for (int i = 0; i < header->color_count && i < 256; i++) {
    header->colors[3 * i] = map->Colors[i].Red;
    header->colors[3 * i + 1] = map->Colors[i].Green;
    header->colors[3 * i + 2] = map->Colors[i].Blue;
  }
  return CGIF_OK;
}

// Reads the extents and the colours of the first image in `bytes`.
static cgif_status cgif_read_header(const unsigned char *bytes, size_t byte_count, cgif_header *header) {
  cgif_source source = {bytes, byte_count, 0};
  int error = 0;
  GifFileType *gif = DGifOpen(&source, cgif_read, &error);
  if (!gif) return cgif_status_of(error);
  cgif_status status = cgif_read_info(gif, header);
  DGifCloseFile(gif, &error);
  return status;
}

// Hands over the first image's rows, of frame_width indices, in the order of the file; `line` has room for one.
static cgif_status cgif_decode(
    const unsigned char *bytes, size_t byte_count, unsigned char *line, cgif_taker take, void *context) {
  static const int firsts[] = {0, 4, 2, 1}, steps[] = {8, 8, 4, 2};
  cgif_source source = {bytes, byte_count, 0};
  int error = 0;
  GifFileType *gif = DGifOpen(&source, cgif_read, &error);
  if (!gif) return cgif_status_of(error);
  cgif_header header;
  cgif_status status = cgif_read_info(gif, &header);
  int pass_count = header.is_interlaced ? 4 : 1;
  for (int pass = 0; status == CGIF_OK && pass < pass_count; pass++) {
    int step = header.is_interlaced ? steps[pass] : 1;
    for (int y = header.is_interlaced ? firsts[pass] : 0; status == CGIF_OK && y < header.frame_height; y += step) {
      if (DGifGetLine(gif, line, header.frame_width) == GIF_ERROR) status = cgif_status_of(gif->Error);
      else if (!take(context, line, y)) status = CGIF_STOPPED;
    }
  }
  DGifCloseFile(gif, &error);
  return status;
}
