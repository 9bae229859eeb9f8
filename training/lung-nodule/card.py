"""The manifest's measured entries and the model card's text, both from figures.json (see figures.py)."""
from pathlib import Path

from figures import MARKED, TRUE_NOTES
from patch import LABELS
from places import TEXTURES

MAIN = '>=3 readers, >=4 mm'
DATASET = 'LIDC-IDRI nodule crops, validation patients (same collection as training, other patients)'
POINTS = {'sensitive': 4, 'balanced': 2, 'specific': 1}   # false marks a scan
DEFAULT = 'balanced'
NL = '\n'


def row_at(figures, per_scan):
    return next(r for r in figures['froc'] if r['falsePerScan'] == per_scan)


def detection_at(figures, per_scan):
    """The evaluation's detection entry at an FROC point."""
    return next(d for d in figures['evaluation']['detection'] if d['threshold'] == row_at(figures, per_scan)['threshold'])


def false_of(notes):
    return sum(n for note, n in notes.items() if note not in TRUE_NOTES)


def froc(figures):
    """Manifest froc."""
    return [{k: r[k] for k in ('threshold', 'falsePerScan', 'sensitivity', 'ci')} for r in figures['froc']]


def operating_points(figures):
    """Manifest operatingPoints: score thresholds with what was measured at each."""
    out = []
    for name, per_scan in POINTS.items():
        r, d = row_at(figures, per_scan), detection_at(figures, per_scan)
        chest = r['scans']['ct-chest']
        out.append({'name': name, 'threshold': r['threshold'], 'default': name == DEFAULT, 'on': 'candidate score',
                    'sensitivity': {'what': f'nodules of {MAIN}', **d['sensitivity'][MAIN]},
                    'falseComponentsPerCropSlice': d['falseComponentsPerCropSlice'],
                    'falseFindingsPerScan': {'ct-chest, held-out half': chest.get('held-out half', 0),
                                             'ct-chest, trained half': chest.get('trained half', 0),
                                             'lidc-idri-0001 (test)': false_of(r['scans']['lidc-idri-0001'])}})
    return out


def metrics(figures):
    """Manifest metrics at the default operating point; outlines at 4 false marks a scan, opinions at 8."""
    d, e = detection_at(figures, POINTS[DEFAULT]), figures['evaluation']
    common = {'dataset': DATASET, 'patients': e['patients'], 'external': False}
    out = [{'name': f'sensitivity, {k}', 'value': v['sensitivity'], 'n': v['n'], 'ci': v['ci'], **common}
           for group in ('sensitivity', 'sensitivityBySize', 'sensitivityByType, >=3 readers')
           for k, v in d[group].items() if v['n']]
    out.append({'name': 'false 2-D components per 96x96 crop slice', 'value': d['falseComponentsPerCropSlice'],
                'n': d['cropSlices'], **common})
    o, p = e['outlines'][0], e['opinions'][0]
    for name, key in (('3-D Dice of found nodules (>=3 readers)', 'dice'),
                      ('3-D Dice between two readers of these', 'readersDice')):
        out.append({'name': f'{name}, mean', 'value': o[key]['mean'], 'n': o[key]['n'], 'ci': o[key]['meanCi'], **common})
    for name, key in (('signed relative volume error', 'volumeErrorSigned'),
                      ('absolute relative volume error', 'volumeErrorAbsolute'),
                      ('volume of a reader against the others, absolute', 'readersVolumeDifference')):
        out.append({'name': f'{name} (>=3 readers), median', 'value': o[key]['median'], 'n': o[key]['n'],
                    'ci': o[key]['ci'], 'iqr': o[key]['iqr'], **common})
    n = sum(sum(t.values()) for t in p['typeConfusion, true: {predicted}'].values())
    out.append({'name': 'type (solid, part-solid, non-solid), balanced accuracy', 'value': p['typeBalancedAccuracy'], 'n': n,
                'ci': p['typeBalancedAccuracyCi'], **common})
    out += [{'name': f'{name}, AUC', 'value': p[name]['auc'], 'n': p[name]['n'], 'ci': p[name]['ci'], **common}
            for name in LABELS[4:]]
    return out


