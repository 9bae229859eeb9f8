"""A still-image network as files: ONNX held against torch, test tensors, digests."""
import hashlib

import numpy as np
import onnx
import onnxruntime
import torch
import torch.nn.functional as F

from unet2d_graph import unet2d_onnx

MAX_ABS_ERR = 2e-3   # logits, other execution providers against the stored output


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_network(net, name, out, squares, against_first=False):
    """weights.onnx, test-input.bin and test-output.bin (of the first square) in the folder `out`.

    squares: (N,side,side) float32 0..1, on which both are compared. Returns the session and the largest difference of logits.
    """
    x = np.stack(squares)[:, None]
    side = x.shape[-1]
    path = out / 'weights.onnx'
    onnx.save(unet2d_onnx(net, name, side, against_first), str(path))
    session = onnxruntime.InferenceSession(str(path), providers=['CPUExecutionProvider'])
    with torch.no_grad():
        logits = net(torch.from_numpy(x))
        logits = logits[:, 1:] - logits[:, :1] if against_first else logits
        wanted = F.interpolate(logits, (side, side), mode='bilinear', align_corners=False).numpy()
    got = session.run(None, {'x': x})[0]
    error = float(np.abs(wanted - got).max())
    assert error < MAX_ABS_ERR, error
    x[:1].tofile(out / 'test-input.bin')
    got[:1].astype(np.float32).tofile(out / 'test-output.bin')
    return session, error


def weights_entry(out):
    """`weights` of the manifest."""
    path = out / 'weights.onnx'
    return [{'ep': 'any', 'file': path.name, 'sha256': digest(path), 'bytes': path.stat().st_size}]


def test_entry(out, side, classes):
    """`test` of the manifest."""
    return {'input': 'test-input.bin', 'output': 'test-output.bin', 'shape': [1, 1, side, side],
            'outputShape': [1, classes, side, side], 'maxAbsErr': MAX_ABS_ERR,
            'inputSha256': digest(out / 'test-input.bin'), 'outputSha256': digest(out / 'test-output.bin')}
