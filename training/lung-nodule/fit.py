"""Weights that join the two stages, and calibration of the ratings, on training patients the second stage never saw.

  python fit.py --checkpoint /work/train-cache/c-hold2.pt      # writes second.json

The network trained with --holdout h looks at the candidates of the training patients p with p % 4 == h. The score's
weights are a logistic fit of nodules of >= 3 readers and >= 4 mm against false candidates, the false ones weighing as much in sum;
each yes-or-no rating gets a slope and a bias, the three textures a bias each. They are folded into the exported graph
of the network that learned from all patients by the same recipe. Also the range of volumes that readers would give.
"""
import argparse
import json
from pathlib import Path

import numpy as np
import torch

from candidates import open_model
from classifier import Classifier
from crops import hounsfield, is_false, outline, reader_voxels, reference, stacks_of, touching
from measures import balanced_accuracy, logistic
from patch import patch, views
from places import targets
from samples import RATINGS
from screen import open_screen

SOFTEN = 0.5   # halves the fitted logit: a score is a rank, and thresholds should not crowd at 1
DIAMETERS = ((0, 4.5), (4.5, 6), (6, 8), (8, 11), (11, 16), (16, 99))


def torch_ranked(net):
    """A stand-in for patch.rank: candidates with mean logits of a torch network, no score yet."""
    @torch.no_grad()
    def ranked(items, hu, spacing):
        out = []
        for c in items:
            if not c['rejected']:
                x = np.ascontiguousarray(views(patch(hu, c['centre'], c['ends'], spacing)))
                c = {**c, 'logits': net(torch.from_numpy(x)).mean(0).double().tolist()}
            out.append(c)
        return out
    return ranked


def kept(stack):
    return [c for c in stack['items'] if not c['rejected']]


def join(stacks):
    """{'bias', 'stage1', 'stage2'} and how many candidates it rests on."""
    yes, no = [], []
    for s in stacks:
        own = touching(s, kept(s))
        if own and s['readers'] >= 3 and s['size'] >= 4:
            best = max(own, key=lambda c: c['logits'][0])
            yes.append((best['meanLogit'], best['logits'][0]))
        no += [(c['meanLogit'], c['logits'][0]) for c in kept(s) if is_false(s, c)]
    weight = np.r_[np.full(len(yes), 0.5 / len(yes)), np.full(len(no), 0.5 / len(no))] * (len(yes) + len(no))
    b = logistic(np.array(yes + no), np.r_[np.ones(len(yes)), np.zeros(len(no))], weight, ridge=1.0)
    b = SOFTEN * b
    return dict(bias=round(float(b[0]), 4), stage1=round(float(b[1]), 4), stage2=round(float(b[2]), 4)), dict(
        nodules=len(yes), false=len(no))


def calibrate(stacks, least=2):
    """Slope and bias of each of the eight logits, from nodules of >= `least` readers."""
    rows = [(touching(s, kept(s))[0]['logits'], [float(s['row'][k] or 'nan') for k in RATINGS]) for s in stacks
            if s['readers'] >= least and touching(s, kept(s))]
    logits, (texture, yes) = np.array([r[0] for r in rows]), targets(np.array([r[1] for r in rows]))
    slope, bias = np.ones(8), np.zeros(8)
    for k in range(4):
        known = ~np.isnan(yes[:, k])
        b = logistic(logits[known, 4 + k:5 + k], yes[known, k], ridge=0.5)
        slope[4 + k], bias[4 + k] = b[1], b[0]
    grid = np.arange(-1.5, 1.51, 0.25)
    known = texture >= 0

    def smooth_recall(shift):
        """Balanced share given to the true class: steadier than counting winners in small classes."""
        z = 2 * (logits[known, 1:4] + shift)
        p = np.exp(z - z.max(1, keepdims=True))
        p = p / p.sum(1, keepdims=True)
        return np.mean([p[texture[known] == c, c].mean() for c in range(3)])
    best = max(((0.0, a, b) for a in grid for b in grid), key=lambda s: smooth_recall(np.array(s)))
    bias[1:4] = np.array(best) / 2   # the whole shift would call too many of the many solid nodules part-solid
    pairs = np.c_[(logits[known, 1:4] + bias[1:4]).argmax(1), texture[known]]
    return dict(slope=[round(float(v), 4) for v in slope], bias=[round(float(v), 4) for v in bias]), dict(
        nodules=len(rows), textures=np.bincount(texture[known], minlength=3).tolist(),
        balancedAccuracyHere=round(balanced_accuracy(pairs), 3))


def volume_range(stacks):
    """[[diameter mm, low, high]]: 2.5th and 97.5th percentile of reader's volume / model's volume by sphere diameter."""
    rows = []
    for s in stacks:
        own = touching(s, kept(s))
        if s['readers'] < 3 or not own:
            continue
        mine = outline(s, [c['id'] for c in own])
        if (mine & reference(s)).sum() < 0.1 * reference(s).sum():
            continue
        voxel = float(np.prod(s['spacing']))
        d = (6 / np.pi * mine.sum() * voxel) ** (1 / 3)
        rows += [(d, v / mine.sum()) for v in reader_voxels(s['bits']) if v]
    rows = np.array(rows)
    out = []
    for low, high in DIAMETERS:
        part = rows[(rows[:, 0] >= low) & (rows[:, 0] < high)]
        q = np.percentile(part[:, 1], [2.5, 97.5])
        out.append([round(float(np.median(part[:, 0])), 1), round(float(q[0]), 2), round(float(q[1]), 2)])
    return out, len(rows)


def main():
    here = Path(__file__).parent
    parser = argparse.ArgumentParser()
    parser.add_argument('--data', type=Path, default=Path('/work/shared/data/lidc-nodule-crops/train'))
    parser.add_argument('--checkpoint', type=Path, default=Path('/work/train-cache/c-hold2.pt'))
    parser.add_argument('--weights', type=Path, default=here.parents[1] / 'public/models/lung-nodule/weights.onnx')
    parser.add_argument('--out', type=Path, default=here / 'second.json')
    parser.add_argument('--range-only', action='store_true', help='the range of volumes anew, the rest of --out as it is')
    args = parser.parse_args()
    torch.set_num_threads(1)
    saved, net = torch.load(args.checkpoint), Classifier()
    assert saved['holdout'] is not None, 'only a network that left patients out can be fitted on them'
    net.load_state_dict(saved['ema'])
    net.eval()
    screen = open_screen(args.weights.parent) if args.range_only else None   # the weights were fitted without one
    every = stacks_of(args.data, open_model(args.weights), screen, lambda items, hu, spacing: items, lambda p, usable: usable)
    if args.range_only:
        out = json.loads(args.out.read_text())
        ranges, out['restsOn']['readersOutlines'] = volume_range(every)
        out['volumeRange'] = dict(byDiameterMm=ranges)
        args.out.write_text(json.dumps(out, indent=1) + '\n')
        print(json.dumps(out['volumeRange']))
        return
    look = torch_ranked(net)
    held = [{**s, 'items': look(s['items'], hounsfield(s['images']), s['spacing'])} for s in every
            if s['patient'] % 4 == saved['holdout']]
    combine, counts = join(held)
    calibration, more = calibrate(held)
    ranges, outlines = volume_range(every)
    out = dict(combine=combine, calibrate=calibration, volumeRange=dict(byDiameterMm=ranges),
               restsOn=dict(**counts, calibration=more, readersOutlines=outlines))
    args.out.write_text(json.dumps(out, indent=1) + '\n')
    print(json.dumps(out, indent=1))


if __name__ == '__main__':
    main()
