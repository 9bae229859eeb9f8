"""Reference pipeline: one axial CT series in, a short list of nodule candidates out. numpy and scipy only.

  python scan.py SERIES_DIR --weights ../../public/models/lung-nodule/weights.onnx [--xml annotations-lidc.xml]

Everything the TypeScript port needs is in this file: lung mask, slice triples, candidate rules, measurement.
All constants are at the top; README.md explains them.
"""
import argparse
import json
import os
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
from scipy import ndimage as ndi

HU_LO, HU_HI = -1000.0, 400.0
NEIGHBOUR_MM = 2.5
MARGIN_PX = 16            # pixels added around the lungs' bounding box before it is rounded up to 16
P_OUTLINE = 0.5           # a voxel belongs to a candidate
P_SEED = 0.8              # a candidate needs one voxel of at least this
SCORE_SPHERE_MM = 4.0     # the score averages as many voxels as a sphere of this diameter holds (at least 4)
P_CLIP = 1e-4             # probabilities are held inside [P_CLIP, 1 - P_CLIP] before the logit is taken
SCORE_TEMPERATURE = 2.0   # score = sigmoid(mean logit / this): a rank between 0 and 1, not a probability
MIN_DIAMETER_MM = 3.0     # of the sphere of equal volume
THIN_SLICE_MM = 2.0       # up to this slice distance a candidate needs two slices
ONE_SLICE_MIN_MM = 4.0    # above it one slice is enough if the area's equivalent diameter is at least this
MAX_ELONGATION = 2.2      # longest / middle principal axis; vessels are longer
MIN_IN_LUNG = 0.5         # share of the candidate's voxels inside the closed lung mask
MAX_FINDINGS = 10
OPERATING_POINTS = {'sensitive': 0.81, 'balanced': 0.89, 'specific': 0.94}   # smallest score shown


def load_series(folder):
    """Read one axial CT series. Returns hu (Z,Y,X) int16 by ascending z, z (Z,) mm, spacing (dz,dy,dx) mm."""
    import pydicom
    slices = []
    with tempfile.TemporaryDirectory() as tmp:
        for path in sorted(Path(folder).rglob('*.dcm')):
            ds = pydicom.dcmread(path)
            if 'JPEG' in ds.file_meta.TransferSyntaxUID.name:
                raw = os.path.join(tmp, path.name)
                subprocess.check_call(['dcmdjpls', str(path), raw])
                ds = pydicom.dcmread(raw)
            hu = ds.pixel_array * float(ds.RescaleSlope) + float(ds.RescaleIntercept)
            slices.append((float(ds.ImagePositionPatient[2]), hu.astype(np.int16), ds))
    slices.sort(key=lambda s: s[0])
    z = np.array([s[0] for s in slices])
    dy, dx = (float(v) for v in slices[0][2].PixelSpacing)
    return np.stack([s[1] for s in slices]), z, (float(np.median(np.diff(z))), dy, dx)


def normalise(hu):
    """HU -> 0..1 as the network expects (float32)."""
    return ((np.clip(hu, HU_LO, HU_HI) - HU_LO) / (HU_HI - HU_LO)).astype(np.float32)


def neighbour_offset(dz):
    """Slices between the centre and the slice nearest to 2.5 mm away (a tie takes the farther one); >= 0."""
    return int(np.floor(NEIGHBOUR_MM / dz + 0.5 + 1e-4))


def disc(radius):
    """Boolean disc structuring element of `radius` pixels."""
    yy, xx = np.mgrid[-radius:radius + 1, -radius:radius + 1]
    return yy ** 2 + xx ** 2 <= radius ** 2


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


def run_model(session, x):
    """x (N,3,H,W) float32 0..1 -> probabilities (N,H,W) float32."""
    logits = session.run(None, {'x': np.ascontiguousarray(x, np.float32)})[0][:, 0]
    return 1 / (1 + np.exp(-logits))


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


def candidates(prob, mask, spacing, whole=True):
    """Candidates above no score threshold yet, best first.

    prob (Z,Y,X) float; mask (Z,Y,X) bool closed lung mask; spacing (dz,dy,dx) mm; whole=False for crops whose
    stack ends at the nodule, where the slice rule cannot hold. Returns (list of dicts, labels (Z,Y,X) int32);
    a dict has id, score, centre (z,y,x index), voxels, volumeMm3 (holes filled), diameterMm, slices,
    elongation, inLung, peak, rejected (reason or None).
    """
    labels, n = ndi.label(prob >= P_OUTLINE, np.ones((3, 3, 3)))
    voxel = float(np.prod(spacing))
    k = max(4, round(np.pi / 6 * SCORE_SPHERE_MM ** 3 / voxel))
    found = []
    for i, where in enumerate(ndi.find_objects(labels), 1):
        inside = labels[where] == i
        p = np.sort(prob[where][inside])[::-1]
        if p[0] < P_SEED:
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


