"""ONNX graphs written node by node (BatchNorm folded), opset 17: only what onnxruntime-web runs everywhere."""
import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper


class Graph:
    """Collects nodes and float32 initializers of an ONNX graph."""

    def __init__(self):
        self.nodes, self.weights, self.count = [], [], 0
        self.turned = (False, False)   # are the kernels of what is added now mirrored, along rows and along columns?

    def constant(self, name, array):
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array, np.float32), name))
        return name

    def add(self, op, inputs, **attributes):
        self.count += 1
        out = f't{self.count}'
        self.nodes.append(helper.make_node(op, inputs, [out], name=f'{op}_{self.count}', **attributes))
        return out

    def weigh(self, x, w, b, pad):
        """A convolution of stride 1 with weights (O,I,k,k) and biases (O,)."""
        n, k = self.count, w.shape[-1]
        w = w[:, :, ::-1 if self.turned[0] else 1, ::-1 if self.turned[1] else 1]
        return self.add('Conv', [x, self.constant(f'w{n}', w), self.constant(f'b{n}', b)], kernel_shape=[k, k],
                        pads=[pad] * 4, strides=[1, 1], dilations=[1, 1], group=1)

    def conv(self, x, block, spread=None):
        """block: Sequential(Conv2d, BatchNorm2d, ReLU), BatchNorm folded in float64; or a plain Conv2d.

        spread (first, all): the block's input channels are first, first+1, ... of x's `all`; the rest weigh 0.
        """
        plain = isinstance(block, torch.nn.Conv2d)
        layer = block if plain else block[0]
        w = layer.weight.detach().double().numpy()
        b = layer.bias.detach().double().numpy() if plain else np.zeros(len(w))
        if not plain:
            bn = block[1]
            gain = (bn.weight / torch.sqrt(bn.running_var + bn.eps)).detach().double().numpy()
            w = w * gain[:, None, None, None]
            b = bn.bias.detach().double().numpy() - bn.running_mean.double().numpy() * gain
        if spread:
            wide = np.zeros((len(w), spread[1], *w.shape[2:]))
            wide[:, spread[0]:spread[0] + w.shape[1]] = w
            w = wide
        x = self.weigh(x, w, b, layer.padding[0])
        return x if plain else self.add('Relu', [x])

    def blocks(self, x, module):
        """One conv block or a Sequential of conv blocks."""
        for block in ([module] if isinstance(module[0], torch.nn.Conv2d) else module):
            x = self.conv(x, block)
        return x

    def pool(self, x):
        """2x2 maximum."""
        return self.add('MaxPool', [x], kernel_shape=[2, 2], strides=[2, 2], pads=[0] * 4)

    def model(self, name, shape_in, shape_out, allowed):
        """The finished model: x -> logits; refuses any other operator than `allowed`."""
        self.nodes[-1].output[0] = 'logits'
        value = [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in (('x', shape_in), ('logits', shape_out))]
        model = helper.make_model(helper.make_graph(self.nodes, name, value[:1], value[1:], self.weights),
                                  opset_imports=[helper.make_opsetid('', 17)], ir_version=8, producer_name='lamplight')
        onnx.checker.check_model(model, full_check=True)
        ops = {n.op_type for n in model.graph.node}
        assert ops == allowed, ops
        return model


def detector_onnx(net, views=((False, False),)):
    """First stage: x float32 [N,3,H,W] -> logits float32 [N,1,H,W], the mean of the network's views.

    A view (rows, columns) sees the image mirrored. Mirroring every kernel does the same as mirroring the image and its
    answer, so each view is a copy of the network with its kernels mirrored; the last convolution takes the mean.
    """
    g, ends = Graph(), []
    g.constant('scales', np.array([1, 1, 2, 2], np.float32))
    for g.turned in views:
        x, skips = 'x', []
        for level, block in enumerate(net.enc):
            x = g.blocks(g.pool(x) if level else x, block)
            skips.append(x)
        for level in (2, 1, 0):
            x = g.blocks(x, net.reduce[level])
            x = g.add('Resize', [x, '', 'scales'], mode='nearest', coordinate_transformation_mode='asymmetric',
                      nearest_mode='floor')
            x = g.blocks(g.add('Concat', [x, skips[level]], axis=1), net.dec[level])
        ends.append(x)
    w, b = net.out.weight.detach().double().numpy(), net.out.bias.detach().double().numpy()
    x = g.add('Concat', ends, axis=1) if len(ends) > 1 else ends[0]
    g.weigh(x, np.concatenate([w] * len(ends), 1) / len(ends), b, 0)
    return g.model('lung-nodule', ['N', 3, 'H', 'W'], ['N', 1, 'H', 'W'], {'Conv', 'Relu', 'MaxPool', 'Resize', 'Concat'})


def screener_onnx(net):
    """Screen: x float32 [N,3,H,W] -> logits float32 [N,1,H/4,W/4]."""
    g, x = Graph(), 'x'
    for level, block in enumerate(net.levels):
        x = g.blocks(g.pool(x) if level else x, block)
    g.conv(x, net.out)
    return g.model('lung-nodule-screen', ['N', 3, 'H', 'W'], ['N', 1, 'h', 'w'], {'Conv', 'Relu', 'MaxPool'})


def classifier_onnx(net, calibrate):
    """Second stage: x float32 [N,10,32,32] -> logits float32 [N,8], slopes and biases of `calibrate` folded in."""
    g, parts = Graph(), []
    for f, tower in enumerate(net.towers):
        layers, x = list(tower), 'x'
        planes = layers[0][0].in_channels
        for k, layer in enumerate(layers[:-3]):
            if isinstance(layer, torch.nn.MaxPool2d):
                x = g.pool(x)
            else:
                x = g.conv(x, layer, (f * planes, planes * len(net.towers)) if k == 0 else None)
        parts.append(g.conv(x, layers[-3:]))   # Conv2d 4x4, BatchNorm2d, ReLU
    x = g.conv(g.add('Concat', parts, axis=1), net.mix)
    slope, bias = np.array(calibrate['slope']), np.array(calibrate['bias'])
    w, b = net.out.weight.detach().double().numpy(), net.out.bias.detach().double().numpy()
    x = g.weigh(x, w * slope[:, None, None, None], b * slope + bias, 0)
    g.add('Flatten', [x], axis=1)
    return g.model('lung-nodule-classify', ['N', 10, 32, 32], ['N', 8], {'Conv', 'Relu', 'MaxPool', 'Concat', 'Flatten'})
