"""Reading a CT series and what LIDC readers marked on it."""
import os
import subprocess
import tempfile
import xml.etree.ElementTree as tree
from pathlib import Path

import numpy as np
import pydicom
from PIL import Image, ImageDraw


def load_series(folder):
    """Read one axial CT series. Returns hu (Z,Y,X) int16 by ascending z, z (Z,) mm, spacing (dz,dy,dx) mm."""
    slices = []
    with tempfile.TemporaryDirectory() as tmp:
        for path in sorted(Path(folder).rglob('*.dcm')):
            ds = pydicom.dcmread(path)
            if 'JPEG' in ds.file_meta.TransferSyntaxUID.name:
                raw = os.path.join(tmp, path.name)
                subprocess.check_call(['dcmdjpls', str(path), raw])
                ds = pydicom.dcmread(raw)
            hu = ds.pixel_array * float(ds.RescaleSlope) + float(ds.RescaleIntercept)
            slices.append((float(ds.ImagePositionPatient[2]), hu.astype(np.int16), ds))
    slices.sort(key=lambda s: s[0])
    z = np.array([s[0] for s in slices])
    dy, dx = (float(v) for v in slices[0][2].PixelSpacing)
    return np.stack([s[1] for s in slices]), z, (float(np.median(np.diff(z))), dy, dx)


def reader_masks(xml, paths_z, shape):
    """Readers' nodule masks from a LIDC XML file: a list of (reader, (Z,Y,X) bool), nodules >= 3 mm only.

    paths_z (Z,) mm of the slices. Contour points lie just outside the nodule, so the contour itself is excluded.
    """
    ns = {'l': 'http://www.nih.gov'}
    out = []
    for reader, session in enumerate(tree.parse(xml).getroot().findall('l:readingSession', ns)):
        for nodule in session.findall('l:unblindedReadNodule', ns):
            mask = np.zeros(shape, bool)
            for roi in nodule.findall('l:roi', ns):
                points = [(int(e.find('l:xCoord', ns).text), int(e.find('l:yCoord', ns).text))
                          for e in roi.findall('l:edgeMap', ns)]
                if len(points) < 3:
                    continue
                z = int(np.argmin(np.abs(paths_z - float(roi.find('l:imageZposition', ns).text))))
                area, line = Image.new('1', shape[:0:-1]), Image.new('1', shape[:0:-1])
                ImageDraw.Draw(area).polygon(points, fill=1)
                ImageDraw.Draw(line).line(points + points[:1], fill=1)
                inner = np.asarray(area) & ~np.asarray(line)
                mask[z] = mask[z] | inner if roi.find('l:inclusion', ns).text.strip() == 'TRUE' else mask[z] & ~inner
            if mask.any():
                out.append((reader, mask))
    return out


def other_marks(xml, z):
    """z,y,x of what the readers of a LIDC file marked as nodule < 3 mm or as non-nodule."""
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
