"""Measure a network on the validation patients (never trained on); prints JSON.

  python evaluate.py --data /work/shared/data/lidc-nodule-crops/val [--weights weights.onnx] [--thresholds 0.9]

Detection is judged by the same candidates() as scan.py, on 3-D stacks of 96x96 crops. A nodule counts as found
when kept candidates cover at least a tenth of its consensus (>= 50 % of its readers, >= 2) voxels. Neighbours
beyond a stack's ends are the end slice again (as at the ends of a scan), so nothing here comes from the labels.
"""
import argparse
import json
from pathlib import Path

import numpy as np
from scipy import ndimage as ndi

from prepare import NEGATIVE, POSITIVE, prepare_crops
from scan import OPERATING_POINTS, candidates, open_model, run_model

SIZES = (('<6', 0, 6), ('6-10', 6, 10), ('>=10', 10, 1e9))
FOUND_COVER = 0.1


def wilson(hits, n, z=1.96):
    """Wilson 95 % interval of hits/n as [low, high]; None without cases."""
    if n == 0:
        return None
    p, d = hits / n, 1 + z * z / n
    half = z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / d
    mid = (p + z * z / (2 * n)) / d
    return [round(float(mid - half), 3), round(float(mid + half), 3)]


def rate(flags):
    """{'n', 'found', 'sensitivity', 'ci'} of a list of booleans."""
    n, hits = len(flags), int(np.sum(flags))
    return dict(n=n, found=hits, sensitivity=round(hits / n, 3) if n else None, ci=wilson(hits, n))


def spread(values):
    """{'n', 'median', 'iqr'} of numbers."""
    if not len(values):
        return dict(n=0, median=None, iqr=None)
    q = np.percentile(values, [25, 50, 75])
    return dict(n=len(values), median=round(float(q[1]), 3), iqr=[round(float(q[0]), 3), round(float(q[2]), 3)])


def texture_class(median):
    """LIDC texture rating (1 non-solid .. 5 solid) -> class name."""
    return 'solid' if median > 4 else 'non-solid' if median <= 1.5 else 'part-solid'


def predict(session, crops, batch=32):
    """Probabilities (N,96,96) of every crop of prepare_crops()."""
    images = crops['images']
    low = np.where(crops['low'] >= 0, crops['low'], crops['first'])
    high = np.where(crops['high'] >= 0, crops['high'], crops['last'])
    out = []
    for i in range(0, len(images), batch):
        s = slice(i, i + batch)
        x = np.stack([images[low[s]], images[s], images[high[s]]], 1).astype(np.float32) / 127
        out.append(run_model(session, x))
    return np.concatenate(out)


def nodule_rows(folder, crops):
    """Ratings of each nodule, in the order of crops['nodule']."""
    import csv
    table = {(r['pid'], r['nodule']): r for r in csv.DictReader(open(folder / 'nodules.csv'))}
    rows, seen = [], set()
    for r in csv.DictReader(open(folder / 'crops.csv')):
        key = (r['patient'], r['nodule'])
        if key not in seen:
            seen.add(key)
            rows.append(table[key])
    return rows


def stacks_of(prob, crops, rows):
    """[(crop indices, spacing (dz,dy,dx) mm, candidates, labels)] of each nodule's stack; prob (N,96,96)."""
    out = []
    for number in range(len(rows)):
        where = np.flatnonzero(crops['nodule'] == number)
        spacing = (float(crops['step'][where[0]]), *[float(crops['spacing'][where[0]])] * 2)
        out.append((where, spacing, *candidates(prob[where], np.ones((len(where), 96, 96), bool), spacing, whole=False)))
    return out


