"""Is it a B-mode picture at all? A logistic score over numbers of the picture, and the range that they have in B-mode. numpy
only; the page does the same.

  python picture.py --data busbra --dicom DIR --films chest-xray-wingspan > picture.json

Fits the score: frames of the set, as they are and changed as in training, against slices, films, photographs and made
images. The measured shares are of scores fitted without the fold of the frame, or without the study of the other image.
Where the file states an ultrasound region the score is not asked.
"""
import argparse
import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image
from scipy import ndimage

from look import SIDE, placing, squared

NAMES = ('mean', 'sd', 'dark', 'bright', 'down1', 'down2', 'down4', 'down8', 'fine', 'coarse2', 'coarse4', 'coarse8', 'speckle',
         'rough', 'flat', 'mirror', 'left', 'right', 'top', 'bottom', 'layers', 'columns')
LAGS = (1, 2, 4, 8)
CELL = 8             # pixels of the square: cells in which brightness and its spread are compared
LEAST_SIDE, LEAST_SD = 24, 0.01   # pixels of the square, grey 0..1; a narrower strip or an even field is no picture
SHADE, DARK, BRIGHT, FLAT = 0.06, 0.04, 0.8, 0.01
BORDER = 0.06        # of the shorter side
EPS = 1e-3
FAR, SHRINK = 4.0, 3e-4   # standard deviations at which a number is cut off; weight of the squared coefficients
ROOM = 0.1           # of the range of a number: so much farther it may lie
SCREEN_CELL, TISSUE, FILLED, LEAST_REGION = 8, 10, 0.5, 48   # as src/analyses/breast-ultrasound/region.ts finds the picture


def numbers(a):
    """Picture (h,w) 0..1, cut from the square -> its numbers by NAMES; None of a strip or an even field."""
    a = np.asarray(a, np.float64)
    if min(a.shape) < LEAST_SIDE or a.std() < LEAST_SD:
        return None
    mean, sd = a.mean(), a.std()
    across = [np.abs(a[:, k:] - a[:, :-k]).mean() for k in LAGS]
    down = [np.abs(a[k:] - a[:-k]).mean() for k in LAGS]
    both = [p + q for p, q in zip(across, down)]
    log = lambda p, q: np.log((p + EPS) / (q + EPS))
    h, w = a.shape[0] // CELL, a.shape[1] // CELL
    cells = a[:h * CELL, :w * CELL].reshape(h, CELL, w, CELL).transpose(0, 2, 1, 3).reshape(-1, CELL * CELL)
    m, s = cells.mean(1), cells.std(1)
    lit = m > SHADE
    together = lambda p, q: ((p - p.mean()) * (q - q.mean())).mean() / (p.std() * q.std() + 1e-6)
    edge = max(1, int(BORDER * min(a.shape) + 0.5))
    values = (mean, sd, (a < DARK).mean(), (a > BRIGHT).mean(), *[log(p, q) for p, q in zip(down, across)],
              log(both[0], 2 * sd), *[log(both[k], both[k - 1]) for k in (1, 2, 3)],
              together(m[lit], s[lit]) if lit.sum() > 3 else 0, np.median((s / (m + 0.02))[lit]) if lit.any() else 0,
              (s < FLAT).mean(), together(a, a[:, ::-1]),
              *[part.mean() / (mean + EPS) for part in (a[:, :edge], a[:, -edge:], a[:edge], a[-edge:])],
              a.mean(1).std() / (sd + EPS), a.mean(0).std() / (sd + EPS))
    return dict(zip(NAMES, map(float, values)))


def numbers_of(image):
    """Grey image (H,W) 0..255 -> numbers of the picture that it makes in the square."""
    h, w, top, left = placing(*image.shape)
    return numbers(squared(image)[top:top + h, left:left + w])


