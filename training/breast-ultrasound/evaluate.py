"""How well breast lesions are found, outlined, measured and scored. Prints JSON.

  python evaluate.py --data DIR                  # the network that is shipped, on frames of other hospitals
  python evaluate.py --data DIR --folds folds    # by folds: each frame by the network that did not see its case

DIR holds images/, masks/ (0 or not) and labels.csv with the columns id, case, label (benign, malignant; may be empty),
birads, fold5. A lesion whose mask is empty counts as a frame without lesion. With --fit the suspicion score that is fitted
on all frames is written to that file; the figures are always of scores fitted on other cases.
"""
import argparse
import csv
import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image
from scipy.spatial import ConvexHull
from scipy.spatial.distance import pdist

sys.path.insert(0, str(Path(__file__).parents[1] / 'tools'))
import descriptors
import suspicion
from features import NAMES, features
from frames import CHANNELS
from look import best_piece, lesion_of, on_frame, squared, threshold_of

MODEL = Path(__file__).parents[2] / 'public/models/breast-ultrasound'
FOUND = 0.3                    # overlap (intersection over union) from which a lesion counts as found
SIZES = (0, 50, 90, 1e9)       # pixels of a 224-pixel frame: small, middle, large by the reference's longest axis
FREE_SHARE, GAP = 0.35, 4      # a lesion-free part: strip beside the lesion of at least this share of the width
DRAWS = 1000                   # of the bootstrap, by case


def read(data):
    """Rows of labels.csv with image (H,W) uint8 and mask (H,W) bool."""
    with open(data / 'labels.csv', newline='') as f:
        rows = list(csv.DictReader(f))
    grey = lambda kind, r: np.array(Image.open(next((data / kind).glob(f"{r['id']}.*"))).convert('L'))
    for r in rows:
        r['image'], r['mask'] = grey('images', r), grey('masks', r) > 0
        r['fold'] = int(r.get('fold5') or 1) - 1
    return rows


def answers_of(net, squares):
    """(N,SIDE,SIDE) 0..1 -> probabilities alike, the mean of the logits of the frames and of their mirror images."""
    out = []
    for n in range(0, len(squares), 16):
        x = squares[n:n + 16, None]
        out.append(1 / (1 + np.exp(-(net(x) + net(np.ascontiguousarray(x[..., ::-1]))[..., ::-1])[:, 0] / 2)))
    return np.concatenate(out)


def network_of(path):
    """The averaged network of a checkpoint of train.py, in eval mode."""
    from fitting import averaged
    from unet2d import UNet2d
    return averaged(path, UNet2d(2, CHANNELS))


def from_checkpoint(path):
    """A checkpoint of train.py as a function (N,1,SIDE,SIDE) -> logits alike."""
    import torch
    torch.set_num_threads(1)
    net = network_of(path)

    def run(x):
        with torch.no_grad():
            logits = net(torch.from_numpy(x))
            logits = logits[:, 1:] - logits[:, :1]
            return torch.nn.functional.interpolate(logits, x.shape[2:], mode='bilinear', align_corners=False).numpy()
    return run


def from_model(folder):
    """The shipped network as a function (N,1,SIDE,SIDE) -> logits alike."""
    import onnxruntime
    session = onnxruntime.InferenceSession(str(folder / 'weights.onnx'), providers=['CPUExecutionProvider'])
    return lambda x: session.run(None, {'x': x})[0]


def free_part(row):
    """The wider strip beside the lesion, from top to bottom of the frame; None where none is wide enough."""
    columns = np.flatnonzero(row['mask'].any(0))
    width = row['image'].shape[1]
    a, b = (0, columns[0] - GAP), (columns[-1] + 1 + GAP, width)
    wide = max(a, b, key=lambda s: s[1] - s[0])
    return row['image'][:, wide[0]:wide[1]] if wide[1] - wide[0] >= FREE_SHARE * width else None


def longest(mask):
    """Longest distance inside a mask, pixels, outer edges of the pixels counted."""
    points = np.argwhere(mask)
    if len(points) < 4 or min(np.ptp(points, axis=0)) == 0:
        return float(np.ptp(points, axis=0).max() + 1)
    return float(pdist(points[ConvexHull(points).vertices]).max() + 1)


def look_at(rows, net, free):
    """What the network says of each row: found mask, features, and marks on the lesion-free part."""
    squares = np.stack([squared(r['image']) for r in rows])
    for r, x, p in zip(rows, squares, answers_of(net, squares)):
        small = lesion_of(p)
        r['found'] = best_piece(on_frame(p, *r['image'].shape), threshold_of(p) or 1)
        r['features'] = [features(x, small, p)[n] for n in NAMES] if small.any() else None
    if not free:
        return
    parts = [(r, free_part(r)) for r in rows if r['mask'].any()]
    parts = [(r, part) for r, part in parts if part is not None]
    for (r, _), p in zip(parts, answers_of(net, np.stack([squared(part) for _, part in parts])) if parts else []):
        r['falseMark'] = bool(lesion_of(p).any())


def measure(r):
    """Dice, overlap and long axis error of one row into the row."""
    a, b = r['found'], r['mask']
    both = (a & b).sum()
    r['dice'], r['overlap'] = 2 * both / max(1, a.sum() + b.sum()), both / max(1, (a | b).sum())
    r['longAxis'] = longest(b)
    r['axisError'] = abs(longest(a) - r['longAxis']) / r['longAxis'] if r['overlap'] > FOUND else None


