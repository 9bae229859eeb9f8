"""What the image says of a marked lesion: numbers for the suspicion score and for proposed descriptors.

All in the network's square image (SIDE pixels), so that they do not depend on the machine's resolution. Lengths are in
pixels of the square. The page computes the same: src/analyses/breast-ultrasound/features.ts, held to features-fixture.json.
"""
import numpy as np
from scipy import ndimage

from look import SIDE

NAMES = ('depthWidth', 'compactness', 'solidity', 'roughness', 'extent', 'echo', 'texture', 'edge', 'edgeSpread',
         'posterior', 'certainty', 'tilt')
RING, EDGE = 12, 3     # pixels: tissue around, band on either side of the outline
SMOOTH = 12            # harmonics of the outline's radius that count as its shape, not as its roughness
DIRECTIONS = 72        # rays from the centre


def convex_area(points):
    """Area of the convex hull of pixel centres (N,2), each grown by half a pixel on its four sides."""
    corners = np.unique(np.concatenate([points + d for d in ((-.5, -.5), (-.5, .5), (.5, -.5), (.5, .5))]), axis=0)
    order = corners[np.lexsort((corners[:, 0], corners[:, 1]))]

    def half(pts):
        out = []
        for p in pts:
            while len(out) > 1 and (out[-1][0] - out[-2][0]) * (p[1] - out[-2][1]) - (out[-1][1] - out[-2][1]) * (p[0] - out[-2][0]) <= 0:
                out.pop()
            out.append(p)
        return out[:-1]

    hull = np.array(half(order) + half(order[::-1]))
    y, x = hull.T
    return abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2


def radii(mask, centre):
    """(DIRECTIONS,) distance from the centre to where a ray leaves the mask for the last time, steps of half a pixel."""
    angles = np.arange(DIRECTIONS) * 2 * np.pi / DIRECTIONS
    steps = np.arange(1, 4 * max(mask.shape)) / 2
    y = np.floor(centre[0] + np.sin(angles)[:, None] * steps + 0.5).astype(int)
    x = np.floor(centre[1] + np.cos(angles)[:, None] * steps + 0.5).astype(int)
    inside = (y >= 0) & (x >= 0) & (y < mask.shape[0]) & (x < mask.shape[1])
    hit = np.zeros(inside.shape, bool)
    hit[inside] = mask[y[inside], x[inside]]
    last = np.where(hit.any(1), len(steps) - 1 - np.argmax(hit[:, ::-1], 1), 0)
    return steps[last]


def features(image, mask, p):
    """dict of NAMES. image (SIDE,SIDE) 0..1, mask bool of one piece without holes, p probabilities of lesion."""
    rows, columns = np.nonzero(mask)
    area, centre = len(rows), (rows.mean(), columns.mean())
    depth, width = np.ptp(rows) + 1, np.ptp(columns) + 1
    outside, inside = ndimage.distance_transform_edt(~mask), ndimage.distance_transform_edt(mask)
    seen = image > 0
    mean = lambda where: float(image[where & seen].mean()) if (where & seen).any() else 0.0
    eps = 0.02
    ratio = lambda a, b: float(np.log((a + eps) / (b + eps)))

    # Half a pixel's boundary: edges between mask and background, shortened as for a smooth outline.
    padded = np.pad(mask, 1)
    edges = sum(int((padded ^ np.roll(padded, 1, a)).sum()) for a in (0, 1))
    r = radii(mask, centre)
    shape = np.fft.rfft(r)
    shape[SMOOTH:] = 0
    rough = r - np.fft.irfft(shape, DIRECTIONS)
    ring = (outside > EDGE) & (outside <= RING)
    core = mask
    values = image[core]
    # Edge: step of the grey across the outline along each ray.
    angles = np.arange(DIRECTIONS) * 2 * np.pi / DIRECTIONS

    def along(by):
        y = np.clip(np.floor(centre[0] + np.sin(angles) * (r + by) + 0.5).astype(int), 0, image.shape[0] - 1)
        x = np.clip(np.floor(centre[1] + np.cos(angles) * (r + by) + 0.5).astype(int), 0, image.shape[1] - 1)
        return image[y, x]

    step = sum(along(b) for b in (2, 3, 4)) / 3 - sum(along(-b) for b in (1, 2, 3)) / 3
    # Below: as deep as half of the lesion, under its middle half; beside: the same depth outside of it.
    bottom, half = rows.max(), max(4, depth // 2)
    yy, xx = np.mgrid[:mask.shape[0], :mask.shape[1]]
    band = (yy > bottom) & (yy <= bottom + half)
    middle = np.abs(xx - centre[1]) <= width / 4
    beside = (np.abs(xx - centre[1]) > width / 2) & (np.abs(xx - centre[1]) <= width / 2 + max(8, width / 2))
    a, b = rows - centre[0], columns - centre[1]
    tilt = 0.5 * np.arctan2(2 * (a * b).mean(), (b * b).mean() - (a * a).mean())
    return {
        'depthWidth': float(depth / width),
        'compactness': float(4 * np.pi * area / (edges * np.pi / 4) ** 2),
        'solidity': float(area / convex_area(np.stack([rows, columns], 1))),
        'roughness': float(np.sqrt((rough ** 2).mean()) / np.sqrt(area / np.pi)),
        'extent': float(np.log(area / SIDE ** 2)),
        'echo': ratio(mean(mask), mean(ring)),
        'texture': float(values.std() / (values.mean() + eps)),
        'edge': float(step.mean() / (mean(ring) + eps)),
        'edgeSpread': float(step.std() / (mean(ring) + eps)),
        'posterior': ratio(mean(band & middle), mean(band & beside)) if (band & middle & seen).any() and (band & beside & seen).any() else 0.0,
        'certainty': float(p[(outside <= EDGE) & (inside <= EDGE)].std()),
        'tilt': float(abs(np.sin(tilt))),
    }

