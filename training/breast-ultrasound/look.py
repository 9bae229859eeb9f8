"""A frame as the network sees it and what it answers, numpy only: the page does the same (src/analyses/breast-ultrasound)."""
import numpy as np
from scipy import ndimage

from frames import SIZE

SIDE = SIZE         # pixels of the network's square image
THRESHOLD = 0.4     # probability of lesion from which a pixel belongs to it
FAINT = 0.2         # the same where nothing reaches the first: a faint lesion, marked with the low certainty that it has
LEAST = round(60 * (SIDE / 192) ** 2)   # pixels of the square image below which a mark is none


def area_weights(length, side):
    """(side,length): means over the area of a pixel where the image gets smaller, bilinear where it gets larger."""
    scale = length / side
    out = np.zeros((side, length))
    for n in range(side):
        if scale >= 1:
            lo, hi = n * scale, (n + 1) * scale
            for m in range(int(lo), min(length, int(np.ceil(hi - 1e-9)))):
                out[n, m] = (min(hi, m + 1) - max(lo, m)) / scale
        else:
            at = min(length - 1, max(0, (n + 0.5) * scale - 0.5))
            low = int(at)
            out[n, low] += 1 - (at - low)
            out[n, min(length - 1, low + 1)] += at - low
    return out


def placing(height, width):
    """Rows and columns that the frame gets in the square, and the first of each: h, w, top, left."""
    scale = SIDE / max(height, width)
    h, w = max(1, round(height * scale)), max(1, round(width * scale))
    return h, w, (SIDE - h) // 2, (SIDE - w) // 2


def squared(image):
    """(H,W) grey 0..255 -> (SIDE,SIDE) float32 0..1: the whole frame in the middle, black around."""
    h, w, top, left = placing(*image.shape)
    small = area_weights(image.shape[0], h) @ np.asarray(image, np.float64) @ area_weights(image.shape[1], w).T
    out = np.zeros((SIDE, SIDE), np.float32)
    out[top:top + h, left:left + w] = small / 255
    return out


def on_frame(p, height, width):
    """(SIDE,SIDE) probabilities -> (height,width), bilinear."""
    h, w, top, left = placing(height, width)
    rows = np.clip((np.arange(height) + 0.5) * h / height - 0.5 + top, 0, SIDE - 1)
    columns = np.clip((np.arange(width) + 0.5) * w / width - 0.5 + left, 0, SIDE - 1)
    return ndimage.map_coordinates(p, np.meshgrid(rows, columns, indexing='ij'), order=1)


def best_piece(p, threshold=THRESHOLD):
    """The connected piece (by edges) of p > threshold with the most probability in it, holes filled; all False where none."""
    pieces, count = ndimage.label(p > threshold)
    if count == 0:
        return np.zeros(p.shape, bool)
    mass = ndimage.sum(p, pieces, np.arange(1, count + 1))
    return ndimage.binary_fill_holes(pieces == 1 + np.argmax(mass))


def threshold_of(p):
    """The first of THRESHOLD and FAINT at which (SIDE,SIDE) probabilities hold a mark of LEAST pixels; None where neither does."""
    return next((t for t in (THRESHOLD, FAINT) if best_piece(p, t).sum() >= LEAST), None)


def lesion_of(p):
    """The lesion in the square, (SIDE,SIDE) bool; all False where the frame shows none."""
    threshold = threshold_of(p)
    return np.zeros(p.shape, bool) if threshold is None else best_piece(p, threshold)
