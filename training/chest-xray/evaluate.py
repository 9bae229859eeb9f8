"""Measure the chest film analysis: outlines, ratio, and how much of what is no chest film is declined. Prints JSON.

  python evaluate.py --data DIR                  # the network that is shipped, on films of other hospitals
  python evaluate.py --data DIR --folds folds [--dicom DIR --breast DIR] [--fit limits.json] > figures.json

DIR holds images/ and masks/ (1 right lung, 2 left lung, 3 heart) and labels.csv with the column id. With --folds every
film is looked at by the network that did not learn it; folds whose network is not there are left out, and the figures
say so. --fit writes the limits within which a film counts as one, from the films that were outlined right.
"""
import argparse
import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import torch
import torch.nn.functional as F

sys.path.insert(0, str(Path(__file__).parents[1] / 'tools'))
from films import CHANNELS, CLASSES, FOLDS, SIZE, fold_of, read, stretched
from fitting import averaged
from look import NAMES, features, film_answer, on_film, squared, standing
from measures import ORGANS, per_film, ratio
from others import others
from unet2d import UNet2d

MODEL = Path(__file__).parents[2] / 'public/models/chest-xray'
RUNS = 2000          # of the bootstrap
SPREAD = 0.6         # how far beyond the films' own range a shape may lie, in ranges
UNSURE, DISAGREE = 2.0, 3.0   # how many times the worst film's own figure is still let pass
NOTE_PERCENT = 1     # of films that stand straightest and most askew are remarked on, each side
RIGHT = 0.9          # Dice of lungs and of heart from which an outline is right: limits are fitted from those films alone
TURNED_FILMS = 20    # of the first fold are turned and cut for the decline test


def interval(values, of=np.mean):
    """Value with its 95 % bootstrap interval over films."""
    values = np.asarray(values)[~np.isnan(values)]
    rng = np.random.default_rng(0)
    runs = [of(rng.choice(values, len(values))) for _ in range(RUNS)]
    return {'value': round(float(of(values)), 4), 'ci': [round(float(v), 4) for v in np.percentile(runs, (2.5, 97.5))],
            'n': len(values)}


def from_checkpoint(path):
    """A checkpoint of train.py as a function (N,SIZE,SIZE) -> probabilities (N,4,SIZE,SIZE)."""
    net = averaged(path, UNet2d(CLASSES, CHANNELS))

    @torch.no_grad()
    def run(x):
        x = torch.as_tensor(x)[:, None].contiguous(memory_format=torch.channels_last)
        logits = F.interpolate(net(x), (SIZE, SIZE), mode='bilinear', align_corners=False)
        return torch.softmax(logits, 1).numpy()
    return run


def from_model(folder):
    """The shipped network, alike."""
    session = onnxruntime.InferenceSession(str(folder / 'weights.onnx'), providers=['CPUExecutionProvider'])
    return lambda x: torch.softmax(torch.as_tensor(session.run(None, {'x': x[:, None]})[0]), 1).numpy()


def looked_at(net, images, batch=8):
    """For each image (features or None, probabilities, those of its negative)."""
    out = []
    for n in range(0, len(images), batch):
        squares = np.stack([squared(i) for i in images[n:n + batch]])
        out += [(features(s, p, q), p, q) for s, p, q in zip(squares, net(squares), net(1 - squares))]
    return out


def fitted(rows, stands):
    """Limits by name from the features and the stand of those films in which every organ was seen."""
    rows, stands = [r for r in rows if r], [s for s in stands if s]
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


def declined_apart(rows, stands, folds, right):
    """Which films are declined by limits fitted without the films of their fold; by all films' limits where only one fold is there."""
    flags = np.zeros(len(rows), bool)
    for k in np.unique(folds):
        other = [n for n in range(len(rows)) if right[n] and (folds[n] != k or len(np.unique(folds)) == 1)]
        limits = fitted([rows[n] for n in other], [stands[n] for n in other])
        for n in np.flatnonzero(folds == k):
            flags[n] = declined(rows[n], limits)
    return flags


