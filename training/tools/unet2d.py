"""The 2-D U-Net of the still-image analyses: Conv, BatchNorm, ReLU, MaxPool, nearest upsampling and Concat only."""
import torch
import torch.nn.functional as F
from torch import nn

CHANNELS = (32, 64, 96, 128)


def conv(cin, cout, k=3, stride=1):
    """Convolution, BatchNorm (folded at export), ReLU; (N,cin,H,W) -> (N,cout,H/stride,W/stride)."""
    return nn.Sequential(nn.Conv2d(cin, cout, k, stride, padding=(k - 1) // 2, bias=False), nn.BatchNorm2d(cout),
                         nn.ReLU(inplace=True))


class UNet2d(nn.Module):
    """x (N,1,H,W) in 0..1, H and W multiples of 16 -> raw logits (N,classes,H/2,W/2).

    The first convolution halves the image: the same work then reaches twice as far, and outlines are drawn from the
    logits between pixels anyway. `deepest` (N,channels[-1],H/16,W/16) is returned with the logits when asked for.
    """

    def __init__(self, classes, channels=CHANNELS):
        super().__init__()
        self.stem = conv(1, channels[0], 4, 2)
        pairs = list(zip(channels, channels[1:]))
        self.enc = nn.ModuleList([conv(channels[0], channels[0]),
                                  *(nn.Sequential(conv(i, o), conv(o, o)) for i, o in pairs)])
        self.reduce = nn.ModuleList(conv(below, here, 1) for here, below in pairs)
        self.dec = nn.ModuleList(nn.Sequential(conv(2 * here, here), conv(here, here)) for here, _ in pairs)
        self.out = nn.Conv2d(channels[0], classes, 1)
        self.pool, self.up = nn.MaxPool2d(2), nn.Upsample(scale_factor=2.0, mode='nearest')

    def forward(self, x, deepest=False):
        x, skips = self.stem(x), []
        for level, block in enumerate(self.enc):
            x = block(x if level == 0 else self.pool(x))
            skips.append(x)
        bottom = x
        for level in reversed(range(len(self.dec))):
            x = self.dec[level](torch.cat([self.up(self.reduce[level](x)), skips[level]], 1))
        logits = self.out(x)
        return (logits, bottom) if deepest else logits


def loss_of(logits, classes, smoothing=0.02):
    """Cross-entropy plus soft Dice over the batch of every class but 0; logits (N,C,h,w), classes long (N,H,W).

    Logits smaller than the classes are enlarged first, as the analysis does it: bilinear.
    """
    if logits.shape[2:] != classes.shape[1:]:
        logits = F.interpolate(logits, classes.shape[1:], mode='bilinear', align_corners=False)
    p = torch.softmax(logits, 1)[:, 1:]
    t = F.one_hot(classes, logits.shape[1]).permute(0, 3, 1, 2)[:, 1:].float()
    dice = 1 - (2 * (p * t).sum((0, 2, 3)) + 1) / (p.sum((0, 2, 3)) + t.sum((0, 2, 3)) + 1)
    return F.cross_entropy(logits, classes, label_smoothing=smoothing) + dice.mean()
