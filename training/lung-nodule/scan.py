import argparse
import os
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from scipy import ndimage as ndi

HU_LO, HU_HI = -1000.0, 400.0
NEIGHBOUR_MM = 2.5


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
