"""The suspicion score: a logistic model over what features.py says of a marked lesion. numpy only."""
import numpy as np

from features import NAMES

FAR = 3.0      # standard deviations at which a feature is cut off
SHRINK = 3.0   # weight of the squared coefficients


def terms(rows, mean, sd):
    """(N,len(NAMES)) -> (N,1+2*len(NAMES)): one, every feature in standard deviations, and their squares."""
    z = np.clip((rows - mean) / sd, -FAR, FAR)
    return np.concatenate([np.ones((len(z), 1)), z, z ** 2], 1)


def fit(rows, malignant):
    """Features (N,len(NAMES)) and labels -> model as JSON-ready dict."""
    mean, sd = rows.mean(0), rows.std(0) + 1e-9
    a, y = terms(rows, mean, sd), np.asarray(malignant, float)
    w, shrink = np.zeros(a.shape[1]), SHRINK * np.r_[0, np.ones(a.shape[1] - 1)]
    for _ in range(40):
        p = 1 / (1 + np.exp(-a @ w))
        hessian = (a * (p * (1 - p))[:, None]).T @ a + np.diag(shrink + 1e-9)
        w -= np.linalg.solve(hessian, a.T @ (p - y) + shrink * w)
    return {'features': list(NAMES), 'mean': mean.tolist(), 'sd': sd.tolist(), 'far': FAR, 'bias': float(w[0]),
            'linear': w[1:1 + len(NAMES)].tolist(), 'square': w[1 + len(NAMES):].tolist()}


def score(model, rows):
    """0..1 for each row of features: how like lesions that biopsy called malignant."""
    w = np.r_[model['bias'], model['linear'], model['square']]
    return 1 / (1 + np.exp(-terms(np.asarray(rows), np.array(model['mean']), np.array(model['sd'])) @ w))


def auc(s, malignant):
    """Area under the ROC curve; ties count half."""
    s, y = np.asarray(s), np.asarray(malignant, bool)
    if y.all() or not y.any():
        return float('nan')
    order = np.argsort(s, kind='stable')
    ranks = np.empty(len(s))
    ranks[order] = np.arange(1, len(s) + 1)
    for v in np.unique(s):
        ranks[s == v] = ranks[s == v].mean()
    return float((ranks[y].sum() - y.sum() * (y.sum() + 1) / 2) / (y.sum() * (~y).sum()))


def calibration(s, malignant, bins=8):
    """Rows of equal count: mean score, share malignant, count; and the Brier score."""
    s, y = np.asarray(s), np.asarray(malignant, float)
    parts = np.array_split(np.argsort(s), bins)
    rows = [{'score': round(float(s[p].mean()), 3), 'malignant': round(float(y[p].mean()), 3), 'n': len(p)} for p in parts if len(p)]
    return {'bins': rows, 'brier': round(float(((s - y) ** 2).mean()), 4)}


def operating_points(s, malignant):
    """Thresholds: the largest with sensitivity 0.95, that of the best sum, the smallest with specificity 0.9."""
    s, y = np.asarray(s), np.asarray(malignant, bool)
    at = np.unique(s)
    sens = np.array([(s[y] >= t).mean() for t in at])
    spec = np.array([(s[~y] < t).mean() for t in at])
    chosen = {'sensitive': int(np.flatnonzero(sens >= 0.95).max()), 'balanced': int(np.argmax(sens + spec)),
              'specific': int(np.flatnonzero(spec >= 0.9).min())}
    return [{'name': k, 'threshold': round(float(at[n]), 3), 'sensitivity': round(float(sens[n]), 3),
             'specificity': round(float(spec[n]), 3)} for k, n in chosen.items()]
