"""Reads every file that is named with pydicom, and gives it through dcm2json and back; a line a file that differs.

Usage: read.py [--json] FILE...  (--json: the round trip too, which needs dcmtk's dcm2json)
Exit code 1 when a file cannot be read or does not come back.
"""

import subprocess
import sys
import warnings

import pydicom
from pydicom.dataset import Dataset


def plain(dataset: Dataset) -> dict:
    """Values by tag, as what a JSON text can say of them."""
    out = {}
    for element in dataset:
        if element.VR == "SQ":
            out[element.tag] = [plain(item) for item in element.value]
        elif element.VR in ("OB", "OW", "UN"):
            out[element.tag] = bytes(element.value or b"").rstrip(b"\0")
        elif element.VR in ("DS", "FL", "FD", "IS"):
            values = element.value if element.VM > 1 else [element.value]
            out[element.tag] = [None if v in (None, "") else float(v) for v in values]
        elif element.VR == "PN":
            # Empty components at the end may be left out (PS3.5 6.2.1).
            out[element.tag] = str(element.value or "").rstrip("^=")
        else:
            values = element.value if element.VM > 1 else [element.value]
            out[element.tag] = [str(v if v is not None else "").rstrip(" \0") for v in values]
    return out


def same(a, b) -> bool:
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
    if isinstance(a, float) and isinstance(b, float):
        return abs(a - b) <= 1e-6 * max(1.0, abs(a))
    return a == b


def main() -> int:
    paths = [path for path in sys.argv[1:] if path != "--json"]
    bad = 0
    for path in paths:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                dataset = pydicom.dcmread(path)
                read = plain(dataset)
            if "--json" in sys.argv:
                text = subprocess.run(["dcm2json", "-fc", path], capture_output=True, check=True).stdout
                back = plain(Dataset.from_json(text.decode("utf-8")))
                for tag in [tag for tag in read if tag.element == 0]:
                    del read[tag]
                if not same(read, back):
                    tags = [str(tag) for tag in read.keys() | back.keys() if not same(read.get(tag), back.get(tag))]
                    raise ValueError(f"differs after dcm2json: {' '.join(tags)}")
        except Exception as wrong:  # noqa: BLE001 - whatever is wrong is what is to be said
            bad += 1
            print(f"{path}: {type(wrong).__name__}: {wrong}")
    print(f"{len(paths) - bad} of {len(paths)}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
