"""Random training batches: 2.5-D crops and hard negatives, augmented in torch."""
import math

import numpy as np
import torch
import torch.nn.functional as F

from prepare import IGNORE, IGNORE_RING, NEGATIVE, POSITIVE

CROP = 96
HARD_NEGATIVES = 0.25     # share of a batch that comes from the full-field scan
WINDOWS = (64, 80)        # side of the training window, pixels; drawn per batch


class Batches:
    """Draws (x (N,3,P,P) float32, target (N,1,P,P) 0/1, weight (N,1,P,P)) for training.

    `mined` is an (K,3) array of z,y,x where the current network was wrong on the negatives; half of the hard
    negatives are taken there once it is set.
    """

    def __init__(self, cache, seed, ring_weight=0.0):
        crops = np.load(cache / 'crops-train.npz')
        self.c = {k: crops[k] for k in crops.files}
        negatives = np.load(cache / 'negatives.npz')
        self.volume, self.centres, self.ignore = (negatives[k] for k in ('volume', 'centres', 'ignore'))
        self.offset, self.first_column = int(negatives['offset']), int(negatives['first_column'])
        self.rng, self.mined, self.ring_weight = np.random.default_rng(seed), None, ring_weight
        torch.manual_seed(seed)
        c = self.c
        per_nodule = np.bincount(c['nodule'])[c['nodule']]
        positive = (c['target'] == POSITIVE).any((1, 2))
        p = np.where(positive, 1.0, np.where(c['readers'] >= 2, 0.25, 0.3)) / np.sqrt(per_nodule) * c['usable']
        self.p = p / p.sum()

    def neighbour(self, i, side):
        """The slice 2.5 mm to one side of crop i, (96,96) uint8.

        Outside the nodule's stack the true slice shows no nodule but is not in the data: 60 % of the time it is
        an end slice with the nodule painted out and moved by up to 2 pixels, else the end slice again.
        """
        c, rng = self.c, self.rng
        j = c[side][i]
        if j >= 0:
            return c['images'][j]
        end = 'first' if side == 'low' else 'last'
        if rng.random() < 0.6:
            shift = rng.integers(-2, 3, 2)
            padded = np.pad(c['clean'][c['clean_' + end][i]], 2, mode='edge')
            return padded[2 + shift[0]:2 + shift[0] + CROP, 2 + shift[1]:2 + shift[1] + CROP]
        return c['images'][c[end][i]]

    def crop(self):
        """One LIDC crop: image (3,96,96) float32 0..1, target codes (96,96)."""
        c, rng = self.c, self.rng
        i = rng.choice(len(self.p), p=self.p)
        centre = c['images'][i]
        low, high = self.neighbour(i, 'low'), self.neighbour(i, 'high')
        drop = rng.random()
        if drop < 0.05:
            low = high = centre
        elif drop < 0.10:
            low = centre
        elif drop < 0.15:
            high = centre
        return np.stack([low, centre, high]).astype(np.float32) / 127, c['target'][i]

    def negative(self):
        """One tile of the full-field scan without nodules: image (3,96,96) float32 0..1, target codes."""
        rng = self.rng
        source = self.mined if self.mined is not None and len(self.mined) and rng.random() < 0.5 else self.centres
        z, y, x = source[rng.integers(len(source))]
        y, x = y + rng.integers(-24, 25), x + rng.integers(-24, 25)
        depth, height, width = self.volume.shape
        y0 = int(np.clip(y - CROP // 2, 0, height - CROP))
        x0 = int(np.clip(x - CROP // 2, self.first_column, width - CROP))
        k = 0 if rng.random() < 0.1 else self.offset
        planes = [min(max(z + dz, 0), depth - 1) for dz in (-k, 0, k)]
        image = self.volume[planes, y0:y0 + CROP, x0:x0 + CROP].astype(np.float32)
        hidden = self.ignore[z, y0:y0 + CROP, x0:x0 + CROP]
        return image, np.where(hidden, IGNORE, NEGATIVE).astype(np.uint8)

    def draw(self, size):
        """A batch of `size` samples."""
        hard = round(size * HARD_NEGATIVES)
        pairs = [self.crop() for _ in range(size - hard)] + [self.negative() for _ in range(hard)]
        image = torch.from_numpy(np.stack([p[0] for p in pairs]))
        code = torch.from_numpy(np.stack([p[1] for p in pairs]).astype(np.float32))[:, None]
        window = int(self.rng.choice(WINDOWS))
        image, code = warp(image, code, window)
        image = intensity(image)
        target = (code == POSITIVE).float()
        weight = ((code == NEGATIVE) | (code == POSITIVE)).float() + self.ring_weight * (code == IGNORE_RING)
        return image.contiguous(memory_format=torch.channels_last), target, weight


def warp(image, code, window):
    """Random flips, quarter turns and shifts; for half of the samples any rotation and scale 0.8 to 1.25.

    image (N,3,96,96), code (N,1,96,96) -> the same at window x window; the outside is reflected.
    """
    n = image.shape[0]
    free = torch.rand(n) < 0.5
    angle = torch.randint(0, 4, (n,)) * (math.pi / 2)
    angle = torch.where(free, torch.rand(n) * 2 * math.pi, angle)
    scale = torch.where(free, torch.exp((torch.rand(n) * 2 - 1) * math.log(1.25)), torch.ones(n))
    flip = torch.where(torch.rand(n) < 0.5, -1.0, 1.0)
    k = window / CROP / scale
    cos, sin = torch.cos(angle) * k, torch.sin(angle) * k
    shift = torch.round((torch.rand(2, n) * 2 - 1) * 0.33 * window) * (2 / CROP)
    theta = torch.stack([torch.stack([cos * flip, -sin, shift[0]], 1),
                         torch.stack([sin * flip, cos, shift[1]], 1)], 1)
    grid = F.affine_grid(theta, [n, 1, window, window], align_corners=False)
    return (F.grid_sample(image, grid, mode='bilinear', padding_mode='reflection', align_corners=False),
            F.grid_sample(code, grid, mode='nearest', padding_mode='reflection', align_corners=False))


def intensity(x):
    """Gain, offset (the crops' HU is uncertain by ~42 HU = 0.03), blur or sharpening, noise; (N,3,P,P)."""
    n = x.shape[0]

    def per_sample(low, high):
        return low + (high - low) * torch.rand(n, 1, 1, 1)
    kernel = torch.tensor([1.0, 2.0, 1.0]) / 4
    kernel = (kernel[:, None] * kernel).expand(3, 1, 3, 3)
    smooth = F.conv2d(F.pad(x, (1, 1, 1, 1), mode='reflect'), kernel, groups=3)
    amount = torch.where(torch.rand(n, 1, 1, 1) < 0.6, per_sample(-1.0, 1.5), torch.zeros(1))
    x = x + amount * (x - smooth)
    x = (x - 0.5) * per_sample(0.92, 1.08) + 0.5 + torch.randn(n, 1, 1, 1) * 0.03
    noise = torch.randn_like(x)
    if torch.rand(()) < 0.5:
        noise = 1.7 * F.avg_pool2d(noise, 3, 1, 1)
    strength = torch.where(torch.rand(n, 1, 1, 1) < 0.6, per_sample(0.0, 0.04), torch.zeros(1))
    return (x + strength * noise).clamp_(0, 1)
