"""Frames and lesion masks of the training set, and how they are changed while the network learns."""
import csv
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageDraw

SIZE = 160        # pixels of the network's square image
CHANNELS = (24, 48, 96, 128)
CANVAS = 224      # the longest side of the set's images; each lies in the middle of a square of this size
# Tried for these shares of the frames: a lesion-free part, the lesion covered, tissue pasted beside it. A third of the
# frames have room for either of the first two, so about one frame in eight shows no lesion.
FREE, ERASED, PASTED = 0.22, 0.25, 0.3


def rows_of(data):
    with open(Path(data) / 'labels.csv', newline='') as f:
        return list(csv.DictReader(f))


def fold_of(rows):
    """Fold 0..4 of each row: the set's own, by case."""
    return np.array([int(r['fold5']) - 1 for r in rows])


def placed(image):
    """(H,W) -> (CANVAS,CANVAS), in the middle, black around."""
    h, w = image.shape
    top, left = (CANVAS - h) // 2, (CANVAS - w) // 2
    return np.pad(image, ((top, CANVAS - h - top), (left, CANVAS - w - left)))


def load(data):
    """Images uint8 (N,CANVAS,CANVAS), masks uint8 0/1 alike, rows (width and height as numbers)."""
    rows = rows_of(data)
    read = lambda kind, r: np.array(Image.open(next((Path(data) / kind).glob(f"{r['id']}.*"))).convert('L'))
    images = np.stack([placed(read('images', r)) for r in rows])
    masks = np.stack([placed((read('masks', r) > 0).astype(np.uint8)) for r in rows])
    for r in rows:
        r['width'], r['height'] = int(r['width']), int(r['height'])
    return images, masks, rows


def box_of(row):
    """Rows and columns of the image on its canvas: top, bottom, left, right; ends excluded."""
    top, left = (CANVAS - row['height']) // 2, (CANVAS - row['width']) // 2
    return top, top + row['height'], left, left + row['width']


def squared(images, size=SIZE):
    """(N,CANVAS,CANVAS) uint8 or 0..1 -> tensor (N,1,size,size) 0..1: means over the area of a pixel."""
    x = torch.as_tensor(np.asarray(images, np.float32))[:, None]
    return F.interpolate(x / (255 if images.dtype == np.uint8 else 1), (size, size), mode='area')


