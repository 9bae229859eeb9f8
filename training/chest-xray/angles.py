"""Costophrenic angles on the outlines: whether the film cuts them off, and whether a blunted one can be told.

    python angles.py --data chest-xray-wingspan --folds folds

prints JSON, by the networks that did not learn the film. `cut` is what src/analyses/chest-xray/film.ts does (angleCut);
`degrees` is used nowhere in the page: it shows why nothing is said of blunted angles.
"""
import argparse
import json
from pathlib import Path

import numpy as np
import torch

from evaluate import FOLDS, from_checkpoint, looked_at
from films import fold_of, read
from look import LEFT, RIGHT, box, film_answer, on_film

NEAR = 0.03                   # of the film's height within which an outline reaches the lower border
ACROSS, DOWN = 1 / 2, 1 / 3   # outer share of a lung's width and lower share of its height in which its angle lies
CROPPED = 0.04                # of the film's height that is cut off above the higher of the two angles
REACH = 0.12                  # of a lung's height: how far from the tip the two sides of the angle are looked at
BLUNT = 75                    # degrees: one angle in thirty of the set's own outlines is wider


def cut(classes, organ):
    """Does the outline reach the film's lower border in the lung's outer half, or the side in its lowest third?"""
    lung = classes == organ
    top, bottom, left, right = box(lung)
    outer = (right - left) * ACROSS
    a, b = (left, left + outer) if organ == RIGHT else (right - outer, right)
    side = lung[:, 0 if organ == RIGHT else -1]
    near = max(1, round(NEAR * len(lung)))
    return bool(lung[-near:, int(a):int(np.ceil(b))].any() or side[int(bottom - (bottom - top) * DOWN):bottom].any())


def degrees(classes, organ):
    """Angle of the outline at the lowest point of the lung's outer third; nan where the lung has no such corner."""
    lung = classes == organ
    top, bottom, left, right = box(lung)
    third = (right - left) / 3
    low = {c: np.flatnonzero(lung[:, c])[-1] for c in np.flatnonzero(lung.any(0))}
    tip = max((c for c in low if (c < left + third if organ == RIGHT else c >= right - third)), key=low.get)
    reach = max(1, round(REACH * (bottom - top)))
    wall, inner = np.flatnonzero(lung[low[tip] - reach]), tip + (reach if organ == RIGHT else -reach)
    if not len(wall) or inner not in low:
        return np.nan
    a = np.array([wall[0 if organ == RIGHT else -1] - tip, -reach])
    b = np.array([inner - tip, low[inner] - low[tip]])
    return float(np.degrees(np.arccos(a @ b / np.linalg.norm(a) / np.linalg.norm(b))))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--data', type=Path, required=True)
    parser.add_argument('--folds', type=Path, required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    films, masks, rows = read(args.data)
    fold = fold_of(rows)
    whole, cropped, angles = [], [], []
    for k in range(FOLDS):
        if not (args.folds / f'film-{k}.pt').exists():
            continue
        net = from_checkpoint(args.folds / f'film-{k}.pt')
        held = np.flatnonzero(fold == k)
        low = [min(box(masks[n] == o)[1] for o in (RIGHT, LEFT)) - round(CROPPED * len(masks[n])) for n in held]
        pictures = [films[n] for n in held], [films[n][:row] for n, row in zip(held, low)]
        for images, out in zip(pictures, (whole, cropped)):
            for n, image, (row, p, q) in zip(held, images, looked_at(net, images)):
                classes = on_film(film_answer(row, p, q), image.shape)
                for organ in (RIGHT, LEFT):
                    if (classes == organ).any():
                        out.append((cut(masks[n], organ), cut(classes, organ)))
                        if image is films[n]:
                            angles.append((degrees(masks[n], organ), degrees(classes, organ)))
    (own, told), (_, of_cropped) = np.array(whole).T, np.array(cropped).T
    truth, seen = np.array(angles).T
    known = ~np.isnan(truth + seen)
    blunt = known & (truth > BLUNT)
    print(json.dumps({
        'angles': len(own),
        'on the film, told as cut': [int((told & ~own).sum()), int((~own).sum())],
        'cut by cropping, told': [int(of_cropped.sum()), len(of_cropped)],
        'correlation of the angle with that of the set': round(float(np.corrcoef(truth[known], seen[known])[0, 1]), 2),
        f'wider than {BLUNT} degrees in the set, so outlined': [int((seen[blunt] > BLUNT).sum()), int(blunt.sum())],
    }, indent=1))


if __name__ == '__main__':
    main()
