"""Measure the model on a folder of crops that it never learned from; prints JSON.

  python evaluate.py --data /work/shared/data/lidc-nodule-crops/val [--thresholds 0.4 0.9] [--model FOLDER]

--data: any folder laid out as lidc-nodule-crops/val. Both stages run as in scan.py, on 3-D stacks of 96x96 crops in
full. A nodule is found when kept candidates cover at least a tenth of its consensus (>= 50 % of its readers, >= 2).
Slices beyond a stack's ends are the end slice again, so nothing here comes from the labels. Thresholds: those of
the manifest's FROC. Intervals: 95 %, bootstrap over patients.
"""
import argparse
import json
from functools import partial
from pathlib import Path

import numpy as np
from scipy import ndimage as ndi

from candidates import open_model
from crops import FOUND_COVER, hounsfield, is_false, outline, reader_voxels, reference, stacks_of, texture_class, touching
from hu_type import hu_type
from measures import auc, balanced_accuracy, bootstrap, calibration, plain, rate, spread
from patch import LABELS, open_second, rank
from places import TEXTURES, targets
from prepare import NEGATIVE
from screen import open_screen
from samples import RATINGS
from scan import MODEL

SIZES = (('<6', 0, 6), ('6-10', 6, 10), ('>=10', 10, 1e9))
MAIN = '>=3 readers, >=4 mm'


def kept(stack, threshold):
    return [c for c in stack['items'] if not c['rejected'] and c['score'] >= threshold]


def found(stack, threshold):
    """Do the kept candidates cover enough of the nodule?"""
    own = reference(stack)
    return (np.isin(stack['labels'], [c['id'] for c in kept(stack, threshold)]) & own).sum() >= FOUND_COVER * own.sum()


def false_marks(stack, threshold):
    """Components on nothing that any reader marked: in the stack's slices, and in 3-D."""
    keep, slices = np.isin(stack['labels'], [c['id'] for c in kept(stack, threshold)]), 0
    for mask, target in zip(keep, stack['target']):
        lab, n = ndi.label(mask, np.ones((3, 3)))
        slices += n - int((np.unique(lab[target != NEGATIVE]) > 0).sum())
    return slices, sum(is_false(stack, c) for c in kept(stack, threshold))


def detection(stacks, threshold):
    """Sensitivity by readers, size and type, and false marks, at one threshold."""
    rows = [(s, found(s, threshold)) for s in stacks if reference(s).any()]

    def of(test):
        part = [(hit, s['patient']) for s, hit in rows if test(s)]
        return rate([hit for hit, _ in part], [p for _, p in part])
    false = np.array([false_marks(s, threshold) for s in stacks])
    n, who = sum(len(s['target']) for s in stacks), [s['patient'] for s in stacks]
    by_size = {f'{name} mm, >={r} readers': of(lambda s: lo <= s['size'] < hi and s['readers'] >= r)
               for r in (2, 3) for name, lo, hi in SIZES}
    by_type = {t: of(lambda s: s['readers'] >= 3 and texture_class(s['row']['texture_median']) == t)
               for t in TEXTURES}
    return {'threshold': threshold, 'cropSlices': n, 'stacks': len(stacks),
            'sensitivity': {MAIN: of(lambda s: s['readers'] >= 3 and s['size'] >= 4),
                            '>=2 readers': of(lambda s: s['readers'] >= 2),
                            **{f'{r} readers': of(lambda s: s['readers'] == r) for r in (1, 2, 3, 4)}},
            'sensitivityBySize': by_size, 'sensitivityByType, >=3 readers': by_type,
            'falseComponentsPerCropSlice': round(float(false[:, 0].sum() / n), 4),
            'falseCandidatesPerNoduleStack': round(float(false[:, 1].mean()), 4),
            'falseCandidatesPerNoduleStackCi': bootstrap(false[:, 1], who)}


