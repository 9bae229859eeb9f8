"""Turn the shared data into arrays for training (written outside git).

  python prepare.py --data /work/shared/data --out /work/train-cache

Writes crops-{train,val}.npz (crop stacks, target codes, neighbour indices, nodule-free end slices) and
negatives.npz (one half of the full-field scan ct-chest, every lung region of which holds no known nodule).
Study lidc-idri-0001 and LIDC patient 1 are the test case and are refused here.
"""
import argparse
import csv
import io
import json
from pathlib import Path

import numpy as np
from PIL import Image
from scipy import ndimage as ndi

from candidates import lung_mask, neighbour_offset, normalise
from series import load_series

NEGATIVE, POSITIVE, IGNORE_RING, IGNORE = 0, 1, 2, 3   # codes in `target`
SMALL_RADIUS_MM, NON_NODULE_RADIUS_MM = 4.0, 7.0       # discs around point marks
TEST_PATIENT = 1
# z, y, x index of a second, unmarked nodule (about 6 mm) in the trained half of ct-chest, seen by eye
UNMARKED = ((31, 277, 443),)
UNMARKED_RADIUS_MM = 10.0
HELD_OUT_COLUMNS = 256   # ct-chest columns below this are never trained on: they measure false findings


def number(text, default):
    """float(text), or `default` where the table has an empty cell or a negative filler."""
    return float(text) if text not in ('', None) and float(text) > 0 else default


def inpaint(image, mask, rng):
    """A crop with the masked pixels replaced by plausible surroundings.

    image: (H,W) float 0..1; mask: (H,W) bool. Diffuses the ring inwards (normalised Gaussian convolution with
    a growing sigma), then adds the fine texture of a shifted piece of the same crop.
    """
    known = (~mask).astype(np.float32)
    out, filled = image * known, known.copy()
    for sigma in (1.5, 3, 6, 12, 24):
        weight = ndi.gaussian_filter(known, sigma)
        value = ndi.gaussian_filter(image * known, sigma)
        take = (filled == 0) & (weight > 0.02)
        out[take] = value[take] / weight[take]
        filled[take] = 1
    out[filled == 0] = float(np.median(image[~mask])) if (~mask).any() else 0.1
    out = np.where(mask, ndi.gaussian_filter(out, 1.0), image)
    texture = image - ndi.gaussian_filter(image, 1.5)
    quiet = ndi.binary_dilation(mask, iterations=6) & ~mask
    noise = float(np.std(texture[quiet])) if quiet.any() else 0.02
    noise = min(noise, 0.05)
    return np.clip(out + mask * rng.normal(0, noise, image.shape), 0, 1)


def target_codes(bits, any_readers, readers, points, spacing, step):
    """Target codes of one crop.

    bits: (H,W) uint8 reader bits of this nodule; any_readers: (H,W) readers of any nodule; readers: how many
    readers outlined the nodule anywhere; points: [[kind, reader, dz_mm, x, y], ...]; spacing, step: mm.
    Positive = at least half of the nodule's readers, and at least two. A one-reader nodule is all ignore.
    """
    count = sum((bits >> k) & 1 for k in range(4))
    code = np.zeros(bits.shape, np.uint8)
    code[any_readers > 0] = IGNORE
    code[bits > 0] = IGNORE_RING if readers >= 2 else IGNORE
    if readers >= 2:
        agreed = (count >= 2) & (2 * count >= readers)
        code[agreed] = POSITIVE
        if not agreed.any():
            code[bits > 0] = IGNORE   # no outline on this slice to draw a ring around
    yy, xx = np.mgrid[:bits.shape[0], :bits.shape[1]]
    for kind, _reader, dz, x, y in points:
        radius = SMALL_RADIUS_MM if kind == 'small' else NON_NODULE_RADIUS_MM
        if abs(dz) > max(step, radius):
            continue
        disc = (xx - x) ** 2 + (yy - y) ** 2 <= (radius / spacing) ** 2
        code[disc & (code == NEGATIVE)] = IGNORE
    return code


