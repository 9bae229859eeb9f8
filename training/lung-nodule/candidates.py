"""The first stage: lung mask, slices through the network, candidates by rule. numpy and scipy only.

All constants are at the top; README.md explains them. scan.py runs this on a series.
"""
import numpy as np
from scipy import ndimage as ndi

HU_LO, HU_HI = -1000.0, 400.0
NEIGHBOUR_MM = 2.5
MARGIN_PX = 16            # pixels added around the lungs' bounding box before it is rounded up to 16
P_OUTLINE = 0.6           # a voxel belongs to a candidate; 0.6 gave the volumes of the training patients' readers best
P_SEED = 0.8              # a candidate needs one voxel of at least this
SCORE_SPHERE_MM = 4.0     # the score averages as many voxels as a sphere of this diameter holds (at least 4)
P_CLIP = 1e-4             # probabilities are held inside [P_CLIP, 1 - P_CLIP] before the logit is taken
SCORE_TEMPERATURE = 2.0   # score = sigmoid(mean logit / this): a rank between 0 and 1, not a probability
MIN_DIAMETER_MM = 3.0     # of the sphere of equal volume
THIN_SLICE_MM = 2.0       # up to this slice distance a candidate needs two slices
ONE_SLICE_MIN_MM = 4.0    # above it one slice is enough if the area's equivalent diameter is at least this
MAX_ELONGATION = 2.2      # longest / middle principal axis; vessels are longer
MIN_IN_LUNG = 0.5         # share of the candidate's voxels inside the closed lung mask
MAX_FINDINGS = 25


def normalise(hu):
    """HU -> 0..1 as the network expects (float32)."""
    return ((np.clip(hu, HU_LO, HU_HI) - HU_LO) / (HU_HI - HU_LO)).astype(np.float32)


def neighbour_offset(dz):
    """Slices between the centre and the slice nearest to 2.5 mm away (a tie takes the farther one); >= 0."""
    return int(np.floor(NEIGHBOUR_MM / dz + 0.5 + 1e-4))


