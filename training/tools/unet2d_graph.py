"""The 2-D U-Net of unet2d.py as an ONNX graph: BatchNorm folded, opset 17, Conv, Relu, MaxPool, Resize and Concat only."""
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


class Graph:
    """Collects nodes and float32 initializers."""

    def __init__(self):
        self.nodes, self.weights, self.count = [], [], 0

    def constant(self, name, array):
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array, np.float32), name))
        return name

    def add(self, op, inputs, **attributes):
        self.count += 1
        out = f't{self.count}'
        self.nodes.append(helper.make_node(op, inputs, [out], name=f'{op}_{self.count}', **attributes))
        return out

    def weigh(self, x, w, b, layer):
        """A convolution with weights (O,I,k,k) and biases (O,), stride and padding of `layer`."""
        n = self.count
        return self.add('Conv', [x, self.constant(f'w{n}', w), self.constant(f'b{n}', b)], kernel_shape=list(w.shape[2:]),
                        pads=[layer.padding[0]] * 4, strides=list(layer.stride), dilations=[1, 1], group=1)

    def block(self, x, block):
        """Sequential(Conv2d, BatchNorm2d, ReLU) with BatchNorm folded in float64, or a Sequential of such."""
        if not hasattr(block[0], 'weight'):
            for one in block:
                x = self.block(x, one)
            return x
        layer, bn = block[0], block[1]
        gain = (bn.weight / (bn.running_var + bn.eps).sqrt()).detach().double().numpy()
        w = layer.weight.detach().double().numpy() * gain[:, None, None, None]
        b = bn.bias.detach().double().numpy() - bn.running_mean.double().numpy() * gain
        return self.add('Relu', [self.weigh(x, w, b, layer)])

    def larger(self, x, mode):
        if not any(w.name == 'scales' for w in self.weights):
            self.constant('scales', np.array([1, 1, 2, 2]))
        how = dict(coordinate_transformation_mode='asymmetric', nearest_mode='floor') if mode == 'nearest' else \
            dict(coordinate_transformation_mode='half_pixel')
        return self.add('Resize', [x, '', 'scales'], mode=mode, **how)


def unet2d_onnx(net, name, side, against_first=False):
    """x float32 [N,1,side,side] -> logits float32 [N,C,side,side], bilinear from half the size.

    against_first: the logits of the classes after the first, minus those of the first (softmax of two becomes a sigmoid).
    """
    g, skips = Graph(), []
    x = g.block('x', net.stem)
    for level, block in enumerate(net.enc):
        if level:
            x = g.add('MaxPool', [x], kernel_shape=[2, 2], strides=[2, 2], pads=[0] * 4)
        x = g.block(x, block)
        skips.append(x)
    for level in reversed(range(len(net.dec))):
        x = g.larger(g.block(x, net.reduce[level]), 'nearest')
        x = g.block(g.add('Concat', [x, skips[level]], axis=1), net.dec[level])
    w, b = net.out.weight.detach().double().numpy(), net.out.bias.detach().double().numpy()
    if against_first:
        w, b = w[1:] - w[:1], b[1:] - b[:1]
    g.larger(g.weigh(x, w, b, net.out), 'linear')
    g.nodes[-1].output[0] = 'logits'
    shapes = {'x': ['N', 1, side, side], 'logits': ['N', len(w), side, side]}
    value = {n: helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in shapes.items()}
    model = helper.make_model(helper.make_graph(g.nodes, name, [value['x']], [value['logits']], g.weights),
                              opset_imports=[helper.make_opsetid('', 17)], ir_version=8, producer_name='lamplight')
    onnx.checker.check_model(model, full_check=True)
    assert {n.op_type for n in model.graph.node} == {'Conv', 'Relu', 'MaxPool', 'Resize', 'Concat'}
    return model
