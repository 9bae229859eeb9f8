"""Drawing and augmenting batches for the second stage (samples.npz, see samples.py)."""
import math

import numpy as np
import torch
import torch.nn.functional as F

from crops import texture_class
from patch import OFFSETS_MM, PITCH_MM, SIDE, planes
from samples import KINDS

CANVAS = 128                          # pixels of the window that is cut from a slice before it is turned and scaled
NODULES, ONE_READER, NEGATIVES = 26, 6, 32
TEXTURES = ('solid', 'part-solid', 'non-solid')
RARE = {'solid': 1.0, 'part-solid': 2.5, 'non-solid': 4.0}
BINARY = ((1, 3.0), (2, 3.0))         # columns of ratings (spiculation, lobulation) and the rating that counts as yes


def targets(ratings):
    """ratings (K,5) -> texture class (K,) int, -1 unknown; yes-or-no (K,4) of spiculation, lobulation, calcified,
    suspicion as 0, 1 or nan."""
    texture = np.array([TEXTURES.index(texture_class(t)) if t == t else -1 for t in ratings[:, 0]])
    out = np.full((len(ratings), 4), np.nan)
    for k, (column, least) in enumerate(BINARY):
        out[:, k] = np.where(np.isnan(ratings[:, column]), np.nan, ratings[:, column] >= least)
    out[:, 2] = np.where(np.isnan(ratings[:, 3]), np.nan, ratings[:, 3] < 6)
    m = ratings[:, 4]
    out[:, 3] = np.where(m > 3.5, 1.0, np.where(m < 2.5, 0.0, np.nan))
    return texture, out