def measure(stacks, crops, rows, bits, threshold):
    """All figures at one score threshold. bits (N,96,96) reader bits; rows from nodule_rows."""
    nodules, false_slices, false_3d = [], 0, 0
    for (where, spacing, items, labels), row in zip(stacks, rows):
        target = crops['target'][where]
        kept = [c for c in items if not c['rejected'] and c['score'] >= threshold]
        keep = np.isin(labels, [c['id'] for c in kept])
        for k in range(len(where)):
            lab, n = ndi.label(keep[k], np.ones((3, 3)))
            touched = np.unique(lab[target[k] != NEGATIVE])
            false_slices += n - int((touched > 0).sum())
        false_3d += sum((target[labels == c['id']] == NEGATIVE).all() for c in kept)
        consensus = target == POSITIVE
        readers = int(row['n_readers'])
        one = bits[where] > 0
        reference = consensus if readers >= 2 else one
        if not reference.any():
            continue
        hit = (keep & reference).sum() >= FOUND_COVER * reference.sum()
        volumes = [v for v in (float(((bits[where] >> k) & 1).sum()) for k in range(4)) if v]
        size = (6 / np.pi * np.mean(volumes) * float(np.prod(spacing))) ** (1 / 3)
        item = dict(readers=readers, size=float(row['eq_diam_mm'] or size), found=bool(hit),
                    texture=texture_class(float(row['texture_median'])))
        if hit and readers >= 2:
            ids = np.unique(labels[keep & consensus])
            mine = np.isin(labels, ids)
            item['dice'] = 2 * float((mine & consensus).sum()) / float(mine.sum() + consensus.sum())
            filled = np.stack([ndi.binary_fill_holes(s) for s in mine])
            item['volume'] = float(filled.sum()) / float(np.median(volumes)) - 1
        nodules.append(item)
    agreed = [n for n in nodules if n['readers'] >= 2]
    report = dict(threshold=threshold, cropSlices=len(bits), nodules=len(nodules))
    report['sensitivity'] = {
        '>=3 readers, >=4 mm': rate([n['found'] for n in agreed if n['readers'] >= 3 and n['size'] >= 4]),
        '>=2 readers': rate([n['found'] for n in agreed])}
    for r in (1, 2, 3, 4):
        report['sensitivity'][f'{r} readers'] = rate([n['found'] for n in nodules if n['readers'] == r])
    report['sensitivityBySize'] = {f'{name} mm, >={r} readers': rate(
        [n['found'] for n in agreed if lo <= n['size'] < hi and n['readers'] >= r])
        for r in (2, 3) for name, lo, hi in SIZES}
    report['sensitivityByTexture, >=3 readers'] = {t: rate(
        [n['found'] for n in agreed if n['texture'] == t and n['readers'] >= 3])
        for t in ('solid', 'part-solid', 'non-solid')}
    report['falseComponentsPerCropSlice'] = round(false_slices / len(bits), 4)
    report['falseCandidatesPerNoduleStack'] = round(float(false_3d) / len(rows), 4)
    got = [n for n in agreed if n['found']]
    report['diceOfFound'] = spread([n['dice'] for n in got])
    report['diceOfFound']['mean'] = round(float(np.mean([n['dice'] for n in got] or [0])), 3)
    report['volumeErrorOfFound'] = dict(
        note='predicted / median of the readers\' volumes - 1, within the stack', signed=spread(
            [n['volume'] for n in got]), absolute=spread([abs(n['volume']) for n in got]))
    for name, lo, hi in SIZES:
        part = [n for n in got if lo <= n['size'] < hi]
        report['diceOfFound'][name] = spread([n['dice'] for n in part])
        report['volumeErrorOfFound'][name] = spread([n['volume'] for n in part])
    for t in ('solid', 'part-solid', 'non-solid'):
        report['diceOfFound'][t] = spread([n['dice'] for n in got if n['texture'] == t])
    return report


def evaluate(session, folder, thresholds):
    """One report per score threshold on the split in `folder`."""
    crops = prepare_crops(folder)
    prob = predict(session, crops)
    rows, bits = nodule_rows(folder, crops), np.load(folder / 'labels.npz')['reader_bits']
    patients, stacks = len(np.unique(crops['patient'])), stacks_of(prob, crops, rows)
    return [dict(patients=patients, **measure(stacks, crops, rows, bits, t)) for t in thresholds]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--data', type=Path, default=Path('/work/shared/data/lidc-nodule-crops/val'))
    parser.add_argument('--weights', type=Path,
                        default=Path(__file__).parents[2] / 'public/models/lung-nodule/weights.onnx')
    parser.add_argument('--thresholds', type=float, nargs='+', default=list(OPERATING_POINTS.values()))
    args = parser.parse_args()
    print(json.dumps(evaluate(open_model(args.weights), args.data, args.thresholds), indent=1))


if __name__ == '__main__':
    main()
