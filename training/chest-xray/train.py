"""Train the chest film network. Resumes from the last checkpoint of the same --name.

  nohup nice python train.py --data ../../../shared/data/chest-xray-wingspan --cache CACHE --fold 0 --minutes 20 &

--fold 0..4 leaves that fold out; --fold -1 takes all films, for the network that is shipped. The learning rate follows
training time, not steps, so that a busy machine still ends with a finished cosine.
"""
import argparse
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from films import CLASSES, Batches, fold_of, load
from measures import figures_of, predict
from model import FilmNet

BATCH, LEARNING_RATE, WEIGHT_DECAY, EMA = 16, 2e-3, 1e-3, 0.998
SAVE_EVERY_S = 150


def loss_of(logits, classes):
    """Cross-entropy plus soft Dice of the three organs over the batch."""
    p = torch.softmax(logits.float(), 1)[:, 1:]
    t = F.one_hot(classes, CLASSES).permute(0, 3, 1, 2)[:, 1:].float()
    dice = 1 - (2 * (p * t).sum((0, 2, 3)) + 1) / (p.sum((0, 2, 3)) + t.sum((0, 2, 3)) + 1)
    return F.cross_entropy(logits.float(), classes, label_smoothing=0.02) + dice.mean()


class Ema:
    """Exponential moving average of parameters and BatchNorm statistics."""

    def __init__(self, net):
        self.state = {k: v.detach().clone() for k, v in net.state_dict().items()}

    def update(self, net, step):
        decay = min(EMA, (1 + step) / (10 + step))
        for k, v in net.state_dict().items():
            if v.dtype.is_floating_point:
                self.state[k].lerp_(v.detach(), 1 - decay)
            else:
                self.state[k].copy_(v)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--data', type=Path, required=True)
    parser.add_argument('--cache', type=Path, required=True)
    parser.add_argument('--fold', type=int, default=0)
    parser.add_argument('--name')
    parser.add_argument('--minutes', type=float, default=20)
    parser.add_argument('--threads', type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    path = args.cache / f'{args.name or f"film-{args.fold}"}.pt'
    films, masks, rows = load(args.data)
    held = fold_of(rows) == args.fold
    net = FilmNet().to(memory_format=torch.channels_last).train()
    optimiser = torch.optim.AdamW(net.parameters(), lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    ema, step, spent = Ema(net), 0, 0.0
    if path.exists():
        saved = torch.load(path)
        net.load_state_dict(saved['net'])
        optimiser.load_state_dict(saved['optimiser'])
        ema.state, step, spent = saved['ema'], saved['step'], saved['spent']
    batches = Batches(films[~held], masks[~held], seed=1000 * (args.fold + 1) + step)
    total, last_save, running, tick = args.minutes * 60, spent, [], time.process_time()
    while spent < total:
        rate = LEARNING_RATE * min(1, (step + 1) / 100) * 0.5 * (1 + math.cos(math.pi * spent / total)) + 1e-6
        for group in optimiser.param_groups:
            group['lr'] = rate
        x, classes = batches.draw(BATCH)
        # Plain float32: with so few channels bfloat16 was not faster.
        loss = loss_of(net(x.contiguous(memory_format=torch.channels_last)), classes)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimiser.step()
        step += 1
        ema.update(net, step)
        running.append(float(loss.detach()))
        # Seconds of the processor, not of the clock: a busy machine trains as long.
        now = time.process_time()
        spent, tick = spent + (now - tick) / args.threads, now
        if step % 50 == 0:
            print(f'step {step} minutes {spent / 60:.1f} loss {np.mean(running[-200:]):.4f} lr {rate:.5f}', flush=True)
        if spent - last_save > SAVE_EVERY_S or spent >= total:
            torch.save(dict(net=net.state_dict(), optimiser=optimiser.state_dict(), ema=ema.state, step=step,
                            spent=spent), path.with_suffix('.tmp'))
            path.with_suffix('.tmp').replace(path)
            last_save = spent
            if held.any():
                averaged = FilmNet()
                averaged.load_state_dict(ema.state)
                print(figures_of(predict(averaged.eval(), films[held]), masks[held]), flush=True)


if __name__ == '__main__':
    main()