def screened(stacks):
    """Of how many nodules the screen sends the detector to most of the outline (>= 50 %), and to all but 5 % of it."""
    rows = [(s, float((s['looked'] & reference(s)).sum() / reference(s).sum())) for s in stacks if reference(s).any()]
    groups = {MAIN: lambda s: s['readers'] >= 3 and s['size'] >= 4, '>=2 readers': lambda s: s['readers'] >= 2,
              '1 readers': lambda s: s['readers'] == 1}
    for name, lo, hi in SIZES:
        groups[f'{name} mm, >=3 readers'] = lambda s, lo=lo, hi=hi: s['readers'] >= 3 and lo <= s['size'] < hi
    for t in TEXTURES:
        groups[f'{t}, >=3 readers'] = lambda s, t=t: s['readers'] >= 3 and texture_class(s['row']['texture_median']) == t
    out = {'cropPixelsLookedAt': round(float(np.concatenate([s['looked'].ravel() for s in stacks]).mean()), 3)}
    for name, test in groups.items():
        share = np.array([v for s, v in rows if test(s)])
        out[name] = dict(n=len(share), most=int((share >= 0.5).sum()), all=int((share >= 0.95).sum()),
                         meanShare=round(float(share.mean()), 4) if len(share) else None)
    return out


def dice(a, b):
    return 2 * float((a & b).sum()) / float(a.sum() + b.sum())


def readers_agree(stack):
    """Mean Dice of all pairs of readers; mean of how far each one's volume lies from the median of the others."""
    masks = [((stack['bits'] >> k) & 1).astype(bool) for k in range(4) if (stack['bits'] >> k & 1).any()]
    volumes = [float(m.sum()) for m in masks]
    others = [abs(v / np.median(volumes[:k] + volumes[k + 1:]) - 1) for k, v in enumerate(volumes)]
    return np.mean([dice(a, b) for k, a in enumerate(masks) for b in masks[:k]]), float(np.mean(others))


def outlines(stacks, threshold, least):
    """3-D Dice and volume error of the found nodules of >= `least` readers, beside the readers' own agreement."""
    rows, parts = [], [s for s in stacks if s['readers'] >= least and reference(s).any() and found(s, threshold)]
    for s in parts:
        mine = outline(s, [c['id'] for c in touching(s, kept(s, threshold))])
        readers = [v for v in reader_voxels(s['bits']) if v]
        rows.append((dice(mine, reference(s)), mine.sum() / np.median(readers) - 1,
                     *(readers_agree(s) if len(readers) > 1 else (np.nan, np.nan))))
    rows, who = np.array(rows).reshape(-1, 4), np.array([s['patient'] for s in parts])
    size = np.array([s['size'] for s in parts])
    kind = np.array([texture_class(s['row']['texture_median']) for s in parts])
    groups = {**{f'{n} mm': (size >= lo) & (size < hi) for n, lo, hi in SIZES}, **{t: kind == t for t in TEXTURES}}
    both = ~np.isnan(rows[:, 2])
    return {'nodules': f'found, >={least} readers', 'threshold': threshold,
            'dice': spread(rows[:, 0], who), 'volumeErrorSigned': spread(rows[:, 1], who),
            'volumeErrorAbsolute': spread(np.abs(rows[:, 1]), who),
            'readersDice': spread(rows[both, 2], who[both]),
            'readersVolumeDifference': spread(rows[both, 3], who[both]),
            'diceBy': {k: spread(rows[m, 0]) for k, m in groups.items()},
            'volumeErrorAbsoluteBy': {k: spread(np.abs(rows[m, 1])) for k, m in groups.items()},
            'volumeErrorSignedBy': {k: spread(rows[m, 1]) for k, m in groups.items()}}


