"""Depth-folds a 3-D ONNX network into 2-D convolutions, for WebGPU.

onnxruntime's 3-D convolution on WebGPU is naive; its 2-D one is not. Volumes [1, C, D, H, W] become [D, C, H, W]:
depth takes the place of the batch, a 3-D convolution becomes a 2-D one over the channels of neighbouring slices,
and everything between the first and the last node stays folded. The numbers are the same; both graphs are run in
native onnxruntime on a random volume and compared.

    python fold3d.py plain.onnx folded.onnx --shape 1,1,16,32,32

Exit code 1: the graphs differ by more than the tolerance, or an operator cannot be folded (it is named).
"""

import argparse
import os
import sys
import tempfile

import numpy as np
import onnx
import onnxruntime
from onnx import helper, numpy_helper, shape_inference

# Axes of [1, C, D, H, W] in [D, C, H, W].
AXIS = {1: 1, 2: 0, 3: 2, 4: 3}
LAST = np.iinfo(np.int64).max

POINTWISE = set(
    "Abs Cast Ceil Celu Clip Dropout Elu Erf Exp Floor Gelu HardSigmoid HardSwish Identity LeakyRelu Log Mish Neg "
    "Reciprocal Relu Round Selu Sigmoid Sign Softplus Softsign Sqrt Swish Tanh ThresholdedRelu".split()
)
BINARY = set("Add Sub Mul Div Max Min Pow Sum PRelu Greater Less Equal Where".split())
REDUCE = set("ReduceMean ReduceMax ReduceMin ReduceSum ReduceL2 ReduceSumSquare".split())


class CannotFold(Exception):
    """An operator, or a use of it, that has no folded form here."""


def axis_of(axis, node):
    axis = axis + 5 if axis < 0 else axis
    if axis not in AXIS:
        raise CannotFold(f"{node.op_type} along the batch ({node.name})")
    return AXIS[axis]


