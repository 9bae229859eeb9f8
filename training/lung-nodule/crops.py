"""The LIDC crops as stacks: the first stage on them, the readers' ratings, which candidate lies on what."""
import csv

import numpy as np
from scipy import ndimage as ndi

from candidates import candidates, run_model
from prepare import NEGATIVE, POSITIVE, prepare_crops
from screen import crop_probability, inside

FOUND_COVER = 0.1   # a nodule is found when kept candidates cover this share of its consensus


def texture_class(median):
    """LIDC texture rating (1 non-solid .. 5 solid, or its text in nodules.csv) -> class name; 'unrated' without one."""
    median = float(median or 'nan')
    if np.isnan(median):
        return 'unrated'
    return 'solid' if median > 4 else 'non-solid' if median <= 1.5 else 'part-solid'


def triples(crops, part):
    """Crops `part` (a slice) with their neighbours (N,3,96,96) float32 0..1; the end slice repeats where a stack ends."""
    images = crops['images']
    low = np.where(crops['low'][part] >= 0, crops['low'][part], crops['first'][part])
    high = np.where(crops['high'][part] >= 0, crops['high'][part], crops['last'][part])
    return np.stack([images[low], images[part], images[high]], 1).astype(np.float32) / 127


def predict(session, crops, batch=32):
    """Probabilities (N,96,96) of every crop of prepare_crops(), everywhere."""
    return np.concatenate([run_model(session, triples(crops, slice(i, i + batch)))
                           for i in range(0, len(crops['images']), batch)])


def nodule_rows(folder, crops):
    """Ratings of each nodule, in the order of crops['nodule']."""
    table = {(r['pid'], r['nodule']): r for r in csv.DictReader(open(folder / 'nodules.csv'))}
    rows, seen = [], set()
    for r in csv.DictReader(open(folder / 'crops.csv')):
        key = (r['patient'], r['nodule'])
        if key not in seen:
            seen.add(key)
            rows.append(table[key])
    return rows


def hounsfield(images):
    """Crop values 0..127 as HU (float64), as the data's README has it."""
    return images.astype(np.float64) / 127 * 1400 - 1000


def stacks_of(folder, first, screen, ranked, keep=lambda patient, usable: True):
    """Every nodule's stack of a split, all stages run on it.

    first: onnxruntime session; screen: open_screen(), or None to look everywhere; ranked: function (candidates, hu, spacing) -> candidates with score and logits;
    keep: which stacks to take. A list of dicts: patient, row (ratings), readers, size (mm), spacing, target (n,96,96)
    codes, bits, images (n,96,96), items, labels.
    """
    crops = prepare_crops(folder)
    rows, bits = nodule_rows(folder, crops), np.load(folder / 'labels.npz')['reader_bits']
    everywhere, out = None if screen else predict(first, crops), []
    for number, row in enumerate(rows):
        where = np.flatnonzero(crops['nodule'] == number)
        a, b = where[0], where[-1] + 1
        if not keep(int(crops['patient'][a]), bool(crops['usable'][a])):
            continue
        spacing = (float(crops['step'][a]), *[float(crops['spacing'][a])] * 2)
        prob, places = (crop_probability(first, screen, triples(crops, slice(a, b))) if screen
                        else (everywhere[a:b], [[z, 0, 96, 0, 96] for z in range(b - a)]))
        items, labels = candidates(prob, np.ones((b - a, 96, 96), bool), spacing, whole=False)
        volumes = [v for v in reader_voxels(bits[a:b]) if v]
        size = (6 / np.pi * np.mean(volumes or [0]) * float(np.prod(spacing))) ** (1 / 3)
        out.append(dict(patient=int(crops['patient'][a]), row=row, readers=int(row['n_readers']),
                        size=float(row['eq_diam_mm'] or size), spacing=spacing, target=crops['target'][a:b],
                        bits=bits[a:b], images=crops['images'][a:b], labels=labels, looked=inside(places, (b - a, 96, 96)),
                        items=ranked(items, hounsfield(crops['images'][a:b]), spacing)))
    return out


def reader_voxels(bits):
    """Voxels of each of the four readers' outlines."""
    return [int(((bits >> k) & 1).sum()) for k in range(4)]


def reference(stack):
    """What a stack's nodule is judged by: the consensus, or the one reader's outline."""
    return stack['target'] == POSITIVE if stack['readers'] >= 2 else stack['bits'] > 0


def is_false(stack, item):
    """Does this candidate lie on nothing that any reader marked?"""
    return bool((stack['target'][stack['labels'] == item['id']] == NEGATIVE).all())


def outline(stack, ids):
    """The candidates `ids` of a stack as one mask (n,96,96), holes filled slice by slice as the page does."""
    return np.stack([ndi.binary_fill_holes(s) for s in np.isin(stack['labels'], ids)])


def touching(stack, items):
    """Those of the items that share a voxel with the nodule, the largest first."""
    over = stack['labels'][reference(stack)]
    return sorted((c for c in items if (over == c['id']).any()), key=lambda c: -c['voxels'])