def opinions(stacks, threshold, least):
    """The second stage's type and scores against the readers' ratings, on found nodules of >= `least` readers."""
    parts = [s for s in stacks if s['readers'] >= least and reference(s).any() and found(s, threshold)]
    logits = np.array([touching(s, kept(s, threshold))[0]['logits'] for s in parts]).reshape(-1, 8)
    texture, yes = targets(np.array([[float(s['row'][k] or 'nan') for k in RATINGS] for s in parts]).reshape(-1, 5))
    who = np.array([s['patient'] for s in parts])
    pairs, rated = np.c_[logits[:, 1:4].argmax(1), texture], texture >= 0
    pairs, raters = pairs[rated], who[rated]
    table = {t: {p: int(((pairs[:, 1] == k) & (pairs[:, 0] == j)).sum()) for j, p in enumerate(TEXTURES)}
             for k, t in enumerate(TEXTURES)}
    out = {'nodules': f'found, >={least} readers', 'threshold': threshold, 'typeConfusion, true: {predicted}': table,
           'typeBalancedAccuracy': round(balanced_accuracy(pairs), 3),
           'typeBalancedAccuracyCi': bootstrap(pairs, raters, balanced_accuracy),
           'typeRecall': {t: round(table[t][t] / max(1, sum(table[t].values())), 3) for t in TEXTURES}}
    for k, name in enumerate(LABELS[4:]):
        known = ~np.isnan(yes[:, k])
        score = 1 / (1 + np.exp(-logits[known, 4 + k]))
        both = np.c_[score, yes[known, k]]
        out[name] = dict(n=int(known.sum()), yes=int(yes[known, k].sum()), auc=round(auc(both), 3),
                         ci=bootstrap(both, who[known], auc), calibration=calibration(both))
    return out


def by_hu(stacks, threshold, least):
    """Type by the page's HU rule, alone where it answers, and with the network's where it does not; calcified = solid."""
    parts = [s for s in stacks if s['readers'] >= least and reference(s).any() and found(s, threshold)]
    parts, rows = [s for s in parts if texture_class(s['row']['texture_median']) in TEXTURES], []
    for s in parts:
        best = touching(s, kept(s, threshold))[0]
        said = hu_type(hounsfield(s['images']), outline(s, [best['id']]), s['spacing'])
        said = 'solid' if said == 'calcified' else said
        rows.append((TEXTURES.index(said) if said else -1, int(np.argmax(best['logits'][1:4])),
                     TEXTURES.index(texture_class(s['row']['texture_median']))))
    rows = np.array(rows).reshape(-1, 3)
    answered = rows[:, 0] >= 0
    joined = np.where(answered, rows[:, 0], rows[:, 1])
    return {'nodules': f'found, >={least} readers', 'n': len(rows), 'ruleAnswers': int(answered.sum()),
            'balancedAccuracyWhereRuleAnswers': {
                'rule': round(balanced_accuracy(rows[answered][:, [0, 2]]), 3),
                'network': round(balanced_accuracy(rows[answered][:, [1, 2]]), 3)},
            'balancedAccuracyOfAll': {'rule, else network': round(balanced_accuracy(np.c_[joined, rows[:, 2]]), 3),
                                      'network': round(balanced_accuracy(rows[:, 1:]), 3)}}


def evaluate(stacks, folder, thresholds, main):
    """Everything above on the stacks of `folder`: detection at `thresholds`, the rest at `main` (outlines) and the lowest."""
    lowest = min(thresholds)
    return plain(dict(data=str(folder), patients=len({s['patient'] for s in stacks}),
                screen=screened(stacks), detection=[detection(stacks, t) for t in thresholds],
                outlines=[outlines(stacks, main, least) for least in (3, 2)],
                opinions=[opinions(stacks, lowest, least) for least in (3, 2)],
                typeByHu=[by_hu(stacks, lowest, least) for least in (3, 2)]))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--data', type=Path, default=Path('/work/shared/data/lidc-nodule-crops/val'))
    parser.add_argument('--model', type=Path, default=MODEL, help='folder of manifest.json and weights')
    parser.add_argument('--thresholds', type=float, nargs='+')
    args = parser.parse_args()
    froc = {p['falsePerScan']: p['threshold'] for p in json.loads((args.model / 'manifest.json').read_text())['froc']}
    thresholds = args.thresholds or sorted(froc.values())
    stacks = stacks_of(args.data, open_model(args.model / 'weights.onnx'), open_screen(args.model),
                       partial(rank, *open_second(args.model)))
    report = evaluate(stacks, args.data, thresholds, froc.get(4, min(thresholds)))
    print(json.dumps(report, indent=1))


if __name__ == '__main__':
    main()
