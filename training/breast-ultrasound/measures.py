"""What the network answers for whole frames, and how good that is."""
import numpy as np
import torch
import torch.nn.functional as F
from scipy import ndimage

from frames import CANVAS, squared


@torch.no_grad()
def probabilities(net, images, batch=32):
    """(N,CANVAS,CANVAS) images -> (N,CANVAS,CANVAS) probability of lesion (bilinear on the logits)."""
    out = []
    for n in range(0, len(images), batch):
        logits = net(squared(images[n:n + batch]).contiguous(memory_format=torch.channels_last))
        logits = F.interpolate(logits, (CANVAS, CANVAS), mode='bilinear', align_corners=False)
        out.append(torch.softmax(logits, 1)[:, 1].numpy())
    return np.concatenate(out)


def best_piece(p, threshold=0.5):
    """The connected piece of p > threshold with the most probability in it, holes filled; all False where none."""
    pieces, count = ndimage.label(p > threshold)
    if count == 0:
        return np.zeros(p.shape, bool)
    mass = ndimage.sum(p, pieces, np.arange(1, count + 1))
    return ndimage.binary_fill_holes(pieces == 1 + np.argmax(mass))


def dice(a, b):
    return 2 * (a & b).sum() / max(1, a.sum() + b.sum())


def overlap(a, b):
    """Intersection over union."""
    return (a & b).sum() / max(1, (a | b).sum())


def figures_of(found, masks):
    """Means for a log: Dice, and share with an overlap above 0.3."""
    pairs = [(f, m > 0) for f, m in zip(found, masks)]
    return {'dice': round(float(np.mean([dice(*p) for p in pairs])), 4),
            'found': round(float(np.mean([overlap(*p) > 0.3 for p in pairs])), 4)}
