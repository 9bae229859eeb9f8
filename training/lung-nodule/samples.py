"""What the second stage learns from: nodules, and places that are none, in the crops and in ct-chest's trained half.

  python samples.py --data /work/shared/data --cache /work/train-cache

Writes samples.npz, a row a place: source (0 training crops, 1 ct-chest), a, b (the stack's first crop and the one past
its last, or 0 and the scan's slices), spacing (dz,dy,dx mm), centre (z,y,x index in that stack), z0, z1 (own slices), kind (KINDS), readers,
patient (-1 for ct-chest), l1 (mean logit of the first stage; nan where it has no candidate), ratings (see RATINGS; nan).
Negatives are candidates of the first stage at falling probabilities, and small bright things it never marked: on its
own it leaves too few mistakes to learn from.
"""
import argparse
from pathlib import Path

import numpy as np
from scipy import ndimage as ndi

from crops import nodule_rows, predict
from prepare import HELD_OUT_COLUMNS, NEGATIVE, POSITIVE, TEST_PATIENT, prepare_crops
from series import load_series
from candidates import candidates, lung_mask, normalise, open_model, probability

KINDS = ('nodule', 'one reader', 'candidate', 'faint candidate', 'bright thing')
RATINGS = ('texture_median', 'spiculation_mean', 'lobulation_mean', 'calcification_median', 'malignancy_mean')
FAINT = 0.1             # components of this probability that the first stage would not call candidates
BRIGHT = (500 / 1400, -100 / 1400 + 1000 / 1400)   # centre above -500 HU; the 12 mm around it mostly lung
PER_STACK = 4


def bright_things(image, spacing, allowed, rng, limit):
    """Blobs of 2 to 6 mm on single slices of a stack (Z,H,W) 0..1: a list of (z,y,x) inside `allowed`."""
    sigma = (0, 1.6 / spacing[1], 1.6 / spacing[2])
    fine, coarse = ndi.gaussian_filter(image, sigma), ndi.gaussian_filter(image, [2.2 * s for s in sigma])
    around = ndi.uniform_filter(image, [1, 14 / spacing[1], 14 / spacing[2]])
    blob = fine - coarse
    top = (blob == ndi.maximum_filter(blob, (1, 7, 7))) & (blob > 0.06) & allowed
    top &= (image > BRIGHT[0]) & (around < 0.5)
    points = np.argwhere(top)
    return points[rng.permutation(len(points))[:limit]]


def row(source, a, b, spacing, centre, ends, kind, readers=0, patient=-1, l1=np.nan, ratings=None):
    """One place as a dict of plain numbers."""
    return dict(source=source, a=a, b=b, spacing=spacing, centre=centre, z0=ends[0], z1=ends[1], kind=KINDS.index(kind), readers=readers,
                patient=patient, l1=l1, ratings=ratings if ratings is not None else [np.nan] * len(RATINGS))


def negatives(prob, image, mask, allowed, spacing, whole, rng, limit):
    """(centre, ends, kind, l1) of places in one stack whose voxels are all in `allowed`."""
    out, taken = [], np.zeros(prob.shape, bool)
    for kind, outline, seed in (('candidate', 0.5, 0.5), ('faint candidate', FAINT, FAINT)):
        items, labels = candidates(prob, mask, spacing, whole, outline, seed)
        for c in items:
            inside = labels == c['id']
            if c['inLung'] >= 0.5 and allowed[inside].all() and not taken[inside].any():
                out.append((c['centre'], c['ends'], kind, c['meanLogit'] if kind == 'candidate' else np.nan))
            taken |= inside
    near = ndi.binary_dilation(taken | ~allowed, np.ones((1, 3, 3)), iterations=3)
    for z, y, x in bright_things(image, spacing, ~near & mask, rng, limit):
        long = int(rng.integers(1, 1 + max(1, round(8 / spacing[0]))))
        z0 = max(0, z - int(rng.integers(0, long)))
        out.append(((z, y, x), (z0, min(len(prob) - 1, max(z, z0 + long - 1))), 'bright thing', np.nan))
    return out


def crop_samples(folder, session):
    """Places in the training crops."""
    crops, rng, out = prepare_crops(folder), np.random.default_rng(5), []
    assert TEST_PATIENT not in crops['patient'], 'the test case must not be learned from'
    bits, rows = np.load(folder / 'labels.npz')['reader_bits'], nodule_rows(folder, crops)
    prob = predict(session, crops)
    first = np.flatnonzero(np.r_[True, np.diff(crops['nodule']) > 0])
    for a, b, rating in zip(first, np.r_[first[1:], len(prob)], rows):
        if not crops['usable'][a]:
            continue
        spacing = (float(crops['step'][a]), *[float(crops['spacing'][a])] * 2)
        target, everywhere = crops['target'][a:b], np.ones((b - a, 96, 96), bool)
        readers, patient = int(rating['n_readers']), int(crops['patient'][a])
        own = target == POSITIVE if readers >= 2 else bits[a:b] > 0
        items, labels = candidates(prob[a:b], everywhere, spacing, False, seed=0.5)
        over = [c for c in items if (own & (labels == c['id'])).any()]
        if own.any():
            best = max(over, key=lambda c: c['voxels']) if over else None
            points = np.argwhere(own)
            centre, ends = (best['centre'], best['ends']) if best else (points.mean(0), (points[0, 0], points[-1, 0]))
            values = [float(rating[k]) if rating[k] else np.nan for k in RATINGS]
            out.append(row(0, a, b, spacing, centre, ends, 'nodule' if readers >= 2 else 'one reader', readers, patient,
                           best['meanLogit'] if best else np.nan, values))
        image = crops['images'][a:b].astype(np.float32) / 127
        for centre, ends, kind, l1 in negatives(prob[a:b], image, everywhere, target == NEGATIVE, spacing, False, rng,
                                                PER_STACK):
            out.append(row(0, a, b, spacing, centre, ends, kind, patient=patient, l1=l1))
    return out


def chest_samples(cache, folder, session):
    """Places in the half of ct-chest that training may see."""
    hu, _z, spacing = load_series(folder)
    image = normalise(hu)
    mask = lung_mask(hu, spacing)
    prob = probability(session, hu, mask, spacing)
    allowed = ~np.load(cache / 'negatives.npz')['ignore']
    allowed[:, :, :HELD_OUT_COLUMNS] = False
    return [row(1, 0, len(image), spacing, centre, ends, kind, l1=l1) for centre, ends, kind, l1 in
            negatives(prob, image, mask, allowed, spacing, True, np.random.default_rng(6), 2500)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--data', type=Path, default=Path('/work/shared/data'))
    parser.add_argument('--cache', type=Path, default=Path('/work/train-cache'))
    parser.add_argument('--weights', type=Path,
                        default=Path(__file__).parents[2] / 'public/models/lung-nodule/weights.onnx')
    args = parser.parse_args()
    session = open_model(args.weights)
    rows = chest_samples(args.cache, args.data / 'dicom' / 'studies' / 'ct-chest', session)
    rows += crop_samples(args.data / 'lidc-nodule-crops' / 'train', session)
    arrays = {k: np.array([r[k] for r in rows]) for k in rows[0]}
    np.savez(args.cache / 'samples.npz', **arrays)
    for source in (0, 1):
        print(source, {k: int(((arrays['kind'] == i) & (arrays['source'] == source)).sum()) for i, k in enumerate(KINDS)})


if __name__ == '__main__':
    main()
