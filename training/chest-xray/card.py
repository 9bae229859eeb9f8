"""The model card, and the metrics of the manifest, from what evaluate.py measured."""
from pathlib import Path

from films import SIZE

DATASET = 'chest-xray-wingspan, five folds'


def with_interval(entry, digits=3):
    low, high = entry['ci']
    return f"{entry['value']:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


def metrics(figures):
    """Entries of the manifest's `metrics`."""
    entry = lambda name, m: {'name': name, 'value': m['value'], 'ci': m['ci'], 'n': m['n'],
                             'dataset': f"{DATASET} ({len(figures['folds'])} of them)"}
    return [entry('Dice of the lungs, mean', figures['dice']['lungs']), entry('Dice of the heart, mean', figures['dice']['heart']),
            entry('cardiothoracic ratio, mean absolute error', figures['ratio']['mean absolute error'])]


def percent(entry):
    return f"{entry['declined']} of {entry['n']} ({100 * entry['declined'] / max(1, entry['n']):.1f} %)"


def card_text(figures, limits, trained, size):
    """card-text.md with the figures filled in."""
    dice = '\n'.join(f'| {name} | {with_interval(m)} |' for name, m in figures['dice'].items())
    ratio = figures['ratio']
    by = '\n'.join(f"| {name} | {m['n']} | {with_interval(m)} |" for name, m in ratio['by ratio'].items() if m['n'])
    strange = figures.get('others')
    kinds = '\n'.join(f"| {k} | {percent(v)} |" for k, v in strange['by kind'].items()) if strange else '| not measured | |'
    return (Path(__file__).parent / 'card-text.md').read_text().format(
        films=figures['films'], folds=', '.join(map(str, figures['folds'])), dice=dice, mae=with_interval(ratio['mean absolute error']),
        bias=with_interval(ratio['mean error']), worst=with_interval(ratio['95th percentile of absolute error']), by=by,
        plain=with_interval(ratio['without overlap']), declined=percent(figures['films declined']),
        strange=percent(strange['all']) if strange else 'not measured', kinds=kinds,
        negatives=percent(figures['negatives']), told=figures['negatives']['said to be negatives'],
        unsure=limits['unsure'][1], agreement=limits['agreement'][0], trained=trained, side=SIZE, size=f'{size / 1e6:.1f}')
