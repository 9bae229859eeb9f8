"""Where the screen's thresholds lie: measured on the training patients that screener.py left out; writes screen.json.

  python fit_screen.py --checkpoint /work/train-cache/screen.pt [--sure 2.0 --near 99]

Prints, for pairs of thresholds, how many nodules of >= 2 readers and >= 3 mm lose how much of their outline, and how
much of the trained half of ct-chest the detector would look at. `sure` and `near` are logits (screen.marked).
"""
import argparse
import json
from pathlib import Path

import numpy as np
import torch

from crops import nodule_rows, texture_class, triples
from prepare import POSITIVE
from screen import inside, marked, screen_logits, windows
from screener import PARTS, Screener

SURE, NEAR = (1.5, 2.0, 2.25, 2.5), (0.5,)


class Runner:
    """A torch network where screen.py expects an onnxruntime session."""

    def __init__(self, net):
        self.net = net

    def run(self, _outputs, feed):
        with torch.no_grad():
            return [self.net(torch.from_numpy(np.ascontiguousarray(feed['x']))).numpy()]


def stacks(folder, cache, runner, patients):
    """(logits, consensus, diameter mm, type) of the nodules of >= 2 readers of some patients."""
    arrays, out = np.load(cache / 'crops-train.npz'), []
    crops = {k: arrays[k] for k in arrays.files}
    for number, row in enumerate(nodule_rows(folder, crops)):
        where = np.flatnonzero(crops['nodule'] == number)
        a, b = where[0], where[-1] + 1
        own = crops['target'][a:b] == POSITIVE
        if int(row['n_readers']) < 2 or not own.any() or not crops['usable'][a] or not patients(int(crops['patient'][a])):
            continue
        x = triples(crops, slice(a, b))
        small = x.reshape(*x.shape[:2], 48, 2, 48, 2).mean((3, 5), dtype=np.float32)
        out.append((runner.run(None, {'x': small})[0][:, 0], own, float(row['eq_diam_mm'] or 0), texture_class(row['texture_median'])))
    return out


def shares(nodules, rules):
    """Share of each nodule's outline that lies in the windows."""
    return np.array([(own & inside(windows(marked(logits, rules), own.shape), own.shape)).sum() / own.sum()
                     for logits, own, _, _ in nodules])


def counts(nodules, rules):
    """{'n', 'missed' (nothing is looked at), 'half' (less than half), 'part' (less than 95 %)} over all, small and by type."""
    share = shares(nodules, rules)
    size, kind = np.array([n[2] for n in nodules]), np.array([n[3] for n in nodules])
    groups = {'all': size > 0, '4 to 6 mm': (size >= 4) & (size < 6), '< 4 mm': size < 4,
              **{t: kind == t for t in ('solid', 'part-solid', 'non-solid')}}
    return {k: dict(n=int(g.sum()), missed=int((share[g] == 0).sum()), half=int((share[g] < 0.5).sum()),
                    part=int((share[g] < 0.95).sum())) for k, g in groups.items()}


def main():
    here = Path(__file__).parent
    parser = argparse.ArgumentParser()
    parser.add_argument('--data', type=Path, default=Path('/work/shared/data/lidc-nodule-crops/train'))
    parser.add_argument('--cache', type=Path, default=Path('/work/train-cache'))
    parser.add_argument('--checkpoint', type=Path, default=Path('/work/train-cache/screen.pt'))
    parser.add_argument('--holdout', type=int, default=0)
    parser.add_argument('--sure', type=float)
    parser.add_argument('--near', type=float, default=99.0)
    parser.add_argument('--out', type=Path, default=here / 'screen.json')
    args = parser.parse_args()
    torch.set_num_threads(1)
    net = Screener()
    net.load_state_dict(torch.load(args.checkpoint)['ema'])
    runner = Runner(net.eval())
    nodules = stacks(args.data, args.cache, runner, lambda p: p % PARTS == args.holdout)
    chest = np.load(args.cache / 'negatives.npz')
    hu = (chest['volume'].astype(np.float32) * 1400 - 1000).astype(np.int16)[:, :, int(chest['first_column']):]
    lungs = np.zeros(hu.shape, bool)
    z, y, x = chest['centres'].T
    near = (z, y, x - int(chest['first_column']))
    lungs[near] = True   # a random part of the lungs' pixels: enough to tell the cells
    logits = screen_logits(runner, hu, lungs, (3.0, 0.564, 0.564))
    if args.sure is None:
        for sure in SURE:
            for low in NEAR:
                rules = dict(sure=sure, near=low)
                looked = windows(marked(logits, rules), hu.shape)
                c = counts(nodules, rules)
                print(rules, c['all'], {k: v['half'] for k, v in c.items()}, 'looked at',
                      round(inside(looked, hu.shape).mean(), 3), len(looked), flush=True)
        return
    rules = dict(sure=args.sure, near=args.near)
    report = {**rules, 'heldOut': counts(nodules, rules),
              'chestLookedAt': round(float(inside(windows(marked(logits, rules), hu.shape), hu.shape).mean()), 3)}
    args.out.write_text(json.dumps(report, indent=1) + '\n')
    print(json.dumps(report, indent=1))


if __name__ == '__main__':
    main()
