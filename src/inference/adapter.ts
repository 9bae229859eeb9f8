/**
 * Which graphics adapter may run a network. TypeScript 5.9 has no WebGPU types; these are the parts used here
 * (W3C WebGPU, GPUAdapter, GPUDevice).
 */
export interface GpuDevice {
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
  destroy(): void;
}

interface GpuAdapter {
  readonly info?: {
    readonly vendor: string;
    readonly architecture: string;
    readonly device: string;
    readonly description: string;
    readonly isFallbackAdapter?: boolean;
  };
  readonly isFallbackAdapter?: boolean;
  readonly features: ReadonlySet<string>;
  readonly limits: Readonly<Record<string, number>>;
  requestDevice(descriptor: {
    requiredFeatures: readonly string[];
    requiredLimits: Readonly<Record<string, number>>;
  }): Promise<GpuDevice>;
}

interface Gpu {
  requestAdapter(options: { powerPreference: 'high-performance' }): Promise<GpuAdapter | null>;
}

/** Emulations on the processor: correct, but hundreds of times slower than WASM (ai-runtime.md, section 0.4). */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|\bwarp\b/i;

export function isSoftwareAdapter(
  info: { readonly description?: string; readonly isFallbackAdapter?: boolean } & Readonly<
    Record<string, unknown>
  >,
): boolean {
  const text = [info.vendor, info.architecture, info.device, info.description].join(' ');
  return info.isFallbackAdapter === true || SOFTWARE.test(text);
}

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
] as const;

/**
 * A device of our own on a real graphics adapter, or the reason why there is none. Never throws.
 */
export async function openDevice(
  allowSoftware: boolean,
): Promise<{ device: GpuDevice; name: string } | { refused: string }> {
  const gpu = (navigator as unknown as { gpu?: Gpu }).gpu;
  if (!gpu) return { refused: 'this browser has no WebGPU' };
  try {
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return { refused: 'WebGPU has no adapter' };
    const info = adapter.info;
    const name =
      [info?.vendor, info?.architecture, info?.device, info?.description].filter(Boolean).join(' ') ||
      'unnamed adapter';
    const software = adapter.isFallbackAdapter === true || isSoftwareAdapter({ ...pick(info) });
    if (software && !allowSoftware) return { refused: `WebGPU adapter is software only (${name})` };
    const requiredLimits: Record<string, number> = {};
    for (const limit of LIMITS)
      if (adapter.limits[limit] !== undefined) requiredLimits[limit] = adapter.limits[limit];
    const requiredFeatures = ['shader-f16', 'subgroups', 'timestamp-query'].filter((f) =>
      adapter.features.has(f),
    );
    const device = await adapter.requestDevice({ requiredFeatures, requiredLimits });
    return { device, name };
  } catch (error) {
    return { refused: `WebGPU device refused: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** GPUAdapterInfo keeps its fields on the prototype: a spread of it would be empty. */
function pick(info: GpuAdapter['info']): Record<string, string | boolean | undefined> {
  return {
    vendor: info?.vendor,
    architecture: info?.architecture,
    device: info?.device,
    description: info?.description,
    isFallbackAdapter: info?.isFallbackAdapter,
  };
}