def findings(items, threshold):
    """The candidates shown to the doctor: not rejected, score >= threshold, at most MAX_FINDINGS."""
    return [c for c in items if not c['rejected'] and c['score'] >= threshold][:MAX_FINDINGS]


def reader_masks(xml, paths_z, shape):
    """Readers' nodule masks from a LIDC XML file: a list of (reader, (Z,Y,X) bool), nodules >= 3 mm only.

    paths_z (Z,) mm of the slices. Contour points lie just outside the nodule, so the contour itself is excluded.
    """
    import xml.etree.ElementTree as tree
    from PIL import Image, ImageDraw
    ns = {'l': 'http://www.nih.gov'}
    out = []
    for reader, session in enumerate(tree.parse(xml).getroot().findall('l:readingSession', ns)):
        for nodule in session.findall('l:unblindedReadNodule', ns):
            mask = np.zeros(shape, bool)
            for roi in nodule.findall('l:roi', ns):
                points = [(int(e.find('l:xCoord', ns).text), int(e.find('l:yCoord', ns).text))
                          for e in roi.findall('l:edgeMap', ns)]
                if len(points) < 3:
                    continue
                z = int(np.argmin(np.abs(paths_z - float(roi.find('l:imageZposition', ns).text))))
                area, line = Image.new('1', shape[:0:-1]), Image.new('1', shape[:0:-1])
                ImageDraw.Draw(area).polygon(points, fill=1)
                ImageDraw.Draw(line).line(points + points[:1], fill=1)
                inner = np.asarray(area) & ~np.asarray(line)
                mask[z] = mask[z] | inner if roi.find('l:inclusion', ns).text.strip() == 'TRUE' else mask[z] & ~inner
            if mask.any():
                out.append((reader, mask))
    return out


def scan(session, folder, xml=None, threshold=OPERATING_POINTS['balanced'], everything=False):
    """The whole pipeline on one series folder; a report dict of plain numbers (see main)."""
    hu, z, spacing = load_series(folder)
    start = time.time()
    mask = lung_mask(hu, spacing)
    lung_s = time.time() - start
    prob = probability(session, hu, mask, spacing)
    network_s = time.time() - start - lung_s
    items, labels = candidates(prob, mask, spacing)
    shown = findings(items, threshold)
    report = dict(slices=len(hu), slicesWithLung=int(mask.any((1, 2)).sum()), spacing=spacing,
                  lungLitres=float(mask.sum() * np.prod(spacing) / 1e6), box=lung_box(mask) if mask.any() else None,
                  seconds=dict(lungs=lung_s, network=network_s, candidates=time.time() - start - lung_s - network_s),
                  findings=items if everything else shown)
    if xml:
        readers = reader_masks(xml, z, hu.shape)
        volumes = [float(m.sum() * np.prod(spacing)) for _, m in readers]
        consensus = sum(m.astype(np.uint8) for _, m in readers) >= 2
        report['readers'] = dict(volumesMm3=volumes, medianMm3=float(np.median(volumes)))
        for rank, item in enumerate(shown, 1):
            inside = labels == item['id']
            overlap = int((inside & consensus).sum())
            if overlap:
                report['match'] = dict(rank=rank, score=item['score'], volumeMm3=item['volumeMm3'],
                                       ratio=item['volumeMm3'] / float(np.median(volumes)),
                                       dice=2 * overlap / float(inside.sum() + consensus.sum()))
                break
    return report


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('series', type=Path)
    parser.add_argument('--weights', type=Path,
                        default=Path(__file__).parents[2] / 'public/models/lung-nodule/weights.onnx')
    parser.add_argument('--threshold', type=float, default=OPERATING_POINTS['balanced'], help='smallest score shown')
    parser.add_argument('--threads', type=int, default=1)
    parser.add_argument('--xml', type=Path, help='LIDC readers to compare with')
    parser.add_argument('--all', action='store_true', help='list rejected and low candidates too')
    args = parser.parse_args()
    report = scan(open_model(args.weights, args.threads), args.series, args.xml, args.threshold, args.all)
    print(json.dumps(report, indent=1, default=float))


if __name__ == '__main__':
    main()
