"""Write public/models/lung-nodule/: both networks, test tensors, manifest.json and card.md.

  python export.py --weights-only     # networks and tensors; then figures.py --choose, then without this option

Reads second.json (fit.py) for the score's weights, calibration and volume range, and figures.json for what was measured.
torch and onnxruntime are compared before anything is kept.
"""
import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import torch

import candidates as rules
import phantom
from card import card_text, froc, metrics, operating_points
from classifier import Classifier, parameters
from graph import classifier_onnx, detector_onnx, screener_onnx
from model import NoduleNet, gmac
import screen as looking
from screener import Screener
from patch import CHANNELS, LABELS, OFFSETS_MM, PITCH_MM, SIDE, classify, open_second, patch

VERSION = '0.3.0'
ZH = {'name': '肺结节',
      'intendedUse': '在成人胸部 CT 上标出并勾画可能属于肺结节的像素，由医生确认、修改或否定。仅供研究。',
      'notFor': '不用于诊断、筛查决策，医生未通读全部图像时不得据此排除结节。'}
VIEWS = ((False, False), (False, True))   # the detector is the mean of the network and its left-right mirror image
PEAK_MIB = 600       # engine's heap and arrays on a 512 x 512 x 180 scan, npm run bench
MAX_ABS_ERR = 1e-3   # logits, other execution providers against the stored output


def digest(path):
    """sha256 of a file, hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_entry(out, prefix, shape, output_shape):
    """A manifest's `test` object for the two stored tensors of this prefix."""
    a, b = out / f'{prefix}-input.bin', out / f'{prefix}-output.bin'
    return {'input': a.name, 'output': b.name, 'shape': list(shape), 'outputShape': list(output_shape),
            'maxAbsErr': MAX_ABS_ERR, 'inputSha256': digest(a), 'outputSha256': digest(b)}


def stage(out, second):
    """The manifest's stages.classify."""
    path = out / 'classify.onnx'
    return {'file': path.name, 'sha256': digest(path), 'bytes': path.stat().st_size,
            'input': {'name': 'x', 'shape': [CHANNELS, SIDE, SIDE], 'fieldsMm': list(PITCH_MM),
                      'offsetsMm': list(OFFSETS_MM), 'clip': [int(rules.HU_LO), int(rules.HU_HI)]},
            'outputs': [{'name': 'logits', 'labels': list(LABELS)}], 'views': 8, 'combine': second['combine'],
            'test': test_entry(out, 'classify-test', (2, CHANNELS, SIDE, SIDE), (2, len(LABELS)))}


def screen_stage(out):
    """The manifest's stages.screen."""
    path = out / 'screen.onnx'
    return {'file': path.name, 'sha256': digest(path), 'bytes': path.stat().st_size,
            'input': {'name': 'x', 'shape': [3, None, None], 'offsetsMm': [-rules.NEIGHBOUR_MM, 0, rules.NEIGHBOUR_MM],
                      'clip': [int(rules.HU_LO), int(rules.HU_HI)]},
            'outputs': [{'name': 'logits'}],
            'test': test_entry(out, 'screen-test', (1, 3, 32, 48), (1, 1, 8, 12))}