def table(rows):
    """Markdown rows of {'label': {'n','found','sensitivity','ci'}}."""
    lines = ['| nodules | found / n | sensitivity | 95 % CI |', '| --- | --- | --- | --- |']
    return NL.join(lines + [f"| {k} | {v['found']} / {v['n']} | {v['sensitivity']} | {v['ci'][0]} to {v['ci'][1]} |"
                            for k, v in rows.items() if v['n']])


def percent(share):
    return f'{100 * share:.1f} %'


def screen_table(screen):
    """Markdown rows of evaluate.screened."""
    lines = ['| nodules | n | most of it looked at | nearly all |', '| --- | --- | --- | --- |']
    return NL.join(lines + [f"| {k} | {v['n']} | {v['most']} | {v['all']} |" for k, v in screen.items()
                            if isinstance(v, dict) and v['n']])


def froc_table(figures, groups):
    """Sensitivity at each FROC point, a column a point. groups: (entry of detection, its keys)."""
    reports = [detection_at(figures, r['falsePerScan']) for r in figures['froc']]
    lines = ['| nodules (n) | ' + ' | '.join(f"{r['falsePerScan']} / scan" for r in figures['froc']) + ' |',
             '| --- |' + ' --- |' * len(reports)]
    for group in groups:
        for key, first in reports[0][group].items():
            if first['n']:
                lines.append(f"| {key} ({first['n']}) | " + ' | '.join(str(d[group][key]['sensitivity']) for d in reports) + ' |')
    return NL.join(lines)


def points_table(figures):
    """Threshold, sensitivity and what the two scans show at each FROC point."""
    lines = ['| false a scan, at most | score >= | sensitivity, ' + MAIN + ' | false 3-D per crop stack | '
             'ct-chest: false (held-out half) | lidc-idri-0001: false (of these marked < 3 mm or non-nodule) |',
             '| --- | --- | --- | --- | --- | --- |']
    for r in figures['froc']:
        chest, first = r['scans']['ct-chest'], r['scans']['lidc-idri-0001']
        lines.append(f"| {r['falsePerScan']} | {r['threshold']} | {r['sensitivity']} ({r['ci'][0]} to {r['ci'][1]}) | "
                     f"{r['falsePerCropStack']} | {false_of(chest)} ({chest.get('held-out half', 0)}) | {false_of(first)} "
                     f"({first.get(MARKED, 0)}) |")
    return NL.join(lines)


def spread_row(label, s):
    ci = f" ({s['meanCi'][0]} to {s['meanCi'][1]})" if 'meanCi' in s else ''
    median = f" ({s['ci'][0]} to {s['ci'][1]})" if 'ci' in s else ''
    return f"| {label} | {s['n']} | {s['mean']}{ci} | {s['median']}{median} | {s['iqr'][0]} to {s['iqr'][1]} |"


def outline_table(o):
    """Dice and volume errors, with the readers' own."""
    rows = [spread_row('3-D Dice with the consensus', o['dice']), spread_row('Dice of two readers', o['readersDice']),
            spread_row('volume error, absolute', o['volumeErrorAbsolute']),
            spread_row("a reader's volume against the others, absolute", o['readersVolumeDifference']),
            spread_row('volume error, signed', o['volumeErrorSigned'])]
    for name, key in (('Dice', 'diceBy'), ('volume error, absolute', 'volumeErrorAbsoluteBy'),
                      ('volume error, signed', 'volumeErrorSignedBy')):
        rows += [spread_row(f'{name}, {k}', v) for k, v in o[key].items() if v['n']]
    return NL.join(['| found nodules | n | mean (95 % CI) | median (95 % CI) | IQR |', '| --- | --- | --- | --- | --- |'] + rows)


