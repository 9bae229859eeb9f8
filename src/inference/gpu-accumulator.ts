import type { Accumulator, AccumulatorSpec, AccumulatorWindow, NetworkTensor } from './network';
import { addShader, finishShader } from './gpu-shaders';

const GROUP = 64;
/** Bytes of the uniform block of the shaders: five vectors of four 32-bit numbers. */
const UNIFORM = 80;

/** Workgroups for `count` invocations, over two dimensions where one does not reach. */
function groups(count: number, most: number): [number, number] {
  const wanted = Math.ceil(count / GROUP);
  const y = Math.ceil(wanted / most);
  return [Math.ceil(wanted / y), y];
}

/**
 * Sums windows on the graphics device, from the network's output buffer where it is, so that only finished labels
 * or values come back. Sums die with the device.
 */
export class GpuAccumulator implements Accumulator {
  readonly bytes: number;
  private readonly device: GPUDevice;
  private readonly spec: AccumulatorSpec;
  /** Weighted sums [channels + 1][openPlanes][H][W], float32; the last channel sums the weights. */
  private readonly sums: GPUBuffer;
  private readonly addPipeline: GPUComputePipeline;
  private readonly finishPipeline: GPUComputePipeline;
  private failure: string | undefined;
  private readonly onError = (event: GPUUncapturedErrorEvent): void => {
    this.failure ??= event.error.message;
  };

  /** Nothing where the device's largest buffer is too small for the sums. */
  static make(device: GPUDevice, spec: AccumulatorSpec): GpuAccumulator | undefined {
    const bytes = (spec.channels + 1) * spec.openPlanes * spec.height * spec.width * 4;
    const { maxBufferSize, maxStorageBufferBindingSize } = device.limits;
    // Half of the largest buffer: the network needs room beside it.
    return bytes <= Math.min(maxBufferSize / 2, maxStorageBufferBindingSize)
      ? new GpuAccumulator(device, spec, bytes)
      : undefined;
  }

  private constructor(device: GPUDevice, spec: AccumulatorSpec, bytes: number) {
    this.device = device;
    this.spec = spec;
    this.bytes = bytes;
    // Errors come late and would otherwise leave zeros that look like a result.
    device.addEventListener('uncapturederror', this.onError);
    this.sums = device.createBuffer({ size: bytes, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST });
    const pipeline = (code: string): GPUComputePipeline =>
      device.createComputePipeline({
        layout: 'auto',
        compute: { module: device.createShaderModule({ code }), entryPoint: 'main' },
      });
    this.addPipeline = pipeline(addShader(GROUP));
    this.finishPipeline = pipeline(finishShader(GROUP, spec));
  }

  async add(tensor: NetworkTensor, window: AccumulatorWindow): Promise<void> {
    const { device, spec } = this;
    const voxels = window.size[0] * window.size[1] * window.size[2];
    const logits = tensor.gpuBuffer ?? this.upload(await tensor.read());
    const weights = this.upload(Float32Array.from(window.weights.flatMap((w) => [...w])));
    const [x, y] = groups(voxels, device.limits.maxComputeWorkgroupsPerDimension);
    const flips = window.flipped.reduce((bits, on, axis) => bits | (on ? 1 << axis : 0), 0);
    const block = new DataView(new ArrayBuffer(UNIFORM));
    [...window.start, window.item].forEach((v, n) => block.setInt32(n * 4, v, true));
    [...window.size, flips].forEach((v, n) => block.setUint32(16 + n * 4, v, true));
    [spec.planes, spec.height, spec.width, spec.openPlanes].forEach((v, n) =>
      block.setUint32(32 + n * 4, v, true),
    );
    [spec.channels, spec.channelsLast ? 1 : 0, x * GROUP].forEach((v, n) =>
      block.setUint32(48 + n * 4, v, true),
    );
    block.setFloat32(60, window.floor, true);
    const uniform = this.uniform(block);
    this.dispatch(this.addPipeline, [uniform, logits, weights, this.sums], x, y);
    // Destroying is safe once the work is handed over: the device keeps what it still needs.
    uniform.destroy();
    weights.destroy();
    if (!tensor.gpuBuffer) logits.destroy();
  }

  async finish(from: number, to: number): Promise<readonly (Uint8Array | Uint16Array)[]> {
    const { device, spec } = this;
    const plane = spec.height * spec.width;
    const voxels = (to - from) * plane;
    const perWord = spec.give === 'label' ? 4 : 2;
    const words = Math.ceil(voxels / perWord);
    const arrays = spec.give === 'label' ? 1 : spec.channels;
    const [x, y] = groups(words, device.limits.maxComputeWorkgroupsPerDimension);
    const size = arrays * words * 4;
    const result = device.createBuffer({ size, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC });
    const staging = device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
    const block = new DataView(new ArrayBuffer(UNIFORM));
    [from, voxels, plane, spec.openPlanes, spec.channels, words, x * GROUP].forEach((v, n) =>
      block.setUint32(n * 4, v, true),
    );
    const uniform = this.uniform(block);
    this.dispatch(this.finishPipeline, [uniform, this.sums, result], x, y, (e) => {
      e.copyBufferToBuffer(result, 0, staging, 0, size);
      for (let c = 0; c <= spec.channels; c++)
        for (let d = from; d < to; d++)
          e.clearBuffer(this.sums, (c * spec.openPlanes + (d % spec.openPlanes)) * plane * 4, plane * 4);
    });
    try {
      await staging.mapAsync(GPUMapMode.READ);
      if (this.failure) throw new Error(this.failure);
      const copy = staging.getMappedRange().slice(0);
      return Array.from({ length: arrays }, (_, c) =>
        spec.give === 'label'
          ? new Uint8Array(copy, 0, voxels)
          : new Uint16Array(copy, c * words * 4, voxels),
      );
    } finally {
      uniform.destroy();
      result.destroy();
      staging.destroy();
    }
  }

  dispose(): void {
    this.device.removeEventListener('uncapturederror', this.onError);
    this.sums.destroy();
  }

  private upload(values: Float32Array): GPUBuffer {
    const buffer = this.device.createBuffer({
      size: values.byteLength,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
    });
    this.device.queue.writeBuffer(buffer, 0, values as Float32Array<ArrayBuffer>);
    return buffer;
  }

  private uniform(block: DataView<ArrayBuffer>): GPUBuffer {
    const buffer = this.device.createBuffer({
      size: UNIFORM,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
    this.device.queue.writeBuffer(buffer, 0, block);
    return buffer;
  }

  private dispatch(
    pipeline: GPUComputePipeline,
    buffers: readonly GPUBuffer[],
    x: number,
    y: number,
    after: (encoder: GPUCommandEncoder) => void = () => undefined,
  ): void {
    const { device } = this;
    const group = device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
    });
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(x, y);
    pass.end();
    after(encoder);
    device.queue.submit([encoder.finish()]);
  }
}
