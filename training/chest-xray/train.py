"""Train the chest film network. Resumes from the last checkpoint of the same --name.

  nohup nice python train.py --data ../../../shared/data/chest-xray-wingspan --cache CACHE --fold 0 --minutes 18 &

--fold 0..4 leaves that fold out; --fold -1 takes all films, for the network that is shipped.
"""
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).parents[1] / 'tools'))
from films import CHANNELS, CLASSES, Batches, fold_of, load
from fitting import arguments, fit_images
from measures import figures_of, predict
from unet2d import UNet2d


def main():
    args = arguments().parse_args()
    torch.manual_seed(args.fold + 1)
    films, masks, rows = load(args.data)
    held = fold_of(rows) == args.fold
    check = lambda net: figures_of(predict(net, films[held]), masks[held])
    fit_images(UNet2d(CLASSES, CHANNELS), args, f'film-{args.fold}', Batches(films[~held], masks[~held], 0),
               check if held.any() else None, mild=False)


if __name__ == '__main__':
    main()
