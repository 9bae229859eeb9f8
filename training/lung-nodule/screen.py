"""The screen: a small network at half resolution says which cells of a slice the detector has to look at. numpy only.

README.md has it in words; src/analyses/lung-nodule/screen.ts is the same for the page.
"""
import json

import numpy as np
from scipy import ndimage as ndi

from candidates import neighbour_offset, normalise, open_model, run_logits

CELL = 8      # side of a cell, pixels of the scan; cells and windows lie on one grid from the image's corner
CONTEXT = 2   # cells around the lungs, for the screen
MARGIN = 1.5  # cells around marked ones, for the detector


def up(n):
    """The next whole number of cells, in pixels."""
    return -(-n // CELL) * CELL


def padded(hu):
    """The volume with its last row and column repeated up to whole cells."""
    _, h, w = hu.shape
    return np.pad(hu, ((0, 0), (0, up(h) - h), (0, up(w) - w)), mode='edge')


def halved(hu):
    """2x2 means in the plane of whole HU, rounded down as the page's are; crops' fractions stay."""
    z, h, w = hu.shape
    four = hu.reshape(z, h // 2, 2, w // 2, 2).astype(np.int32 if hu.dtype.kind == 'i' else np.float32).sum((2, 4))
    return four >> 2 if hu.dtype.kind == 'i' else four / 4


def screen_box(mask):
    """(y0,y1,x0,x1) of the lungs over the whole scan with CONTEXT cells around, in whole cells of the padded image."""
    box = []
    for axis in (1, 2):
        hit = np.flatnonzero(mask.any(tuple(a for a in (0, 1, 2) if a != axis)))
        lo = max(0, hit[0] // CELL - CONTEXT) * CELL
        hi = min(up(hit[-1] + 1) + CONTEXT * CELL, up(mask.shape[axis]))
        box += [int(lo), int(hi)]
    return tuple(box)


def cells_of(mask):
    """Does a cell hold a voxel of the mask? (Z,H,W) bool, sides multiples of CELL -> (Z,H/CELL,W/CELL)."""
    z, h, w = mask.shape
    return mask.reshape(z, h // CELL, CELL, w // CELL, CELL).any((2, 4))


def open_screen(folder, threads=1):
    """The screen of a model folder as (session, rules): onnxruntime session, and {'sure', 'near'} of the manifest."""
    manifest = json.loads((folder / 'manifest.json').read_text())
    return open_model(folder / manifest['stages']['screen']['file'], threads), manifest['config']['lung-nodule']['screen']


def screen_logits(session, hu, mask, spacing):
    """Logits of the screen's cells (Z,H/8,W/8), H and W those of padded(); -inf outside the lungs' cells."""
    hu = padded(hu)
    out = np.full((len(hu), hu.shape[1] // CELL, hu.shape[2] // CELL), -np.inf, np.float32)
    if not mask.any():
        return out
    y0, y1, x0, x1 = screen_box(mask)
    x = normalise(halved(hu[:, y0:y1, x0:x1]))
    k, last = neighbour_offset(spacing[0]), len(hu) - 1
    lungs = np.zeros(hu.shape, bool)
    lungs[:, :mask.shape[1], :mask.shape[2]] = mask
    lungs = cells_of(lungs)
    part = (slice(y0 // CELL, y1 // CELL), slice(x0 // CELL, x1 // CELL))
    for z in np.flatnonzero(mask.any((1, 2))):
        out[z][part] = session.run(None, {'x': x[[max(z - k, 0), z, min(z + k, last)]][None]})[0][0, 0]
    return np.where(lungs, out, -np.inf)


def marked(logits, rules):
    """Cells to look at (Z,H/8,W/8) bool: those of at least `sure`; on the slices next to them of at least `near`."""
    seeds = logits >= rules['sure']
    return seeds | ndi.binary_dilation(seeds, np.array([[[1]], [[1]], [[1]]])) & (logits >= rules['near'])


def side_of(lo, hi, length):
    """The margin added to cells [lo, hi) of a side and cut at the image; whole cells long, also where it is cut."""
    lo, hi = max(0, lo - MARGIN), min(length, hi + MARGIN)
    if (hi - lo) % 1 == 0:
        return lo, hi
    return (lo, int(np.ceil(hi))) if lo == 0 else (int(np.floor(lo)), hi)


def box_of(cells, height, width):
    """A window in pixels around the rows and columns [t,b,l,r) of cells, with the detector's margin."""
    t, b, l, r = cells
    return [int(CELL * end) for end in (*side_of(t, b, height), *side_of(l, r, width))]


def area(box):
    return (box[1] - box[0]) * (box[3] - box[2])


def join(pieces, height, width):
    """Pieces [t,b,l,r) of cells as windows; two become one where that is no more work. Windows may overlap."""
    pieces, n = sorted(pieces), 0
    while n < len(pieces):
        a = pieces[n]
        for m in range(n + 1, len(pieces)):
            b = pieces[m]
            both = [min(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), max(a[3], b[3])]
            if area(box_of(both, height, width)) <= area(box_of(a, height, width)) + area(box_of(b, height, width)):
                pieces[n] = both
                pieces.pop(m)
                n = -1
                break
        n += 1
    return sorted(box_of(p, height, width) for p in pieces)


def windows(cells, shape):
    """The detector's windows [z,y0,y1,x0,x1] in the padded image: boxes around the touching marked cells of each slice."""
    out, (height, width) = [], (-(-n // CELL) for n in shape[1:])
    for z in np.flatnonzero(cells.any((1, 2))):
        labels, _ = ndi.label(cells[z], np.ones((3, 3)))
        pieces = [[rows.start, rows.stop, columns.start, columns.stop] for rows, columns in ndi.find_objects(labels)]
        out += [[int(z), *b] for b in join(pieces, height, width)]
    return out


def inside(places, shape):
    """(Z,H,W) bool: is the pixel in one of the windows?"""
    out = np.zeros(shape, bool)
    for z, y0, y1, x0, x1 in places:
        out[z, y0:y1, x0:x1] = True
    return out


def look(first, triple, places, shape):
    """Nodule probability (Z,H,W) float32 at the windows, 0 elsewhere. triple: z -> (3,H,W) 0..1, H and W padded.

    Where windows overlap the logits' mean counts.
    """
    total = np.zeros((shape[0], up(shape[1]), up(shape[2])), np.float32)
    count = np.zeros(total.shape, np.float32)
    for z, y0, y1, x0, x1 in places:
        total[z, y0:y1, x0:x1] += run_logits(first, triple(z)[None, :, y0:y1, x0:x1])[0]
        count[z, y0:y1, x0:x1] += 1
    p = np.where(count > 0, 1 / (1 + np.exp(-total / np.maximum(count, 1))), 0)
    return p[:, :shape[1], :shape[2]].astype(np.float32)


def probability(first, screen, hu, mask, spacing):
    """Nodule probability (Z,H,W) float32 of a scan, where the screen (open_screen) says; and the windows that were run."""
    session, rules = screen
    places = windows(marked(screen_logits(session, hu, mask, spacing), rules), hu.shape)
    full, k, last = padded(hu), neighbour_offset(spacing[0]), len(hu) - 1
    return look(first, lambda z: normalise(full[[max(z - k, 0), z, min(z + k, last)]]), places, hu.shape), places


def crop_probability(first, screen, triples):
    """The same of one stack of crops as (N,3,96,96) 0..1, all of which counts as lung; and the windows."""
    session, rules = screen
    small = triples.reshape(*triples.shape[:2], 48, 2, 48, 2).mean((3, 5), dtype=np.float32)
    logits = session.run(None, {'x': small})[0][:, 0]
    places = windows(marked(logits, rules), triples[:, 0].shape)
    return look(first, lambda z: triples[z], places, triples[:, 0].shape), places
