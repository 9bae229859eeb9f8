"""Figures from lists: rates and medians with intervals, AUC, logistic fits."""
import numpy as np

REPEATS = 1000


def plain(report):
    """The report with None for what is not a number, which JSON cannot say."""
    if isinstance(report, dict):
        return {k: plain(v) for k, v in report.items()}
    if isinstance(report, (list, tuple)):
        return [plain(v) for v in report]
    return None if isinstance(report, float) and np.isnan(report) else report


def bootstrap(values, patients, statistic=np.mean, repeats=REPEATS, seed=0):
    """95 % interval [low, high] of statistic(values) by drawing patients with replacement; None without cases.

    values (n,) or (n,k); patients (n,). Draws for which the statistic is not a number are left out.
    """
    values, patients = np.asarray(values, np.float64), np.asarray(patients)
    if not len(values):
        return None
    who, rng = np.unique(patients), np.random.default_rng(seed)
    rows = [np.flatnonzero(patients == p) for p in who]
    out = [statistic(values[np.concatenate([rows[k] for k in rng.integers(0, len(who), len(who))])])
           for _ in range(repeats)]
    if np.isnan(out).all():
        return None
    low, high = np.nanpercentile(out, [2.5, 97.5])
    return [round(float(low), 3), round(float(high), 3)]


def rate(flags, patients):
    """{'n', 'found', 'sensitivity', 'ci'} of booleans; the interval by bootstrap over patients."""
    n, hits = len(flags), int(np.sum(flags))
    return dict(n=n, found=hits, sensitivity=round(hits / n, 3) if n else None, ci=bootstrap(flags, patients))


def spread(values, patients=None):
    """{'n', 'mean', 'median', 'iqr'} of numbers; with patients also 'ci' of the median, and 'meanCi'."""
    if not len(values):
        return dict(n=0, mean=None, median=None, iqr=None)
    q = np.percentile(values, [25, 50, 75])
    out = dict(n=len(values), mean=round(float(np.mean(values)), 3), median=round(float(q[1]), 3),
               iqr=[round(float(q[0]), 3), round(float(q[2]), 3)])
    if patients is not None:
        out.update(ci=bootstrap(values, patients, np.median), meanCi=bootstrap(values, patients))
    return out


def auc(pairs):
    """Area under the ROC curve of pairs (n,2) of score and 0/1; nan when one class is missing."""
    pairs = np.asarray(pairs)
    yes, no = pairs[pairs[:, 1] == 1, 0], pairs[pairs[:, 1] == 0, 0]
    if not len(yes) or not len(no):
        return float('nan')
    return float((yes[:, None] > no).mean() + 0.5 * (yes[:, None] == no).mean())


def balanced_accuracy(pairs, classes=3):
    """Mean recall of the classes of pairs (n,2) of predicted and true class; nan when one is missing."""
    pairs = np.asarray(pairs, int)
    return float(np.mean([(pairs[pairs[:, 1] == k, 0] == k).mean() if (pairs[:, 1] == k).any() else np.nan
                          for k in range(classes)]))


def logistic(x, y, weight=None, ridge=1e-2, steps=60):
    """(bias, slopes...) of a logistic regression by Newton's method; x (n,k), y (n,) 0/1."""
    a = np.c_[np.ones(len(x)), x]
    b, w = np.zeros(a.shape[1]), np.ones(len(y)) if weight is None else weight
    penalty = ridge * np.eye(a.shape[1])
    penalty[0, 0] = 0
    for _ in range(steps):
        p = 1 / (1 + np.exp(-a @ b))
        b = b - np.linalg.solve((a * (w * p * (1 - p))[:, None]).T @ a + penalty + 1e-9 * np.eye(len(b)),
                                a.T @ (w * (p - y)) + penalty @ b)
    return b


def calibration(pairs, bins=5):
    """Rows of {'score', 'share', 'n'}: mean score and share of yes in equally filled bins of pairs (score, 0/1)."""
    pairs = np.asarray(sorted(map(tuple, pairs)))
    return [dict(score=round(float(part[:, 0].mean()), 3), share=round(float(part[:, 1].mean()), 3), n=len(part))
            for part in np.array_split(pairs, bins) if len(part)]
