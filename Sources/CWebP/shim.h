#pragma once
#include <stddef.h>
#include <string.h>
#include <webp/decode.h>
#include <webp/demux.h>

typedef enum cwebp_status {
  CWEBP_OK = 0,
  CWEBP_CORRUPT,
  // The data ends before the image does.
  CWEBP_TRUNCATED,
  CWEBP_OUT_OF_MEMORY,
} cwebp_status;

// The canvas, and where on it the first image of an animation lies; a still image covers it.
typedef struct cwebp_header {
  int width;
  int height;
  int left;
  int top;
  int frame_width;
  int frame_height;
  int has_alpha;
  int is_lossless;
  // The first image's part of the file.
  size_t frame_offset;
  size_t frame_byte_count;
} cwebp_header;

static inline cwebp_status cwebp_status_of(VP8StatusCode code) {
  switch (code) {
  case VP8_STATUS_OK: return CWEBP_OK;
  case VP8_STATUS_OUT_OF_MEMORY: return CWEBP_OUT_OF_MEMORY;
  case VP8_STATUS_NOT_ENOUGH_DATA:
  case VP8_STATUS_SUSPENDED: return CWEBP_TRUNCATED;
  default: return CWEBP_CORRUPT;
  }
}

// Reads the extents of the image in `bytes`; nothing is decoded.
static cwebp_status cwebp_read_header(const unsigned char *bytes, size_t byte_count, cwebp_header *header) {
  WebPData data = {bytes, byte_count};
  WebPDemuxState state = WEBP_DEMUX_PARSE_ERROR;
  WebPDemuxer *demuxer = WebPDemuxPartial(&data, &state);
  if (state != WEBP_DEMUX_DONE) {
    WebPDemuxDelete(demuxer);
    return state == WEBP_DEMUX_PARSE_ERROR ? CWEBP_CORRUPT : CWEBP_TRUNCATED;
  }
  // Parsed to the end, it can only be missing for lack of memory.
  if (!demuxer) return CWEBP_OUT_OF_MEMORY;
  cwebp_status status = CWEBP_CORRUPT;
  WebPIterator frame;
  memset(&frame, 0, sizeof frame);
  if (WebPDemuxGetFrame(demuxer, 1, &frame)) {
    WebPBitstreamFeatures features;
    status = cwebp_status_of(WebPGetFeatures(frame.fragment.bytes, frame.fragment.size, &features));
    if (status == CWEBP_OK) {
      header->width = (int)WebPDemuxGetI(demuxer, WEBP_FF_CANVAS_WIDTH);
      header->height = (int)WebPDemuxGetI(demuxer, WEBP_FF_CANVAS_HEIGHT);
      header->left = frame.x_offset;
      header->top = frame.y_offset;
      header->frame_width = features.width;
      header->frame_height = features.height;
      header->has_alpha = features.has_alpha;
      header->is_lossless = features.format == 2;
      header->frame_offset = (size_t)(frame.fragment.bytes - bytes);
      header->frame_byte_count = frame.fragment.size;
    }
  }
  WebPDemuxReleaseIterator(&frame);
  WebPDemuxDelete(demuxer);
  return status;
}

// Decodes the first image into `pixels`, three bytes per pixel: frame_height · frame_width · 3.
static cwebp_status cwebp_decode(const unsigned char *bytes, const cwebp_header *header, unsigned char *pixels) {
  WebPDecoderConfig config;
  if (!WebPInitDecoderConfig(&config)) return CWEBP_CORRUPT;
  config.output.colorspace = MODE_RGB;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = pixels;
  config.output.u.RGBA.stride = header->frame_width * 3;
  config.output.u.RGBA.size = (size_t)header->frame_width * 3 * (size_t)header->frame_height;
  return cwebp_status_of(WebPDecode(bytes + header->frame_offset, header->frame_byte_count, &config));
}
