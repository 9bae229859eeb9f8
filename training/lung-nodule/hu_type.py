"""The page's rule for a nodule's type from HU alone (src/analyses/lung-nodule/type.ts), to compare with the network's."""
import numpy as np
from scipy import ndimage as ndi

RIM_PIXELS, RIM_SHARE, MIN_CORE = 1, 0.3, 8
SOLID_HU, CALCIUM_HU, CALCIUM_SHARE = -350, 200, 0.2
NON_SOLID_MOST, PART_SOLID, SOLID_LEAST = 0.05, (0.1, 0.75), 0.85


def core(hu, mask, spacing):
    """HU of the mask's voxels that lie deeper than one pixel and than 0.3 of the greatest depth."""
    depth = ndi.distance_transform_edt(np.pad(mask, 1), spacing)[1:-1, 1:-1, 1:-1]
    return hu[depth > max(RIM_PIXELS * spacing[2], RIM_SHARE * depth.max()) + 1e-6]


def hu_type(hu, mask, spacing):
    """'solid', 'part-solid', 'non-solid', 'calcified', or None where the HU lie between or the core is too small."""
    values = core(hu, mask, spacing)
    if len(values) < MIN_CORE:
        return None
    solid = float((values > SOLID_HU).mean())
    if (values > CALCIUM_HU).mean() >= CALCIUM_SHARE:
        return 'calcified'
    if solid >= SOLID_LEAST:
        return 'solid'
    if solid <= NON_SOLID_MOST:
        return 'non-solid'
    return 'part-solid' if PART_SOLID[0] <= solid <= PART_SOLID[1] else None
