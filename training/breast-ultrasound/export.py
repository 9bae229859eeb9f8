"""Write public/models/breast-ultrasound/: network, test tensors, manifest.json and card.md, and the fixture of the page's tests.

  python evaluate.py --data DIR --folds folds --fit suspicion.json > figures.json
  python picture.py --data DIR --dicom DIR --films DIR > picture.json
  python export.py --checkpoint CACHE/lesion--1.pt

torch and onnxruntime are compared before anything is kept.
"""
import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parents[1] / 'tools'))
import phantom
import picture
import suspicion
from card import card_text, metrics, operating_points
from descriptors import notches
from features import NAMES, features
from evaluate import network_of
from look import FAINT, LEAST, SIDE, THRESHOLD, lesion_of, on_frame, squared
from shipping import test_entry, weights_entry, write_network

VERSION = '0.3.4'
ID = 'breast-ultrasound'
ZH = {'name': '乳腺超声病灶',
      'intendedUse': '在乳腺超声图像上标出并勾画可能属于病灶的像素，由医生确认、修改或否定。仅供研究。',
      'notFor': '不用于诊断，不用于替代活检或随访决策；未标出病灶不能说明没有病灶。'}


def fixture(session, model, seen):
    """What the page must make of the phantoms: the square, its numbers, the answer on the frame, features, scores."""
    frame = phantom.frame()
    small = squared(frame)
    logits = session.run(None, {'x': small[None, None]})[0][0, 0] + session.run(None, {'x': np.ascontiguousarray(small[None, None, :, ::-1])})[0][0, 0, :, ::-1]
    p = 1 / (1 + np.exp(-logits / 2))
    image, mask, made = phantom.marked()
    values = features(image, mask, made)
    told = picture.numbers_of(frame)
    at = [(10, 20), (60, 95), (91, 96), (140, 60)]
    return {'side': SIDE, 'square': {'sum': float(small.astype(np.float64).sum()), 'values': [[*a, float(small[a])] for a in at]},
            'picture': {'numbers': told, 'score': float(picture.score(seen, [[told[n] for n in picture.NAMES]])[0])},
            'onFrame': {'sum': float(on_frame(made, 240, 320).sum()), 'values': [[*a, float(on_frame(made, 240, 320)[a])] for a in at]},
            'network': {'meanOfP': float(p.mean()), 'pixels': int(lesion_of(p).sum())},
            'mask': int(mask.sum()), 'features': values, 'notches': notches(mask)[:4].tolist(),
            'suspicion': float(suspicion.score(model, [[values[n] for n in NAMES]])[0])}


def manifest(out, figures, model, seen, error):
    return {
        'schema': 'lamplight-model/1', 'id': ID, 'name': 'Breast ultrasound lesion', 'version': VERSION, 'status': 'research',
        'license': 'Apache-2.0', 'weightsLicense': 'Apache-2.0 (trained on BUS-BRA, to be cited as its licence asks)',
        'cite': [{'text': 'Gomez-Flores W, et al. BUS-BRA: a breast ultrasound dataset for assessing computer-aided diagnosis systems. '
                          'Med Phys 2024;51:3110-3123'}],
        'intendedUse': 'Marks and outlines pixels that may belong to a lesion on B-mode ultrasound of the breast, for a doctor to accept, '
                       'correct or reject. Research use.',
        'notFor': 'Diagnosis, or decisions on biopsy and follow-up. No mark does not mean no lesion.',
        'weights': weights_entry(out),
        'inputs': [{'name': 'x', 'axes': 'NCHW', 'modality': ['US'], 'orientation': 'native', 'spacing': 'native', 'preprocessing': []}],
        'suitability': {'bodyPart': ['BREAST']},
        'window': {'patch': [SIDE, SIDE], 'blend': 'constant', 'overlap': 0, 'mirror': [2]},
        'outputs': [{'name': 'logits', 'kind': 'heatmap', 'activation': 'sigmoid',
                     'labels': [{'id': 1, 'name': 'Breast lesion', 'channel': 0,
                                 'category': {'scheme': 'SCT', 'value': '49755003', 'meaning': 'Morphologically Abnormal Structure'},
                                 'type': {'scheme': 'SCT', 'value': '52988006', 'meaning': 'Lesion'}, 'rgb': [255, 196, 87]}]}],
        'operatingPoints': [{'name': 'outline', 'threshold': THRESHOLD, 'default': True, 'on': 'probability of a pixel'}],
        'metrics': metrics(figures),
        'test': test_entry(out, SIDE, 1),
        'card': 'card.md',
        'config': {ID: {'side': SIDE, 'threshold': THRESHOLD, 'faint': FAINT, 'leastPx': LEAST, 'picture': seen,
                        'suspicion': {**model, 'operatingPoints': operating_points(figures)}},
                   'translations': {'zh': ZH}, 'training': {'torchMaxAbsErr': error}},
    }


def main():
    here = Path(__file__).parent
    parser = argparse.ArgumentParser()
    parser.add_argument('--checkpoint', type=Path, required=True)
    parser.add_argument('--figures', type=Path, default=here / 'figures.json')
    parser.add_argument('--suspicion', type=Path, default=here / 'suspicion.json')
    parser.add_argument('--picture', type=Path, default=here / 'picture.json')
    parser.add_argument('--out', type=Path, default=here.parents[1] / f'public/models/{ID}')
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    figures, model = json.loads(args.figures.read_text()), json.loads(args.suspicion.read_text())
    judged = json.loads(args.picture.read_text())
    squares = [squared(phantom.frame()), squared(phantom.frame(300, 200))]
    session, error = write_network(network_of(args.checkpoint), ID, args.out, squares, against_first=True)
    # A state of training, not a fold's number: which cases the shipped network saw is told in the card.
    step = torch.load(args.checkpoint)['step']
    text = json.dumps(manifest(args.out, figures, model, judged['model'], error), indent=2, ensure_ascii=False)
    (args.out / 'manifest.json').write_text(text + '\n')
    (args.out / 'card.md').write_text(card_text(
        figures, judged['measured'], VERSION, args.checkpoint.stem, step, sum(p.numel() for p in network_of(args.checkpoint).parameters())))
    (here / 'fixture.json').write_text(json.dumps(fixture(session, model, judged['model']), indent=1) + '\n')
    print(f'torch against onnxruntime: {error:.1e}; wrote', *[f'{p.name} {p.stat().st_size}' for p in sorted(args.out.iterdir())])


if __name__ == '__main__':
    main()
