"""Films drawn by code: what the page and the training side must read alike. No patient."""
import numpy as np

HEIGHT, WIDTH = 300, 260


def film(height=HEIGHT, width=WIDTH):
    """Int16 (height,width): a bright body with two dark lungs, a bright heart, a spine and a soft wave over all."""
    y, x = np.mgrid[:height, :width]
    u, v = (x + 0.5) / width, (y + 0.5) / height
    inside = lambda cx, cy, rx, ry: ((u - cx) / rx) ** 2 + ((v - cy) / ry) ** 2 < 1
    image = np.where(inside(0.5, 0.55, 0.48, 0.6), 2600.0, 300.0)
    image = np.where(inside(0.31, 0.45, 0.16, 0.33) | inside(0.69, 0.45, 0.15, 0.33), 900.0, image)
    image = np.where(inside(0.56, 0.62, 0.17, 0.15), 2400.0, image)
    image = np.where(np.abs(u - 0.5) < 0.04, 2800.0, image)
    return np.round(image + 60 * np.sin(12 * u) * np.cos(9 * v)).astype(np.int16)
