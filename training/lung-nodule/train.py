"""Train the lung nodule network. Resumes from the last checkpoint of the same --name.

  nohup nice -n 5 python train.py --cache /work/train-cache --minutes 50 > /work/train-cache/v1.log &

The learning rate follows training time, not steps, so that a busy machine still ends with a finished cosine.
"""
import argparse
import math
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

sys.path.insert(0, str(Path(__file__).parents[1] / 'tools'))
from batches import Batches
from fitting import Ema
from model import NoduleNet

BATCH, LEARNING_RATE, WEIGHT_DECAY = 32, 2e-3, 1e-4
BCE_SHARE = 5.0   # Dice alone drives probabilities to 0 or 1, which leaves nothing to rank candidates by
SAVE_EVERY_S, MINE_EVERY_S = 150, 480


def loss_of(logits, target, weight):
    """Weighted BCE (times BCE_SHARE) plus soft Dice over the whole batch; every argument (N,1,P,P)."""
    bce = F.binary_cross_entropy_with_logits(logits, target, weight, reduction='sum') / weight.sum()
    p = torch.sigmoid(logits) * weight
    t = target * weight
    dice = 1 - (2 * (p * t).sum() + 1) / (p.sum() + t.sum() + 1)
    return BCE_SHARE * bce + dice


@torch.no_grad()
def mine(state, batches):
    """(K,3) z,y,x in or near the lungs of the negative scan where the averaged network answers above 0.2."""
    net = NoduleNet()
    net.load_state_dict(state)
    net.eval().to(memory_format=torch.channels_last)
    volume, k, x0 = batches.volume, batches.offset, batches.first_column
    lungs = np.zeros(volume.shape, bool)
    lungs[tuple(batches.centres.T)] = True    # a random subset of the lungs' pixels: thicken it
    found = []
    for z in np.flatnonzero(lungs.any((1, 2))):
        planes = [min(max(z + d, 0), len(volume) - 1) for d in (-k, 0, k)]
        x = torch.from_numpy(volume[planes][None, :, :, x0:].astype(np.float32))
        p = torch.sigmoid(net(x.contiguous(memory_format=torch.channels_last)))[0, 0].numpy()
        near = F.max_pool2d(torch.from_numpy(lungs[z, :, x0:][None].astype(np.float32)), 17, 1, 8)[0].numpy() > 0
        yy, xx = np.nonzero((p > 0.2) & near & ~batches.ignore[z, :, x0:])
        found.append(np.stack([np.full(len(yy), z), yy, xx + x0], 1))
    return np.concatenate(found)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--cache', type=Path, default=Path('/work/train-cache'))
    parser.add_argument('--name', default='v1')
    parser.add_argument('--minutes', type=float, default=50)
    parser.add_argument('--start', type=Path, help='start from the weights of this checkpoint (fine-tuning)')
    parser.add_argument('--lr', type=float, default=LEARNING_RATE)
    parser.add_argument('--ring-weight', type=float, default=1.0,
                        help='loss weight (as negative) of pixels that a minority of readers marked')
    parser.add_argument('--seed', type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(1)
    path = args.cache / f'{args.name}.pt'
    net = NoduleNet()
    if args.start:
        net.load_state_dict(torch.load(args.start)['ema'])
    net = net.to(memory_format=torch.channels_last).train()
    optimiser = torch.optim.AdamW(net.parameters(), lr=args.lr, weight_decay=WEIGHT_DECAY)
    ema, step, spent = Ema(net), 0, 0.0
    if path.exists():
        saved = torch.load(path)
        net.load_state_dict(saved['net'])
        optimiser.load_state_dict(saved['optimiser'])
        ema.state, step, spent = saved['ema'], saved['step'], saved['spent']
    batches = Batches(args.cache, seed=args.seed + step, ring_weight=args.ring_weight)
    if step > 1000:
        batches.mined = mine(ema.state, batches)
    total, last_save, last_mine, running, tick = args.minutes * 60, spent, spent, [], time.time()
    while spent < total:
        rate = args.lr * min(1, (step + 1) / 100) * 0.5 * (1 + math.cos(math.pi * spent / total)) + 1e-6
        for group in optimiser.param_groups:
            group['lr'] = rate
        x, target, weight = batches.draw(BATCH)
        loss = loss_of(net(x), target, weight)
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
        if spent - last_save > SAVE_EVERY_S or spent >= total:
            torch.save(dict(net=net.state_dict(), optimiser=optimiser.state_dict(), ema=ema.state, step=step,
                            spent=spent), path.with_suffix('.tmp'))
            path.with_suffix('.tmp').replace(path)
            last_save = spent
        if spent - last_mine > MINE_EVERY_S and spent < total:
            batches.mined = mine(ema.state, batches)
            last_mine = spent
            print(f'mined {len(batches.mined)} pixels', flush=True)


if __name__ == '__main__':
    main()
