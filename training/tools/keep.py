"""Keep the averaged weights of finished trainings in the repository, as float16: half the size, the same figures.

  python ../tools/keep.py CACHE/film-0.pt CACHE/film-1.pt      # in the analysis' folder: to folds/

Whoever has the data then measures by folds without training again (evaluate.py).
"""
import sys
from pathlib import Path

import torch


def main():
    out = Path('folds')
    out.mkdir(exist_ok=True)
    for path in map(Path, sys.argv[1:]):
        saved = torch.load(path)
        half = {k: v.half() if v.dtype.is_floating_point else v for k, v in saved['ema'].items()}
        torch.save({'ema': half, 'step': saved['step'], 'spent': saved['spent']}, out / path.name)
        print(path.name, f"{saved['step']} steps, {saved['spent'] / 60:.1f} minutes, {(out / path.name).stat().st_size} bytes")


if __name__ == '__main__':
    main()
