"""Reference results for the inference engine, with numpy and scipy alone and nothing of the TypeScript.

Sliding windows follow nnU-Net v2 (inference/sliding_window_prediction.py: compute_gaussian,
compute_steps_for_sliding_window) and MONAI (inferers/utils.py: sliding_window_inference with
_get_scan_interval, dense_patch_slices, compute_importance_map), read and written anew. Resampling is
scipy.ndimage.zoom(order=1, grid_mode=True). Run: python make.py (writes <case>.json beside itself),
then npx prettier --write on what it wrote.
"""
import base64, itertools, json, math, pathlib
import numpy as np
from scipy import ndimage

HERE = pathlib.Path(__file__).parent
LPS = {"L": (0, 1), "R": (0, -1), "P": (1, 1), "A": (1, -1), "S": (2, 1), "I": (2, -1)}


# ---- the network: the same formula as patternAnswer in engine-fixtures.ts; x and the answer are [C, D, H, W]
def network(x, channels):
    q, d, h, w = x.shape
    a, b, e = np.meshgrid(np.arange(d) / d, np.arange(h) / h, np.arange(w) / w, indexing="ij")
    place = 0.3 * a - 0.5 * b + 0.7 * e
    left = x[0][:, :, np.maximum(np.arange(w) - 1, 0)]
    out = []
    for c in range(channels):
        s = sum(x[n] * (c + 1 + n) / (q * channels) for n in range(q))
        out.append(s - 0.5 * left + (c + 1) * place)
    return np.stack(out)


# ---- windows and weights
def nnunet_steps(image, tile, step):
    steps = []
    for i, k in zip(image, tile):
        n = int(np.ceil((i - k) / (k * step))) + 1
        actual = (i - k) / (n - 1) if n > 1 else 0
        steps.append([int(np.round(actual * m)) for m in range(n)])
    return steps


