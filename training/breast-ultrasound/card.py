"""The manifest's measured entries and the model card's text, from the JSON of evaluate.py and picture.py."""
from look import LEAST, SIDE, THRESHOLD

DATASET = 'BUS-BRA, folds by case (5 devices of one institute)'


def of(entry, digits=3):
    """'0.85 (0.84 to 0.86; n 375)' of a figure with its interval."""
    if not entry or entry.get('value') is None:
        return 'not measured'
    low, high = entry['ci']
    return f"{entry['value']:.{digits}f} ({low:.{digits}f} to {high:.{digits}f}; n {entry['n']})"


def of_all(share):
    return f"{share['declined']} of {share['n']}"


def metrics(figures):
    """Manifest metrics; rows whose value is missing are left out."""
    outline, s = figures['outline'], figures['suspicion']
    rows = [('Dice, mean', outline['dice']), ('lesion found (overlap above 0.3)', outline['found']),
            ('long axis of found lesions, median relative error', outline['longAxisErrorMedian']),
            ('lesion-free strips with a mark', figures['falseMarksOnLesionFree']),
            ('suspicion score, AUC', s and s['auc'])]
    return [{'name': name, 'value': e['value'], 'n': e['n'], 'ci': e['ci'], 'dataset': DATASET, 'folds': figures['folds'], 'external': False}
            for name, e in rows if e and e.get('value') is not None]


def operating_points(figures):
    return figures['suspicion']['operatingPoints'] if figures['suspicion'] else []


def table(groups):
    lines = ['| lesions | Dice | found | long axis, median error |', '| --- | --- | --- | --- |']
    return '\n'.join(lines + [f"| {k} | {of(v['dice'])} | {of(v['found'])} | {of(v['longAxisErrorMedian'])} |" for k, v in groups.items()])


def descriptor_table(counts):
    """How often each form and margin is suggested, by biopsy."""
    of = lambda names, k: f"{names[k]} ({names[k] / max(1, total[k]):.2f})"
    lines = ['| suggested | benign | malignant |', '| --- | --- | --- |']
    for kind, names in counts.items():
        total = {k: sum(n[k] for n in names.values()) for k in ('benign', 'malignant')}
        lines += [f"| {kind}: {'nothing' if name == 'none' else name} | {of(n, 'benign')} | {of(n, 'malignant')} |" for name, n in names.items()]
    return '\n'.join(lines)


