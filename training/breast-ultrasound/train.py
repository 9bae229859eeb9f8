"""Train the breast lesion network. Resumes from the last checkpoint of the same --name.

  nohup nice python train.py --data ../../../shared/data/breast-ultrasound-busbra --cache CACHE --fold 0 --minutes 40 &

--fold 0..4 leaves that fold of cases out; --fold -1 takes all frames, for the network that is shipped.
"""
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parents[1] / 'tools'))
from fitting import arguments, fit
from frames import CHANNELS, Batches, fold_of, load
from measures import best_piece, figures_of, probabilities
from unet2d import UNet2d, loss_of

BATCH, MILD_FROM, MILD = 8, 0.6, 0.4
LOOKED_AT = 120   # frames of the fold left out that each look takes; evaluate.py takes all


def main():
    args = arguments().parse_args()
    torch.manual_seed(args.fold + 1)
    images, masks, rows = load(args.data)
    held = fold_of(rows) == args.fold
    batches = Batches(images[~held], masks[~held], [r for r, out in zip(rows, held) if not out])
    some = np.flatnonzero(held)[:LOOKED_AT]

    def start(step):
        batches.seed(1000 * (args.fold + 1) + step)

    def loss_at(net, share):
        batches.amount = 1.0 if share < MILD_FROM else MILD
        x, classes = batches.draw(BATCH)
        return loss_of(net(x.contiguous(memory_format=torch.channels_last)), classes)

    def check(state):
        net = UNet2d(2, CHANNELS)
        net.load_state_dict(state)
        found = [best_piece(p) for p in probabilities(net.eval(), images[some])]
        return figures_of(found, masks[some])

    fit(UNet2d(2, CHANNELS), args.cache / f'{args.name or f"lesion-{args.fold}"}.pt', args.minutes, args.threads, start, loss_at,
        check if held.any() else None)


if __name__ == '__main__':
    main()
