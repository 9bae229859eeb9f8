"""Made frames for tests: formulas only, no patient's data. Whole numbers, so that any language makes the same."""
import numpy as np

from look import SIDE


def frame(height=240, width=320):
    """(height,width) uint8: layers of tissue that darken with depth, a dark oval with a shadow, and specks of whole-number noise."""
    y, x = np.indices((height, width))
    grey = 150 - y * 90 // height + (y * 7 // height % 2) * 14
    inside = ((x - 150) * 10 // 55) ** 2 + ((y - 110) * 10 // 38) ** 2 < 100
    shadow = (abs(x - 150) < 30) & (y > 145)
    grey = np.where(shadow, grey * 6 // 10, grey)
    grey = np.where(inside, 28 + (x * 3 + y * 5) % 9, grey)
    return np.clip(grey + (13 * x + 29 * y + x * y) % 37 - 18, 0, 255).astype(np.uint8)


def marked():
    """Square image (SIDE,SIDE) 0..1, mask bool and probabilities of a made lesion with a lobe and a notch, for the features."""
    y, x = np.indices((SIDE, SIDE))
    image = (40 + (y * 11 + x * 17 + x * y) % 61 + (y > 24) * 30).astype(np.float64)
    mask = ((x - 90) / 34) ** 2 + ((y - 84) / 22) ** 2 < 1
    mask |= (x - 118) ** 2 + (y - 70) ** 2 < 169
    mask &= ~((abs(x - 80) < 3) & (y < 70))
    image[mask] = 12 + (x * 5 + y * 3)[mask] % 14
    image[(abs(x - 90) < 20) & (y > 108)] *= 0.5
    image[:, :10] = 0
    p = 1 / (1 + np.exp((((x - 90) / 36) ** 2 + ((y - 84) / 24) ** 2 - 1) * 4))
    return (image / 255).astype(np.float32), mask, p