def card_text(figures, pictures, version, checkpoint, step, parameters):
    o, s, g = figures['outline'], figures['suspicion'], figures['groups']
    folds = ', '.join(str(k + 1) for k in figures['folds'])
    none = figures['noneSaid']
    whole = '--1' in checkpoint
    shipped = ('is trained on all cases of the set' if whole else
               f'is the one of fold {int(checkpoint[-1]) + 1}, whose cases it never saw')
    bins = '\n'.join(f"| {b['score']:.3f} | {b['malignant']:.3f} | {b['n']} |" for b in s['calibration']['bins'])
    points = '\n'.join(f"| {p['name']} | {p['threshold']:.3f} | {p['sensitivity']:.3f} | {p['specificity']:.3f} |" for p in s['operatingPoints'])
    return f"""# breast-ultrasound {version}

**Research use, not for diagnosis.** Finds and outlines one lesion on a B-mode image of the breast, or says that it marks none. A
doctor accepts, corrects or rejects it. No mark does not mean no lesion.

## What it is
A 2-D U-Net ({parameters / 1e6:.2f} M parameters, fp32; Conv, Relu, MaxPool, Resize, Concat) that sees the ultrasound region of the image at {SIDE} x {SIDE}
pixels, as the mean of itself and its mirror image. The piece with the most probability above {THRESHOLD} is the lesion; below
{LEAST} pixels of the square it is none. The network that is shipped {shipped} ({step} steps). Axes, depth, width and area are measured on
the outline with the image's own calibration, not by the network.

**Suspicion score**: a logistic model over twelve numbers that are computed from the image and the *predicted* outline (depth to width,
compactness, solidity, roughness, extent, echo against the tissue around, texture, step at the edge and its spread, posterior
echo, certainty of the outline, tilt) and their squares. It says how like the set's malignant lesions a lesion looks, where
about one lesion in three was malignant and every lesion had a biopsy: in another mixture of patients the same score means
another probability. Off by default. It knows nothing of age, history, mammogram or axilla.

**No picture, no answer**: where the file states no ultrasound region, a linear score of 22 numbers of the picture (brightness,
differences between neighbours across and down, speckle, symmetry, borders) must say that it looks like B-mode, and none of them may
leave the range that it has in the set's frames, plain and changed as in training; what does not is declined. Shares, by scores fitted without the fold of the frame or the study of the other image:

| images | declined |
| --- | --- |
| frames of the set, whole and cut to their filled part | {of_all(pictures['frames'])} |
| slices, films, photographs, made images | {of_all(pictures['others'])}; {of_all(pictures['othersFitted'])} by the shipped score |
{chr(10).join(f"| of these {k} | {of_all(v)} |" for k, v in pictures['byKind'].items())}

## Data
**BUS-BRA**: 1,875 images of 1,064 women, National Institute of Cancer, Rio de Janeiro; lesions with outlines, biopsy results and
BI-RADS 2 to 5; longest side 224 pixels. Gomez-Flores W, et al. BUS-BRA: a breast ultrasound dataset for assessing
computer-aided diagnosis systems. Med Phys 2024;51:3110-3123. It holds no image without a lesion: strips beside lesions
and lesions covered with tissue of the same depth were shown as lesion-free while it learned.

## Measured
By `evaluate.py`, on fold{'s' if len(figures['folds']) > 1 else ''} {folds} of the set's own five, each by a network and a score that did not see its cases ({figures['images']} images);
95 % intervals by bootstrap over cases.{'' if len(figures['folds']) == 5 else ' The other folds are not measured yet.'}

| what | value |
| --- | --- |
| Dice, mean | {of(o['dice'])} |
| lesion found (overlap above 0.3) | {of(o['found'])} |
| long axis of found lesions, median relative error | {of(o['longAxisErrorMedian'])} |
| images with a lesion where it marks none | {none['value']:.3f} (n {none['n']}) |
| lesion-free strips with a mark | {of(figures['falseMarksOnLesionFree'])} |
| suspicion score, AUC | {of(s['auc'])}; {s['malignant']} malignant |

Lesion-free strips are parts beside lesions, at least 35 % of the image wide; no woman without a lesion is in the set, so how often a
normal breast gets a mark is **not known**.

### By size (longest axis, pixels of a 224-pixel image)
{table(g['longAxisPxOf224'])}

### By BI-RADS
{table(g['birads'])}

### By biopsy
{table(g['label'])}

### Suggested descriptors
Form and margin that the outline and the step of the grey across it suggest, of the lesions found. The set holds no reader's
descriptors: **how often a suggestion agrees with a reader is not known**, only how often each is made of benign and of
malignant lesions. Where they cannot decide, nothing is suggested; angular, microlobulated and spiculated never are. The rule's
limits were set on the frames of folds 1 and 2. A circumscribed margin does not mean benign.

{descriptor_table(figures['descriptors'])}

### Calibration of the suspicion score
Brier score {s['calibration']['brier']:.3f}. Lesions in groups of equal number:

| mean score | share malignant | n |
| --- | --- | --- |
{bins}

### Operating points of the suspicion score
Chosen on the same scores that they are measured on: somewhat too good.

| point | score at least | sensitivity | specificity |
| --- | --- | --- | --- |
{points}

## Not tested
Other hospitals' machines, images without a lesion, several lesions in one image, Doppler and elastography, implants, men, children,
lesions longer than the image, cine loops frame by frame against outlines by readers.
"""