class Folder:
    def __init__(self, model):
        self.model = model
        self.opset = next(o.version for o in model.opset_import if o.domain in ("", "ai.onnx"))
        if self.opset < 13:
            raise CannotFold(f"opset {self.opset}: 13 or newer is needed")
        graph = model.graph
        self.constants = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
        self.nodes = []
        self.tensors = {}
        self.count = 0
        self.shapes = {}
        inferred = shape_inference.infer_shapes(model)
        for value in [*inferred.graph.value_info, *inferred.graph.input]:
            dims = value.type.tensor_type.shape.dim
            self.shapes[value.name] = [d.dim_value if d.HasField("dim_value") else None for d in dims]

    # Making nodes

    def tensor(self, values, name=None):
        self.count += 1
        name = name or f"fold_{self.count}"
        self.tensors[name] = np.asarray(values)
        return name

    def add(self, op, inputs, output=None, **attributes):
        self.count += 1
        output = output or f"fold_{self.count}"
        self.nodes.append(helper.make_node(op, inputs, [output], name=f"fold_node_{self.count}", **attributes))
        return output

    def ints(self, values):
        return self.tensor(np.array(values, np.int64))

    def depth_slice(self, x, start, end, step, output=None):
        inputs = [x, self.ints([start]), self.ints([end]), self.ints([0]), self.ints([step])]
        return self.add("Slice", inputs, output)

    def neighbours(self, x, kernel, stride, dilation, pads, fill=0.0):
        """The slices that each output slice sees, one folded volume per tap of the kernel."""
        if any(pads):
            value = self.tensor(np.array(fill, np.float32))
            x = self.add("Pad", [x, self.ints([pads[0], 0, 0, 0, pads[1], 0, 0, 0]), value])
        if kernel == 1 and stride == 1:
            return [x]
        taps = []
        for tap in range(kernel):
            after = (kernel - 1 - tap) * dilation
            taps.append(self.depth_slice(x, tap * dilation, -after if after else LAST, stride))
        return taps

    def plane_of(self, x):
        """[H, W] of a folded volume, as an int64 tensor."""
        return self.add("Gather", [self.add("Shape", [x]), self.ints([2, 3])], axis=0)

    # Operators

    def spatial(self, node, attributes, kernel):
        """strides, dilations and pads split into depth and plane."""
        if attributes.get("auto_pad", b"NOTSET") not in (b"NOTSET", b"VALID"):
            raise CannotFold(f"{node.op_type} with auto_pad ({node.name})")
        pads = list(attributes.get("pads", [0] * 6))
        strides = list(attributes.get("strides", [1] * len(kernel)))
        dilations = list(attributes.get("dilations", [1] * len(kernel)))
        depth = dict(stride=strides[0], dilation=dilations[0], pads=(pads[0], pads[3]))
        plane = dict(strides=strides[1:], dilations=dilations[1:], pads=[pads[1], pads[2], pads[4], pads[5]])
        return depth, plane

    def weights(self, node):
        if node.input[1] not in self.constants:
            raise CannotFold(f"{node.op_type} with computed weights ({node.name})")
        w = self.constants[node.input[1]]
        if w.ndim != 5:
            raise CannotFold(f"{node.op_type} that is not 3-D ({node.name})")
        return w

    def conv(self, node, attributes):
        w = self.weights(node)
        if attributes.get("group", 1) != 1:
            raise CannotFold(f"grouped Conv ({node.name})")
        depth, plane = self.spatial(node, attributes, w.shape[2:])
        taps = self.neighbours(node.input[0], w.shape[2], **depth)
        x = taps[0] if len(taps) == 1 else self.add("Concat", taps, axis=1)
        flat = w.transpose(0, 2, 1, 3, 4).reshape(w.shape[0], -1, *w.shape[3:])
        inputs = [x, self.tensor(flat), *node.input[2:]]
        self.add("Conv", inputs, node.output[0], group=1, kernel_shape=w.shape[3:], **plane)

    def conv_transpose(self, node, attributes):
        w = self.weights(node)
        depth, plane = self.spatial(node, attributes, w.shape[2:])
        grown = list(attributes.get("output_padding", [0] * 3))
        exact = depth == dict(stride=w.shape[2], dilation=1, pads=(0, 0)) and grown[0] == 0
        if not exact or attributes.get("group", 1) != 1 or "output_shape" in attributes:
            raise CannotFold(f"ConvTranspose whose depth is more than kernel = stride ({node.name})")
        cin, cout, taps = w.shape[:3]
        # Output channels in the order [tap, channel]: then slices and taps are one axis without moving anything.
        flat = w.transpose(0, 2, 1, 3, 4).reshape(cin, taps * cout, *w.shape[3:])
        inputs = [node.input[0], self.tensor(flat)]
        if len(node.input) > 2 and node.input[2]:
            inputs.append(self.tensor(np.tile(self.constants[node.input[2]], taps)))
        y = self.add("ConvTranspose", inputs, kernel_shape=w.shape[3:], output_padding=grown[1:], **plane)
        shape = self.add("Concat", [self.ints([-1, cout]), self.plane_of(y)], axis=0)
        self.add("Reshape", [y, shape], node.output[0])

    def pool(self, node, attributes):
        kernel = attributes["kernel_shape"]
        if len(kernel) != 3 or len(node.output) > 1 or attributes.get("ceil_mode", 0):
            raise CannotFold(f"{node.op_type} with ceil_mode, indices or not 3-D ({node.name})")
        depth, plane = self.spatial(node, attributes, kernel)
        mean = node.op_type == "AveragePool"
        if mean:
            if any(depth["pads"]):
                raise CannotFold(f"AveragePool padded in depth ({node.name})")
            plane["count_include_pad"] = attributes.get("count_include_pad", 0)
            if self.opset < 19:
                plane.pop("dilations")
        y = self.add(node.op_type, [node.input[0]], kernel_shape=kernel[1:], **plane)
        taps = self.neighbours(y, kernel[0], **depth, fill=-np.inf)
        if mean:
            total = self.add("Sum", taps)
            self.add("Mul", [total, self.tensor(np.float32(1 / kernel[0]))], node.output[0])
        else:
            self.add("Max", taps, node.output[0])

    def resize(self, node, attributes):
        scales = self.resize_scales(node)
        mode = attributes.get("mode", b"nearest").decode()
        if mode not in ("nearest", "linear") or attributes.get("antialias", 0) or "axes" in attributes:
            raise CannotFold(f"Resize {mode}, with antialias or with axes ({node.name})")
        if scales[0] != 1 or scales[1] != 1:
            raise CannotFold(f"Resize of batch or channels ({node.name})")
        kept = {
            k: attributes[k] for k in ("mode", "coordinate_transformation_mode", "nearest_mode") if k in attributes
        }

        def by(x, factors, output=None):
            return self.add("Resize", [x, "", self.tensor(np.array(factors, np.float32))], output, **kept)

        x = node.input[0]
        if scales[2] == 1:
            by(x, [1, 1, *scales[3:]], node.output[0])
            return
        # Depth first, on fewer voxels; slices as rows of an image whose columns are all the rest.
        rest = self.add("Slice", [self.add("Shape", [x]), self.ints([1]), self.ints([4])])
        rows = self.add("Gather", [self.add("Shape", [x]), self.ints([0])], axis=0)
        image = self.add("Concat", [self.ints([1, 1]), rows, self.ints([-1])], axis=0)
        y = by(self.add("Reshape", [x, image]), [1, 1, scales[2], 1])
        y = self.add("Reshape", [y, self.add("Concat", [self.ints([-1]), rest], axis=0)])
        by(y, [1, 1, *scales[3:]], node.output[0])

    def resize_scales(self, node):
        inputs = [*node.input, "", "", ""]
        if inputs[2] in self.constants and self.constants[inputs[2]].size == 5:
            return self.constants[inputs[2]].tolist()
        shape = self.shapes.get(node.input[0])
        if inputs[3] in self.constants and shape and all(shape):
            return [out / size for out, size in zip(self.constants[inputs[3]].tolist(), shape)]
        raise CannotFold(f"Resize to a computed size ({node.name})")

    def operand(self, name, node):
        """A folded volume, or a constant that broadcasts over one."""
        if name not in self.constants:
            return name
        values = self.constants[name]
        if values.ndim == 5 and values.shape[0] != 1:
            raise CannotFold(f"{node.op_type} with a batch of constants ({node.name})")
        if values.ndim >= 3:
            wide = values.reshape((1,) * (5 - values.ndim) + values.shape)
            return self.tensor(wide[0].transpose(1, 0, 2, 3))
        return name

    def reduce(self, node, attributes):
        axes = attributes.get("axes")
        if axes is None and len(node.input) > 1:
            axes = self.constants[node.input[1]].tolist()
        if not axes or not attributes.get("keepdims", 1):
            raise CannotFold(f"{node.op_type} that drops dimensions ({node.name})")
        self.reduced(node.op_type, node.input[0], [axis_of(a, node) for a in axes], node.output[0])

    def reduced(self, op, x, axes, output):
        if self.opset >= 18 or op == "ReduceSum":
            self.add(op, [x, self.ints(axes)], output, keepdims=1)
        else:
            self.add(op, [x], output, axes=axes, keepdims=1)

    def pad(self, node, attributes):
        pads = self.constants[node.input[1]].tolist()
        if len(pads) != 10 or pads[0] or pads[5] or len(node.input) > 3:
            raise CannotFold(f"Pad of the batch or by axes ({node.name})")
        order = (2, 1, 3, 4)
        folded = [pads[a] for a in order] + [pads[5 + a] for a in order]
        inputs = [node.input[0], self.ints(folded), *node.input[2:]]
        self.add("Pad", inputs, node.output[0], mode=attributes.get("mode", b"constant"))

    def slice(self, node):
        if len(node.input) < 4 or node.input[3] not in self.constants:
            raise CannotFold(f"Slice by computed axes ({node.name})")
        axes = [axis_of(a, node) for a in self.constants[node.input[3]].tolist()]
        inputs = [*node.input[:3], self.ints(axes), *node.input[4:]]
        self.add("Slice", inputs, node.output[0])

    def fold_node(self, node):
        op = node.op_type
        attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
        if node.domain not in ("", "ai.onnx"):
            raise CannotFold(f"{node.domain}.{op} ({node.name})")
        if op == "Constant" and "value" in attributes:
            self.constants[node.output[0]] = numpy_helper.to_array(attributes["value"])
        elif op in POINTWISE or op == "BatchNormalization":
            self.nodes.append(node)
        elif op in BINARY:
            inputs = [self.operand(name, node) for name in node.input]
            self.add(op, inputs, node.output[0], **attributes)
        elif op == "Conv":
            self.conv(node, attributes)
        elif op == "ConvTranspose":
            self.conv_transpose(node, attributes)
        elif op in ("MaxPool", "AveragePool"):
            self.pool(node, attributes)
        elif op in ("GlobalAveragePool", "GlobalMaxPool"):
            reduce = "ReduceMean" if op == "GlobalAveragePool" else "ReduceMax"
            self.reduced(reduce, node.input[0], [0, 2, 3], node.output[0])
        elif op == "Resize":
            self.resize(node, attributes)
        elif op in ("Concat", "Softmax", "LogSoftmax"):
            axis = axis_of(attributes.get("axis", -1), node)
            self.add(op, list(node.input), node.output[0], axis=axis)
        elif op in REDUCE:
            self.reduce(node, attributes)
        elif op == "Pad":
            self.pad(node, attributes)
        elif op == "Slice":
            self.slice(node)
        else:
            raise CannotFold(f"{op} ({node.name})")

    def fold(self):
        graph = self.model.graph
        inputs = [v for v in graph.input if v.name not in self.constants]
        for value in [*inputs, *graph.output]:
            if len(value.type.tensor_type.shape.dim) != 5:
                raise CannotFold(f"{value.name} is not [1, C, D, H, W]")
        renamed = {v.name: f"{v.name}_folded" for v in [*inputs, *graph.output]}
        for value in inputs:
            turned = self.add("Transpose", [value.name], perm=[0, 2, 1, 3, 4])
            self.add("Squeeze", [turned, self.ints([0])], renamed[value.name])
        for node in graph.node:
            copy = onnx.NodeProto()
            copy.CopyFrom(node)
            for names in (copy.input, copy.output):
                for n, name in enumerate(names):
                    names[n] = renamed.get(name, name)
            if node.input:
                self.shapes.setdefault(copy.input[0], self.shapes.get(node.input[0]))
            self.fold_node(copy)
        for value in graph.output:
            deep = self.add("Unsqueeze", [renamed[value.name], self.ints([0])])
            self.add("Transpose", [deep], value.name, perm=[0, 2, 1, 3, 4])
        return self.finish(inputs)

    def finish(self, inputs):
        graph = self.model.graph
        read = {name for node in self.nodes for name in node.input}
        values = {**self.constants, **self.tensors}
        stored = [numpy_helper.from_array(v, n) for n, v in values.items() if n in read]
        for value in [*inputs, *graph.output]:
            batch = value.type.tensor_type.shape.dim[0]
            batch.Clear()
            batch.dim_value = 1
        folded = helper.make_graph(self.nodes, f"{graph.name}_folded", inputs, list(graph.output), stored)
        model = helper.make_model(
            folded, opset_imports=list(self.model.opset_import), producer_name="lamplight fold3d"
        )
        model.ir_version = self.model.ir_version
        onnx.checker.check_model(model)
        return model


