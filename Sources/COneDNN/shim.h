// What this package uses of oneDNN, in a form that is the same for its 2.x and 3.x C interfaces.
//
// 2.x describes an operation in a struct (`dnnl_matmul_desc_init`) and memory descriptors are values; 3.x creates the
// primitive descriptor at once (`dnnl_matmul_primitive_desc_create`) and memory descriptors are objects. No other file
// of the package knows. Every function returns oneDNN's status, 0 for success.
#pragma once
#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <oneapi/dnnl/dnnl.h>

#if DNNL_VERSION_MAJOR >= 3
typedef const_dnnl_memory_desc_t fq_dnnl_descriptor;
#else
typedef const dnnl_memory_desc_t *fq_dnnl_descriptor;
#endif

// destination[b, m, n] = Σ_k source[b, m, k] · weights[b, k, n], plus bias[n] where there is one.
// Strides count elements, in the order batch, row, column; with one batch the operands have two dimensions.
typedef struct {
  int64_t batches, rows, inner, columns;
  // Unsigned bytes times signed bytes to 32-bit integers; float32 throughout where false.
  bool is_integer;
  int64_t source_strides[3], weights_strides[3], destination_strides[3];
  // The primitive chooses the layout of its weights; `weights_strides` then says how they come to fq_dnnl_product_pack.
  bool packs_weights;
  bool has_bias;
  // Adds the products to what the destination holds; each sum is complete before that one addition.
  bool accumulates;
} fq_dnnl_shape;

typedef struct {
  dnnl_primitive_desc_t description;
  dnnl_primitive_t primitive;
  size_t weights_byte_count;
  size_t scratchpad_byte_count;
} fq_dnnl_product;

// A memory descriptor that lives as long as this struct: a value in 2.x, an object to destroy in 3.x.
typedef struct {
  dnnl_memory_desc_t descriptor;
} fq_dnnl_owned_descriptor;

static inline fq_dnnl_descriptor fq_dnnl_borrow(const fq_dnnl_owned_descriptor *owned) {
#if DNNL_VERSION_MAJOR >= 3
  return owned->descriptor;
#else
  return &owned->descriptor;
#endif
}

static inline void fq_dnnl_release(fq_dnnl_owned_descriptor *owned) {
#if DNNL_VERSION_MAJOR >= 3
  if (owned->descriptor) dnnl_memory_desc_destroy(owned->descriptor);
  owned->descriptor = NULL;
#else
  (void)owned;
#endif
}

// Describes [batches, rows, columns], without the first extent where it is 1. `strides` is null for "any layout".
static inline int fq_dnnl_describe(
    fq_dnnl_owned_descriptor *owned, dnnl_data_type_t type, int64_t batches, int64_t rows, int64_t columns,
    const int64_t *strides) {
  int skipped = batches == 1 ? 1 : 0;
  dnnl_dims_t extents = {batches, rows, columns}, steps = {0};
  memmove(extents, extents + skipped, (size_t)(3 - skipped) * sizeof extents[0]);
  if (strides) memcpy(steps, strides + skipped, (size_t)(3 - skipped) * sizeof steps[0]);
#if DNNL_VERSION_MAJOR >= 3
  return strides
      ? dnnl_memory_desc_create_with_strides(&owned->descriptor, 3 - skipped, extents, type, steps)
      : dnnl_memory_desc_create_with_tag(
            &owned->descriptor, 3 - skipped, extents, type, dnnl_format_tag_any);
#else
  return strides
      ? dnnl_memory_desc_init_by_strides(&owned->descriptor, 3 - skipped, extents, type, steps)
      : dnnl_memory_desc_init_by_tag(
            &owned->descriptor, 3 - skipped, extents, type, dnnl_format_tag_any);
#endif
}

static inline int fq_dnnl_describe_bias(fq_dnnl_owned_descriptor *owned, const fq_dnnl_shape *shape) {
  const int64_t strides[3] = {shape->columns, shape->columns, 1};
  return fq_dnnl_describe(owned, dnnl_f32, 1, 1, shape->columns, strides);
}

static inline size_t fq_dnnl_queried_byte_count(dnnl_primitive_desc_t description, dnnl_query_t what) {
  fq_dnnl_descriptor descriptor = dnnl_primitive_desc_query_md(description, what, 0);
  return descriptor ? dnnl_memory_desc_get_size(descriptor) : 0;
}