def with_interval(rows, what, value):
    """value(rows) with a 95 % interval over draws of cases; n counts the rows for which what(row) is not None."""
    rows = [r for r in rows if what(r) is not None]
    if not rows:
        return {'value': None, 'n': 0}
    cases = {}
    for r in rows:
        cases.setdefault(r['case'], []).append(r)
    cases, rng = list(cases.values()), np.random.default_rng(1)
    draws = [value([r for k in rng.integers(len(cases), size=len(cases)) for r in cases[k]]) for _ in range(DRAWS)]
    return {'value': round(float(value(rows)), 4), 'n': len(rows), 'cases': len(cases),
            'ci': [round(float(np.nanpercentile(draws, q)), 4) for q in (2.5, 97.5)]}


def mean_of(rows, key):
    return with_interval(rows, lambda r: r.get(key), lambda some: np.mean([r[key] for r in some]))


def found_of(rows):
    return with_interval(rows, lambda r: r['overlap'], lambda some: np.mean([r['overlap'] > FOUND for r in some]))


def outlines(rows):
    return {'dice': mean_of(rows, 'dice'), 'found': found_of(rows),
            'longAxisErrorMedian': with_interval(rows, lambda r: r['axisError'],
                                                 lambda some: np.median([r['axisError'] for r in some]))}


def groups(rows):
    """Outline figures by size, BI-RADS and label."""
    names = ['below 50', '50 to 90', 'above 90']
    size = lambda r: names[int(np.digitize(r['longAxis'] * 224 / max(r['image'].shape), SIZES[1:3]))]
    by = lambda key, of: {k: outlines([r for r in rows if of(r) == k]) for k in sorted({of(r) for r in rows if of(r)}, key=key)}
    return {'longAxisPxOf224': by(names.index, size), 'birads': by(str, lambda r: r.get('birads')),
            'label': by(str, lambda r: r.get('label'))}


def score_by_fold(rows, tested):
    """Out-of-fold suspicion scores into the rows of the folds tested; returns the model fitted on all rows."""
    marked = [r for r in rows if r['features'] and r.get('label') in ('benign', 'malignant')]
    arrays = lambda some: (np.array([r['features'] for r in some]), np.array([r['label'] == 'malignant' for r in some]))
    for k in tested:
        model = suspicion.fit(*arrays([r for r in marked if r['fold'] != k]))
        here = [r for r in marked if r['fold'] == k]
        for r, s in zip(here, suspicion.score(model, arrays(here)[0])):
            r['score'] = float(s)
    return suspicion.fit(*arrays(marked))


def suspicion_figures(rows):
    scored = [r for r in rows if r.get('score') is not None]
    if not scored:
        return None
    s, y = [r['score'] for r in scored], [r['label'] == 'malignant' for r in scored]
    of = lambda some: suspicion.auc([r['score'] for r in some], [r['label'] == 'malignant' for r in some])
    return {'auc': with_interval(scored, lambda r: r['score'], of), 'malignant': int(np.sum(y)),
            'calibration': suspicion.calibration(s, y), 'operatingPoints': suspicion.operating_points(s, y)}


def descriptor_figures(rows):
    """What is suggested of the lesions that were found and have a label."""
    return descriptors.counted([(r['label'], r['found'], dict(zip(NAMES, r['features']))) for r in rows
                                if r['features'] and r['overlap'] > FOUND and r.get('label') in ('benign', 'malignant')])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--data', type=Path, required=True)
    parser.add_argument('--folds', type=Path, help='folder of the networks lesion-0.pt to lesion-4.pt; folds without one are not counted')
    parser.add_argument('--model', type=Path, default=MODEL)
    parser.add_argument('--fit', type=Path, help='write the suspicion score fitted on all frames there')
    args = parser.parse_args()
    rows = read(args.data)
    if args.folds:
        nets = {k: from_checkpoint(p) for k in range(5) if (p := args.folds / f'lesion-{k}.pt').exists()}
        tested = sorted(nets)
        for k in range(5):
            # A fold without its own network is looked at by another's, which knows its cases: only for fitting the score.
            look_at([r for r in rows if r['fold'] == k], nets.get(k) or nets[tested[0]], k in nets)
        model = score_by_fold(rows, tested)
        if args.fit:
            args.fit.write_text(json.dumps(model, indent=1) + '\n')
        rows = [r for r in rows if r['fold'] in tested]
    else:
        tested = None
        look_at(rows, from_model(args.model), True)
        model = json.loads((args.model / 'manifest.json').read_text())['config']['breast-ultrasound']['suspicion']
        for r in rows:
            if r['features'] and r.get('label') in ('benign', 'malignant'):
                r['score'] = float(suspicion.score(model, [r['features']])[0])
    lesions = [r for r in rows if r['mask'].any()]
    for r in lesions:
        measure(r)
    for r in rows:
        if not r['mask'].any():
            r['falseMark'] = bool(r['found'].any())
    print(json.dumps({'data': args.data.name, 'folds': tested, 'by': 'networks that did not see the case' if args.folds else 'the shipped network',
                      'images': len(rows), 'lesions': len(lesions), 'outline': outlines(lesions),
                      'noneSaid': {'value': round(float(np.mean([not r['found'].any() for r in lesions])), 4), 'n': len(lesions)} if lesions else None,
                      'falseMarksOnLesionFree': mean_of(rows, 'falseMark'), 'suspicion': suspicion_figures(rows),
                      'descriptors': descriptor_figures(lesions),
                      'groups': groups(lesions)}, indent=1))


if __name__ == '__main__':
    main()