def simplified(model):
    """The model after onnxruntime's own first clean-up: constants computed, BatchNormalization in the convolutions."""
    with tempfile.TemporaryDirectory() as folder:
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.optimized_model_filepath = os.path.join(folder, "simplified.onnx")
        options.log_severity_level = 3
        onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
        made = onnx.load(options.optimized_model_filepath)
    # The optimizer declares every domain that it knows.
    used = {node.domain for node in made.graph.node}
    kept = [o for o in made.opset_import if o.domain in used or o.domain == ""]
    del made.opset_import[:]
    made.opset_import.extend(kept)
    return made


def run(model, feeds):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return session.run(None, feeds)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("plain")
    parser.add_argument("folded")
    parser.add_argument("--shape", required=True, help="input to compare on: 1,C,D,H,W")
    parser.add_argument("--tolerance", type=float, default=1e-4, help="as a share of the largest output value")
    options = parser.parse_args()

    plain = onnx.load(options.plain)
    try:
        folded = Folder(simplified(plain)).fold()
    except CannotFold as reason:
        sys.exit(f"cannot fold: {reason}")

    shape = [int(n) for n in options.shape.split(",")]
    if len(shape) != 5 or shape[0] != 1:
        sys.exit("the shape must be 1,C,D,H,W")
    stored = {t.name for t in plain.graph.initializer}
    names = [v.name for v in plain.graph.input if v.name not in stored]
    random = np.random.default_rng(0)
    feeds = {name: random.uniform(-1, 1, shape).astype(np.float32) for name in names}
    worst = 0.0
    for expected, found in zip(run(plain, feeds), run(folded, feeds)):
        if expected.shape != found.shape:
            sys.exit(f"shapes differ: {expected.shape} and {found.shape}")
        worst = max(worst, float(np.abs(expected - found).max() / np.abs(expected).max()))
    print(f"max difference {worst:.1e} of the largest value, {len(folded.graph.node)} nodes")
    # Written the other way round, a NaN would pass.
    if not worst <= options.tolerance:
        sys.exit("the folded graph differs")
    onnx.save(folded, options.folded)


if __name__ == "__main__":
    main()