static inline void fq_dnnl_product_destroy(fq_dnnl_product *product) {
  if (product->primitive) dnnl_primitive_destroy(product->primitive);
  if (product->description) dnnl_primitive_desc_destroy(product->description);
  memset(product, 0, sizeof *product);
}

static inline int fq_dnnl_append_sum(dnnl_primitive_attr_t attributes) {
  dnnl_post_ops_t operations = NULL;
  int status = dnnl_post_ops_create(&operations);
#if DNNL_VERSION_MAJOR >= 3
  if (!status) status = dnnl_post_ops_append_sum(operations, 1, 0, dnnl_f32);
#else
  if (!status) status = dnnl_post_ops_append_sum(operations, 1);
#endif
  if (!status) status = dnnl_primitive_attr_set_post_ops(attributes, operations);
  if (operations) dnnl_post_ops_destroy(operations);
  return status;
}

// The scratchpad belongs to the caller, so that threads may share the primitive.
static inline int fq_dnnl_product_create(
    fq_dnnl_product *product, dnnl_engine_t engine, const fq_dnnl_shape *shape) {
  memset(product, 0, sizeof *product);
  fq_dnnl_owned_descriptor source, weights, destination, bias;
  memset(&source, 0, sizeof source);
  memset(&weights, 0, sizeof weights);
  memset(&destination, 0, sizeof destination);
  memset(&bias, 0, sizeof bias);
  dnnl_primitive_attr_t attributes = NULL;
  bool integer = shape->is_integer;
  int status = fq_dnnl_describe(
      &source, integer ? dnnl_u8 : dnnl_f32, shape->batches, shape->rows, shape->inner,
      shape->source_strides);
  if (!status)
    status = fq_dnnl_describe(
        &weights, integer ? dnnl_s8 : dnnl_f32, shape->batches, shape->inner, shape->columns,
        shape->packs_weights ? NULL : shape->weights_strides);
  if (!status)
    status = fq_dnnl_describe(
        &destination, integer ? dnnl_s32 : dnnl_f32, shape->batches, shape->rows, shape->columns,
        shape->destination_strides);
  if (!status && shape->has_bias) status = fq_dnnl_describe_bias(&bias, shape);
  if (!status) status = dnnl_primitive_attr_create(&attributes);
  if (!status) status = dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user);
  if (!status && shape->accumulates) status = fq_dnnl_append_sum(attributes);
#if DNNL_VERSION_MAJOR >= 3
  if (!status)
    status = dnnl_matmul_primitive_desc_create(
        &product->description, engine, fq_dnnl_borrow(&source), fq_dnnl_borrow(&weights),
        shape->has_bias ? fq_dnnl_borrow(&bias) : NULL, fq_dnnl_borrow(&destination), attributes);
#else
  dnnl_matmul_desc_t operation;
  if (!status)
    status = dnnl_matmul_desc_init(
        &operation, fq_dnnl_borrow(&source), fq_dnnl_borrow(&weights),
        shape->has_bias ? fq_dnnl_borrow(&bias) : NULL, fq_dnnl_borrow(&destination));
  if (!status)
    status = dnnl_primitive_desc_create(&product->description, &operation, attributes, engine, NULL);
#endif
  if (!status) status = dnnl_primitive_create(&product->primitive, product->description);
  if (!status) {
    product->weights_byte_count = fq_dnnl_queried_byte_count(product->description, dnnl_query_weights_md);
    product->scratchpad_byte_count = fq_dnnl_queried_byte_count(product->description, dnnl_query_scratchpad_md);
  } else {
    fq_dnnl_product_destroy(product);
  }
  if (attributes) dnnl_primitive_attr_destroy(attributes);
  fq_dnnl_release(&source);
  fq_dnnl_release(&weights);
  fq_dnnl_release(&destination);
  fq_dnnl_release(&bias);
  return status;
}

// A memory object for one of the product's arguments over a buffer that the caller keeps alive; the buffer may be null
// and set later. `what` is dnnl_query_src_md, dnnl_query_weights_md, dnnl_query_dst_md or dnnl_query_scratchpad_md;
// the bias is argument 1 of dnnl_query_weights_md.
static inline int fq_dnnl_memory_create(
    dnnl_memory_t *memory, const fq_dnnl_product *product, dnnl_engine_t engine, dnnl_query_t what, int index,
    void *buffer) {
  fq_dnnl_descriptor descriptor = dnnl_primitive_desc_query_md(product->description, what, index);
  return descriptor ? dnnl_memory_create(memory, descriptor, engine, buffer) : dnnl_invalid_arguments;
}

