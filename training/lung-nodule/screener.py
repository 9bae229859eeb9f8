"""Train the screen: the small network that says where the detector has to look. Resumes from its last checkpoint; one thread.

  nohup nice -n 5 python screener.py --cache /work/train-cache --minutes 12 > /work/train-cache/screen.log &

A fifth of the training patients (--holdout) is left out: fit_screen.py sets the threshold on them.
"""
import argparse
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from batches import CROP, Batches, intensity, warp
from model import conv
from prepare import NEGATIVE, POSITIVE
from screen import CELL
from train import Ema

CHANNELS = (8, 16, 32)
BATCH, LEARNING_RATE, WEIGHT_DECAY, SAVE_EVERY_S = 64, 4e-3, 1e-4, 90
NEGATIVES = 0.4         # share of a batch that comes from the full-field scan
FAINT, FAINTER = 50 / 127, 3.0   # nodules darker than -450 HU on the mean are drawn three times as often
PARTS = 5               # patients p with p % PARTS == --holdout are left out


class Screener(nn.Module):
    """x (N,3,H,W) in 0..1, 2x2 means of the slices, H and W multiples of 4 -> logits (N,1,H/4,W/4), one a cell."""

    def __init__(self, channels=CHANNELS):
        super().__init__()
        a, b, c = channels
        self.levels = nn.ModuleList([nn.Sequential(conv(3, a)), nn.Sequential(conv(a, b), conv(b, b)),
                                     nn.Sequential(conv(b, c), conv(c, c), conv(c, c))])
        self.out, self.pool = nn.Conv2d(c, 1, 1), nn.MaxPool2d(2)

    def forward(self, x):
        for level, block in enumerate(self.levels):
            x = block(self.pool(x) if level else x)
        return self.out(x)


class Cells(Batches):
    """Draws (x (N,3,48,48), positive (N,1,12,12), negative (N,1,12,12)); what is neither is not learned from."""

    def __init__(self, cache, seed, holdout):
        super().__init__(cache, seed)
        c = self.c
        inside = c['target'] == POSITIVE
        mean = (c['images'] * inside).sum((1, 2)) / np.maximum(1, inside.sum((1, 2))) / 127
        p = self.p * np.where(inside.any((1, 2)) & (mean < FAINT), FAINTER, 1) * (c['patient'] % PARTS != holdout)
        self.p = p / p.sum()

    def draw(self, size):
        hard = round(size * NEGATIVES)
        pairs = [self.crop() for _ in range(size - hard)] + [self.negative() for _ in range(hard)]
        image = torch.from_numpy(np.stack([p[0] for p in pairs]))
        code = torch.from_numpy(np.stack([p[1] for p in pairs]).astype(np.float32))[:, None]
        image, code = warp(image, code, CROP)
        image = F.avg_pool2d(intensity(image), 2)
        own = F.avg_pool2d((code == POSITIVE).float(), CELL) * CELL ** 2
        # A cell that holds a corner of a nodule is no example of either; the fullest of a nodule always is one.
        positive = ((own >= 6) | (own > 0) & (own == own.amax((1, 2, 3), keepdim=True))).float()
        negative = (F.max_pool2d((code != NEGATIVE).float(), CELL) == 0).float()
        negative *= (F.max_pool2d(positive, 3, 1, 1) == 0).float()   # neighbours are looked at anyway
        return image.contiguous(memory_format=torch.channels_last), positive, negative


def loss_of(logits, positive, negative):
    """Mean of the nodules' cells, a nodule of many cells counting as one of four, plus that of the others."""
    cells = positive.sum((1, 2, 3), keepdim=True).clamp(min=1)
    weight = positive * (cells.clamp(max=4) / cells)
    return ((F.softplus(-logits) * weight).sum() / weight.sum().clamp(min=1)
            + (F.softplus(logits) * negative).sum() / negative.sum())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--cache', type=Path, default=Path('/work/train-cache'))
    parser.add_argument('--name', default='screen')
    parser.add_argument('--minutes', type=float, default=12)
    parser.add_argument('--holdout', type=int, default=0)
    parser.add_argument('--seed', type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(1)
    path = args.cache / f'{args.name}.pt'
    net = Screener().to(memory_format=torch.channels_last).train()
    optimiser = torch.optim.AdamW(net.parameters(), lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    ema, step, spent = Ema(net), 0, 0.0
    if path.exists():
        saved = torch.load(path)
        net.load_state_dict(saved['net'])
        optimiser.load_state_dict(saved['optimiser'])
        ema.state, step, spent = saved['ema'], saved['step'], saved['spent']
    cells = Cells(args.cache, args.seed + step, args.holdout)
    total, last, running, tick = args.minutes * 60, spent, [], time.time()
    while spent < total:
        rate = LEARNING_RATE * min(1, (step + 1) / 100) * 0.5 * (1 + math.cos(math.pi * spent / total)) + 1e-6
        for group in optimiser.param_groups:
            group['lr'] = rate
        x, positive, negative = cells.draw(BATCH)
        loss = loss_of(net(x), positive, negative)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimiser.step()
        step += 1
        ema.update(net, step)
        running.append(float(loss.detach()))
        now = time.time()
        spent, tick = spent + now - tick, now
        if step % 50 == 0:
            print(f'step {step} minutes {spent / 60:.1f} loss {np.mean(running[-200:]):.4f} lr {rate:.5f}', flush=True)
        if spent - last > SAVE_EVERY_S or spent >= total:
            torch.save(dict(net=net.state_dict(), optimiser=optimiser.state_dict(), ema=ema.state, step=step,
                            spent=spent), path.with_suffix('.tmp'))
            path.with_suffix('.tmp').replace(path)
            last = spent


if __name__ == '__main__':
    main()
