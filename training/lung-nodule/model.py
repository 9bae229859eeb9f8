"""The network: a 2.5-D U-Net of Conv, BatchNorm, ReLU, MaxPool, nearest upsampling and Concat only."""
import torch
from torch import nn

CHANNELS = (16, 24, 48, 96)


def conv(cin, cout, k=3):
    """Convolution, BatchNorm (folded at export), ReLU; (N,cin,H,W) -> (N,cout,H,W)."""
    return nn.Sequential(nn.Conv2d(cin, cout, k, padding=k // 2, bias=False), nn.BatchNorm2d(cout),
                         nn.ReLU(inplace=True))


class NoduleNet(nn.Module):
    """x (N,3,H,W) in 0..1, H and W multiples of 16 -> raw logits (N,1,H,W) of the centre slice.

    Before each upsampling a 1x1 convolution brings the channels down to those of the finer level, and the
    full-resolution decoder has one convolution: this keeps a 512x512 slice under 6 GMAC.
    """

    def __init__(self, channels=CHANNELS):
        super().__init__()
        a, b, c, d = channels
        self.enc = nn.ModuleList([nn.Sequential(conv(3, a), conv(a, a)),
                                  nn.Sequential(conv(a, b), conv(b, b)),
                                  nn.Sequential(conv(b, c), conv(c, c)),
                                  nn.Sequential(conv(c, d), conv(d, d), conv(d, d))])
        self.reduce = nn.ModuleList([conv(b, a, 1), conv(c, b, 1), conv(d, c, 1)])
        self.dec = nn.ModuleList([conv(2 * a, a), nn.Sequential(conv(2 * b, b), conv(b, b)),
                                  nn.Sequential(conv(2 * c, c), conv(c, c))])
        self.out = nn.Conv2d(a, 1, 1)
        nn.init.constant_(self.out.bias, -4.0)   # nodules are rare: start near their frequency
        self.pool, self.up = nn.MaxPool2d(2), nn.Upsample(scale_factor=2.0, mode='nearest')

    def forward(self, x):
        skips = []
        for level, block in enumerate(self.enc):
            x = block(x if level == 0 else self.pool(x))
            skips.append(x)
        for level in (2, 1, 0):
            x = self.dec[level](torch.cat([self.up(self.reduce[level](x)), skips[level]], 1))
        return self.out(x)


def gmac(height=512, width=512):
    """Multiply-accumulates of one slice, in 1e9."""
    total, net = 0, NoduleNet().eval()

    def count(module, _inputs, output):
        nonlocal total
        total += module.weight.numel() * output.shape[2] * output.shape[3]
    for m in net.modules():
        if isinstance(m, nn.Conv2d):
            m.register_forward_hook(count)
    with torch.no_grad():
        net(torch.zeros(1, 3, height, width))
    return total / 1e9
