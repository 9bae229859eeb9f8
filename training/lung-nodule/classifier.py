"""The second stage's network: two small towers of 3x3 convolutions, one a field of view, and a shared head."""
import torch
from torch import nn

from model import conv
from patch import LABELS, OFFSETS_MM, PITCH_MM

CHANNELS = (24, 48, 96)


def tower(planes, channels):
    """(N,planes,32,32) -> (N,96,1,1). The last convolution sees the whole 4x4 map, so the centre stays the centre."""
    layers, cin = [], planes
    for c in channels:
        layers += [conv(cin, c), conv(c, c), nn.MaxPool2d(2)]
        cin = c
    layers += [conv(cin, 48, 1), nn.Conv2d(48, 96, 4, bias=False), nn.BatchNorm2d(96), nn.ReLU(inplace=True)]
    return nn.Sequential(*layers)


class Classifier(nn.Module):
    """x (N,10,32,32) of patch.py -> logits (N,8), rows as patch.LABELS."""

    def __init__(self, channels=CHANNELS, dropout=0.3):
        super().__init__()
        self.towers = nn.ModuleList([tower(len(OFFSETS_MM), channels) for _ in PITCH_MM])
        self.mix = conv(96 * len(PITCH_MM), 128, 1)
        self.drop = nn.Dropout(dropout)
        self.out = nn.Conv2d(128, len(LABELS), 1)

    def forward(self, x):
        n = len(OFFSETS_MM)
        parts = [t(x[:, f * n:(f + 1) * n]) for f, t in enumerate(self.towers)]
        return self.out(self.drop(self.mix(torch.cat(parts, 1)))).flatten(1)


def parameters():
    """Number of weights."""
    return sum(p.numel() for p in Classifier().parameters())
