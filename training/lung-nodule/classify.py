"""Train the second stage. Resumes from the last checkpoint of the same --name; one thread.

  nohup python classify.py --cache /work/train-cache --name c-hold --holdout 0 --minutes 20 > c-hold.log &   # to fit on
  nohup python classify.py --cache /work/train-cache --name c-all --minutes 30 > c-all.log &                 # to ship
"""
import argparse
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from classifier import Classifier
from places import Places
from train import Ema

LEARNING_RATE, WEIGHT_DECAY, SMOOTH = 2e-3, 2e-3, 0.03
SAVE_EVERY_S, MINE_EVERY_S, MINE_MOST = 120, 120, 2000
TEXTURE_WEIGHT = torch.tensor([1.0, 1.3, 1.6])   # rare types are drawn more often too (places.RARE)


def loss_of(logits, nodule, weight, texture, yes):
    """Detection BCE plus the ratings' losses where they are known."""
    smooth = nodule * (1 - 2 * SMOOTH) + SMOOTH
    loss = (F.binary_cross_entropy_with_logits(logits[:, 0], smooth, reduction='none') * weight).sum() / weight.sum()
    known = texture >= 0
    loss = loss + 0.5 * F.cross_entropy(logits[known, 1:4], texture[known], TEXTURE_WEIGHT, label_smoothing=0.05)
    for k in range(4):
        known = ~torch.isnan(yes[:, k])
        if known.any():
            loss = loss + 0.2 * F.binary_cross_entropy_with_logits(
                logits[known, 4 + k], yes[known, k] * 0.94 + 0.03, pos_weight=torch.tensor(2.0))
    return loss


@torch.no_grad()
def answers(net, places, rows, batch=128):
    """Logits (K,8) of samples `rows`, unturned."""
    net.eval()
    out = [net(places.plain(rows[i:i + batch]).contiguous(memory_format=torch.channels_last))
           for i in range(0, len(rows), batch)]
    return torch.cat(out)


def mine(state, places):
    """Draw more often the negatives that the averaged network takes for nodules; a random part is looked at again."""
    net = Classifier()
    net.load_state_dict(state)
    net = net.to(memory_format=torch.channels_last)
    some = places.rng.permutation(len(places.negative))[:MINE_MOST]
    places.doubt[some] = torch.sigmoid(answers(net, places, places.negative[some])[:, 0]).numpy()
    places.hardness(places.doubt)
    return places.doubt[some]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--cache', type=Path, default=Path('/work/train-cache'))
    parser.add_argument('--name', default='c-all')
    parser.add_argument('--minutes', type=float, default=30)
    parser.add_argument('--holdout', type=int, help='patients p with p %% 4 == this take no part')
    parser.add_argument('--seed', type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(1)
    path = args.cache / f'{args.name}.pt'
    net = Classifier().to(memory_format=torch.channels_last).train()
    optimiser = torch.optim.AdamW(net.parameters(), lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    ema, step, spent = Ema(net), 0, 0.0
    if path.exists():
        saved = torch.load(path)
        net.load_state_dict(saved['net'])
        optimiser.load_state_dict(saved['optimiser'])
        ema.state, step, spent = saved['ema'], saved['step'], saved['spent']
    places = Places(args.cache, args.seed + step, args.holdout)
    print(len(places.nodule), 'nodules', len(places.single), 'of one reader', len(places.negative), 'negatives', flush=True)
    total, last_save, last_mine, running, tick = args.minutes * 60, spent, spent, [], time.time()
    while spent < total:
        rate = LEARNING_RATE * min(1, (step + 1) / 100) * 0.5 * (1 + math.cos(math.pi * spent / total)) + 1e-6
        for group in optimiser.param_groups:
            group['lr'] = rate
        net.train()
        x, *rest = places.draw()
        loss = loss_of(net(x.contiguous(memory_format=torch.channels_last)), *rest)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimiser.step()
        step += 1
        ema.update(net, step)
        running.append(float(loss.detach()))
        now = time.time()
        spent, tick = spent + now - tick, now
        if step % 100 == 0:
            print(f'step {step} minutes {spent / 60:.1f} loss {np.mean(running[-200:]):.4f} lr {rate:.5f}', flush=True)
        if spent - last_save > SAVE_EVERY_S or spent >= total:
            torch.save(dict(net=net.state_dict(), optimiser=optimiser.state_dict(), ema=ema.state, step=step,
                            spent=spent, holdout=args.holdout), path.with_suffix('.tmp'))
            path.with_suffix('.tmp').replace(path)
            last_save = spent
        if spent - last_mine > MINE_EVERY_S and spent < total:
            p = mine(ema.state, places)
            last_mine = spent
            print(f'negatives taken for nodules: {float((p > 0.5).mean()):.3f}', flush=True)


if __name__ == '__main__':
    main()
