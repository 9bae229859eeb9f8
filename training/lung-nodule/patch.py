"""The second stage's input: five planes of two fields of view around a candidate. README.md, "Second stage, exactly"."""
import json

import numpy as np

from candidates import normalise, open_model

SIDE = 32
PITCH_MM = (0.65, 1.5)                  # of the near and the wide field: 20.8 and 48 mm
OFFSETS_MM = (-5.0, -2.5, 0.0, 2.5, 5.0)
CHANNELS = len(PITCH_MM) * len(OFFSETS_MM)
LABELS = ('nodule', 'solid', 'partSolid', 'nonSolid', 'spiculation', 'lobulation', 'calcified', 'suspicion')


def planes(cz, z0, z1, dz):
    """Slice index of each plane: the nearest to the offset, never outside the candidate's own slices z0..z1."""
    return [int(min(z1, max(z0, np.floor(cz + o / dz + 0.5 + 1e-4)))) for o in OFFSETS_MM]


def bilinear(image, y, x):
    """image (H,W) float64 at the rows y (n,) and columns x (m,), both clamped to the image: (n,m) float64."""
    height, width = image.shape
    y, x = np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)
    y0, x0 = np.floor(y).astype(int), np.floor(x).astype(int)
    y1, x1 = np.minimum(y0 + 1, height - 1), np.minimum(x0 + 1, width - 1)
    a, b = (y - y0)[:, None], (x - x0)[None]
    return ((1 - a) * (1 - b) * image[np.ix_(y0, x0)] + (1 - a) * b * image[np.ix_(y0, x1)]
            + a * (1 - b) * image[np.ix_(y1, x0)] + a * b * image[np.ix_(y1, x1)])


def patch(hu, centre, ends, spacing):
    """(10,32,32) float32 of one candidate.

    hu (Z,Y,X) numbers in HU; centre (z,y,x) voxel index, float; ends (z0,z1) its first and last slice;
    spacing (dz,dy,dx) mm.
    """
    out, steps = [], np.arange(SIDE) - (SIDE - 1) / 2
    for pitch in PITCH_MM:
        y, x = centre[1] + steps * pitch / spacing[1], centre[2] + steps * pitch / spacing[2]
        out += [bilinear(normalise(hu[z]).astype(np.float64), y, x) for z in planes(centre[0], *ends, spacing[0])]
    return np.stack(out).astype(np.float32)


def views(x):
    """The eight in-plane views of a patch (C,S,S): (8,C,S,S)."""
    t = x.transpose(0, 2, 1)
    return np.stack([v[:, ::i, ::j] for v in (x, t) for i in (1, -1) for j in (1, -1)])


def classify(session, x):
    """Mean logits (8,) of one patch (10,32,32)."""
    return session.run(None, {'x': np.ascontiguousarray(views(x))})[0].mean(0)


def sigmoid(x):
    """1 / (1 + exp(-x)) as a float."""
    return float(1 / (1 + np.exp(-x)))


def score(l1, l2, combine):
    """The candidate's final score from the first stage's mean logit and the second's; 0..1."""
    return sigmoid(combine['bias'] + combine['stage1'] * l1 + combine['stage2'] * l2)


def reading(logits):
    """What the eight mean logits say: type, its three shares, and the yes-or-no scores."""
    shares = np.exp(logits[1:4] - logits[1:4].max())
    shares = shares / shares.sum()
    return dict(type=LABELS[1 + int(np.argmax(shares))], typeShares=dict(zip(LABELS[1:4], map(float, shares))),
                **{name: sigmoid(logits[k]) for k, name in enumerate(LABELS) if k > 3})


def open_second(folder, threads=1):
    """(onnxruntime session, combine) of the second stage as the manifest in `folder` names it."""
    stage = json.loads((folder / 'manifest.json').read_text())['stages']['classify']
    return open_model(folder / stage['file'], threads), stage['combine']


def rank(session, combine, items, hu, spacing):
    """The candidates with the second stage's answer and the final score; best first, rejected ones (as they were) last."""
    out = []
    for c in items:
        if not c['rejected']:
            logits = classify(session, patch(hu, c['centre'], c['ends'], spacing)).astype(np.float64)
            c = {**c, 'firstScore': c['score'], 'score': score(c['meanLogit'], logits[0], combine),
                 'logits': [float(v) for v in logits], **reading(logits)}
        out.append(c)
    return sorted(out, key=lambda c: (c['rejected'] is not None, -c['score']))
