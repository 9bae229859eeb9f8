/** Which graphics adapter may run a network, and a device on it that is ours. */
export interface GpuDevice {
  readonly device: GPUDevice;
  /** Of the adapter, for people. */
  readonly name: string;
}

/** Emulations on the processor: correct, but hundreds of times slower than WASM (ai-runtime.md, section 0.4). */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|\bwarp\b/i;

type AdapterWords = Partial<
  Pick<GPUAdapterInfo, 'vendor' | 'architecture' | 'device' | 'description' | 'isFallbackAdapter'>
>;

const words = (info: AdapterWords): string =>
  [info.vendor, info.architecture, info.device, info.description].filter(Boolean).join(' ');

export const isSoftwareAdapter = (info: AdapterWords): boolean =>
  info.isFallbackAdapter === true || SOFTWARE.test(words(info));

/** The limits that big tensors need; an adapter's own maxima are asked for. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBuffersPerShaderStage',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

/**
 * A device of our own on a real graphics adapter, or the reason why there is none. Never throws.
 */
export async function openDevice(allowSoftware: boolean): Promise<GpuDevice | { refused: string }> {
  const { gpu } = navigator;
  if (!gpu) return { refused: 'this browser has no WebGPU' };
  try {
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return { refused: 'WebGPU has no adapter' };
    const name = words(adapter.info) || 'unnamed adapter';
    if (isSoftwareAdapter(adapter.info) && !allowSoftware)
      return { refused: `WebGPU adapter is software only (${name})` };
    const requiredLimits = Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]]));
    const requiredFeatures = (['shader-f16', 'subgroups', 'timestamp-query'] as GPUFeatureName[]).filter(
      (f) => adapter.features.has(f),
    );
    const device = await adapter.requestDevice({ requiredFeatures, requiredLimits });
    return { device, name };
  } catch (error) {
    return { refused: `WebGPU device refused: ${error instanceof Error ? error.message : String(error)}` };
  }
}
