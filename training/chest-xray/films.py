"""Films and masks of the training set, and how they are changed while the network learns."""
import csv
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageDraw

SIZE = 160           # pixels of the network's square image
CHANNELS = (24, 48, 96, 128)
CLASSES = 4          # background, right lung, left lung, heart
FOLDS = 5


def stretched(image):
    """Grey values (H,W) from the 1st to the 99th percentile as float32 0..1; the first step on every film."""
    low, high = np.percentile(image, (1, 99))
    return np.clip((image - low) / max(high - low, 1e-6), 0, 1).astype(np.float32)


def rows_of(data):
    """The table of the set: list of dicts with id and ctr_from_mask."""
    with open(Path(data) / 'labels.csv', newline='') as f:
        return list(csv.DictReader(f))


def fold_of(rows):
    """Fold 0..4 of each row: sorted by id, which is random, and dealt out in turn."""
    order = np.argsort([r['id'] for r in rows])
    folds = np.empty(len(rows), int)
    folds[order] = np.arange(len(rows)) % FOLDS
    return folds


# Seen by eye: in the set's mask of this film the left lung is called heart and the heart left lung. Networks that learned it
# so called parts of small left lungs heart.
SWAPPED = {'ws_74fcce90e1': (2, 3)}


def corrected(film, mask):
    """The mask (H,W) with its classes named right."""
    if film not in SWAPPED:
        return mask
    a, b = SWAPPED[film]
    named = mask.copy()
    named[mask == a], named[mask == b] = b, a
    return named


def read(data):
    """Films (list of (H,W) grey, brighter is denser), masks (list of uint8 (H,W) 0..3), rows. Images of any format and size."""
    rows = rows_of(data)
    of = lambda kind, r: np.array(Image.open(next((Path(data) / kind).glob(f"{r['id']}.*"))))
    grey = lambda image: image.mean(2) if image.ndim == 3 else image
    return [grey(of('images', r)) for r in rows], [corrected(r['id'], of('masks', r)) for r in rows], rows


def load(data):
    """The training set: films float32 (N,H,W) 0..1, masks uint8 (N,H,W) 0..3, rows."""
    films, masks, rows = read(data)
    return np.stack([stretched(f) for f in films]), np.stack(masks), rows


def shrunk(films, size=SIZE):
    """Films (N,H,W) -> tensor (N,1,size,size): means over the area of a pixel."""
    return F.interpolate(torch.as_tensor(films)[:, None], (size, size), mode='area')


HEART_REACH = 1.5   # of the heart's half width and height, where its resizing has fallen to 1/e


def heart_of(mask):
    """Centre x, y and half width, half height of the heart in a mask (H,W), as float32 in -1..1 of the film."""
    ends = []
    for axis in (0, 1):
        at = np.flatnonzero((mask == 3).any(axis))
        ends.append((at[0], at[-1] + 1))
    (left, right), (top, bottom) = ends
    h, w = mask.shape
    return np.float32(((left + right) / w - 1, (top + bottom) / h - 1, (right - left) / w, (bottom - top) / h))


