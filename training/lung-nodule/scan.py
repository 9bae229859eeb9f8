"""Reference pipeline: one axial CT series in, a ranked list of nodule findings out, as JSON.

  python scan.py SERIES_DIR [--xml annotations-lidc.xml] [--all] [--time-full]

screen.py says where to look, candidates.py is the first stage, patch.py the second; README.md has both in words and formulas.
"""
import argparse
import json
import time
from pathlib import Path

import numpy as np

from candidates import MAX_FINDINGS, candidates, lung_mask, neighbour_offset, normalise, open_model
from patch import open_second, rank
from screen import open_screen, probability, screen_box
from series import load_series, reader_masks

MODEL = Path(__file__).parents[2] / 'public/models/lung-nodule'


def findings(items, threshold):
    """The candidates shown to the doctor: not rejected, score >= threshold, at most MAX_FINDINGS."""
    return [c for c in items if not c['rejected'] and c['score'] >= threshold][:MAX_FINDINGS]


def default_threshold(folder=MODEL):
    """Smallest score shown at the manifest's default operating point."""
    points = json.loads((folder / 'manifest.json').read_text())['operatingPoints']
    return next(p['threshold'] for p in points if p['default'])


def compare(shown, labels, readers, spacing):
    """The highest of the findings that overlaps the consensus of two readers, against their outlines; {} without one."""
    volumes = [float(m.sum() * np.prod(spacing)) for _, m in readers]
    consensus = sum(m.astype(np.uint8) for _, m in readers) >= 2
    for rank_, item in enumerate(shown, 1):
        inside = labels == item['id']
        overlap = int((inside & consensus).sum())
        if overlap:
            return dict(rank=rank_, score=item['score'], volumeMm3=item['volumeMm3'],
                        ratio=item['volumeMm3'] / float(np.median(volumes)),
                        dice=2 * overlap / float(inside.sum() + consensus.sum()))
    return {}


def scan(first, screen, second, folder, xml=None, threshold=None, everything=False):
    """The whole pipeline on one series folder; a report dict of plain numbers. screen: (session, rules); second: (session, combine)."""
    hu, z, spacing = load_series(folder)
    start = time.time()
    mask = lung_mask(hu, spacing)
    lung_s = time.time() - start
    prob, places = probability(first, screen, hu, mask, spacing)
    network_s = time.time() - start - lung_s
    items, labels = candidates(prob, mask, spacing)
    rules_s = time.time() - start - lung_s - network_s
    items = rank(*second, items, hu, spacing)
    second_s = time.time() - start - lung_s - network_s - rules_s
    shown = findings(items, default_threshold() if threshold is None else threshold)
    report = dict(slices=len(hu), slicesWithLung=int(mask.any((1, 2)).sum()), spacing=spacing,
                  lungLitres=float(mask.sum() * np.prod(spacing) / 1e6), box=screen_box(mask) if mask.any() else None,
                  windows=len(places), slicesLookedAt=len({p[0] for p in places}),
                  pixelsLookedAt=sum((p[2] - p[1]) * (p[4] - p[3]) for p in places) / hu.size,
                  seconds=dict(lungs=lung_s, network=network_s, candidates=rules_s, secondStage=second_s),
                  findings=items if everything else shown)
    if xml:
        readers = reader_masks(xml, z, hu.shape)
        volumes = [float(m.sum() * np.prod(spacing)) for _, m in readers]
        report['readers'] = dict(volumesMm3=volumes, medianMm3=float(np.median(volumes)))
        report['match'] = compare(shown, labels, readers, spacing)
    return report


def time_full(weights, folder, threads=2, every=1):
    """Seconds that native onnxruntime needs for the detector on every slice in full, nothing skipped; from every so many slices."""
    hu, _z, spacing = load_series(folder)
    session, k, last = open_model(weights, threads), neighbour_offset(spacing[0]), len(hu) - 1
    session.run(None, {'x': normalise(hu[[0, 0, 0]])[None]})   # allocation is not counted
    start = time.time()
    some = range(0, len(hu), every)
    for z in some:
        session.run(None, {'x': normalise(hu[[max(z - k, 0), z, min(z + k, last)]])[None]})
    return dict(threads=threads, slices=len(hu), seconds=round((time.time() - start) * len(hu) / len(some), 2))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('series', type=Path)
    parser.add_argument('--model', type=Path, default=MODEL, help='folder of manifest.json and weights')
    parser.add_argument('--threshold', type=float, help='smallest score shown; the default point when absent')
    parser.add_argument('--threads', type=int, default=1)
    parser.add_argument('--xml', type=Path, help='LIDC readers to compare with')
    parser.add_argument('--all', action='store_true', help='list rejected and low candidates too')
    parser.add_argument('--time-full', action='store_true',
                        help='also time the detector over the whole volume, native, 2 threads')
    args = parser.parse_args()
    threshold = default_threshold(args.model) if args.threshold is None else args.threshold
    report = scan(open_model(args.model / 'weights.onnx', args.threads), open_screen(args.model, args.threads),
                  open_second(args.model, args.threads), args.series, args.xml, threshold, args.all)
    if args.time_full:
        report['nativeWholeVolume'] = time_full(args.model / 'weights.onnx', args.series)
    print(json.dumps(report, indent=1, default=float))


if __name__ == '__main__':
    main()