def manifest(out, figures, second, errors, where):
    """The lamplight-model/1 manifest as a dict; without figures it holds no FROC, points or metrics."""
    weights = out / 'weights.onnx'
    measured = {} if figures is None else {
        'operatingPoints': operating_points(figures), 'froc': froc(figures), 'metrics': metrics(figures)}
    return {
        'schema': 'lamplight-model/1', 'id': 'lung-nodule', 'name': 'Lung nodule', 'version': VERSION,
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
        'window': {'patch': [512, 512], 'size': 'fit', 'multipleOf': 16, 'overlap': 0.1, 'blend': 'constant', 'pad': {'mode': 'edge'},
                   'marginPx': rules.MARGIN_PX},
        'outputs': [{'name': 'logits', 'kind': 'heatmap', 'activation': 'sigmoid',
                     'labels': [{'id': 1, 'name': 'Lung nodule',
                                 'category': {'scheme': 'SCT', 'value': '49755003',
                                              'meaning': 'Morphologically Abnormal Structure'},
                                 'type': {'scheme': 'SCT', 'value': '427359005', 'meaning': 'Lung nodule'},
                                 'rgb': [255, 196, 87]}]}],
        **measured,
        'stages': {'screen': screen_stage(out), 'classify': stage(out, second)},
        'volumeRange': second['volumeRange'],
        'test': test_entry(out, 'test', (1, 3, 64, 64), (1, 1, 64, 64)),
        'card': 'card.md', 'peakMiB': PEAK_MIB,
        'config': {'lung-nodule': {'pOutline': rules.P_OUTLINE, 'pSeed': rules.P_SEED,
                                   'scoreSphereMm': rules.SCORE_SPHERE_MM, 'pClip': rules.P_CLIP,
                                   'scoreTemperature': rules.SCORE_TEMPERATURE,
                                   'minDiameterMm': rules.MIN_DIAMETER_MM, 'thinSliceMm': rules.THIN_SLICE_MM,
                                   'oneSliceMinMm': rules.ONE_SLICE_MIN_MM, 'maxElongation': rules.MAX_ELONGATION,
                                   'minInLung': rules.MIN_IN_LUNG, 'maxFindings': rules.MAX_FINDINGS,
                                   'screen': {'cellPx': looking.CELL, 'context': looking.CONTEXT,
                                              'margin': looking.MARGIN, 'sure': where['sure'], 'near': where['near']}},
                   'translations': {'zh': ZH},
                   'training': {'gmacPer512Slice': round(len(VIEWS) * gmac(), 2), 'detectorViews': len(VIEWS), 'secondStageWeights': parameters(),
                                'screenWeights': sum(p.numel() for p in Screener().parameters()),
                                'torchMaxAbsErr': errors}}}


def mean_of_views(net):
    """The detector in torch: the image mirrored, not the kernels as in the exported graph."""
    def run(x):
        dims = [[d for d, turned in zip((2, 3), view) if turned] for view in VIEWS]
        return sum(net(x.flip(d)).flip(d) for d in dims) / len(dims)
    return run


def worst(net, session, inputs):
    """Largest difference of logits between torch and onnxruntime."""
    with torch.no_grad():
        return max(float(np.abs(net(torch.from_numpy(x)).numpy() - session.run(None, {'x': x})[0]).max()) for x in inputs)


def networks(args, second, where):
    """The three ONNX files and their test tensors; the largest differences to torch."""
    rng, out = np.random.default_rng(1), args.out
    first, small, screener = NoduleNet(), Classifier(), Screener()
    first.load_state_dict(torch.load(args.checkpoint)['ema'])
    small.load_state_dict(torch.load(args.second)['ema'])
    screener.load_state_dict(torch.load(args.screen)['ema'])
    first.eval(), small.eval(), screener.eval()
    onnx.save(screener_onnx(screener), str(out / 'screen.onnx'))
    onnx.save(detector_onnx(first, VIEWS), str(out / 'weights.onnx'))
    onnx.save(classifier_onnx(small, second['calibrate']), str(out / 'classify.onnx'))
    slope, bias = (torch.tensor(second['calibrate'][k], dtype=torch.float32) for k in ('slope', 'bias'))
    a, b, s = (rules.open_model(out / n) for n in ('weights.onnx', 'classify.onnx', 'screen.onnx'))
    halves = phantom.slices(96)[:, :, ::2, ::2][:, :, 8:40]
    halves = np.ascontiguousarray(halves)
    noise = rng.random((5, CHANNELS, SIDE, SIDE), np.float32)
    errors = {'detector': worst(mean_of_views(first), a, [phantom.slices(), rng.random((2, 3, 96, 160), np.float32)]),
              'classifier': worst(lambda x: small(x) * slope + bias, b, [noise, noise[:1]]),
              'screen': worst(screener, s, [halves, rng.random((2, 3, 32, 40), np.float32)])}
    assert max(errors.values()) < MAX_ABS_ERR, errors
    hu, voxels = phantom.volume()
    points = np.argwhere(voxels)
    centre, ends = points.mean(0), (int(points[0, 0]), int(points[-1, 0]))
    made = np.stack([patch(hu, centre, ends, phantom.SPACING), noise[0]])
    for name, session, x in (('test', a, phantom.slices()), ('classify-test', b, made), ('screen-test', s, halves)):
        x.tofile(out / f'{name}-input.bin')
        session.run(None, {'x': x})[0].astype(np.float32).tofile(out / f'{name}-output.bin')
    one = made[0].astype(np.float64)
    fixture = {'about': phantom.volume.__doc__, 'spacing': phantom.SPACING, 'shape': phantom.SHAPE,
               'sphere': {'centreMm': phantom.CENTRE_MM, 'radiusMm': phantom.RADIUS_MM},
               'candidate': {'voxels': len(points), 'centre': centre.tolist(), 'ends': ends},
               'patch': {'sum': float(one.sum()), 'channelSums': one.sum((1, 2)).tolist(),
                         'values': [[c, i, j, float(one[c, i, j])] for c, i, j in ((0, 0, 0), (2, 15, 16), (4, 9, 20),
                                                                                 (5, 0, 31), (7, 16, 15), (9, 31, 3))]},
               'meanLogits': classify(b, made[0]).astype(float).tolist(), 'labels': LABELS}
    (Path(__file__).parent / 'classify-fixture.json').write_text(json.dumps(fixture, indent=1) + '\n')
    (Path(__file__).parent / 'screen-fixture.json').write_text(json.dumps(screen_fixture(s, hu, where)) + '\n')
    return errors