class Batches:
    """Endless changed films: `draw(n)` gives x (n,1,SIZE,SIZE) and classes (n,SIZE,SIZE)."""

    def __init__(self, films, masks, seed):
        self.films, self.masks = torch.as_tensor(films)[:, None], torch.as_tensor(masks)[:, None].float()
        self.hearts = torch.as_tensor(np.stack([heart_of(m) for m in masks]))
        self.seed(seed)
        self.amount = 1.0   # of change

    def seed(self, seed):
        self.rng = np.random.default_rng(seed)

    def _grid(self, at):
        """Where each pixel of films `at` comes from: turned, stretched, moved, cropped or with a wide border; hearts resized."""
        r, a, n = self.rng, self.amount, len(at)
        turn = a * np.deg2rad(np.where(r.random(n) < 0.15, r.uniform(-25, 25, n), r.normal(0, 5, n)))
        zoom = np.exp(a * r.uniform(np.log(0.75), np.log(1.35), n))
        aspect = np.exp(a * r.uniform(np.log(0.8), np.log(1.25), n) / 2)
        shift = a * r.uniform(-0.18, 0.18, (n, 2))
        theta = np.zeros((n, 2, 3), np.float32)
        theta[:, 0, 0], theta[:, 0, 1] = np.cos(turn) * zoom * aspect, -np.sin(turn) * zoom / aspect
        theta[:, 1, 0], theta[:, 1, 1] = np.sin(turn) * zoom * aspect, np.cos(turn) * zoom / aspect
        theta[:, :, 2] = shift
        grid = F.affine_grid(torch.as_tensor(theta), (n, 1, SIZE, SIZE), align_corners=False)
        # Bodies differ in more than size: a smooth random field, up to a few per cent of the film.
        field = torch.as_tensor(r.normal(0, 1, (n, 2, 4, 4)).astype(np.float32)) * float(r.uniform(0, 0.035))
        grid = grid + F.interpolate(field, (SIZE, SIZE), mode='bicubic', align_corners=True).permute(0, 2, 3, 1)
        return self._resized(grid, self.hearts[at])

    def _resized(self, grid, hearts):
        """The heart larger or smaller while the chest stays: films with a ratio of 0.60 and above are few and the hardest."""
        n = len(grid)
        scale = torch.as_tensor(np.exp(self.amount * self.rng.uniform(np.log(0.8), np.log(1.6), n)).astype(np.float32))
        away = grid - hearts[:, None, None, :2]
        near = torch.exp(-((away / (HEART_REACH * hearts[:, None, None, 2:])) ** 2).sum(-1, keepdim=True))
        return grid + away * near * (1 / scale - 1).view(n, 1, 1, 1)

    def draw(self, n):
        r = self.rng
        at = torch.as_tensor(r.integers(len(self.films), size=n))
        grid = self._grid(at)
        x = F.grid_sample(self.films[at], grid, mode='bilinear', padding_mode='zeros', align_corners=False)
        y = F.grid_sample(self.masks[at], grid, mode='nearest', padding_mode='zeros', align_corners=False)
        return self._exposed(x, grid), y[:, 0].long()

    def _exposed(self, x, grid):
        """Exposure, processing and marks of other machines; borders beyond the film black, white or grey."""
        r, n, a = self.rng, len(x), self.amount
        of = lambda v: torch.as_tensor(np.asarray(v, np.float32)).view(n, 1, 1, 1)
        x = x.clamp(0, 1) ** of(np.exp(a * r.uniform(np.log(0.5), np.log(2.0), n)))
        # Along the rows, then the columns: the same mean as over the square, fifteen times as fast.
        smooth = F.avg_pool2d(x, (31, 1), 1, (15, 0), count_include_pad=False)
        smooth = F.avg_pool2d(smooth, (1, 31), 1, (0, 15), count_include_pad=False)
        x = x + of(a * r.uniform(-0.4, 0.6, n) * (r.random(n) < 0.5)) * (x - smooth)      # edge enhancement, or less of it
        slope = torch.as_tensor((a * r.normal(0, 0.25, (n, 1, 3, 3))).astype(np.float32))
        x = x + F.interpolate(slope, (SIZE, SIZE), mode='bicubic', align_corners=True) * of(r.random(n) < 0.5)
        x = (x - 0.5) * of(np.exp(a * r.uniform(-0.4, 0.4, n))) + 0.5 + of(a * r.normal(0, 0.08, n))
        x = x.clamp(0, 1)
        blur = of(r.random(n) < 0.2)
        x = x * (1 - blur) + F.avg_pool2d(x, 3, 1, 1, count_include_pad=False) * blur
        noise = torch.randn(x.shape, generator=self._generator())
        x = (x + of(r.uniform(0, 0.08, n) * (r.random(n) < 0.5)) * noise).clamp(0, 1)
        outside = (grid.abs() > 1).any(-1)[:, None]
        x = torch.where(outside, of(np.where(r.random(n) < 0.6, 0, r.random(n))), x)
        x = torch.stack([self._marked(film) for film in x])
        inverted = of(r.random(n) < 0.1)
        x = x * (1 - inverted) + (1 - x) * inverted
        # As every film begins: stretched to its own percentiles.
        low = x.flatten(1).quantile(0.01, 1).view(n, 1, 1, 1)
        high = x.flatten(1).quantile(0.99, 1).view(n, 1, 1, 1)
        return ((x - low) / (high - low).clamp_min(1e-3)).clamp(0, 1)

    def _generator(self):
        return torch.Generator().manual_seed(int(self.rng.integers(2**31)))

    def _marked(self, film):
        """One film (1,H,W) with a collimator's border, letters, wires, now and then."""
        r = self.rng
        if r.random() < 0.25:
            film = film.clone()
            value = float(r.choice([0.0, 0.0, 1.0]))
            for side in range(4):
                depth = int(r.integers(0, 0.09 * SIZE)) if r.random() < 0.5 else 0
                if depth:
                    rows = film if side < 2 else film.transpose(1, 2)
                    rows[:, :depth] = value if side % 2 == 0 else rows[:, :depth]
                    if side % 2:
                        rows[:, -depth:] = value
        if r.random() < 0.4:
            picture = Image.fromarray((film[0].numpy() * 255).astype(np.uint8))
            draw = ImageDraw.Draw(picture)
            for _ in range(int(r.integers(1, 4))):
                place = tuple(int(v) for v in r.integers(0, SIZE, 2))
                grey = int(r.choice([255, 255, 220, 0]))
                if r.random() < 0.6:
                    draw.text(place, str(r.choice(['R', 'L', 'AP', 'PA', 'SUPINE', '10:42', 'PORT', '2019'])), fill=grey)
                else:
                    points = np.cumsum(r.normal(0, 9, (8, 2)), 0) + place
                    draw.line([tuple(p) for p in points], fill=grey, width=int(r.integers(1, 3)))
            film = torch.as_tensor(np.asarray(picture, np.float32) / 255)[None]
        return film
