"""Images that are no upright frontal chest film: what the analysis has to decline."""
import subprocess
import tempfile
import warnings
from pathlib import Path

import numpy as np
import pydicom
from PIL import Image
from scipy import ndimage

# Of a series of slices only every so many; neighbours tell nothing new.
EVERY = {'studies/ct-chest': 5, 'studies/lidc-idri-0001': 7, 'studies/ct-head': 2, 'studies/mr-wrist': 1}
LEAST_SIDE = 48
JPEG_LS = (pydicom.uid.JPEGLSLossless, pydicom.uid.JPEGLSNearLossless)
SOURCES = ('studies', 'conformance', 'objects/pr/orthanc', 'objects/sr')


def opened(path):
    """A DICOM file with its pixels; JPEG-LS, which pydicom does not decode alone, through dcmtk's dcmdjpls."""
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        data = pydicom.dcmread(path)
        if data.file_meta.TransferSyntaxUID in JPEG_LS:
            with tempfile.NamedTemporaryFile(suffix='.dcm') as plain:
                subprocess.run(['dcmdjpls', str(path), plain.name], check=True, capture_output=True)
                data = pydicom.dcmread(plain.name)
                return data, data.pixel_array.astype(np.float32)
        return data, data.pixel_array.astype(np.float32)


def _dicom_frames(root):
    """(kind, file, grey image) of what is no chest film; three frames of a film."""
    for source in SOURCES:
        for n, path in enumerate(sorted((root / source).rglob('*.dcm'))):
            where = str(path.relative_to(root))
            every = next((e for s, e in EVERY.items() if where.startswith(s)), 1)
            if n % every or 'cr-chest' in where or 'lateral' in where:
                continue
            try:
                data, pixels = opened(path)
            except Exception:   # objects without pixels, or coded as nothing here decodes
                continue
            if data.get('Modality') in ('SEG', 'RTDOSE', 'SM', None):
                continue
            frames = pixels if int(data.get('NumberOfFrames', 1) or 1) > 1 else pixels[None]
            for k in sorted({0, len(frames) // 2, len(frames) - 1}):
                image = frames[k].mean(-1) if data.SamplesPerPixel == 3 else frames[k]
                if data.PhotometricInterpretation == 'MONOCHROME1':
                    image = image.max() - image
                if min(image.shape) >= LEAST_SIDE and image.max() > image.min():
                    yield str(data.Modality), f'{where} {k}', image


def _made(rng):
    """Noise, clouds, ramps, discs: what a blank or test image may be."""
    for n in range(12):
        yield 'noise', f'white {n}', rng.normal(0, 1, (400, 400))
        yield 'noise', f'cloud {n}', ndimage.gaussian_filter(rng.normal(0, 1, (400, 400)), 4 * (1 + n))
    y, x = np.mgrid[:400, :400] / 400
    for n in range(6):
        turn = n * np.pi / 6
        yield 'made', f'ramp {n}', np.cos(turn) * x + np.sin(turn) * y
        yield 'made', f'disc {n}', ((x - 0.5) ** 2 + (y - 0.5) ** 2 < (0.1 + 0.06 * n) ** 2) * 1.0


def _spoilt(films):
    """Chest films that must not be measured: turned by a quarter or upside down, and parts of one."""
    for n, film in enumerate(films):
        h, w = film.shape
        yield 'film turned', f'quarter {n}', np.rot90(film)
        yield 'film turned', f'three quarters {n}', np.rot90(film, 3)
        yield 'film upside down', f'{n}', film[::-1]
        yield 'part of a film', f'upper half {n}', film[:h // 2]
        yield 'part of a film', f'lower half {n}', film[h // 2:]
        yield 'part of a film', f'left half {n}', film[:, w // 2:]
        yield 'part of a film', f'right half {n}', film[:, :w // 2]


def others(dicom, breast=None, films=(), breasts=150):
    """List of (kind, name, image) with image float (H,W), of any range."""
    out = list(_dicom_frames(Path(dicom)))
    if breast:
        paths = sorted(p for p in Path(breast).rglob('*') if p.suffix in ('.png', '.jpg') and 'mask' not in str(p).lower())
        for path in paths[::max(1, len(paths) // breasts)]:
            out.append(('breast ultrasound', path.name, np.array(Image.open(path).convert('L'), np.float32)))
    return [*out, *_made(np.random.default_rng(0)), *_spoilt(films)]
