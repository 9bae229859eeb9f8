"""Measure the chest film analysis: outlines by five folds, and how much of what is no chest film is declined.

  python evaluate.py --data DIR --cache CACHE [--dicom DIR --breast DIR] [--fit limits.json] > figures.json

Every film is looked at by the network that did not learn it; folds whose checkpoint is not there are left out, and
the figures say so. --fit writes the limits within which a film counts as one, from the films alone.
"""
import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parents[1] / 'tools'))
from films import CHANNELS, CLASSES, FOLDS, fold_of, load
from fitting import averaged
from look import NAMES, answers, features, film_answer, on_film, squared, standing
from measures import ORGANS, per_film
from others import others
from unet2d import UNet2d

RUNS = 2000          # of the bootstrap
SPREAD = 0.6         # how far beyond the films' own range a shape may lie, in ranges
UNSURE, DISAGREE = 2.0, 3.0   # how many times the worst film's own figure is still let pass
NOTE_PERCENT = 1     # of films that stand straightest and most askew are remarked on, each side
TURNED_FILMS = 20    # of the first fold are turned and cut for the decline test


def interval(values, of=np.mean):
    """Value with its 95 % bootstrap interval over films."""
    values = np.asarray(values)[~np.isnan(values)]
    rng = np.random.default_rng(0)
    runs = [of(rng.choice(values, len(values))) for _ in range(RUNS)]
    return {'value': round(float(of(values)), 4), 'ci': [round(float(v), 4) for v in np.percentile(runs, (2.5, 97.5))],
            'n': len(values)}


def looked_at(net, images, batch=8):
    """For each image (features or None, probabilities, those of its negative)."""
    out = []
    for n in range(0, len(images), batch):
        squares = np.stack([squared(i) for i in images[n:n + batch]])
        out += [(features(s, p, q), p, q) for s, p, q in zip(squares, *answers(net, squares))]
    return out


def fitted(rows, stands):
    """Limits by name from the films' features and stand."""
    limits = {}
    for name in NAMES:
        values = np.array([r[name] for r in rows])
        low, high = values.min(), values.max()
        if name == 'unsure':
            limits[name] = [0, high * UNSURE]
        elif name == 'agreement':
            limits[name] = [1 - DISAGREE * (1 - low), 1]
        elif name == 'scattered':
            limits[name] = [-1, 0.15]
        elif name != 'contrast':
            limits[name] = [low - SPREAD * (high - low), high + SPREAD * (high - low)]
    for name in stands[0]:
        low, high = np.percentile([s[name] for s in stands], (NOTE_PERCENT, 100 - NOTE_PERCENT))
        limits[name] = [low, high]
    return {k: [round(float(v), 4) for v in pair] for k, pair in limits.items()}


def declined(row, limits):
    return row is None or any(not limits[n][0] <= row[n] <= limits[n][1] for n in NAMES if n in limits)


def declined_apart(rows, stands, folds):
    """Which films are declined by limits fitted without the films of their fold; by all films' limits where only one fold is there."""
    flags = np.zeros(len(rows), bool)
    for k in np.unique(folds):
        other = [n for n in range(len(rows)) if (folds[n] != k or len(np.unique(folds)) == 1) and rows[n]]
        limits = fitted([rows[n] for n in other], [stands[n] for n in other])
        for n in np.flatnonzero(folds == k):
            flags[n] = declined(rows[n], limits)
    return flags


def share(flags):
    return {'declined': int(sum(flags)), 'n': len(flags)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--data', type=Path, required=True, help='chest-xray-wingspan')
    parser.add_argument('--cache', type=Path, required=True, help='folder of the checkpoints film-0.pt to film-4.pt')
    parser.add_argument('--dicom', type=Path, help='folder of other images in DICOM')
    parser.add_argument('--breast', type=Path, help='breast-ultrasound-busbra')
    parser.add_argument('--limits', type=Path, default=Path(__file__).parent / 'limits.json')
    parser.add_argument('--fit', type=Path, help='write the limits of the films here, and use them')
    args = parser.parse_args()
    torch.set_num_threads(1)
    films, masks, rows = load(args.data)
    fold = fold_of(rows)
    paths = {k: args.cache / f'film-{k}.pt' for k in range(FOLDS)}
    there = [k for k in paths if paths[k].exists()]
    found, at, seen, stands, nets = [], [], [], [], {}
    for k in there:
        nets[k] = averaged(paths[k], UNet2d(CLASSES, CHANNELS))
        held = np.flatnonzero(fold == k)
        for n, (row, p, q) in zip(held, looked_at(nets[k], films[held])):
            classes = on_film(film_answer(row, p, q), films[n].shape)
            found.append(classes)
            at.append(n)
            seen.append(row)
            stands.append(standing(classes))
    scores = per_film(found, masks[at])
    if args.fit:
        limits = fitted([r for r in seen if r], stands)
        args.fit.write_text(json.dumps(limits, indent=1) + '\n')
    else:
        limits = json.loads(args.limits.read_text())
    error = scores['ratio error']
    overlap = np.array([float(rows[n].get('heart_lung_overlap_frac') or 0) for n in at])
    truth = np.array([float(rows[n]['ctr_from_mask']) for n in at])
    figures = {
        'films': len(at), 'folds': there,
        'checkpoints': {k: {key: torch.load(paths[k])[key] for key in ('step',)} for k in there},
        'dice': {name: interval(scores[name]) for name in ORGANS},
        'ratio': {'mean absolute error': interval(np.abs(error)), 'mean error': interval(error),
                  '95th percentile of absolute error': interval(np.abs(error), lambda v: np.percentile(v, 95)),
                  'by ratio': {name: interval(np.abs(error[(truth >= low) & (truth < high)]))
                               for name, low, high in (('up to 0.50', 0, 0.5), ('0.50 to 0.55', 0.5, 0.55),
                                                       ('0.55 to 0.60', 0.55, 0.6), ('0.60 and above', 0.6, 9))},
                  'without overlap': interval(np.abs(error[overlap <= 0.05]))},
        'ratio error by fold': {k: round(float(np.mean(np.abs(error[fold[at] == k]))), 4) for k in there},
        'films declined': share(declined_apart(seen, stands, fold[at])),
    }
    net = nets[there[0]]
    held = films[np.flatnonzero(fold == there[0])]
    negatives = looked_at(net, 1 - held)
    figures['negatives'] = {**share([declined(r, limits) for r, _, _ in negatives]),
                            'said to be negatives': sum(r is not None and r['contrast'] < 0 for r, _, _ in negatives)}
    if args.dicom:
        strange = others(args.dicom, args.breast, held[:TURNED_FILMS])
        flags = [declined(r, limits) for r, _, _ in looked_at(net, [image for _, _, image in strange])]
        kinds = [kind for kind, _, _ in strange]
        by = {kind: share([f for f, k in zip(flags, kinds) if k == kind]) for kind in sorted(set(kinds))}
        films_of = [k for k in by if 'film' in k]
        figures['others'] = {'all': share([f for f, k in zip(flags, kinds) if k not in films_of]), 'by kind': by,
                             'let pass': [f'{k}: {name}' for f, (k, name, _) in zip(flags, strange) if not f and k not in films_of]}
    print(json.dumps(figures, indent=1))


if __name__ == '__main__':
    main()
