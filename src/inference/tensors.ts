import type { Placement } from './contract';
import type { GpuDevice } from './adapter';
import { GpuAccumulator } from './gpu-accumulator';
import type { ModelManifest } from './manifest';
import type { Network, NetworkTensor } from './network';
import { heapBytes, ort } from './runtime';

/** IEEE half from single precision, rounded to nearest even. Overflow becomes infinity. */
export function toHalf(x: Float32Array): Uint16Array {
  const bits = new Uint32Array(x.buffer, x.byteOffset, x.length);
  const out = new Uint16Array(x.length);
  for (let n = 0; n < x.length; n++) {
    const b = bits[n];
    const sign = (b >>> 16) & 0x8000;
    const magnitude = b & 0x7fffffff;
    if (magnitude >= 0x47800000) {
      // From 65536 on, infinity and NaN.
      out[n] = sign | (magnitude > 0x7f800000 ? 0x7e00 : 0x7c00);
    } else if (magnitude < 0x38800000) {
      // Below the smallest normal half: counted in steps of 2^-24.
      const value = Math.abs(x[n]) * 16777216;
      const down = Math.floor(value);
      const rest = value - down;
      out[n] = sign | (down + (rest > 0.5 || (rest === 0.5 && down % 2 === 1) ? 1 : 0));
    } else {
      out[n] = sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
    }
  }
  return out;
}

/** Single precision from IEEE half. */
export function fromHalf(x: Uint16Array): Float32Array {
  const out = new Float32Array(x.length);
  for (let n = 0; n < x.length; n++) {
    const h = x[n];
    const sign = h & 0x8000 ? -1 : 1;
    const exponent = (h >>> 10) & 31;
    const fraction = h & 1023;
    out[n] =
      exponent === 31
        ? fraction
          ? NaN
          : sign * Infinity
        : sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -24 * fraction);
  }
  return out;
}

function inputTensor(x: Float32Array, dims: readonly number[], type: ModelManifest['inputs'][0]['dataType']) {
  if (type === 'float16') return new ort.Tensor('float16', toHalf(x), dims);
  if (type === 'uint8') return new ort.Tensor('uint8', Uint8Array.from(x, Math.round), dims);
  if (type === 'int32') return new ort.Tensor('int32', Int32Array.from(x, Math.round), dims);
  return new ort.Tensor('float32', x, dims);
}

async function asFloat(tensor: ort.Tensor): Promise<Float32Array> {
  const data: unknown = await tensor.getData();
  if (data instanceof Float32Array) return data;
  if (data instanceof Uint16Array && tensor.type === 'float16') return fromHalf(data);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return Float32Array.from(data, Number);
  // Newer browsers hand half precision over as Float16Array.
  return Float32Array.from(data as ArrayLike<number>);
}

function wrapTensor(tensor: ort.Tensor): NetworkTensor {
  const onDevice = tensor.location === 'gpu-buffer' && tensor.type === 'float32';
  return {
    dims: tensor.dims,
    gpuBuffer: onDevice ? (tensor.gpuBuffer as GPUBuffer) : undefined,
    read: () => asFloat(tensor),
    dispose: () => tensor.dispose(),
  };
}

/** An open session as the engine sees it. With a device, sums of windows are kept on it. */
export function wrapSession(
  session: ort.InferenceSession,
  manifest: ModelManifest,
  placement: Placement,
  device?: GpuDevice,
): Network {
  let gone: string | undefined;
  void device?.device.lost.then((info) => {
    gone = info.message || info.reason || 'device lost';
  });
  const { name, dataType } = manifest.inputs[0];
  return {
    ...placement,
    async run(x, dims) {
      const input = inputTensor(x, dims, dataType);
      const outputs = await session.run({ [name]: input });
      return Object.fromEntries(
        Object.entries(outputs).map(([key, t]) => [key, wrapTensor(t as ort.Tensor)]),
      );
    },
    accumulator: device && ((spec) => GpuAccumulator.make(device.device, spec)),
    lost: () => gone,
    heapBytes,
    async release() {
      await session.release().catch(() => undefined);
      device?.device.destroy();
    },
  };
}
