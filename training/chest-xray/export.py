"""Write public/models/chest-xray/: network, test tensors, manifest.json and card.md; and fixture.json for the page's tests.

  python evaluate.py --data DIR --folds folds --dicom DIR --breast DIR --fit limits.json > figures.json
  python export.py --checkpoint CACHE/film--1.pt

torch and onnxruntime are compared before anything is kept.
"""
import argparse
import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / 'tools'))
import phantom
from card import card_text, metrics
from films import CHANNELS, CLASSES, SIZE
from fitting import averaged
from look import features, squared
from measures import cleaned
from shipping import test_entry, weights_entry, write_network
from unet2d import UNet2d

VERSION = '0.4.0'
ID = 'chest-xray'
ZH = {'name': '胸片：肺与心影',
      'intendedUse': '在成人正位胸片上勾画左右肺与心影，供医生核对后测量心胸比。仅供研究。',
      'notFor': '不用于诊断；侧位片、儿童胸片及非胸部图像不适用。'}


def probabilities(session, squares):
    """(N,SIZE,SIZE) -> (N,4,SIZE,SIZE) of the exported network."""
    logits = session.run(None, {'x': squares[:, None]})[0].astype(np.float64)
    p = np.exp(logits - logits.max(1, keepdims=True))
    return p / p.sum(1, keepdims=True)


def fixture(session):
    """What the page must make of the phantom."""
    square = squared(phantom.film())
    p, negative = probabilities(session, np.stack([square, 1 - square]))
    marked = np.zeros((SIZE, SIZE), int)
    blocks = {1: (slice(30, 120), slice(25, 80)), 2: (slice(34, 118), slice(110, 160)), 3: (slice(90, 130), slice(70, 125))}
    for organ, at in blocks.items():
        marked[at] = organ
    marked[5:8, 5:8] = 3
    drawn = np.where(np.arange(4)[:, None, None] == marked, 0.85, 0.05)
    at = [(10, 20), (60, 95), (91, 96), (140, 60)]
    return {'square': {'sum': float(square.astype(np.float64).sum()), 'values': [[*a, float(square[a])] for a in at]},
            'network': {'mean': [float(v) for v in p.mean((1, 2))], 'features': features(square, p, negative)},
            'drawn': {'blocks': {k: [v[0].start, v[0].stop, v[1].start, v[1].stop] for k, v in blocks.items()},
                      'pixels': [int((cleaned(marked.astype(np.uint8)) == k).sum()) for k in (1, 2, 3)],
                      'features': features(square, drawn, np.roll(drawn, 6, 2))}}


def manifest(out, figures, limits, error, trained):
    organs = (('Right lung', '39607008', 'Lung', [172, 138, 115]), ('Left lung', '39607008', 'Lung', [202, 164, 140]),
              ('Heart', '80891009', 'Heart', [206, 110, 84]))
    return {
        'schema': 'lamplight-model/1', 'id': ID, 'name': 'Chest X-ray: lungs and heart', 'version': VERSION, 'status': 'research',
        'license': 'Apache-2.0', 'weightsLicense': 'MIT (trained on the chest X-ray set of Dong et al., MICCAI 2018)',
        'cite': [{'text': 'Dong N, Kampffmeyer M, Liang X, Wang Z, Dai W, Xing E. Unsupervised domain adaptation for automatic '
                          'estimation of cardiothoracic ratio. MICCAI 2018'}],
        'intendedUse': 'Outlines lungs and heart on frontal chest films of adults and proposes the lines of the cardiothoracic ratio, '
                       'for a doctor to accept, correct or reject. Research use.',
        'notFor': 'Diagnosis; lateral films, children, anything that is no chest film. It says nothing of disease.',
        'weights': weights_entry(out),
        'inputs': [{'name': 'x', 'axes': 'NCHW', 'modality': ['CR', 'DX'], 'orientation': 'native', 'spacing': 'native',
                    'preprocessing': []}],
        'suitability': {'bodyPart': ['CHEST'], 'ageMin': 18},
        'window': {'patch': [SIZE, SIZE], 'blend': 'constant', 'overlap': 0},
        'outputs': [{'name': 'logits', 'kind': 'heatmap', 'activation': 'softmax',
                     'labels': [{'id': n + 1, 'name': name, 'rgb': rgb,
                                 'category': {'scheme': 'SCT', 'value': '123037004', 'meaning': 'Anatomical Structure'},
                                 'type': {'scheme': 'SCT', 'value': code, 'meaning': meaning}}
                                for n, (name, code, meaning, rgb) in enumerate(organs)]}],
        'metrics': metrics(figures),
        'test': test_entry(out, SIZE, CLASSES),
        'card': 'card.md',
        'config': {ID: {'side': SIZE, 'limits': limits}, 'translations': {'zh': ZH},
                   'training': {'torchMaxAbsErr': error, 'trainedOn': trained}},
    }


def main():
    here = Path(__file__).parent
    parser = argparse.ArgumentParser()
    parser.add_argument('--checkpoint', type=Path, required=True)
    parser.add_argument('--figures', type=Path, default=here / 'figures.json', help='what evaluate.py measured')
    parser.add_argument('--limits', type=Path, default=here / 'limits.json', help='what evaluate.py --fit wrote')
    parser.add_argument('--out', type=Path, default=here.parents[1] / f'public/models/{ID}')
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    figures, limits = json.loads(args.figures.read_text()), json.loads(args.limits.read_text())
    squares = [squared(phantom.film()), squared(phantom.film(150, 420))]
    session, error = write_network(averaged(args.checkpoint, UNet2d(CLASSES, CHANNELS)), ID, args.out, squares)
    fold = args.checkpoint.stem.removeprefix('film-')
    trained = 'all films' if fold == '-1' else f'all films but those of fold {fold}'
    text = json.dumps(manifest(args.out, figures, limits, error, trained), indent=2, ensure_ascii=False)
    (args.out / 'manifest.json').write_text(text + '\n')
    (args.out / 'card.md').write_text(card_text(figures, limits, trained, (args.out / 'weights.onnx').stat().st_size))
    (here / 'fixture.json').write_text(json.dumps(fixture(session), indent=1) + '\n')
    print(f'torch against onnxruntime: {error:.1e}; wrote', *[f'{p.name} {p.stat().st_size}' for p in sorted(args.out.iterdir())])


if __name__ == '__main__':
    main()
