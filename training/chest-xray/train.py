"""Train the chest film network. Resumes from the last checkpoint of the same --name.

  nohup nice python train.py --data ../../../shared/data/chest-xray-wingspan --cache CACHE --fold 0 --minutes 35 &

Two rounds: films changed strongly, then smaller batches of films nearly as they are, from the averaged weights of the
first. The second gave fold 0 a ratio error of 0.018 instead of 0.022.

--fold 0..4 leaves that fold out; --fold -1 takes all films, for the network that is shipped.
"""
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).parents[1] / 'tools'))
from films import CLASSES, Batches, fold_of, load
from fitting import arguments, averaged, fit
from measures import figures_of, predict
from unet2d import UNet2d, loss_of

FIRST_SHARE = 25 / 35   # of the minutes
BATCH, RATE, MILD_FROM, MILD = 16, 2e-3, 0.65, 0.5
LAST_BATCH, LAST_RATE, LAST_AMOUNT = 8, 7e-4, 0.4


def main():
    args = arguments().parse_args()
    torch.manual_seed(args.fold + 1)
    films, masks, rows = load(args.data)
    held = fold_of(rows) == args.fold
    batches = Batches(films[~held], masks[~held], 0)

    def check(state):
        net = UNet2d(CLASSES)
        net.load_state_dict(state)
        return figures_of(predict(net.eval(), films[held]), masks[held])

    def round_of(net, path, minutes, batch, amount_at, rate, seed):
        def loss_at(net, share):
            batches.amount = amount_at(share)
            x, classes = batches.draw(batch)
            # Plain float32: with so few channels bfloat16 was not faster.
            return loss_of(net(x.contiguous(memory_format=torch.channels_last)), classes)

        fit(net, path, minutes, args.threads, lambda step: batches.seed(1000 * (args.fold + 1) + step + seed), loss_at,
            check if held.any() else None, rate)

    name = args.name or f'film-{args.fold}'
    first, last = args.cache / f'{name}-first.pt', args.cache / f'{name}.pt'
    minutes = args.minutes * FIRST_SHARE
    round_of(UNet2d(CLASSES), first, minutes, BATCH, lambda share: 1.0 if share < MILD_FROM else MILD, RATE, 0)
    round_of(averaged(first, UNet2d(CLASSES)), last, args.minutes - minutes, LAST_BATCH, lambda share: LAST_AMOUNT,
             LAST_RATE, 77)


if __name__ == '__main__':
    main()
