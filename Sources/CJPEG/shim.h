#pragma once
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <jpeglib.h>
#include <jerror.h>

// libjpeg reports an error by a call that must not return. Only C can leave it, by longjmp, so the whole of a decode
// is a C function here. Both functions are stateless: they read the header anew, which costs microseconds.

typedef enum cjpeg_status {
  CJPEG_OK = 0,
  CJPEG_CORRUPT,
  // The data ends before the image does.
  CJPEG_TRUNCATED,
  CJPEG_OUT_OF_MEMORY,
} cjpeg_status;

typedef struct cjpeg_header {
  int width;
  int height;
  // As stored in the file: 1 grey, 3 colour, 4 CMYK.
  int component_count;
} cjpeg_header;

typedef struct cjpeg_errors {
  struct jpeg_error_mgr manager;
  jmp_buf escape;
  cjpeg_status status;
} cjpeg_errors;

static void cjpeg_error_exit(j_common_ptr info) {
  cjpeg_errors *errors = (cjpeg_errors *)info->err;
  switch (info->err->msg_code) {
  case JERR_INPUT_EMPTY:
  case JERR_INPUT_EOF:
    errors->status = CJPEG_TRUNCATED;
    break;
  case JERR_OUT_OF_MEMORY:
    errors->status = CJPEG_OUT_OF_MEMORY;
    break;
  default:
    errors->status = CJPEG_CORRUPT;
  }
  longjmp(errors->escape, 1);
}

// libjpeg makes up an end where the data stops short; other warnings it repairs as every viewer does.
static void cjpeg_emit_message(j_common_ptr info, int level) {
  if (level < 0 && info->err->msg_code == JWRN_JPEG_EOF) {
    cjpeg_errors *errors = (cjpeg_errors *)info->err;
    errors->status = CJPEG_TRUNCATED;
    longjmp(errors->escape, 1);
  }
}

static void cjpeg_output_message(j_common_ptr info) { (void)info; }

// A few kilobytes can hold thousands of progressive scans of a huge image, each of which costs a pass over it.
enum { CJPEG_SCAN_LIMIT = 1000 };

static void cjpeg_watch_scans(j_common_ptr info) {
  if (info->is_decompressor && ((j_decompress_ptr)info)->input_scan_number > CJPEG_SCAN_LIMIT) {
    cjpeg_errors *errors = (cjpeg_errors *)info->err;
    errors->status = CJPEG_CORRUPT;
    longjmp(errors->escape, 1);
  }
}

static inline void cjpeg_install_errors(struct jpeg_decompress_struct *info, cjpeg_errors *errors) {
  memset(info, 0, sizeof *info);
  info->err = jpeg_std_error(&errors->manager);
  errors->manager.error_exit = cjpeg_error_exit;
  errors->manager.emit_message = cjpeg_emit_message;
  errors->manager.output_message = cjpeg_output_message;
  errors->status = CJPEG_OK;
}

// Reads the extents of the image in `bytes`.
__attribute__((noinline)) static cjpeg_status cjpeg_read_header(
    const unsigned char *bytes, size_t byte_count, cjpeg_header *header) {
  struct jpeg_decompress_struct info;
  cjpeg_errors errors;
  cjpeg_install_errors(&info, &errors);
  if (setjmp(errors.escape)) {
    jpeg_destroy_decompress(&info);
    return errors.status;
  }
  jpeg_create_decompress(&info);
  jpeg_mem_src(&info, bytes, byte_count);
  jpeg_read_header(&info, TRUE);
  header->width = (int)info.image_width;
  header->height = (int)info.image_height;
  header->component_count = info.num_components;
  jpeg_destroy_decompress(&info);
  return CJPEG_OK;
}

// Decodes into `pixels`: three bytes a pixel (RGB), or four (CMYK as stored) where the file has four components.
// `pixel_byte_count` must be the image's width times height times those bytes.
__attribute__((noinline)) static cjpeg_status cjpeg_decode(
    const unsigned char *bytes, size_t byte_count, unsigned char *pixels, size_t pixel_byte_count) {
  struct jpeg_decompress_struct info;
  struct jpeg_progress_mgr progress;
  cjpeg_errors errors;
  cjpeg_install_errors(&info, &errors);
  if (setjmp(errors.escape)) {
    jpeg_destroy_decompress(&info);
    return errors.status;
  }
  jpeg_create_decompress(&info);
  memset(&progress, 0, sizeof progress);
  progress.progress_monitor = cjpeg_watch_scans;
  info.progress = &progress;
  jpeg_mem_src(&info, bytes, byte_count);
  jpeg_read_header(&info, TRUE);
  info.out_color_space = info.num_components == 4 ? JCS_CMYK : JCS_RGB;
  jpeg_start_decompress(&info);
  size_t stride = (size_t)info.output_width * (size_t)info.output_components;
  if (stride * info.output_height != pixel_byte_count) {
    jpeg_destroy_decompress(&info);
    return CJPEG_CORRUPT;
  }
  while (info.output_scanline < info.output_height) {
    JSAMPROW rows[4];
    int row_count = 0;
    for (JDIMENSION y = info.output_scanline; y < info.output_height && row_count < 4; y++) {
      rows[row_count++] = pixels + y * stride;
    }
    jpeg_read_scanlines(&info, rows, (JDIMENSION)row_count);
  }
  jpeg_finish_decompress(&info);
  jpeg_destroy_decompress(&info);
  return CJPEG_OK;
}
