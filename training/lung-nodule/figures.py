"""Measure everything the card states, into figures.json: validation crops, the two whole scans, speed.

  python figures.py --data /work/shared/data --weights ../../public/models/lung-nodule/weights.onnx
"""
import argparse
import json
import time
from pathlib import Path

import numpy as np

from evaluate import evaluate
from prepare import HELD_OUT_COLUMNS, UNMARKED
from scan import OPERATING_POINTS, findings, load_series, open_model, scan

CT_CHEST_LESION = (32, 170, 107)   # z, y, x index: the lesion of 2 to 3 cm named in the data's README
NEAR_PX = 10
CURVE = (0.6, 0.65, 0.7, 0.75, 0.8, 0.84, 0.87, 0.9, 0.92, 0.94, 0.96)


def near(item, points):
    """Does the finding lie within NEAR_PX pixels and 4 slices of one of the z,y,x points?"""
    return any(abs(item['centre'][0] - z) <= 4 and np.hypot(item['centre'][1] - y, item['centre'][2] - x) <= NEAR_PX
               for z, y, x in points)


def other_marks(xml, z):
    """z,y,x of what the readers of a LIDC file marked as nodule < 3 mm or as non-nodule."""
    import xml.etree.ElementTree as tree
    ns, out = {'l': 'http://www.nih.gov'}, []
    for session in tree.parse(xml).getroot().findall('l:readingSession', ns):
        marks = session.findall('l:nonNodule', ns)
        marks += [n.find('l:roi', ns) for n in session.findall('l:unblindedReadNodule', ns)
                  if len(n.findall('l:roi', ns)) == 1]
        for mark in marks:
            points = mark.findall('l:edgeMap', ns) + mark.findall('l:locus', ns)
            if len(points) == 1:
                at = float(mark.find('l:imageZposition', ns).text)
                out.append((int(np.argmin(np.abs(z - at))), int(points[0].find('l:yCoord', ns).text),
                            int(points[0].find('l:xCoord', ns).text)))
    return out


def brief(items):
    """Findings as short rows for the README."""
    return [dict(centre=[round(v) for v in c['centre']], score=round(c['score'], 3),
                 diameterMm=round(c['diameterMm'], 1), slices=c['slices'], note=c['note']) for c in items]


def whole_scans(session, data):
    """Findings on ct-chest (half of it held out of training) and on lidc-idri-0001 (test only)."""
    studies, out = data / 'dicom' / 'studies', {}
    chest = scan(session, studies / 'ct-chest', everything=True)
    first = scan(session, studies / 'lidc-idri-0001', studies / 'lidc-idri-0001' / 'annotations-lidc.xml',
                 min(OPERATING_POINTS.values()), everything=True)
    marks = other_marks(studies / 'lidc-idri-0001' / 'annotations-lidc.xml',
                        load_series(studies / 'lidc-idri-0001')[1])
    first_nodule = (90, 367, 317)
    for c in chest['findings']:
        c['note'] = ('known lesion' if near(c, [CT_CHEST_LESION]) else 'unmarked nodule, by eye' if near(c, UNMARKED)
                     else 'held-out half' if c['centre'][2] < HELD_OUT_COLUMNS else 'trained half')
    lesions = [c for c in chest['findings'] if c['note'] == 'known lesion' and not c['rejected']]
    for c in lesions[1:]:   # one lesion is one finding: a further outline next to it counts as false
        c['note'] = 'second outline by the known lesion'
    for c in first['findings']:
        c['note'] = ('the readers\' nodule' if near(c, [first_nodule])
                     else 'readers marked < 3 mm or non-nodule here' if near(c, marks) else 'nothing marked')
    for name, report in (('ct-chest', chest), ('lidc-idri-0001', first)):
        out[name] = {k: v for k, v in report.items() if k != 'findings'}
        out[name]['at'] = {}
        for point, threshold in OPERATING_POINTS.items():
            shown = findings(report['findings'], threshold)
            notes = [c['note'] for c in shown]
            out[name]['at'][point] = dict(shown=len(shown), **{n: notes.count(n) for n in sorted(set(notes))})
        out[name]['findings'] = brief(findings(report['findings'], min(OPERATING_POINTS.values())))
    return out


def speed(weights):
    """Seconds for one 512x512 slice on native onnxruntime by threads (fastest of 15: the machine is shared)."""
    x, out = np.random.default_rng(0).random((1, 3, 512, 512), np.float32), {}
    for threads in (1, 2):
        session, times = open_model(weights, threads), []
        for _ in range(15):
            start = time.time()
            session.run(None, {'x': x})
            times.append(time.time() - start)
        out[f'{threads} threads'] = round(min(times), 3)
    return out


def main():
    here = Path(__file__).parent
    parser = argparse.ArgumentParser()
    parser.add_argument('--data', type=Path, default=Path('/work/shared/data'))
    parser.add_argument('--weights', type=Path, default=here.parents[1] / 'public/models/lung-nodule/weights.onnx')
    args = parser.parse_args()
    session = open_model(args.weights)
    thresholds = sorted({*CURVE, *OPERATING_POINTS.values()})
    reports = dict(zip(thresholds, evaluate(session, args.data / 'lidc-nodule-crops' / 'val', thresholds)))
    curve = [dict(threshold=t, sensitivity=r['sensitivity']['>=3 readers, >=4 mm']['sensitivity'],
                  falseComponentsPerCropSlice=r['falseComponentsPerCropSlice'],
                  falseCandidatesPerNoduleStack=r['falseCandidatesPerNoduleStack']) for t, r in reports.items()]
    figures = dict(evaluation={name: reports[t] for name, t in OPERATING_POINTS.items()}, curve=curve,
                   scans=whole_scans(session, args.data), secondsPer512Slice=speed(args.weights))
    (here / 'figures.json').write_text(json.dumps(figures, indent=1, default=float) + '\n')
    print(json.dumps(figures, indent=1, default=float))


if __name__ == '__main__':
    main()