class Places:
    """Draws (x (N,10,32,32), is nodule (N,), its weight (N,), texture (N,), yes-or-no (N,4)).

    holdout: patients p with p % 4 == holdout take no part; None uses all.
    """

    def __init__(self, cache, seed, holdout=None):
        self.s = {k: v for k, v in np.load(cache / 'samples.npz').items()}
        crops = np.load(cache / 'crops-train.npz')
        self.images = crops['images']
        self.volume = np.load(cache / 'negatives.npz')['volume']
        self.rng = np.random.default_rng(seed)
        torch.manual_seed(seed)
        s = self.s
        self.texture, self.yes = targets(s['ratings'])
        used = np.ones(len(s['kind']), bool) if holdout is None else (s['patient'] < 0) | (s['patient'] % 4 != holdout)
        self.nodule = np.flatnonzero(used & (s['kind'] == 0))
        self.single = np.flatnonzero(used & (s['kind'] == 1))
        self.negative = np.flatnonzero(used & (s['kind'] >= 2))
        rare = np.array([RARE[TEXTURES[t]] if t >= 0 else 1.0 for t in self.texture])
        certain = np.where(s['readers'] >= 3, 1.0, 0.6)
        self.p_nodule = self.normal((rare * certain)[self.nodule])
        self.p_single = self.normal((rare ** 2)[self.single])
        self.doubt = np.full(len(self.negative), 0.5)   # see hardness; renewed by classify.mine
        self.hardness(self.doubt)

    @staticmethod
    def normal(p):
        return p / p.sum()

    def hardness(self, p):
        """p (len(negative),): how sure the current network is that each negative is a nodule."""
        s, n = self.s, self.negative
        base = np.select([s['kind'][n] == KINDS.index('candidate'), s['kind'][n] == KINDS.index('faint candidate')],
                         [1.0, 0.5], 0.25)
        base = np.where(s['source'][n] == 1, 1.5 * base, base)
        self.p_negative = self.normal(base * (0.15 + p))

    def stack(self, i):
        """(Z,H,W) 0..1 (or 0..127 for crops) of sample i, and what to multiply it by."""
        s = self.s
        return (self.volume, 1.0) if s['source'][i] == 1 else (self.images[s['a'][i]:s['b'][i]], 1 / 127)

    def one(self, i, plain=False):
        """Canvas (5,128,128), centre (y,x) in it, the window (y0,y1,x0,x1) that is seen, spacing of sample i."""
        s, rng = self.s, self.rng
        stack, gain = self.stack(i)
        spacing, (cz, cy, cx) = s['spacing'][i], s['centre'][i]
        z0, z1, last = int(s['z0'][i]), int(s['z1'][i]), len(stack) - 1
        if not plain:
            if rng.random() < 0.2:      # fewer slices than there are
                z0, z1 = sorted(rng.integers(z0, z1 + 1, 2))
            else:
                z0 = min(z1, max(0, z0 + int(rng.choice([-1, 0, 1], p=[0.15, 0.7, 0.15]))))
                z1 = max(z0, min(last, z1 + int(rng.choice([-1, 0, 1], p=[0.15, 0.7, 0.15]))))
            cz = np.clip(cz + rng.normal(0, 0.6) / spacing[0], z0, z1)
        height, width = stack.shape[1:]
        y0 = int(np.clip(round(cy) - CANVAS // 2, 0, max(0, height - CANVAS)))
        x0 = int(np.clip(round(cx) - CANVAS // 2, 0, max(0, width - CANVAS)))
        cut = stack[planes(cz, z0, z1, spacing[0]), y0:y0 + CANVAS, x0:x0 + CANVAS].astype(np.float32) * gain
        canvas = np.zeros((len(OFFSETS_MM), CANVAS, CANVAS), np.float32)
        canvas[:, :cut.shape[1], :cut.shape[2]] = cut
        cy, cx = cy - y0, cx - x0
        seen = [0, cut.shape[1] - 1, 0, cut.shape[2] - 1]
        # Negatives lie anywhere in a crop, nodules in its middle: an edge in view must not tell them apart.
        if not plain and (s['kind'][i] < 2 or s['source'][i] == 1) and rng.random() < 0.55:
            for axis, c in ((0, cy), (2, cx)):
                start = round(c - rng.uniform(5, 91))
                seen[axis], seen[axis + 1] = max(seen[axis], start), min(seen[axis + 1], start + 95)
        return canvas, (cy, cx), seen, spacing

    def draw(self):
        """A batch of NODULES + ONE_READER + NEGATIVES samples."""
        rng = self.rng
        rows = np.concatenate([self.nodule[rng.choice(len(self.nodule), NODULES, p=self.p_nodule)],
                               self.single[rng.choice(len(self.single), ONE_READER, p=self.p_single)],
                               self.negative[rng.choice(len(self.negative), NEGATIVES, p=self.p_negative)]])
        x = sample([self.one(i) for i in rows], turn=True)
        kind = self.s['kind'][rows]
        weight = np.where(kind == 1, 0.0, np.where((kind == 0) & (self.s['readers'][rows] < 3), 0.6, 1.0))
        return (intensity(x), torch.tensor(kind == 0).float(), torch.tensor(weight).float(),
                torch.tensor(self.texture[rows]), torch.tensor(self.yes[rows]).float())

    def plain(self, rows):
        """Patches (K,10,32,32) of these samples, unchanged."""
        return sample([self.one(i, plain=True) for i in rows], turn=False)


def sample(places, turn):
    """Cuts the ten channels of each place; with `turn` turned, mirrored, scaled and moved at random."""
    n, steps = len(places), torch.arange(SIDE, dtype=torch.float32) - (SIDE - 1) / 2
    canvas = torch.from_numpy(np.stack([p[0] for p in places]))
    centre, seen = torch.tensor([p[1] for p in places]).float(), torch.tensor([p[2] for p in places]).float()
    pixel = torch.tensor(np.array([p[3][1:] for p in places])).float()
    angle = torch.rand(n) * 2 * math.pi * turn
    scale = torch.exp((torch.rand(n) * 2 - 1) * 0.12 * turn)
    flip = torch.where((torch.rand(n) < 0.5) & torch.tensor(turn), -1.0, 1.0)
    moved = torch.randn(n, 2) * 0.6 * turn
    out = []
    for pitch in PITCH_MM:
        v, u = torch.meshgrid(steps * pitch, steps * pitch, indexing='ij')
        v, u = v[None] * scale[:, None, None], u[None] * (scale * flip)[:, None, None]
        cos, sin = torch.cos(angle)[:, None, None], torch.sin(angle)[:, None, None]
        at = torch.stack([cos * v - sin * u, sin * v + cos * u], -1) + moved[:, None, None]
        at = at / pixel[:, None, None] + centre[:, None, None]
        y = at[..., 0].clamp(seen[:, 0, None, None], seen[:, 1, None, None])
        x = at[..., 1].clamp(seen[:, 2, None, None], seen[:, 3, None, None])
        grid = torch.stack([x, y], -1) * (2 / (CANVAS - 1)) - 1
        out.append(F.grid_sample(canvas, grid, mode='bilinear', align_corners=True))
    return torch.cat(out, 1)


def intensity(x):
    """Gain, offset (the crops' HU is uncertain by ~42 HU = 0.03), blur or sharpening, noise; (N,10,S,S)."""
    n, c = x.shape[:2]

    def per_sample(low, high):
        return low + (high - low) * torch.rand(n, 1, 1, 1)
    smooth = F.avg_pool2d(F.pad(x, (1, 1, 1, 1), mode='replicate'), 3, 1)
    amount = torch.where(torch.rand(n, 1, 1, 1) < 0.5, per_sample(-0.6, 0.8), torch.zeros(1))
    x = x + amount * (x - smooth)
    x = (x - 0.5) * per_sample(0.93, 1.07) + 0.5 + torch.randn(n, 1, 1, 1) * 0.025
    strength = torch.where(torch.rand(n, 1, 1, 1) < 0.4, per_sample(0.0, 0.04), torch.zeros(1))
    return (x + strength * torch.randn(n, c, SIDE, SIDE)).clamp_(0, 1)
