package import Tensors

/// The names in a pickle that this program knows what to make of; no other is accepted.
///
/// Sources: `torch/_utils.py`, `torch/serialization.py`, and what training programs put into checkpoints beside weights.
package enum PickleGlobal: Hashable, Sendable {
  /// A tensor from a storage, an offset, extents and strides.
  case rebuildTensor(String)
  /// A tensor from a tensor.
  case rebuildParameter(String)
  /// A tensor from how to rebuild it, its class and its arguments.
  case rebuildFromType(String)
  case tensorClass(String)
  case storage(String, ElementType)
  /// A tuple from a tuple.
  case shape(String)
  case dictionary(String)
  /// A dictionary whose first argument makes values for missing keys.
  case defaultDictionary(String)
  case list(String)
  case set(String)
  case byteArray(String)
  /// Bytes from a text, one for each character.
  case encode(String)
  /// An object from its class, of protocols 0 and 1.
  case reconstruct(String)
  /// Something without weights: an object of it is carried and never looked into.
  case standIn(String)

  /// Nil for every name that is not known.
  init?(_ module: String, _ name: String) {
    let whole = module + "." + name
    if let global = Self.known[whole] {
      self = global
    } else if module == "torch" || module == "torch.cuda", let elementType = Self.storages[name] {
      self = .storage(whole, elementType)
    } else if Self.inert.contains(whole) {
      self = .standIn(whole)
    } else {
      return nil
    }
  }

  package var name: String {
    switch self {
    case .rebuildTensor(let name), .rebuildParameter(let name), .rebuildFromType(let name), .tensorClass(let name),
      .storage(let name, _), .shape(let name), .dictionary(let name), .defaultDictionary(let name), .list(let name),
      .set(let name), .byteArray(let name), .encode(let name), .reconstruct(let name), .standIn(let name):
      name
    }
  }

  private static let known: [String: PickleGlobal] = {
    let kinds: [(PickleKind, [String])] = [
      ({ .rebuildTensor($0) }, ["torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2"]),
      (
        { .rebuildParameter($0) },
        ["torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state"]
      ),
      ({ .rebuildFromType($0) }, ["torch._tensor._rebuild_from_type_v2"]),
      (
        { .tensorClass($0) },
        ["torch.Tensor", "torch.nn.parameter.Parameter", "torch.nn.parameter.Buffer", "torch._tensor.Tensor"]
      ),
      ({ .shape($0) }, ["torch.Size"]),
      ({ .dictionary($0) }, ["collections.OrderedDict", "builtins.dict", "__builtin__.dict"]),
      ({ .defaultDictionary($0) }, ["collections.defaultdict"]),
      ({ .list($0) }, ["builtins.list", "__builtin__.list"]),
      ({ .set($0) }, ["builtins.set", "builtins.frozenset", "__builtin__.set", "__builtin__.frozenset"]),
      ({ .byteArray($0) }, ["builtins.bytearray", "__builtin__.bytearray"]),
      ({ .encode($0) }, ["_codecs.encode"]),
      ({ .reconstruct($0) }, ["copyreg._reconstructor", "copy_reg._reconstructor"]),
    ]
    return Dictionary(
      uniqueKeysWithValues: kinds.flatMap { make, names in names.map { ($0, make($0)) } })
  }()

  private typealias PickleKind = (String) -> PickleGlobal

  private static let storages: [String: ElementType] = [
    "DoubleStorage": .float64, "FloatStorage": .float32, "HalfStorage": .float16, "BFloat16Storage": .bfloat16,
    "LongStorage": .signed64, "IntStorage": .signed32, "ShortStorage": .signed16, "CharStorage": .signed8,
    "ByteStorage": .unsigned8, "BoolStorage": .bool,
  ]

  /// Settings, paths, scalars and dates that checkpoints are saved with.
  private static let inert: Set<String> = {
    var names: Set<String> = [
      "argparse.Namespace", "types.SimpleNamespace", "yacs.config.CfgNode", "easydict.EasyDict", "addict.addict.Dict",
      "ml_collections.config_dict.config_dict.ConfigDict", "mmcv.utils.config.ConfigDict",
      "mmengine.config.config.ConfigDict",
      "omegaconf.dictconfig.DictConfig", "omegaconf.listconfig.ListConfig", "omegaconf.base.ContainerMetadata",
      "omegaconf.base.Metadata", "omegaconf.nodes.AnyNode", "omegaconf.nodes.IntegerNode",
      "omegaconf.nodes.FloatNode", "omegaconf.nodes.StringNode", "omegaconf.nodes.BooleanNode", "typing.Any",
      "timm.data.dataset_info.CustomDatasetInfo", "timm.models._pretrained.PretrainedCfg",
      "timm.models._pretrained.DefaultCfg", "pytorch_lightning.utilities.parsing.AttributeDict",
      "lightning.fabric.utilities.data.AttributeDict", "lightning_fabric.utilities.data.AttributeDict",
      "pytorch_lightning.callbacks.model_checkpoint.ModelCheckpoint",
      "datetime.datetime", "datetime.date", "datetime.timedelta", "collections.Counter", "collections.deque",
      "torch.device", "torch.torch_version.TorchVersion",
      "numpy.dtype", "numpy.ndarray", "numpy.core.multiarray.scalar", "numpy.core.multiarray._reconstruct",
      "numpy._core.multiarray.scalar", "numpy._core.multiarray._reconstruct",
      "numpy.core.numeric._frombuffer", "numpy._core.numeric._frombuffer",
    ]
    for name in ["Path", "PosixPath", "WindowsPath", "PurePath", "PurePosixPath", "PureWindowsPath"] {
      names.formUnion(["pathlib.\(name)", "pathlib._local.\(name)"])
    }
    for name in ["object", "int", "float", "complex", "bool", "str", "bytes", "tuple"] {
      names.formUnion(["builtins.\(name)", "__builtin__.\(name)"])
    }
    for name in [
      "float64", "float32", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool", "strided",
    ] {
      names.insert("torch.\(name)")
    }
    return names
  }()
}
