"""Train the breast lesion network. Resumes from the last checkpoint of the same --name.

  nohup nice python train.py --data ../../../shared/data/breast-ultrasound-busbra --cache CACHE --fold 0 --minutes 28 &

--fold 0..4 leaves that fold of cases out; --fold -1 takes all frames, for the network that is shipped.
"""
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parents[1] / 'tools'))
from fitting import arguments, fit_images
from frames import CHANNELS, Batches, fold_of, load
from measures import best_piece, figures_of, probabilities
from unet2d import UNet2d

LOOKED_AT = 120   # frames of the fold left out that each look takes; evaluate.py takes all


def main():
    args = arguments().parse_args()
    torch.manual_seed(args.fold + 1)
    images, masks, rows = load(args.data)
    held = fold_of(rows) == args.fold
    some = np.flatnonzero(held)[:LOOKED_AT]
    check = lambda net: figures_of([best_piece(p) for p in probabilities(net, images[some])], masks[some])
    fit_images(UNet2d(2, CHANNELS), args, f'lesion-{args.fold}',
               Batches(images[~held], masks[~held], [r for r, out in zip(rows, held) if not out]), check if held.any() else None)


if __name__ == '__main__':
    main()