def lung_mask(hu, spacing):
    """Lungs with their wall notches filled, (Z,Y,X) bool. Works on 2x2 means in the plane.

    Air below -500 HU; 3-D components (6-neighbours) that touch the image's left, right, top or bottom edge are
    outside air; of the rest those of at least a quarter of the largest; then, slice by slice, a closing with a
    disc of 10 mm and hole filling, so that nodules on the pleura and large vessels lie inside.
    """
    z, y, x = hu.shape
    half = hu[:, :y // 2 * 2, :x // 2 * 2].reshape(z, y // 2, 2, x // 2, 2).mean((2, 4))
    labels, n = ndi.label(half < -500)
    size = np.bincount(labels.ravel(), minlength=n + 1)
    size[0] = 0
    edge = np.concatenate([labels[:, 0].ravel(), labels[:, -1].ravel(), labels[:, :, 0].ravel(), labels[:, :, -1].ravel()])
    size[np.unique(edge)] = 0
    lungs = (size >= 0.25 * max(size.max(), 1))[labels]
    radius = max(1, round(10 / (2 * spacing[1])))
    out = np.zeros(half.shape, bool)
    for k in range(z):
        if lungs[k].any():
            padded = np.pad(lungs[k], radius)
            grown = ndi.distance_transform_edt(~padded) <= radius
            closed = ndi.distance_transform_edt(grown) > radius
            out[k] = ndi.binary_fill_holes(closed[radius:-radius, radius:-radius] | lungs[k])
    full = np.zeros(hu.shape, bool)
    full[:, :y // 2 * 2, :x // 2 * 2] = out.repeat(2, 1).repeat(2, 2)
    return full


def open_model(weights, threads=1):
    """onnxruntime session on the CPU."""
    import onnxruntime as ort
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    return ort.InferenceSession(str(weights), options, providers=['CPUExecutionProvider'])


def run_logits(session, x):
    """x (N,3,H,W) float32 0..1 -> logits (N,H,W) float32."""
    return session.run(None, {'x': np.ascontiguousarray(x, np.float32)})[0][:, 0]


def run_model(session, x):
    """x (N,3,H,W) float32 0..1 -> probabilities (N,H,W) float32."""
    return 1 / (1 + np.exp(-run_logits(session, x)))


def lung_box(mask, margin=MARGIN_PX):
    """One in-plane box for the whole scan: (y0,y1,x0,x1), sides multiples of 16, inside the padded image."""
    box = []
    for axis in (1, 2):
        hit = np.flatnonzero(mask.any(tuple(a for a in (0, 1, 2) if a != axis)))
        lo, hi = max(0, hit[0] - margin), min(mask.shape[axis], hit[-1] + 1 + margin)
        size = min(-(-(hi - lo) // 16) * 16, mask.shape[axis] // 16 * 16)
        lo = min(lo, mask.shape[axis] - size)
        box += [int(lo), int(lo + size)]
    return tuple(box)


def probability(session, hu, mask, spacing):
    """Nodule probability (Z,Y,X) float32; 0 outside the lungs' box and on slices without lung."""
    out = np.zeros(hu.shape, np.float32)
    if not mask.any():
        return out
    y0, y1, x0, x1 = lung_box(mask)
    k, last = neighbour_offset(spacing[0]), len(hu) - 1
    for z in np.flatnonzero(mask.any((1, 2))):
        triple = hu[[max(z - k, 0), z, min(z + k, last)], y0:y1, x0:x1]
        out[z, y0:y1, x0:x1] = run_model(session, normalise(triple)[None])[0]
    return out


def candidates(prob, mask, spacing, whole=True, outline=P_OUTLINE, seed=P_SEED):
    """Candidates above no score threshold yet, best first.

    prob (Z,Y,X) float; mask (Z,Y,X) bool closed lung mask; spacing (dz,dy,dx) mm; whole=False for crops whose
    stack ends at the nodule, where the slice rule cannot hold. Returns (list of dicts, labels (Z,Y,X) int32);
    a dict has id, score, meanLogit, centre (z,y,x index), ends (first and last slice), voxels, volumeMm3 (holes
    filled), diameterMm, slices, elongation, inLung, peak, rejected (reason or None). outline, seed: probabilities.
    """
    labels, n = ndi.label(prob >= outline, np.ones((3, 3, 3)))
    voxel = float(np.prod(spacing))
    k = max(4, round(np.pi / 6 * SCORE_SPHERE_MM ** 3 / voxel))
    found = []
    for i, where in enumerate(ndi.find_objects(labels), 1):
        inside = labels[where] == i
        p = np.sort(prob[where][inside])[::-1]
        if p[0] < seed:
            continue
        points = np.argwhere(inside)
        filled = np.stack([ndi.binary_fill_holes(s) for s in inside])
        volume = float(filled.sum() * voxel)
        slices = int(inside.any((1, 2)).sum())
        area = float(inside.sum((1, 2)).max() * spacing[1] * spacing[2])
        covariance = np.cov((points * spacing).T, bias=True) if len(points) > 1 else np.zeros((3, 3))
        axes = np.sqrt(np.linalg.eigvalsh(covariance + np.diag(np.square(spacing) / 12))[::-1])
        origin = np.array([s.start for s in where])
        top = np.clip(p[:k].astype(np.float64), P_CLIP, 1 - P_CLIP)
        mean_logit = np.log(top / (1 - top)).sum() / k   # voxels missing to k count as logit 0
        item = dict(id=i, score=float(1 / (1 + np.exp(-mean_logit / SCORE_TEMPERATURE))),
                    meanLogit=float(mean_logit), ends=(int(points[0, 0] + origin[0]), int(points[-1, 0] + origin[0])),
                    centre=[float(c) for c in points.mean(0) + origin], voxels=len(points), volumeMm3=volume,
                    diameterMm=float((6 * volume / np.pi) ** (1 / 3)), slices=slices, elongation=float(axes[0] / axes[1]),
                    inLung=float(mask[where][inside].mean()), peak=float(p[0]), rejected=None)
        if item['inLung'] < MIN_IN_LUNG:
            item['rejected'] = 'outside the lungs'
        elif item['diameterMm'] < MIN_DIAMETER_MM:
            item['rejected'] = 'too small'
        elif whole and slices < 2 and (spacing[0] <= THIN_SLICE_MM or 2 * np.sqrt(area / np.pi) < ONE_SLICE_MIN_MM):
            item['rejected'] = 'one slice only'
        elif item['elongation'] > MAX_ELONGATION:
            item['rejected'] = 'elongated'
        found.append(item)
    return sorted(found, key=lambda c: -c['score']), labels