def nnunet_gaussian(tile, sigma):
    tmp = np.zeros(tile)
    tmp[tuple(i // 2 for i in tile)] = 1
    g = ndimage.gaussian_filter(tmp, [i * sigma for i in tile], 0, mode="constant", cval=0)
    g = g / g.max()
    g[g == 0] = g[g != 0].min()
    return g


def monai_steps(image, roi, overlap):
    starts = []
    for i, r in zip(image, roi):
        interval = r if r == i else max(1, int(r * (1 - overlap)))
        num = int(math.ceil(float(i) / interval))
        last = next((d for d in range(num) if d * interval + r >= i), None)
        starts.append([])
        for idx in range((last if last is not None else 0) + 1):
            s = idx * interval
            s -= max(s + r - i, 0)
            starts[-1].append(s)
    return starts


def monai_gaussian(roi, sigma):
    m = None
    for r in roi:
        x = np.arange(-(r - 1) / 2.0, (r - 1) / 2.0 + 1)
        g = np.exp(x**2 / (-2 * (sigma * r) ** 2))
        m = g if m is None else m[..., None] * g
    return m


def stitch(x, case, channels):
    """Mean logits [C, D, H, W] of an image [Q, D, H, W]; with a 2-D patch plane by plane."""
    patch = case["window"]["patch"]
    if len(patch) == 2:
        shifts = case.get("shifts", [0])
        planes = []
        for d in range(x.shape[1]):
            near = [min(x.shape[1] - 1, max(0, d + s)) for s in shifts]
            planes.append(stitch3(np.stack([x[0, n] for n in near])[:, None], case, [1, *patch], channels))
        return np.concatenate(planes, axis=1)
    return stitch3(x, case, patch, channels)


def stitch3(x, case, patch, channels):
    w = case["window"]
    before = [max(0, p - n) // 2 for p, n in zip(patch, x.shape[1:])]
    after = [max(0, p - n) - b for p, n, b in zip(patch, x.shape[1:], before)]
    widths = [(0, 0), *zip(before, after)]
    pad = w.get("pad", {"mode": "constant", "value": 0})
    if pad["mode"] == "edge":
        padded = np.pad(x, widths, mode="edge")
    else:
        padded = np.pad(x, widths, constant_values=pad.get("value", 0))
    overlap, sigma = w.get("overlap", 0.5), w.get("sigma", 0.125)
    image = padded.shape[1:]
    # A 2-D model has no Gaussian along D.
    flat = patch[0] == 1 and len(case["window"]["patch"]) == 2
    tile = patch[1:] if flat else patch
    if w.get("convention", "nnunet") == "nnunet":
        starts = nnunet_steps(image, patch, 1 - overlap)
        g = nnunet_gaussian(tile, sigma) if w.get("blend", "gaussian") == "gaussian" else np.ones(tile)
    else:
        starts = monai_steps(image, patch, overlap)
        g = monai_gaussian(tile, sigma) if w.get("blend", "gaussian") == "gaussian" else np.ones(tile)
        g = np.maximum(g, max(g.min(), 1e-3))
    g = g.reshape(patch)
    total = np.zeros((channels, *image))
    weight = np.zeros(image)
    mirror = [m for m in w.get("mirror", []) if not (flat and m == 0)]
    for s in itertools.product(*starts):
        at = tuple(slice(a, a + p) for a, p in zip(s, patch))
        part = padded[(slice(None), *at)]
        answers = []
        for n in range(len(mirror) + 1):
            for axes in itertools.combinations(mirror, n):
                f = tuple(a + 1 for a in axes)
                answers.append(np.flip(network(np.flip(part, f), channels), f))
        total[(slice(None), *at)] += np.mean(answers, axis=0) * g
        weight[at] += g
    mean = total / weight
    crop = tuple(slice(b, b + n) for b, n in zip(before, x.shape[1:]))
    return mean[(slice(None), *crop)]


# ---- the model's space
def to_model(scan, axes, orientation):
    """scan [k, j, i] and LPS directions of i, j, k -> array D, H, W; how to go back."""
    directions = np.array(axes)  # rows i, j, k
    if orientation == "native":
        flip = np.dot(np.cross(directions[0], directions[1]), directions[2]) < 0
        perm, flips = [0, 1, 2], [flip, False, False]
    else:
        # nibabel's io_orientation: the closest rotation-free matrix, certain axes first
        r = np.abs(directions.copy())
        owner = {}
        for n in np.argsort(-np.abs(directions).max(axis=1), kind="stable"):
            c = int(np.argmax(r[n]))
            owner[c] = (int(n), 1 if directions[n, c] > 0 else -1)
            r[:, c] = -1
        perm, flips = [], []
        for letter in orientation:
            c, sign = LPS[letter]
            n, s = owner[c]
            perm.append(2 - n)  # the array is k, j, i
            flips.append(s != sign)
    out = np.transpose(scan, perm)
    where = tuple(slice(None, None, -1) if f else slice(None) for f in flips)
    return out[where], perm, where


def from_model(model, perm, where):
    return np.transpose(model[where], np.argsort(perm))


def zoom(x, shape):
    if list(x.shape) == list(shape):
        return x
    return ndimage.zoom(x, [a / b for a, b in zip(shape, x.shape)], order=1, mode="nearest", grid_mode=True)


def normalise(x, ops):
    for op in ops:
        k = op.get("kwargs", {})
        if op["id"] == "clip":
            x = np.clip(x, k.get("min"), k.get("max"))
        elif op["id"] == "scale_linear":
            x = x * k.get("gain", 1) + k.get("offset", 0)
        elif op["id"] == "fixed_zero_mean_unit_variance":
            x = (x - k["mean"]) / k["std"]
        elif op["id"] == "zero_mean_unit_variance":
            if k.get("mask") == "nonzero":
                m = x != 0
                y = x.copy()
                y[m] = (x[m] - x[m].mean()) / (x[m].std() + 1e-6)
                x = y
            else:
                x = (x - x.mean()) / (x.std() + 1e-6)
        elif op["id"] == "scale_range":
            lo, hi = np.percentile(x, [k.get("min_percentile", 0), k.get("max_percentile", 100)])
            x = (x - lo) / (hi - lo + 1e-6)
    return x


def activate(logits, activation):
    if activation == "sigmoid":
        return 1 / (1 + np.exp(-logits))
    if activation == "softmax":
        e = np.exp(logits - logits.max(axis=0))
        return e / e.sum(axis=0)
    return np.clip(logits, 0, 1)


# ---- cases
rng = np.random.default_rng(20260122)


def volume(dims, kind="int16"):
    """Smooth random Hounsfield-like values, [k, j, i] for dims i, j, k."""
    v = ndimage.gaussian_filter(rng.normal(size=dims[::-1]), 1.2)
    v = (v / v.std() * 400 - 100)
    return np.round(v).astype(kind) if kind != "float32" else v.astype(np.float32)


def pack(a):
    return base64.b64encode(np.ascontiguousarray(a).tobytes()).decode()


def rotation(rx, ry, rz):
    cx, sx, cy, sy, cz, sz = np.cos(rx), np.sin(rx), np.cos(ry), np.sin(ry), np.cos(rz), np.sin(rz)
    return (
        np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
        @ np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
        @ np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    )


def axes_of(i, j, k, r=np.eye(3)):
    unit = {n: (np.eye(3)[c] * s) for n, (c, s) in LPS.items()}
    return [(r @ unit[n]).tolist() for n in (i, j, k)]


CT = [{"id": "clip", "kwargs": {"min": -900, "max": 900}}, {"id": "fixed_zero_mean_unit_variance", "kwargs": {"mean": -50, "std": 450}}]
AXIAL = axes_of("L", "P", "S")
CASES = {
    "planar-nnunet": dict(dims=[53, 47, 2], spacing=[0.8, 0.8, 3], axes=AXIAL, channels=2, activation="sigmoid",
        input={"axes": "NCHW", "preprocessing": CT}, window={"patch": [32, 24], "overlap": 0.5}),
    "planar-25d": dict(dims=[22, 25, 6], spacing=[0.8, 0.8, 1.25], axes=axes_of("L", "P", "I"), channels=2, activation="softmax", shifts=[-2, 0, 2],
        input={"axes": "NCHW", "orientation": "SPL", "slices": {"offsetsMm": [-2.5, 0, 2.5]}, "preprocessing": CT},
        window={"patch": [12, 16], "overlap": 0.25, "convention": "monai", "blend": "constant"}),
    "planar-last-small": dict(dims=[21, 40, 3], spacing=[1, 1, 1], axes=AXIAL, channels=3, activation="softmax",
        input={"axes": "NHWC", "preprocessing": [{"id": "scale_range", "kwargs": {"min_percentile": 1, "max_percentile": 99}}, {"id": "clip", "kwargs": {"min": 0, "max": 1}}]},
        window={"patch": [32, 32], "overlap": 0.3, "pad": {"mode": "constant", "value": 0.25}, "mirror": [0, 1, 2]}),
    "volume-nnunet": dict(dims=[19, 22, 17], spacing=[1.5, 1.5, 1.5], axes=AXIAL, channels=3, activation="softmax",
        input={"axes": "NCDHW", "orientation": "SPL", "preprocessing": [{"id": "zero_mean_unit_variance", "kwargs": {}}]},
        window={"patch": [8, 12, 10]}),
    "volume-monai": dict(dims=[19, 22, 18], spacing=[1.5, 1.5, 1.5], axes=AXIAL, channels=2, activation="sigmoid", kind="float32",
        input={"axes": "NCDHW", "orientation": "SPL", "preprocessing": [{"id": "scale_range", "kwargs": {"min_percentile": 5, "max_percentile": 95}}]},
        window={"patch": [11, 8, 9], "overlap": 0.25, "convention": "monai"}),
    "volume-small": dict(dims=[14, 31, 9], spacing=[1, 1, 1], axes=AXIAL, channels=2, activation="sigmoid",
        input={"axes": "NCDHW", "preprocessing": CT}, window={"patch": [16, 16, 16], "overlap": 0.5, "pad": {"mode": "edge"}}),
    "volume-mirror": dict(dims=[20, 18, 15], spacing=[1, 1, 2], axes=AXIAL, channels=2, activation="none",
        input={"axes": "NDHWC", "preprocessing": [*CT, {"id": "scale_linear", "kwargs": {"gain": -0.3, "offset": 0.4}}]},
        window={"patch": [8, 12, 16], "mirror": [0, 1, 2], "sigma": 0.08}),
    "volume-anisotropic": dict(dims=[30, 26, 11], spacing=[0.8, 0.9, 3.1], axes=AXIAL, channels=2, activation="sigmoid",
        input={"axes": "NCDHW", "orientation": "SPL", "spacing": [1.5, 1.2, 1.5], "preprocessing": CT},
        window={"patch": [12, 12, 12]}),
    "volume-sagittal": dict(dims=[24, 22, 13], spacing=[0.9, 0.9, 2.2], axes=axes_of("P", "I", "R"), channels=2, activation="sigmoid",
        input={"axes": "NCDHW", "orientation": "SPL", "preprocessing": CT}, window={"patch": [12, 8, 10], "overlap": 0.4}),
    "volume-oblique": dict(dims=[24, 22, 13], spacing=[0.9, 0.9, 2.2], axes=axes_of("A", "S", "L", rotation(0.3, -0.25, 0.2)), channels=2, activation="sigmoid",
        input={"axes": "NCDHW", "orientation": "RAS", "spacing": [1.3, None, 1.1], "preprocessing": [{"id": "zero_mean_unit_variance", "kwargs": {}}]},
        window={"patch": [12, 12, 12], "convention": "monai", "overlap": 0.5}),
    "volume-masked": dict(dims=[20, 21, 12], spacing=[1, 1, 1], axes=axes_of("L", "P", "I"), channels=2, activation="sigmoid", zeros=True,
        input={"axes": "NCDHW", "preprocessing": [{"id": "zero_mean_unit_variance", "kwargs": {"mask": "nonzero"}}, {"id": "scale_linear", "kwargs": {"gain": 0.5, "offset": 0.1}}]},
        window={"patch": [12, 12, 12], "blend": "constant"}),
}


def make(name, case):
    scan = volume(case["dims"], case.get("kind", "int16"))
    if case.get("zeros"):
        scan[: scan.shape[0] // 3] = 0
    model, perm, where = to_model(scan.astype(np.float64), case["axes"], case["input"].get("orientation", "native"))
    steps = [case["spacing"][2 - p] for p in perm]
    target = case["input"].get("spacing", [None] * 3)
    shape = [n if t is None else max(1, int(np.round(n * s / t))) for n, s, t in zip(model.shape, steps, target)]
    x = normalise(zoom(model, shape), case["input"].get("preprocessing", []))
    logits = stitch(x[None], case, case["channels"])
    labels = logits.argmax(axis=0)
    # A tie is nobody's fault: 255 is not compared.
    top = np.sort(logits, axis=0)
    labels[top[-1] - top[-2] < 1e-5] = 255
    values = activate(logits, case["activation"])
    # Values are sampled after activation, as the engine keeps no logits.
    back = [from_model(zoom(v, model.shape), perm, where) for v in values]
    out = {k: v for k, v in case.items() if k not in ("shifts", "zeros", "kind")}
    out["kind"] = case.get("kind", "int16")
    out["modelDims"] = list(shape)
    out["scan"] = pack(scan)
    out["values"] = [pack(b.astype(np.float32)) for b in back]
    if list(shape) == list(model.shape):
        out["labels"] = pack(from_model(labels, perm, where).astype(np.uint8))
    (HERE / f"{name}.json").write_text(json.dumps(out) + "\n")
    print(name, shape, len(json.dumps(out)) // 1024, "KiB")


for name, case in CASES.items():
    make(name, case)