def region_of(image):
    """The part of a screen that is filled, as the page finds it where the file states none."""
    ny, nx = image.shape[0] // SCREEN_CELL, image.shape[1] // SCREEN_CELL
    cells = (image[:ny * SCREEN_CELL, :nx * SCREEN_CELL] > TISSUE).reshape(ny, SCREEN_CELL, nx, SCREEN_CELL).mean((1, 3))
    pieces, count = ndimage.label(cells >= FILLED)
    if not count:
        return image
    largest = 1 + int(np.argmax(ndimage.sum(pieces > 0, pieces, range(1, count + 1))))
    rows, columns = ndimage.find_objects(pieces)[largest - 1]
    part = image[rows.start * SCREEN_CELL:rows.stop * SCREEN_CELL, columns.start * SCREEN_CELL:columns.stop * SCREEN_CELL]
    return part if min(part.shape) >= LEAST_REGION else image


def fit(frames, others):
    """Numbers (N,len(NAMES)) of either kind, both weighing alike -> model as JSON-ready dict.

    A score separates from what it was fitted on; what is like neither kind may fall on either side of it. So a number
    that no frame comes near speaks for itself: `low` and `high`."""
    room = ROOM * (frames.max(0) - frames.min(0))
    rows = np.r_[frames, others]
    mean, sd = rows.mean(0), rows.std(0) + 1e-6
    a = np.c_[np.ones(len(rows)), np.clip((rows - mean) / sd, -FAR, FAR)]
    y = np.r_[np.ones(len(frames)), np.zeros(len(others))]
    weight = np.r_[np.full(len(frames), 0.5 / len(frames)), np.full(len(others), 0.5 / len(others))]
    w, shrink = np.zeros(a.shape[1]), SHRINK * np.r_[0, np.ones(len(NAMES))]
    for _ in range(50):
        p = 1 / (1 + np.exp(-a @ w))
        hessian = (a * (weight * p * (1 - p))[:, None]).T @ a + np.diag(shrink + 1e-9)
        w -= np.linalg.solve(hessian, a.T @ (weight * (p - y)) + shrink * w)
    return {'numbers': list(NAMES), 'mean': mean.tolist(), 'sd': sd.tolist(), 'far': FAR, 'bias': float(w[0]),
            'linear': w[1:].tolist(), 'low': (frames.min(0) - room).tolist(), 'high': (frames.max(0) + room).tolist()}


def score(model, rows):
    """Above 0 for each row of numbers that looks like B-mode; -inf where one leaves the range of B-mode."""
    rows = np.asarray(rows)
    inside = ((rows >= model['low']) & (rows <= model['high'])).all(1)
    z = np.clip((rows - model['mean']) / np.array(model['sd']), -FAR, FAR)
    return np.where(inside, model['bias'] + z @ np.array(model['linear']), -np.inf)


def is_picture(model, image):
    """Does the page analyse this grey image (H,W) 0..255 without a stated region?"""
    values = numbers_of(region_of(image))
    return values is not None and bool(score(model, [[values[n] for n in NAMES]])[0] > 0)


def shown(image):
    """Grey image of any range -> 0..255, as a viewer would save it to a screen."""
    if image.min() >= 0 and image.max() <= 255 and image.max() > 128:
        return image.astype(np.float64)
    low, high = np.percentile(image, (0.5, 99.5))
    return np.clip((image - low) / max(high - low, 1e-6), 0, 1) * 255


def changed(image, rng):
    """A part of an image 0..255, turned, mirrored, in another window."""
    h, w = image.shape
    share = rng.uniform(0.45, 1)
    y, x = int(rng.uniform(0, h * (1 - share))), int(rng.uniform(0, w * (1 - share)))
    part = np.rot90(image[y:y + int(h * share), x:x + int(w * share)], rng.integers(4))
    part = part[:, ::-1] if rng.random() < 0.5 else part
    low, high = np.percentile(part, (rng.uniform(0, 3), rng.uniform(96, 100)))
    part = np.clip((part - low) / max(high - low, 1e-6), 0, 1)
    return (1 - part if rng.random() < 0.15 else part) ** np.exp(rng.uniform(-0.6, 0.6)) * 255


def group(kind, name):
    """What an image shares with others: its study, its film's fifth, the formula that made it."""
    if kind in ('CT', 'MR', 'XA', 'NM'):
        return '/'.join(name.split()[0].split('/')[:2])
    if kind in ('noise', 'made'):
        return kind + name.split()[0]
    return kind + str(sum(map(ord, name)) % 5)