def screen_fixture(session, hu, where):
    """What the screen makes of the phantom, all of whose right part is lung, at its own threshold and at one that marks more."""
    mask = np.zeros(hu.shape, bool)
    mask[3:, 6:84, 20:90] = True
    logits = looking.screen_logits(session, hu, mask, phantom.SPACING)
    finite = logits[np.isfinite(logits)].astype(np.float64)
    more = {'sure': float(np.round(np.percentile(finite, 97), 2)), 'near': float(np.round(np.percentile(finite, 90), 2))}
    y0, y1, x0, x1 = looking.screen_box(mask)
    half = looking.normalise(looking.halved(looking.padded(hu)[mask.any((1, 2)), y0:y1, x0:x1]))
    return {'lungs': [[3, hu.shape[0]], [6, 84], [20, 90]], 'box': [y0, y1, x0, x1], 'halfSum': float(half.astype(np.float64).sum()),
            'cells': int(len(finite)), 'logitSum': float(finite.sum()), 'logitMax': float(finite.max()),
            'windows': [{**rule, 'boxes': looking.windows(looking.marked(logits, rule), hu.shape)}
                        for rule in ({k: where[k] for k in ('sure', 'near')}, more)]}


def main():
    here = Path(__file__).parent
    parser = argparse.ArgumentParser()
    parser.add_argument('--checkpoint', type=Path, default=Path('/work/train-cache/v2.pt'), help='first stage')
    parser.add_argument('--second', type=Path, default=Path('/work/train-cache/c-all.pt'), help='second stage')
    parser.add_argument('--screen', type=Path, default=Path('/work/train-cache/screen.pt'), help='what screener.py trained')
    parser.add_argument('--where', type=Path, default=here / 'screen.json', help='its thresholds, of fit_screen.py')
    parser.add_argument('--fit', type=Path, default=here / 'second.json')
    parser.add_argument('--figures', type=Path, default=here / 'figures.json',
                        help='what figures.py measured with these same weights')
    parser.add_argument('--out', type=Path, default=here.parents[1] / 'public/models/lung-nodule')
    parser.add_argument('--weights-only', action='store_true', help='no figures yet: networks, tensors, bare manifest')
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    second = json.loads(args.fit.read_text())
    where = json.loads(args.where.read_text())
    errors = networks(args, second, where)
    print('torch against onnxruntime, largest difference of logits:', errors)
    figures = None if args.weights_only else json.loads(args.figures.read_text())
    text = json.dumps(manifest(args.out, figures, second, errors, where), indent=2, ensure_ascii=False)
    (args.out / 'manifest.json').write_text(text + '\n')
    open_second(args.out)
    looking.open_screen(args.out)
    if figures:
        (args.out / 'card.md').write_text(card_text(figures, second))
    print('wrote', *[p.name for p in sorted(args.out.iterdir())])


if __name__ == '__main__':
    main()