// Rewrites plain weights, laid out by `shape->weights_strides`, into the layout that the product chose.
static inline int fq_dnnl_product_pack(
    const fq_dnnl_product *product, dnnl_engine_t engine, dnnl_stream_t stream, const fq_dnnl_shape *shape,
    const void *plain, void *packed) {
  fq_dnnl_owned_descriptor from;
  memset(&from, 0, sizeof from);
  dnnl_primitive_desc_t description = NULL;
  dnnl_primitive_t reorder = NULL;
  dnnl_memory_t source = NULL, destination = NULL;
  int status = fq_dnnl_describe(
      &from, shape->is_integer ? dnnl_s8 : dnnl_f32, shape->batches, shape->inner, shape->columns,
      shape->weights_strides);
  if (!status) status = dnnl_memory_create(&source, fq_dnnl_borrow(&from), engine, (void *)plain);
  if (!status)
    status = fq_dnnl_memory_create(&destination, product, engine, dnnl_query_weights_md, 0, packed);
  if (!status)
    status = dnnl_reorder_primitive_desc_create(
        &description, fq_dnnl_borrow(&from), engine,
        dnnl_primitive_desc_query_md(product->description, dnnl_query_weights_md, 0), engine, NULL);
  if (!status) status = dnnl_primitive_create(&reorder, description);
  if (!status) {
    dnnl_exec_arg_t arguments[] = {{DNNL_ARG_FROM, source}, {DNNL_ARG_TO, destination}};
    status = dnnl_primitive_execute(reorder, stream, 2, arguments);
  }
  if (!status) status = dnnl_stream_wait(stream);
  if (reorder) dnnl_primitive_destroy(reorder);
  if (description) dnnl_primitive_desc_destroy(description);
  if (source) dnnl_memory_destroy(source);
  if (destination) dnnl_memory_destroy(destination);
  fq_dnnl_release(&from);
  return status;
}

// `bias` and `scratchpad` may be null.
static inline int fq_dnnl_product_execute(
    const fq_dnnl_product *product, dnnl_stream_t stream, dnnl_memory_t source, dnnl_memory_t weights,
    dnnl_memory_t bias, dnnl_memory_t destination, dnnl_memory_t scratchpad) {
  dnnl_exec_arg_t arguments[5] = {
      {DNNL_ARG_SRC, source}, {DNNL_ARG_WEIGHTS, weights}, {DNNL_ARG_DST, destination}};
  int count = 3;
  if (bias) arguments[count++] = (dnnl_exec_arg_t){DNNL_ARG_BIAS, bias};
  if (scratchpad) arguments[count++] = (dnnl_exec_arg_t){DNNL_ARG_SCRATCHPAD, scratchpad};
  int status = dnnl_primitive_execute(product->primitive, stream, count, arguments);
  return status ? status : dnnl_stream_wait(stream);
}

static inline const char *fq_dnnl_product_implementation(const fq_dnnl_product *product) {
  const char *name = "";
  dnnl_primitive_desc_query(product->description, dnnl_query_impl_info_str, 0, &name);
  return name;
}

static inline const char *fq_dnnl_instruction_set(void) {
  switch ((int)dnnl_get_effective_cpu_isa()) {
    case dnnl_cpu_isa_sse41: return "sse41";
    case dnnl_cpu_isa_avx: return "avx";
    case dnnl_cpu_isa_avx2: return "avx2";
    case dnnl_cpu_isa_avx2_vnni: return "avx2_vnni";
    case dnnl_cpu_isa_avx512_core: return "avx512_core";
    case dnnl_cpu_isa_avx512_core_vnni: return "avx512_core_vnni";
    case dnnl_cpu_isa_avx512_core_bf16: return "avx512_core_bf16";
#if DNNL_VERSION_MAJOR >= 3
    case dnnl_cpu_isa_avx512_core_fp16: return "avx512_core_fp16";
#endif
    case dnnl_cpu_isa_avx512_core_amx: return "avx512_core_amx";
    default: return "unknown";
  }
}

// oneDNN splits its work by OpenMP's setting for the calling thread. The runtime is looked up rather than linked,
// because a oneDNN built without OpenMP has none, and because it must be the very runtime that oneDNN loaded.
static inline bool fq_dnnl_limit_to_one_thread(void) {
  static _Atomic(void *) found;
  void *function = found;
  if (!function) function = found = dlsym(NULL, "omp_set_num_threads");
  if (function) ((void (*)(int))function)(1);
  return function != NULL;
}