def confusion(p):
    c = p['typeConfusion, true: {predicted}']
    return NL.join(['| readers say | ' + ' | '.join(f'network: {t}' for t in TEXTURES) + ' | recall |', '| --- |' + ' --- |' * 4]
                   + [f"| {t} | " + ' | '.join(str(c[t][q]) for q in TEXTURES) + f" | {p['typeRecall'][t]} |" for t in TEXTURES])


def opinion_rows(p):
    lines = ['| score | n (yes) | AUC (95 % CI) | mean score -> share of yes, fifths |', '| --- | --- | --- | --- |']
    for name in LABELS[4:]:
        bins = ', '.join(f"{b['score']} -> {b['share']}" for b in p[name]['calibration'])
        lines.append(f"| {name} | {p[name]['n']} ({p[name]['yes']}) | {p[name]['auc']} ({p[name]['ci'][0]} to {p[name]['ci'][1]}) | {bins} |")
    return NL.join(lines)


def shown_table(figures, per_scan=8):
    """What lies where, of all that is shown at this point."""
    least = row_at(figures, per_scan)['threshold']
    lines = ['| scan | z, y, x | score | first stage | diameter, mm | slices | what lies there |', '| --- |' + ' --- |' * 6]
    for name, s in figures['scans'].items():
        for c in s['findings']:
            if c['score'] >= least:
                lines.append(f"| {name} | {', '.join(map(str, c['centre']))} | {c['score']} | {c['first']} | {c['diameterMm']} | "
                             f"{c['slices']} | {c['note']} |")
    return NL.join(lines)


def card_text(figures, second):
    """The model card, markdown: card-text.md with the figures filled in."""
    e, scans = figures['evaluation'], figures['scans']
    match, readers = scans['lidc-idri-0001']['match'], scans['lidc-idri-0001']['readers']
    seconds, full = figures['seconds'], figures['nativeWholeVolume']
    ranges = NL.join(f'| {d} | {low} to {high} |' for d, low, high in second['volumeRange']['byDiameterMm'])
    o, p, least = e['outlines'], e['opinions'], row_at(figures, 4)['threshold']
    matched = (f"Found: rank {match['rank']} by score, {match['volumeMm3']:.0f} mm3 against the median of the readers "
               f"{readers['medianMm3']:.0f} mm3 (readers: {', '.join(f'{v:.0f}' for v in readers['volumesMm3'])}), ratio "
               f"{match['ratio']:.2f}, 3-D Dice with the 2-of-4 consensus {match['dice']:.2f}." if match else 'NOT found.')
    fields = dict(
        screen=screen_table(e['screen']), looked=percent(scans['lidc-idri-0001']['pixelsLookedAt']),
        lookedChest=percent(scans['ct-chest']['pixelsLookedAt']),
        points=points_table(figures), patients=e['patients'], tail=figures['frocTail'],
        bySize=froc_table(figures, ('sensitivity', 'sensitivityBySize')), byType=froc_table(figures, ('sensitivityByType, >=3 readers',)),
        detection=table(detection_at(figures, POINTS[DEFAULT])['sensitivity']), default=DEFAULT, defaultRate=POINTS[DEFAULT],
        outlines=outline_table(o[0]), meanTwo=o[1]['dice']['mean'], medianTwo=o[1]['volumeErrorAbsolute']['median'], nTwo=o[1]['dice']['n'],
        confusion=confusion(p[0]), balanced=p[0]['typeBalancedAccuracy'], balancedCi=p[0]['typeBalancedAccuracyCi'],
        confusionTwo=confusion(p[1]), balancedTwo=p[1]['typeBalancedAccuracy'], opinions=opinion_rows(p[0]),
        ranges=ranges, outlinesRange=second['restsOn']['readersOutlines'], joined=second['restsOn'], combine=second['combine'], hu=e['typeByHu'][0],
        shown=shown_table(figures), matched=matched, seconds=seconds, full=full, least=least, nl=NL,
        falseKinds=(Path(__file__).parent / 'false-marks.md').read_text().strip())
    return (Path(__file__).parent / 'card-text.md').read_text().format(**fields)
