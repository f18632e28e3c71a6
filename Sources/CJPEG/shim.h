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
  // The file is sound but of a kind that this libjpeg does not decode.
  CJPEG_UNREAD_KIND,
  // There are more scans than the caller allows.
  CJPEG_TOO_MANY_SCANS,
  // The taker of rows wants no more.
  CJPEG_STOPPED,
} cjpeg_status;

typedef struct cjpeg_header {
  int width;
  int height;
  // As stored in the file: 1 grey, 3 colour, 4 CMYK.
  int component_count;
  // Whether a pixel's parts are spread over several scans, so that the whole image must be held until the last.
  int has_several_scans;
  // What a decode allocates.
  size_t working_byte_count;
} cjpeg_header;

// Takes a row as it is decoded; a null row only asks whether to go on. Returns 0 to stop.
typedef int (*cjpeg_taker)(void *context, const unsigned char *row);

typedef struct cjpeg_errors {
  struct jpeg_error_mgr manager;
  jmp_buf escape;
  cjpeg_status status;
  int scan_limit;
  cjpeg_taker take;
  void *context;
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
  case JERR_BAD_PRECISION:
  case JERR_SOF_UNSUPPORTED:
  case JERR_ARITH_NOTIMPL:
  case JERR_CONVERSION_NOTIMPL:
    errors->status = CJPEG_UNREAD_KIND;
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

// Called for every row of blocks of every scan.
static void cjpeg_watch(j_common_ptr info) {
  cjpeg_errors *errors = (cjpeg_errors *)info->err;
  if (((j_decompress_ptr)info)->input_scan_number > errors->scan_limit) {
    errors->status = CJPEG_TOO_MANY_SCANS;
    longjmp(errors->escape, 1);
  }
  if (!errors->take(errors->context, NULL)) {
    errors->status = CJPEG_STOPPED;
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
  header->has_several_scans = jpeg_has_multiple_scans(&info);
  // Lines of colour on their way from blocks to pixels.
  header->working_byte_count = (size_t)info.image_width * (size_t)info.num_components * 64;
  if (header->has_several_scans) {
    for (int i = 0; i < info.num_components; i++) {
      const jpeg_component_info *component = &info.comp_info[i];
      size_t across = (size_t)component->width_in_blocks + (size_t)component->h_samp_factor;
      size_t down = (size_t)component->height_in_blocks + (size_t)component->v_samp_factor;
      header->working_byte_count += across * down * sizeof(JBLOCK);
    }
  }
  jpeg_destroy_decompress(&info);
  return CJPEG_OK;
}

// Hands over the image's rows: three bytes per pixel (RGB), or four (CMYK as stored) where the file has four components.
__attribute__((noinline)) static cjpeg_status cjpeg_decode(
    const unsigned char *bytes, size_t byte_count, int scan_limit, cjpeg_taker take, void *context) {
  struct jpeg_decompress_struct info;
  struct jpeg_progress_mgr progress;
  cjpeg_errors errors;
  cjpeg_install_errors(&info, &errors);
  errors.scan_limit = scan_limit;
  errors.take = take;
  errors.context = context;
  if (setjmp(errors.escape)) {
    jpeg_destroy_decompress(&info);
    return errors.status;
  }
  jpeg_create_decompress(&info);
  memset(&progress, 0, sizeof progress);
  progress.progress_monitor = cjpeg_watch;
  info.progress = &progress;
  jpeg_mem_src(&info, bytes, byte_count);
  jpeg_read_header(&info, TRUE);
  info.out_color_space = info.num_components == 4 ? JCS_CMYK : JCS_RGB;
  jpeg_start_decompress(&info);
  // The library's own, so that it goes with the rest on every way out.
  JSAMPARRAY rows = info.mem->alloc_sarray(
      (j_common_ptr)&info, JPOOL_IMAGE, info.output_width * (JDIMENSION)info.output_components, 4);
  while (info.output_scanline < info.output_height) {
    JDIMENSION count = jpeg_read_scanlines(&info, rows, 4);
    for (JDIMENSION i = 0; i < count; i++) {
      if (take(context, rows[i])) continue;
      jpeg_destroy_decompress(&info);
      return CJPEG_STOPPED;
    }
  }
  jpeg_finish_decompress(&info);
  jpeg_destroy_decompress(&info);
  return CJPEG_OK;
}