def prepare_crops(folder, seed=0):
    """All crops of one split as a dict of arrays.

    images (N,96,96) uint8 0..127; target (N,96,96) uint8 codes; low, high (N,) index of the slice 2.5 mm
    below/above, or -1 where it lies outside the nodule's stack; first, last (N,) index of the stack's ends;
    clean (M,96,96) uint8: end slices with the nodule painted out, clean_first, clean_last (N,) index into it;
    nodule (N,), readers (N,), patient (N,), usable (N,) 0/1, spacing and step (N,) mm.
    """
    rng = np.random.default_rng(seed)
    crops = list(csv.DictReader(open(folder / 'crops.csv')))
    nodules = {(r['pid'], r['nodule']): r for r in csv.DictReader(open(folder / 'nodules.csv'))}
    labels = np.load(folder / 'labels.npz')
    offsets, bits, anyr = labels['offsets'], labels['reader_bits'], labels['any_nodule_readers']
    blob = (folder / 'images.webp.bin').read_bytes()
    n = len(crops)
    images = np.stack([np.asarray(Image.open(io.BytesIO(blob[offsets[i]:offsets[i + 1]])).convert('L'))
                       for i in range(n)])
    stacks = {}
    for i, row in enumerate(crops):
        stacks.setdefault((row['patient'], row['nodule']), []).append(i)
    out = {k: np.zeros(n, np.int32) for k in
           ('low', 'high', 'first', 'last', 'clean_first', 'clean_last', 'nodule', 'readers', 'patient',
            'usable')}
    spacing, step = np.zeros(n, np.float32), np.zeros(n, np.float32)
    target, clean = np.zeros(images.shape, np.uint8), []
    for number_, (key, rows) in enumerate(stacks.items()):
        readers = int(nodules[key]['n_readers'])
        ends = []
        for end in (rows[0], rows[-1]):
            mask = ndi.binary_dilation(bits[end] > 0, iterations=3)
            painted = inpaint(images[end] / 127.0, mask, rng)
            ends.append(len(clean))
            clean.append(np.round(painted * 127).astype(np.uint8))
        for i in rows:
            spacing[i] = number(crops[i]['pixel_spacing_mm'], 0.7)
            step[i] = number(crops[i]['slice_step_mm'], 2.5)
            k = neighbour_offset(step[i])
            out['low'][i] = i - k if i - k >= rows[0] else -1
            out['high'][i] = i + k if i + k <= rows[-1] else -1
            out['first'][i], out['last'][i] = rows[0], rows[-1]
            out['clean_first'][i], out['clean_last'][i] = ends
            out['nodule'][i], out['readers'][i], out['patient'][i] = number_, readers, int(key[0])
            # 753 rows without a recovered scale: those whose darkest tenth is brighter than -500 HU are wrong
            out['usable'][i] = crops[i]['calibrated'] == '1' or np.percentile(images[i], 10) < 500 / 1400 * 127
            points = json.loads(crops[i]['nearby_points_json'] or '[]')
            target[i] = target_codes(bits[i], anyr[i], readers, points, spacing[i], step[i])
    return dict(images=images, target=target, clean=np.stack(clean), spacing=spacing, step=step, **out)


def prepare_negatives(folder):
    """The trained half of ct-chest: volume (Z,H,W) float16 0..1, ignore (Z,H,W) bool, centres (K,3)
    of z,y,x in or near a lung."""
    hu, _z, spacing = load_series(folder)
    mask = lung_mask(hu, spacing)
    near = np.stack([ndi.binary_dilation(m[::2, ::2], iterations=round(6 / spacing[1] / 2)) for m in mask])
    near = near.repeat(2, 1).repeat(2, 2)
    z, y, x = np.nonzero(near)
    keep = x >= HELD_OUT_COLUMNS + 40
    zz, yy, xx = np.indices(hu.shape, sparse=True)
    ignore = np.zeros(hu.shape, bool)
    for at in UNMARKED:
        far = sum(((axis - c) * s) ** 2 for axis, c, s in zip((zz, yy, xx), at, spacing))
        ignore |= far <= UNMARKED_RADIUS_MM ** 2
    rng = np.random.default_rng(0)
    pick = rng.permutation(np.flatnonzero(keep))[:60000]
    return dict(volume=normalise(hu).astype(np.float16), ignore=ignore, centres=np.stack([z[pick], y[pick], x[pick]], 1),
                offset=np.int32(neighbour_offset(spacing[0])), first_column=np.int32(HELD_OUT_COLUMNS))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--data', type=Path, default=Path('/work/shared/data'))
    parser.add_argument('--out', type=Path, default=Path('/work/train-cache'))
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for split in ('train', 'val'):
        arrays = prepare_crops(args.data / 'lidc-nodule-crops' / split)
        assert TEST_PATIENT not in arrays['patient'], 'the test case must not be prepared'
        np.savez(args.out / f'crops-{split}.npz', **arrays)
        print(split, len(arrays['images']), 'crops,', int((arrays['target'] == POSITIVE).any((1, 2)).sum()),
              'with a positive pixel,', len(np.unique(arrays['patient'])), 'patients')
    arrays = prepare_negatives(args.data / 'dicom' / 'studies' / 'ct-chest')
    np.savez(args.out / 'negatives.npz', **arrays)
    print('negatives', arrays['volume'].shape, len(arrays['centres']), 'centres')


if __name__ == '__main__':
    main()
