"""The network: a 2-D U-Net of Conv, BatchNorm, ReLU, MaxPool, nearest upsampling and Concat only."""
import torch
from torch import nn

CHANNELS = (16, 32, 64, 96, 128)


def conv(cin, cout, k=3):
    """Convolution, BatchNorm (folded at export), ReLU; (N,cin,H,W) -> (N,cout,H,W)."""
    return nn.Sequential(nn.Conv2d(cin, cout, k, padding=k // 2, bias=False), nn.BatchNorm2d(cout),
                         nn.ReLU(inplace=True))


class FilmNet(nn.Module):
    """x (N,1,H,W) in 0..1, H and W multiples of 16 -> raw logits (N,4,H,W): background, right lung, left lung, heart."""

    def __init__(self, channels=CHANNELS):
        super().__init__()
        widths = (1, *channels)
        self.enc = nn.ModuleList(nn.Sequential(conv(i, o), conv(o, o)) for i, o in zip(widths, channels))
        pairs = list(zip(channels, channels[1:]))
        self.reduce = nn.ModuleList(conv(below, here, 1) for here, below in pairs)
        self.dec = nn.ModuleList(nn.Sequential(conv(2 * here, here), conv(here, here)) for here, _ in pairs)
        self.out = nn.Conv2d(channels[0], 4, 1)
        self.pool, self.up = nn.MaxPool2d(2), nn.Upsample(scale_factor=2.0, mode='nearest')

    def forward(self, x):
        skips = []
        for level, block in enumerate(self.enc):
            x = block(x if level == 0 else self.pool(x))
            skips.append(x)
        for level in reversed(range(len(self.dec))):
            x = self.dec[level](torch.cat([self.up(self.reduce[level](x)), skips[level]], 1))
        return self.out(x)
