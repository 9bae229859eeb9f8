"""What is suggested of a lesion's form and margin: the page's rules (src/analyses/breast-ultrasound/descriptors.ts), so that
they can be counted on the set. Of the form only oval or round against irregular: the two are parted by axes that the page
measures."""
import numpy as np
from scipy import ndimage
from scipy.spatial import ConvexHull

LOBE, DEEP, GENTLE = 0.1, 0.15, 3              # notches, as shares of the radius; undulations that an oval may have
ROUGH, BLURRED, SHARP, EVEN = 0.035, 0.3, 0.4, 0.6
EDGE = 2                                       # pixels from the edge of the frame within which an outline is cut by it
FORMS, MARGINS = ('oval or round', 'irregular', 'none'), ('circumscribed', 'indistinct', 'none')


def notches(mask):
    """Depths of the notches of mask (H,W) bool, one piece without holes: shares of the radius of equal area, deepest first."""
    points = np.argwhere(mask)
    corners = np.concatenate([points + d for d in ((-.5, -.5), (-.5, .5), (.5, -.5), (.5, .5))])
    y, x = np.indices(mask.shape)
    depth = np.full(mask.shape, np.inf)
    for a, b, c in ConvexHull(np.unique(corners, axis=0)).equations:
        depth = np.minimum(depth, -(a * y + b * x + c))
    pieces, count = ndimage.label((depth > 1e-9) & ~mask)
    return np.sort(ndimage.maximum(depth, pieces, np.arange(1, count + 1)))[::-1] / np.sqrt(mask.sum() / np.pi) if count else np.array([])


def suggested(mask, said):
    """(form, margin) of FORMS and MARGINS. mask (H,W) bool on the frame, said the dict of features.py."""
    (y0, x0), (y1, x1) = np.argwhere(mask).min(0), np.argwhere(mask).max(0) + 1
    if min(y0, x0) <= EDGE or y1 >= mask.shape[0] - EDGE or x1 >= mask.shape[1] - EDGE:
        return 'none', 'none'
    depths = notches(mask[y0:y1, x0:x1])
    lobes, deep = int((depths >= LOBE).sum()), int((depths >= DEEP).sum())
    form = 'irregular' if lobes > GENTLE or deep > 1 else 'none' if deep else 'oval or round'
    even = said['edge'] >= SHARP and said['edgeSpread'] < EVEN * said['edge'] and said['roughness'] <= ROUGH
    return form, 'indistinct' if said['edge'] < BLURRED else 'circumscribed' if even and not lobes else 'none'


def counted(rows):
    """Of benign and malignant lesions how many get each form and margin. rows: (label, mask, said)."""
    told = [(label, *suggested(mask, said)) for label, mask, said in rows]
    return {kind: {name: {k: sum(t[0] == k and t[n] == name for t in told) for k in ('benign', 'malignant')} for name in names}
            for n, (kind, names) in ((1, ('form', FORMS)), (2, ('margin', MARGINS)))}
