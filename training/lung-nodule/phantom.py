"""Synthetic inputs for parity tests: formulas only, no patient's data."""
import numpy as np

SPACING = (2.0, 0.7, 0.6)   # of volume(), mm
SHAPE = (24, 90, 96)
CENTRE_MM, RADIUS_MM = (22.0, 29.0, 27.5), 5.0


def slices(size=64):
    """First stage's test input (1,3,size,size) float32: noisy lung, a wall, a vessel and a sphere."""
    rng = np.random.default_rng(7)
    yy, xx = np.mgrid[:size, :size].astype(np.float32)
    planes = []
    for dz in (-2.5, 0.0, 2.5):
        plane = np.full((size, size), 0.11, np.float32)
        plane[xx > 0.85 * size] = 0.75
        plane[np.abs(yy - 0.25 * size - 0.3 * xx) < 1.5] = 0.6
        radius = np.sqrt(max(0.0, 4.5 ** 2 - dz ** 2)) / 0.7
        plane[(yy - 0.65 * size) ** 2 + (xx - 0.4 * size) ** 2 <= radius ** 2] = 0.72
        planes.append(plane + rng.normal(0, 0.02, plane.shape))
    return np.clip(np.stack(planes)[None], 0, 1).astype(np.float32)


def volume():
    """HU (24,90,96) int16 and the candidate's voxels (bool). Whole-number arithmetic, so that any language makes the same.

    HU = -880 + (7 z + 13 y + 29 x) mod 61, 60 where 5 y + 3 x + 40 z < 300, 20 within RADIUS_MM of CENTRE_MM (mm =
    index * SPACING), the later rule wins; the candidate is the sphere's voxels with 5 <= x + y + z mod 10 or z != 11.
    """
    z, y, x = np.indices(SHAPE)
    hu = -880 + (7 * z + 13 * y + 29 * x) % 61
    hu[5 * y + 3 * x + 40 * z < 300] = 60
    mm2 = sum((i * s - c) ** 2 for i, s, c in zip((z, y, x), SPACING, CENTRE_MM))
    ball = mm2 <= RADIUS_MM ** 2
    hu[ball] = 20
    return hu.astype(np.int16), ball & (((x + y + z) % 10 >= 5) | (z != 11))
