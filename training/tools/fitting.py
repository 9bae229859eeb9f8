"""The training loop of every network here: resumes, averages the weights, ends with a finished cosine.

Training is measured in seconds of the processor, not in steps or by the clock, so that a busy machine trains as long.
"""
import argparse
import copy
import math
import time
from pathlib import Path

import numpy as np
import torch

from unet2d import loss_of

EMA, CLIP, SAVE_EVERY_S = 0.998, 5.0, 150
BATCH, MILD_FROM, MILD = 8, 0.6, 0.4   # where `mild`, images are changed less in the last 40 % of a training
BF16 = torch.ops.mkldnn._is_mkldnn_bf16_supported()


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


def arguments():
    """The parser every train.py begins with: data, cache, fold, name, minutes, threads."""
    parser = argparse.ArgumentParser()
    parser.add_argument('--data', type=Path, required=True)
    parser.add_argument('--cache', type=Path, required=True, help='folder of checkpoints, outside git')
    parser.add_argument('--fold', type=int, default=0, help='the fold left out; -1 takes everything, to be shipped')
    parser.add_argument('--name')
    parser.add_argument('--minutes', type=float, default=25, help="minutes of one thread's processor time")
    parser.add_argument('--threads', type=int, default=1)
    return parser


def autocast():
    """bfloat16 where the processor multiplies it (AVX512_BF16: a step takes half as long), float32 where it does not."""
    return torch.autocast('cpu', torch.bfloat16, enabled=BF16)


def averaged(path, net):
    """`net` with the averaged weights of the checkpoint at `path`, in eval mode."""
    net.load_state_dict(torch.load(path)['ema'])
    return net.eval()


def fit(net, path, minutes, threads, start, loss_at, check=None, rate=2e-3, decay=1e-3):
    """Train `net` from the weights it has until `minutes` are spent, saving to `path`, from which it goes on when it exists.

    start(step): called once, before the first step of this run (seed the batches with it).
    loss_at(net, share): loss of the next batch; share 0..1 is how far the training is.
    check(state): called after each save with the averaged weights; what it returns is logged.
    """
    torch.set_num_threads(threads)
    net = net.to(memory_format=torch.channels_last).train()
    optimiser = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=decay)
    ema, step, spent = Ema(net), 0, 0.0
    if path.exists():
        saved = torch.load(path)
        net.load_state_dict(saved['net'])
        optimiser.load_state_dict(saved['optimiser'])
        ema.state, step, spent = saved['ema'], saved['step'], saved['spent']
    start(step)
    total, last_save, running, tick = minutes * 60, spent, [], time.process_time()
    while spent < total:
        now = rate * min(1, (step + 1) / 100) * 0.5 * (1 + math.cos(math.pi * spent / total)) + 1e-6
        for group in optimiser.param_groups:
            group['lr'] = now
        loss = loss_at(net, spent / total)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), CLIP)
        optimiser.step()
        step += 1
        ema.update(net, step)
        running = [*running[-199:], float(loss.detach())]
        clock = time.process_time()
        spent, tick = spent + (clock - tick) / threads, clock
        if step % 50 == 0:
            print(f'step {step} minutes {spent / 60:.1f} loss {np.mean(running):.4f} rate {now:.5f}', flush=True)
        if spent - last_save > SAVE_EVERY_S or spent >= total:
            torch.save(dict(net=net.state_dict(), optimiser=optimiser.state_dict(), ema=ema.state, step=step,
                            spent=spent), path.with_suffix('.tmp'))
            path.with_suffix('.tmp').replace(path)
            last_save = spent
            if check:
                print(check(ema.state), flush=True)
                tick = time.process_time()   # looking is not training


def fit_images(net, args, name, batches, check, mild=True):
    """Train a network of still images on `batches` (films.py, frames.py) to `--cache`/`name`.pt.

    check(network): figures of the images left out, for the log; None where none are.
    mild: the last steps see images nearly as they are. Not where there are so few that they are learned by heart then.
    """
    def loss_at(net, share):
        batches.amount = MILD if mild and share >= MILD_FROM else 1.0
        x, classes = batches.draw(BATCH)
        with autocast():
            logits = net(x.contiguous(memory_format=torch.channels_last))
        return loss_of(logits.float(), classes)

    def checked(state):
        other = copy.deepcopy(net)
        other.load_state_dict(state)
        return check(other.eval())

    fit(net, args.cache / f'{args.name or name}.pt', args.minutes, args.threads,
        lambda step: batches.seed(1000 * (args.fold + 1) + step), loss_at, check and checked)