def share(flags):
    return {'declined': int(sum(flags)), 'n': len(flags)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--data', type=Path, required=True)
    parser.add_argument('--folds', type=Path, help='folder of the networks film-0.pt to film-4.pt')
    parser.add_argument('--model', type=Path, default=MODEL, help='without --folds: the network that is measured')
    parser.add_argument('--dicom', type=Path, help='folder of other images in DICOM')
    parser.add_argument('--breast', type=Path, help='breast-ultrasound-busbra')
    parser.add_argument('--fit', type=Path, help='write the limits of the films here, and use them')
    args = parser.parse_args()
    torch.set_num_threads(1)
    films, masks, rows = read(args.data)
    if args.folds:
        paths = {k: args.folds / f'film-{k}.pt' for k in range(FOLDS)}
        nets = {k: from_checkpoint(path) for k, path in paths.items() if path.exists()}
        fold = fold_of(rows)
    else:
        nets, fold = {0: from_model(args.model)}, np.zeros(len(rows), int)
    found, at, seen, stands = [], [], [], []
    for k, net in nets.items():
        held = np.flatnonzero(fold == k)
        for n, (row, p, q) in zip(held, looked_at(net, [films[n] for n in held])):
            classes = on_film(film_answer(row, p, q), films[n].shape)
            found.append(classes)
            at.append(n)
            seen.append(row)
            stands.append(standing(classes) if row else None)
    scores = per_film(found, [masks[n] for n in at])
    right = (np.array(scores['lungs']) >= RIGHT) & (np.array(scores['heart']) >= RIGHT)
    if args.fit:
        limits = fitted([r for r, ok in zip(seen, right) if ok], [s for s, ok in zip(stands, right) if ok])
        args.fit.write_text(json.dumps(limits, indent=1) + '\n')
    else:
        limits = json.loads((args.model / 'manifest.json').read_text())['config']['chest-xray']['limits']
    error = scores['ratio error']
    overlap = np.array([float(rows[n].get('heart_lung_overlap_frac') or 0) for n in at])
    truth = np.array([ratio(masks[n]) for n in at])
    figures = {
        'data': args.data.name, 'films': len(at), 'folds': sorted(nets) if args.folds else None,
        'by': 'networks that did not learn the film' if args.folds else 'the shipped network',
        'dice': {name: interval(scores[name]) for name in ORGANS},
        'ratio': {'mean absolute error': interval(np.abs(error)), 'mean error': interval(error),
                  '95th percentile of absolute error': interval(np.abs(error), lambda v: np.percentile(v, 95)),
                  'by ratio': {name: interval(np.abs(error[(truth >= low) & (truth < high)]))
                               for name, low, high in (('up to 0.50', 0, 0.5), ('0.50 to 0.55', 0.5, 0.55),
                                                       ('0.55 to 0.60', 0.55, 0.6), ('0.60 and above', 0.6, 9))
                               if ((truth >= low) & (truth < high)).any()},
                  'without overlap': interval(np.abs(error[overlap <= 0.05]))},
        'films declined': share(declined_apart(seen, stands, fold[at], right) if args.folds else [declined(r, limits) for r in seen]),
    }
    first = min(nets)
    held = [films[n] for n in np.flatnonzero(fold == first)]
    if args.folds:
        figures['by fold'] = {k: {'heart': round(float(np.mean(scores['heart'][fold[at] == k])), 4),
                                  'ratio error': round(float(np.nanmean(np.abs(error[fold[at] == k]))), 4)} for k in nets}
        figures['steps'] = {k: torch.load(paths[k])['step'] for k in nets}
    negatives = looked_at(nets[first], [1 - stretched(film) for film in held])
    figures['negatives'] = {**share([declined(r, limits) for r, _, _ in negatives]),
                            'said to be negatives': sum(r is not None and r['contrast'] < 0 for r, _, _ in negatives)}
    if args.dicom:
        strange = others(args.dicom, args.breast, held[:TURNED_FILMS])
        flags = [declined(r, limits) for r, _, _ in looked_at(nets[first], [image for _, _, image in strange])]
        kinds = [kind for kind, _, _ in strange]
        by = {kind: share([f for f, k in zip(flags, kinds) if k == kind]) for kind in sorted(set(kinds))}
        films_of = [k for k in by if 'film' in k]
        figures['others'] = {'all': share([f for f, k in zip(flags, kinds) if k not in films_of]), 'by kind': by,
                             'let pass': [f'{k}: {name}' for f, (k, name, _) in zip(flags, strange) if not f and k not in films_of]}
    print(json.dumps(figures, indent=1))


if __name__ == '__main__':
    main()