def made_images(rng):
    """More of what a test or broken image may be than the chest film's others hold."""
    y, x = np.mgrid[:400, :400] / 400
    for n in range(6):
        coarse = 2 ** n
        blocks = lambda a: np.kron(a, np.ones((coarse, coarse)))[:400, :400] * 255
        side = -(-400 // coarse)
        if n < 3:
            yield 'noise', f'uniform {n}', blocks(rng.random((side, side)))
            yield 'noise', f'binary {n}', blocks(rng.integers(0, 2, (side, side)).astype(float))
        yield 'made', f'stripes {n}', (np.sin(2 * np.pi * (3 + 5 * n) * (x if n % 2 else y)) + 1) * 127.5
        yield 'made', f'checks {n}', ((x * 4 * (n + 1)).astype(int) + (y * 4 * (n + 1)).astype(int)) % 2 * 255.0


VARIANTS = 6   # of every other image; 2 of every film


def other_images(dicom, films):
    """(kind, group, as it is, image 0..255) of what is no ultrasound."""
    sys.path.insert(0, str(Path(__file__).parents[1] / 'chest-xray'))
    from others import others
    known = [(kind, group(kind, name), shown(image), VARIANTS) for kind, name, image in others(dicom) if kind != 'US']
    for path in sorted(Path(films).glob('images/*'))[::2] if films else []:
        known.append(('film', group('film', path.name), np.array(Image.open(path).convert('L'), np.float64), 2))
    rng = np.random.default_rng(5)
    known += [(kind, group(kind, name), image, VARIANTS) for kind, name, image in made_images(rng)]
    for kind, of, image, variants in known:
        yield kind, of, True, image
        for _ in range(variants):
            part = changed(image, rng)
            if min(part.shape) >= LEAST_REGION:
                yield kind, of, False, part


def changed_frames(data, count):
    """Frames as the network is trained on them: darkened, noisy, stretched, with letters and covered lesions."""
    from frames import Batches, load
    batches = Batches(*load(data))
    for k in range(count):
        batches.seed(k)
        for square in batches.draw(8)[0][:, 0].numpy():
            lit = square > 0.02
            rows, columns = np.flatnonzero(lit.mean(1) > 0.2), np.flatnonzero(lit.mean(0) > 0.2)
            if len(rows) > 60 and len(columns) > 60:
                yield square[rows[0]:rows[-1] + 1, columns[0]:columns[-1] + 1] * 255


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--data', type=Path, required=True)
    parser.add_argument('--dicom', type=Path, required=True)
    parser.add_argument('--films', type=Path)
    args = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).parents[1] / 'tools'))
    from evaluate import read
    vector = lambda image: [v[n] for n in NAMES] if (v := numbers_of(image)) else None
    frames, folds = [], []
    for row in read(args.data):
        for image in (row['image'], region_of(row['image'])):
            frames.append(vector(image))
            folds.append(row['fold'])
    made = np.array([v for v in map(vector, changed_frames(args.data, 150)) if v])
    rows, kinds, groups, plain = [], [], [], []
    for kind, of, as_it_is, image in other_images(args.dicom, args.films):
        for part in (image, region_of(image)):
            if values := vector(part):
                rows.append(values), kinds.append(kind), groups.append(of), plain.append(as_it_is)
    frames, folds, rows, kinds, groups, plain = map(np.array, (frames, folds, rows, kinds, groups, plain))
    kept = np.zeros(len(frames), bool)
    for k in np.unique(folds):
        kept[folds == k] = score(fit(np.r_[frames[folds != k], made], rows), frames[folds == k]) > 0
    out = np.zeros(len(rows), bool)
    for g in np.unique(groups):
        out[groups == g] = score(fit(np.r_[frames, made], rows[groups != g]), rows[groups == g]) <= 0
    share = lambda some: {'declined': int(some.sum()), 'n': len(some)}
    model = fit(np.r_[frames, made], rows)
    print(json.dumps({'model': model, 'measured': {
        'frames': share(~kept), 'changedFrames': share(score(model, made) <= 0),
        'others': share(out[plain]), 'changedOthers': share(out[~plain]), 'othersFitted': share(score(model, rows[plain]) <= 0),
        'byKind': {k: share(out[plain & (kinds == k)]) for k in sorted(set(kinds))}}}, indent=1))


if __name__ == '__main__':
    main()