class Batches:
    """Endless changed frames: `draw(n)` gives x (n,1,SIZE,SIZE) 0..1 and classes (n,SIZE,SIZE), 1 the lesion."""

    def __init__(self, images, masks, rows):
        self.images, self.masks, self.boxes = images, masks, [box_of(r) for r in rows]
        self.amount = 1.0   # of change, less towards the end of training

    def seed(self, seed):
        self.rng = np.random.default_rng(seed)

    def draw(self, n):
        pairs = [self._frame(int(i)) for i in self.rng.integers(len(self.images), size=n)]
        x = torch.as_tensor(np.stack([p[0] for p in pairs]).astype(np.float32))[:, None] / 255
        y = torch.as_tensor(np.stack([p[1] for p in pairs]).astype(np.float32))[:, None]
        grid = self._grid(n)
        x = F.grid_sample(x, grid, mode='bilinear', padding_mode='zeros', align_corners=False)
        y = F.grid_sample(y, grid, mode='nearest', padding_mode='zeros', align_corners=False)
        return self._shown(x), y[:, 0].long()

    def _frame(self, i):
        """One image and mask of the set: as it is, a part of it without the lesion, or with tissue pasted."""
        r, image, mask = self.rng, self.images[i], self.masks[i]
        kind = r.random()
        if kind < FREE:
            free = self._free_part(i)
            if free:
                image, mask = np.zeros_like(image), np.zeros_like(mask)
                top, bottom, left, right = free
                at = (CANVAS - (right - left)) // 2
                image[top:bottom, at:at + right - left] = self.images[i][top:bottom, left:right]
                return image, mask
        if kind < FREE + ERASED:
            done = self._covered(i, mask)
            if done is not None:
                return done, np.zeros_like(mask)
        if r.random() < PASTED:
            # Seams must not mean "no lesion": blobs of tissue are pasted beside lesions too.
            top, bottom, left, right = self.boxes[i]
            yy, xx = np.mgrid[:CANVAS, :CANVAS]
            cy, cx = r.uniform(top, bottom), r.uniform(left, right)
            blob = ((yy - cy) / r.uniform(8, 35)) ** 2 + ((xx - cx) / r.uniform(8, 45)) ** 2 < 1
            if not (blob & (mask > 0)).any():
                done = self._covered(i, blob, away=mask)
                image = image if done is None else done
        return image, mask

    def _free_part(self, i):
        """The wider side strip beside the lesion, where it is wide enough; top, bottom, left, right or None."""
        top, bottom, left, right = self.boxes[i]
        columns = np.flatnonzero(self.masks[i].any(0))
        a, b = (left, columns[0] - 4), (columns[-1] + 5, right)
        wide = max(a, b, key=lambda s: s[1] - s[0])
        return (top, bottom, *wide) if wide[1] - wide[0] >= 0.35 * (right - left) else None

    def _covered(self, i, blob, away=None):
        """The image with `blob` covered by tissue of the same depth, softly joined; None where there is none."""
        image, (_, _, left, right) = self.images[i].astype(np.float32), self.boxes[i]
        grown = np.asarray(Image.fromarray((blob > 0).astype(np.uint8) * 255).resize((56, 56)).resize((CANVAS, CANVAS),
                           Image.Resampling.BILINEAR)) / 255.0
        soft = np.clip(grown * 2.2, 0, 1)
        soft[blob > 0] = 1
        rows, columns = np.nonzero(soft > 0.02)
        if not len(columns):
            return None
        a, b = columns.min(), columns.max()
        taken = self.masks[i] if away is None else away
        shifts = [s for s in range(left - a, right - b) if abs(s) > 6 and not taken[rows, columns + s].any()]
        if not shifts:
            return None
        moved = np.roll(image, -int(self.rng.choice(shifts)), 1)
        return np.clip(image * (1 - soft) + moved * soft, 0, 255).astype(np.uint8)

    def _grid(self, n):
        """Where each pixel comes from: mirrored, turned, stretched, moved."""
        r, a = self.rng, self.amount
        turn = a * np.deg2rad(r.normal(0, 6, n))
        zoom = np.exp(a * r.uniform(np.log(0.65), np.log(1.25), n))
        aspect = np.exp(a * r.uniform(np.log(0.8), np.log(1.25), n) / 2)
        mirror = np.where(r.random(n) < 0.5, -1, 1)
        theta = np.zeros((n, 2, 3), np.float32)
        theta[:, 0, 0], theta[:, 0, 1] = mirror * np.cos(turn) * zoom * aspect, -np.sin(turn) * zoom / aspect
        theta[:, 1, 0], theta[:, 1, 1] = mirror * np.sin(turn) * zoom * aspect, np.cos(turn) * zoom / aspect
        theta[:, :, 2] = a * r.uniform(-0.25, 0.25, (n, 2))
        grid = F.affine_grid(torch.as_tensor(theta), (n, 1, SIZE, SIZE), align_corners=False)
        field = torch.as_tensor(r.normal(0, 1, (n, 2, 4, 4)).astype(np.float32)) * float(a * r.uniform(0, 0.03))
        return grid + F.interpolate(field, (SIZE, SIZE), mode='bicubic', align_corners=True).permute(0, 2, 3, 1)

    def _shown(self, x):
        """Gain, depth compensation, dynamic range, speckle and marks of other machines."""
        r, n, a = self.rng, len(x), self.amount
        of = lambda v: torch.as_tensor(np.asarray(v, np.float32)).view(n, 1, 1, 1)
        seen = x > 0
        x = x.clamp(0, 1) ** of(np.exp(a * r.uniform(np.log(0.55), np.log(1.8), n)))
        depth = torch.as_tensor((a * r.normal(0, 0.25, (n, 1, 4, 2))).astype(np.float32))
        x = x * (1 + F.interpolate(depth, (SIZE, SIZE), mode='bicubic', align_corners=True)).clamp(0.2, 3)
        x = x * of(np.exp(a * r.uniform(-0.4, 0.4, n))) + of(a * r.normal(0, 0.04, n))
        blur = of((r.random(n) < 0.25) * r.random(n))
        x = x * (1 - blur) + F.avg_pool2d(x, 3, 1, 1, count_include_pad=False) * blur
        noise = torch.as_tensor(r.normal(0, 1, x.shape).astype(np.float32))
        x = x * (1 + of(r.uniform(0, 0.25, n) * (r.random(n) < 0.4)) * noise)
        x = torch.where(seen, x, torch.zeros(())).clamp(0, 1)
        return torch.stack([self._marked(frame) for frame in x])

    def _marked(self, frame):
        """One frame (1,H,W) with calipers, letters or a black border, now and then."""
        r = self.rng
        if r.random() > 0.3:
            return frame
        picture = Image.fromarray((frame[0].numpy() * 255).astype(np.uint8))
        draw = ImageDraw.Draw(picture)
        for _ in range(int(r.integers(1, 5))):
            x, y = (int(v) for v in r.integers(0, SIZE, 2))
            grey = int(r.choice([255, 255, 200, 140]))
            kind = r.random()
            if kind < 0.4:
                s = int(r.integers(2, 5))
                draw.line([(x - s, y), (x + s, y)], fill=grey)
                draw.line([(x, y - s), (x, y + s)], fill=grey)
            elif kind < 0.6:
                end = (x + int(r.normal(0, 40)), y + int(r.normal(0, 40)))
                steps = np.linspace(0, 1, 25)[:, None] * (np.array(end) - (x, y)) + (x, y)
                draw.point([tuple(p) for p in steps], fill=grey)
            elif kind < 0.9:
                draw.text((x, y), str(r.choice(['L', 'R', '+1', 'D1 12.4mm', 'LT BREAST', '10 o', 'A', 'x', '4.0cm'])), fill=grey)
            else:
                side = int(r.integers(0, 0.1 * SIZE))
                draw.rectangle([0, 0, SIZE, side], fill=0)
        return torch.as_tensor(np.asarray(picture, np.float32) / 255)[None]
