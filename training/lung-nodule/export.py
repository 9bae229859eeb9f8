"""Write public/models/lung-nodule/: weights.onnx, test tensors, manifest.json and card.md.

  python export.py --checkpoint /work/train-cache/v2.pt [--weights-only], then figures.py, then again with figures.json

The ONNX graph is written node by node (BatchNorm folded), so that it holds only Conv, Relu, MaxPool, Resize and
Concat, with constant scales and dynamic N, H, W. torch and onnxruntime are compared before anything is kept.
"""
import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

import scan
from card import card_text, metrics, operating_points
from model import NoduleNet, gmac

ZH = {'name': '肺结节',
      'intendedUse': '在成人胸部 CT 上标出并勾画可能属于肺结节的像素，由医生确认、修改或否定。仅供研究。',
      'notFor': '不用于诊断、筛查决策，医生未通读全部图像时不得据此排除结节。'}
ALLOWED = {'Conv', 'Relu', 'MaxPool', 'Resize', 'Concat'}
PEAK_MIB = 600       # engine's heap and arrays on a 512 x 512 x 180 scan, npm run bench
MAX_ABS_ERR = 1e-3   # logits, other execution providers against the stored output


class Graph:
    """Collects nodes and float32 initializers of an ONNX graph."""

    def __init__(self):
        self.nodes, self.weights, self.count = [], [], 0
        self.constant('scales', np.array([1, 1, 2, 2], np.float32))

    def constant(self, name, array):
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array, np.float32), name))
        return name

    def add(self, op, inputs, **attributes):
        self.count += 1
        out = f't{self.count}'
        self.nodes.append(helper.make_node(op, inputs, [out], name=f'{op}_{self.count}', **attributes))
        return out

    def conv(self, x, block):
        """block: Sequential(Conv2d, BatchNorm2d, ReLU), BatchNorm folded in float64; or a plain Conv2d."""
        plain = isinstance(block, torch.nn.Conv2d)
        layer = block if plain else block[0]
        w = layer.weight.detach().double().numpy()
        b = layer.bias.detach().double().numpy() if plain else 0.0
        if not plain:
            bn = block[1]
            gain = (bn.weight / torch.sqrt(bn.running_var + bn.eps)).detach().double().numpy()
            w = w * gain[:, None, None, None]
            b = bn.bias.detach().double().numpy() - bn.running_mean.double().numpy() * gain
        k, n = w.shape[-1], self.count
        x = self.add('Conv', [x, self.constant(f'w{n}', w), self.constant(f'b{n}', b)], kernel_shape=[k, k],
                     pads=[k // 2] * 4, strides=[1, 1], dilations=[1, 1], group=1)
        return x if plain else self.add('Relu', [x])

    def blocks(self, x, module):
        """One conv block or a Sequential of conv blocks."""
        for block in ([module] if isinstance(module[0], torch.nn.Conv2d) else module):
            x = self.conv(x, block)
        return x


def to_onnx(net):
    """ONNX model (opset 17): x float32 [N,3,H,W] -> logits float32 [N,1,H,W]."""
    g, x, skips = Graph(), 'x', []
    for level, block in enumerate(net.enc):
        if level:
            x = g.add('MaxPool', [x], kernel_shape=[2, 2], strides=[2, 2], pads=[0] * 4)
        x = g.blocks(x, block)
        skips.append(x)
    for level in (2, 1, 0):
        x = g.blocks(x, net.reduce[level])
        x = g.add('Resize', [x, '', 'scales'], mode='nearest', coordinate_transformation_mode='asymmetric',
                  nearest_mode='floor')
        x = g.blocks(g.add('Concat', [x, skips[level]], axis=1), net.dec[level])
    last = g.conv(x, net.out)
    g.nodes[-1].output[0] = 'logits'
    assert last != 'logits'
    shape = ['N', None, 'H', 'W']
    value = [helper.make_tensor_value_info(n, TensorProto.FLOAT, [shape[0], c, shape[2], shape[3]])
             for n, c in (('x', 3), ('logits', 1))]
    model = helper.make_model(helper.make_graph(g.nodes, 'lung-nodule', value[:1], value[1:], g.weights),
                              opset_imports=[helper.make_opsetid('', 17)], ir_version=8, producer_name='lamplight')
    onnx.checker.check_model(model, full_check=True)
    ops = {n.op_type for n in model.graph.node}
    assert ops == ALLOWED, ops
    return model


def phantom(size=64):
    """Synthetic test input (1,3,size,size) float32: noisy lung, a wall, a vessel and a sphere, no patient data."""
    rng = np.random.default_rng(7)
    yy, xx = np.mgrid[:size, :size].astype(np.float32)
    planes = []
    for dz in (-2.5, 0.0, 2.5):
        plane = np.full((size, size), 0.11, np.float32)
        plane[xx > 0.85 * size] = 0.75
        plane[np.abs(yy - 0.25 * size - 0.3 * xx) < 1.5] = 0.6
        radius = np.sqrt(max(0.0, 4.5 ** 2 - dz ** 2)) / 0.7
        plane[(yy - 0.65 * size) ** 2 + (xx - 0.4 * size) ** 2 <= radius ** 2] = 0.72
        planes.append(plane + rng.normal(0, 0.02, plane.shape))
    return np.clip(np.stack(planes)[None], 0, 1).astype(np.float32)


def digest(path):
    """sha256 of a file, hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def manifest(out, figures, torch_err):
    """The lamplight-model/1 manifest as a dict; metrics and operating points come from `figures`."""
    weights = out / 'weights.onnx'
    return {
        'schema': 'lamplight-model/1', 'id': 'lung-nodule', 'name': 'Lung nodule', 'version': '0.1.1',
        'status': 'research',
        'license': 'Apache-2.0', 'weightsLicense': 'CC-BY-3.0 (trained on LIDC-IDRI and CPTAC-LSCC)',
        'intendedUse': 'Marks and outlines pixels that may belong to a lung nodule on adult chest CT, for a '
                       'doctor to accept, correct or reject. Research use.',
        'notFor': 'Diagnosis, screening decisions or ruling nodules out without a doctor reading the whole scan.',
        'weights': [{'ep': 'any', 'file': 'weights.onnx', 'sha256': digest(weights),
                     'bytes': weights.stat().st_size}],
        'inputs': [{'name': 'x', 'axes': 'NCHW', 'modality': ['CT'], 'orientation': 'SPL', 'spacing': 'native',
                    'slices': {'offsetsMm': [-2.5, 0, 2.5]},
                    'preprocessing': [{'id': 'clip', 'kwargs': {'min': -1000, 'max': 400}},
                                      {'id': 'scale_linear', 'kwargs': {'gain': 1 / 1400, 'offset': 1000 / 1400}}]}],
        'suitability': {'bodyPart': ['CHEST'], 'sliceThicknessMax': 3, 'spacingRange': [0.5, 1.0], 'minSlices': 40,
                        'contrast': 'any', 'ageMin': 18, 'reject': ['LOCALIZER', 'DERIVED']},
        'window': {'patch': [512, 512], 'size': 'fit', 'multipleOf': 16, 'overlap': 0.1, 'pad': {'mode': 'edge'},
                   'marginPx': scan.MARGIN_PX},
        'outputs': [{'name': 'logits', 'kind': 'heatmap', 'activation': 'sigmoid',
                     'labels': [{'id': 1, 'name': 'Lung nodule',
                                 'category': {'scheme': 'SCT', 'value': '49755003',
                                              'meaning': 'Morphologically Abnormal Structure'},
                                 'type': {'scheme': 'SCT', 'value': '427359005', 'meaning': 'Lung nodule'},
                                 'rgb': [255, 196, 87]}]}],
        'operatingPoints': operating_points(figures), 'metrics': metrics(figures),
        'test': {'input': 'test-input.bin', 'output': 'test-output.bin', 'shape': [1, 3, 64, 64],
                 'outputShape': [1, 1, 64, 64], 'maxAbsErr': MAX_ABS_ERR,
                 'inputSha256': digest(out / 'test-input.bin'), 'outputSha256': digest(out / 'test-output.bin')},
        'card': 'card.md', 'peakMiB': PEAK_MIB,
        'config': {'lung-nodule': {'pOutline': scan.P_OUTLINE, 'pSeed': scan.P_SEED,
                                   'scoreSphereMm': scan.SCORE_SPHERE_MM, 'pClip': scan.P_CLIP,
                                   'scoreTemperature': scan.SCORE_TEMPERATURE,
                                   'minDiameterMm': scan.MIN_DIAMETER_MM, 'thinSliceMm': scan.THIN_SLICE_MM,
                                   'oneSliceMinMm': scan.ONE_SLICE_MIN_MM, 'maxElongation': scan.MAX_ELONGATION,
                                   'minInLung': scan.MIN_IN_LUNG, 'maxFindings': scan.MAX_FINDINGS},
                   'translations': {'zh': ZH},
                   'training': {'gmacPer512Slice': round(gmac(), 2), 'torchMaxAbsErr': torch_err}}}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--checkpoint', type=Path, default=Path('/work/train-cache/v2.pt'))
    parser.add_argument('--figures', type=Path, default=Path(__file__).parent / 'figures.json',
                        help='what figures.py measured with these same weights')
    parser.add_argument('--out', type=Path, default=Path(__file__).parents[2] / 'public/models/lung-nodule')
    parser.add_argument('--weights-only', action='store_true', help='for trying a checkpoint elsewhere')
    args = parser.parse_args()
    net = NoduleNet()
    net.load_state_dict(torch.load(args.checkpoint)['ema'])
    net.eval()
    args.out.mkdir(parents=True, exist_ok=True)
    onnx.save(to_onnx(net), str(args.out / 'weights.onnx'))
    session = scan.open_model(args.out / 'weights.onnx')
    errors = []
    for shape in ((1, 64, 64), (2, 96, 160), (1, 512, 512)):
        x = np.random.default_rng(1).random((shape[0], 3, *shape[1:]), np.float32)
        x = phantom() if shape[1] == 64 else x
        with torch.no_grad():
            want = net(torch.from_numpy(x)).numpy()
        errors.append(float(np.abs(want - session.run(None, {'x': x})[0]).max()))
    print('torch against onnxruntime, max abs err of logits:', errors)
    assert max(errors) < MAX_ABS_ERR
    if args.weights_only:
        return
    x = phantom()
    x.tofile(args.out / 'test-input.bin')
    session.run(None, {'x': x})[0].astype(np.float32).tofile(args.out / 'test-output.bin')
    figures = json.loads(args.figures.read_text())
    text = json.dumps(manifest(args.out, figures, max(errors)), indent=2, ensure_ascii=False)
    (args.out / 'manifest.json').write_text(text + '\n')
    (args.out / 'card.md').write_text(card_text(figures))
    print('wrote', *[p.name for p in sorted(args.out.iterdir())])


if __name__ == '__main__':
    main()
