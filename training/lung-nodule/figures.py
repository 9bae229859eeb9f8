"""Measure everything the card states, into figures.json: validation crops, the two whole scans, the FROC, speed.

  python figures.py --data /work/shared/data

The thresholds of the FROC are set here, by counting on the two scans what is no nodule (see `thresholds`).
"""
import argparse
import json
import time
from functools import partial
from pathlib import Path

import numpy as np

from candidates import open_model
from crops import is_false, stacks_of
from evaluate import MAIN, detection, evaluate, kept
from patch import open_second, rank
from prepare import HELD_OUT_COLUMNS, UNMARKED
from scan import MODEL, scan, time_full
from screen import open_screen
from series import load_series, other_marks

CT_CHEST_LESION = ((32, 170, 107), (28, 172, 97))   # z, y, x index: the lesion of 2 to 3 cm, which breaks in two
FIRST_NODULE = (90, 367, 317)
NEAR_PX = 12
FALSE_PER_SCAN = (8, 4, 2, 1, 0.5, 0.25)
TRUE_NOTES = ('known lesion', 'unmarked nodule, by eye', "the readers' nodule")
MARKED = 'readers marked < 3 mm or non-nodule here'


def near(item, points):
    """Does the finding lie within NEAR_PX pixels and 4 slices of one of the z,y,x points?"""
    return any(abs(item['centre'][0] - z) <= 4 and np.hypot(item['centre'][1] - y, item['centre'][2] - x) <= NEAR_PX
               for z, y, x in points)


def whole_scans(first, screen, second, data):
    """Every candidate that no rule rejected, with a note of what lies there, on ct-chest and lidc-idri-0001."""
    studies, out = data / 'dicom' / 'studies', {}
    xml = studies / 'lidc-idri-0001' / 'annotations-lidc.xml'
    marks = other_marks(xml, load_series(studies / 'lidc-idri-0001')[1])
    for name in ('ct-chest', 'lidc-idri-0001'):
        report = scan(first, screen, second, studies / name, xml if name != 'ct-chest' else None, 0, True)
        items = [c for c in report['findings'] if not c['rejected']]
        for c in items:
            if name == 'ct-chest':
                c['note'] = ('known lesion' if near(c, CT_CHEST_LESION) else TRUE_NOTES[1] if near(c, UNMARKED)
                             else 'held-out half' if c['centre'][2] < HELD_OUT_COLUMNS else 'trained half')
            else:
                c['note'] = TRUE_NOTES[2] if near(c, [FIRST_NODULE]) else MARKED if near(c, marks) else 'nothing marked'
        report['findings'] = items
        out[name] = report
    return out


def logit(p):
    return np.log(p / (1 - p))


def round_up(score):
    """A threshold just above a score: three digits, or as many as tell it from 1."""
    digits = max(3, int(np.ceil(1 - np.log10(1 - score))))
    return float(np.floor(score * 10 ** digits + 1) / 10 ** digits)


def between(false, k):
    """The threshold midway (in logit) between the k-th and the next of a scan's false scores, falling."""
    if k >= len(false):
        return 0.01
    return float(1 / (1 + np.exp(-(logit(false[k]) + logit(false[k - 1])) / 2)))


def thresholds(scans, stacks):
    """{false marks a scan: threshold}.

    From 8 to 1: midway between the k-th and the next false mark of that of the two scans, in full, which asks for
    more, so that neither has more than k. Below 1 two scans say nothing: there the threshold moves on by the rate at
    which the false candidates of the validation crops and the scans thin out (the mean excess of their logit over the
    threshold for 4, as if exponential).
    """
    false = {n: sorted((c['score'] for c in s['findings'] if c['note'] not in TRUE_NOTES), reverse=True)
             for n, s in scans.items()}
    out = {k: round_up(max(between(f, k) for f in false.values())) for k in FALSE_PER_SCAN if k >= 1}
    every = [c['score'] for s in stacks for c in kept(s, 0) if is_false(s, c)] + [v for f in false.values() for v in f]
    beyond = np.array([logit(v) - logit(out[4]) for v in every if v > out[4]])
    for k in FALSE_PER_SCAN:
        if k < 1:
            out[k] = round_up(1 / (1 + np.exp(-(logit(out[1]) + np.log(1 / k) * beyond.mean()))))
    return out, dict(tailMeanLogit=round(float(beyond.mean()), 3), tailCandidates=len(beyond))


def froc(scans, stacks):
    """A row a point: threshold, sensitivity, and what each scan shows there."""
    chosen, tail = thresholds(scans, stacks)
    rows = []
    for per_scan, threshold in chosen.items():
        report = detection(stacks, threshold)
        row = dict(falsePerScan=per_scan, threshold=threshold, sensitivity=report['sensitivity'][MAIN]['sensitivity'],
                   ci=report['sensitivity'][MAIN]['ci'], falsePerCropStack=report['falseCandidatesPerNoduleStack'], scans={})
        for name, s in scans.items():
            notes = [c['note'] for c in s['findings'] if c['score'] >= threshold]
            row['scans'][name] = {n: notes.count(n) for n in sorted(set(notes))}
        rows.append(row)
    return rows, tail


def brief(items):
    """Findings as short rows."""
    return [dict(centre=[round(v) for v in c['centre']], score=round(c['score'], 4), first=round(c['firstScore'], 3),
                 diameterMm=round(c['diameterMm'], 1), slices=c['slices'], type=c['type'], note=c['note']) for c in items]


def speed(model):
    """Seconds on native onnxruntime by threads, fastest of 6: a 512x512 slice, and one candidate (8 views)."""
    out = {}
    for threads in (1, 2):
        for name, shape in (('weights', (1, 3, 512, 512)), ('classify', (8, 10, 32, 32))):
            session, times = open_model(model / f'{name}.onnx', threads), []
            x = np.random.default_rng(0).random(shape, np.float32)
            for _ in range(6):
                start = time.time()
                session.run(None, {'x': x})
                times.append(time.time() - start)
            out[f'{name}, {threads} threads'] = round(min(times), 4)
    return out


def main():
    here = Path(__file__).parent
    parser = argparse.ArgumentParser()
    parser.add_argument('--data', type=Path, default=Path('/work/shared/data'))
    parser.add_argument('--model', type=Path, default=MODEL)
    args = parser.parse_args()
    first, screen, second = open_model(args.model / 'weights.onnx'), open_screen(args.model), open_second(args.model)
    crops = args.data / 'lidc-nodule-crops' / 'val'
    scans = whole_scans(first, screen, second, args.data)
    stacks = stacks_of(crops, first, screen, partial(rank, *second))
    rows, tail = froc(scans, stacks)
    by_rate = {r['falsePerScan']: r['threshold'] for r in rows}
    report = evaluate(stacks, crops, sorted(by_rate.values()), by_rate[4])
    full = time_full(args.model / 'weights.onnx', args.data / 'dicom' / 'studies' / 'lidc-idri-0001', every=11)
    for s in scans.values():
        s['findings'] = brief(s['findings'])
    figures = dict(froc=rows, frocTail=tail, evaluation=report, scans=scans, seconds=speed(args.model), nativeWholeVolume=full)
    (here / 'figures.json').write_text(json.dumps(figures, indent=1, default=float) + '\n')
    print(json.dumps(dict(froc=rows, tail=tail), indent=1, default=float))


if __name__ == '__main__':
    main()
