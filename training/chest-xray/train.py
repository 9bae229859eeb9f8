"""Train the chest film network. Resumes from the last checkpoint of the same --name.

  nohup nice python train.py --data ../../../shared/data/chest-xray-wingspan --cache CACHE --fold 0 --minutes 25 &

--fold 0..4 leaves that fold out; --fold -1 takes all films, for the network that is shipped.
"""
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).parents[1] / 'tools'))
from films import CLASSES, Batches, fold_of, load
from fitting import arguments, fit
from measures import figures_of, predict
from unet2d import UNet2d, loss_of

BATCH, MILD_FROM, MILD = 16, 0.65, 0.5


def main():
    args = arguments().parse_args()
    torch.manual_seed(args.fold + 1)
    films, masks, rows = load(args.data)
    held = fold_of(rows) == args.fold
    batches = Batches(films[~held], masks[~held], 0)

    def start(step):
        batches.seed(1000 * (args.fold + 1) + step)

    def loss_at(net, share):
        batches.amount = 1.0 if share < MILD_FROM else MILD
        x, classes = batches.draw(BATCH)
        # Plain float32: with so few channels bfloat16 was not faster.
        return loss_of(net(x.contiguous(memory_format=torch.channels_last)), classes)

    def check(state):
        net = UNet2d(CLASSES)
        net.load_state_dict(state)
        return figures_of(predict(net.eval(), films[held]), masks[held])

    fit(UNet2d(CLASSES), args.cache / f'{args.name or f"film-{args.fold}"}.pt', args.minutes, args.threads, start, loss_at,
        check if held.any() else None)


if __name__ == '__main__':
    main()
