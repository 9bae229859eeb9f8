"""A film as the analysis in the page sees it: square image, classes, and what tells a chest film from anything else.

src/analyses/chest-xray does the same; fixture.json, written by export.py, is what both make of the films of phantom.py.
"""
import numpy as np
import torch
import torch.nn.functional as F

from films import SIZE, stretched
from measures import cleaned

RIGHT, LEFT, HEART = 1, 2, 3
ORGANS = (RIGHT, LEFT, HEART)
NAMES = ('unsure', 'scattered', 'agreement', 'right', 'left', 'heart', 'lungs ratio', 'width', 'height', 'right filled',
         'left filled', 'heart filled', 'heart across', 'heart down', 'apart', 'level', 'heart width', 'contrast')


def area_weights(length, size=SIZE):
    """(size,length) matrix that takes means over the area of a pixel; exact for any length."""
    edges = np.arange(size + 1) * length / size
    at = np.arange(length)
    overlap = np.minimum(edges[1:, None], at + 1) - np.maximum(edges[:-1, None], at)
    return np.clip(overlap, 0, None) * size / length


def squared(image):
    """Grey image (H,W), brighter is denser -> float32 (SIZE,SIZE) 0..1: stretched to its percentiles, then squeezed."""
    image = stretched(image)
    return (area_weights(image.shape[0]) @ image @ area_weights(image.shape[1]).T).astype(np.float32)


def box(mask):
    """Rows and columns [top, bottom, left, right), ends excluded."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    return rows[0], rows[-1] + 1, columns[0], columns[-1] + 1


def features(square, p, negative):
    """Numbers by NAMES of one film; None where an organ is missing altogether."""
    raw, other = p.argmax(0), negative.argmax(0)
    classes = cleaned(raw.astype(np.uint8))
    masks = {o: classes == o for o in ORGANS}
    if any(not m.any() for m in masks.values()):
        return None
    organs = classes > 0
    size = {o: float(m.sum()) for o, m in masks.items()}
    boxes = {o: box(m) for o, m in masks.items()}
    filled = {o: size[o] / ((b[1] - b[0]) * (b[3] - b[2])) for o, b in boxes.items()}
    centre = {o: np.argwhere(m).mean(0) for o, m in masks.items()}
    top, bottom, left, right = box((classes == RIGHT) | (classes == LEFT))
    width, height = right - left, bottom - top
    best = p.max(0)
    values = (
        float((1 - best[organs]).mean()),
        float((raw > 0).sum() - organs.sum()) / organs.sum(),
        float(2 * ((raw > 0) & (other == raw)).sum() / max(1, (raw > 0).sum() + (other > 0).sum())),
        np.log(size[RIGHT] / SIZE ** 2), np.log(size[LEFT] / SIZE ** 2), np.log(size[HEART] / SIZE ** 2),
        np.log(size[RIGHT] / size[LEFT]), np.log(width / SIZE), np.log(height / SIZE),
        filled[RIGHT], filled[LEFT], filled[HEART],
        (centre[HEART][1] - (left + right - 1) / 2) / width, (centre[HEART][0] - (top + bottom - 1) / 2) / height,
        (centre[LEFT][1] - centre[RIGHT][1]) / width, (centre[LEFT][0] - centre[RIGHT][0]) / height,
        np.log((boxes[HEART][3] - boxes[HEART][2]) / width),
        float(square[masks[HEART]].mean() - square[masks[RIGHT] | masks[LEFT]].mean()))
    return dict(zip(NAMES, map(float, values)))


def film_answer(row, p, negative):
    """The answer that is used: of a film that was stored the other way round, that of its negative."""
    return negative if row and row['contrast'] < 0 else p


def on_film(p, shape):
    """Probabilities (4,SIZE,SIZE) -> cleaned classes on the film's own pixels (H,W): bilinear on their logarithms."""
    logs = torch.log(torch.as_tensor(p).float().clamp_min(0.5 / 65535))[None]
    classes = F.interpolate(logs, shape, mode='bilinear', align_corners=False)[0].argmax(0).numpy()
    return cleaned(classes.astype(np.uint8))


GAP_FROM, GAP_TO = 0.15, 0.5   # of the lungs' height: below the apices, above the heart


def midline(classes):
    """Column in the middle of the gap between the lungs."""
    top, bottom, _, _ = box((classes == RIGHT) | (classes == LEFT))
    middles = []
    for row in range(round(top + GAP_FROM * (bottom - top)), round(top + GAP_TO * (bottom - top))):
        a, b = np.flatnonzero(classes[row] == RIGHT), np.flatnonzero(classes[row] == LEFT)
        if len(a) and len(b) and b[0] > a[-1]:
            middles.append((a[-1] + b[0]) / 2)
    if not middles:
        return (box(classes == RIGHT)[3] + box(classes == LEFT)[2] - 1) / 2
    return sorted(middles)[len(middles) // 2]


def standing(classes):
    """How the patient stood: turn (log of the halves' widths), tilt (degrees, of the apices), mirror (heart from the midline)."""
    at = midline(classes)
    right, left = box(classes == RIGHT), box(classes == LEFT)
    centre = {o: np.argwhere(classes == o).mean(0)[1] for o in ORGANS}
    return {'turn': float(np.log((at - right[2] + 0.5) / max(1, left[3] - 0.5 - at))),
            'tilt': float(np.degrees(np.arctan2(left[0] - right[0], centre[LEFT] - centre[RIGHT]))),
            'mirror': float((centre[HEART] - at) / (left[3] - right[2]))}
