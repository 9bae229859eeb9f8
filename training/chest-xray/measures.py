"""What the network answers for whole films, and how good that is."""
import numpy as np
import torch
import torch.nn.functional as F
from scipy import ndimage

from films import shrunk

ORGANS = {'right lung': (1,), 'left lung': (2,), 'heart': (3,), 'lungs': (1, 2)}


@torch.no_grad()
def probabilities(net, films, batch=16):
    """(N,H,W) films -> (N,4,H,W) probabilities at the films' own pixels (bilinear on the logits)."""
    out = []
    for n in range(0, len(films), batch):
        logits = net(shrunk(films[n:n + batch]).contiguous(memory_format=torch.channels_last))
        logits = F.interpolate(logits, films.shape[1:], mode='bilinear', align_corners=False)
        out.append(torch.softmax(logits, 1).numpy())
    return np.concatenate(out)


def cleaned(classes):
    """(H,W) classes: of each organ its largest piece, holes filled where nothing else lies."""
    out = np.zeros_like(classes)
    for organ in (1, 2, 3):
        pieces, count = ndimage.label(classes == organ)
        if count == 0:
            continue
        largest = pieces == 1 + np.argmax(np.bincount(pieces.ravel())[1:])
        out[ndimage.binary_fill_holes(largest) & (out == 0)] = organ
    return out


def predict(net, films):
    """(N,H,W) films -> (N,H,W) uint8 classes as the analysis gives them."""
    return np.stack([cleaned(p.argmax(0).astype(np.uint8)) for p in probabilities(net, films)])


def extent(mask):
    """First and last column, the end excluded; None of an empty mask."""
    columns = np.flatnonzero(mask.any(0))
    return (columns[0], columns[-1] + 1) if len(columns) else None


def ratio(classes):
    """Cardiothoracic ratio of the masks: widest heart over widest lungs; nan where one is missing."""
    heart, chest = extent(classes == 3), extent((classes == 1) | (classes == 2))
    return (heart[1] - heart[0]) / (chest[1] - chest[0]) if heart and chest else np.nan


def dice(a, b):
    return 2 * (a & b).sum() / max(1, a.sum() + b.sum())


def per_film(found, masks):
    """Arrays of Dice by organ, and errors of the ratio."""
    out = {name: np.array([dice(np.isin(f, c), np.isin(m, c)) for f, m in zip(found, masks)])
           for name, c in ORGANS.items()}
    out['ratio error'] = np.array([ratio(f) - ratio(m) for f, m in zip(found, masks)])
    return out


def figures_of(found, masks):
    """Means for a log."""
    all_ = per_film(found, masks)
    means = {k: round(float(np.mean(v)), 4) for k, v in all_.items() if k != 'ratio error'}
    return {**means, 'ratio mean absolute error': round(float(np.nanmean(np.abs(all_['ratio error']))), 4)}
