/** Attributes of layers that both frameworks have; what reading a weight means for its layout is PP502's to say. */
export const harmless = new Set([
  "weight",
  "bias",
  "training",
  "forward",
  "__init__",
  "__call__",
  "__class__",
  "__dict__",
  "__name__",
]);

/** Methods of tensors and modules that take text; text handed to any other is no tensor's method. */
export const takesText =
  /\.(to|type|norm|register_\w+|add_module|get_\w+|state_dict|named_\w+|scatter_reduce_?|div|index_reduce_?|requires_grad_|cuda|new_\w+)$/;
