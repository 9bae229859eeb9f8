import type { Placement } from './contract';
import type { GpuDevice } from './adapter';
import { GpuAccumulator } from './gpu-accumulator';
import { fromHalf, toHalf } from './half';
import type { ModelInput } from './manifest';
import type { Network, NetworkTensor } from './network';
import { heapBytes, ort, type InferenceSession, type Tensor } from './runtime';

function inputTensor(x: Float32Array, dims: readonly number[], type: ModelInput['dataType']) {
  if (type === 'float16') return new ort.Tensor('float16', toHalf(x), dims);
  if (type === 'uint8') return new ort.Tensor('uint8', Uint8Array.from(x, Math.round), dims);
  if (type === 'int32') return new ort.Tensor('int32', Int32Array.from(x, Math.round), dims);
  return new ort.Tensor('float32', x, dims);
}

async function asFloat(tensor: Tensor): Promise<Float32Array> {
  const data: unknown = await tensor.getData();
  if (data instanceof Float32Array) return data;
  if (data instanceof Uint16Array && tensor.type === 'float16') return fromHalf(data);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return Float32Array.from(data, Number);
  // Newer browsers hand half precision over as Float16Array.
  return Float32Array.from(data as ArrayLike<number>);
}

function wrapTensor(tensor: Tensor): NetworkTensor {
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
  session: InferenceSession,
  { name, dataType }: Pick<ModelInput, 'name' | 'dataType'>,
  placement: Placement,
  device?: GpuDevice,
): Network {
  let gone: string | undefined;
  void device?.device.lost.then((info) => {
    gone = info.message || info.reason || 'device lost';
  });
  return {
    ...placement,
    async run(x, dims) {
      const input = inputTensor(x, dims, dataType);
      const outputs = await session.run({ [name]: input });
      return Object.fromEntries(Object.entries(outputs).map(([key, t]) => [key, wrapTensor(t as Tensor)]));
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
