import {
  RenderingEngine,
  cache,
  getConfiguration,
  getRenderingEngine,
  imageLoader,
  init,
  isCornerstoneInitialized,
  metaData,
  setUseCPURendering,
} from '@cornerstonejs/core';
import { utilities as metadataUtilities } from '@cornerstonejs/metadata';
import { forgetFailures, forgetOverlays, loadImage } from './imageLoader';
import { GRID_SCHEME, loadGridImage } from './gridImages';
import { SCHEME } from './images';
import { provideMetadata } from './metadata';
import { drawWithoutWebGl } from './software/draw';

const ENGINE_ID = 'lamplight';
const MB = 1024 * 1024;

/** Who draws with WebGL 2 here: a graphics card, the processor in its place, or nobody. */
export type Graphics = 'card' | 'software' | 'none';

/** Names under which the processor stands in for a graphics card: Chromium, Mesa, Windows. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** Asked afresh, since a driver may go away while the page is open. */
export function graphics(): Graphics {
  const context = document.createElement('canvas').getContext('webgl2');
  if (!context) return 'none';
  const info = context.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = context.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : context.RENDERER);
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return typeof name === 'string' && SOFTWARE.test(name) ? 'software' : 'card';
}

/** Can this browser draw with WebGL 2? */
export const hasWebGl2 = (): boolean => graphics() !== 'none';

/**
 * Bytes of frames that cornerstone may keep. They are the arrays that the DICOM room also holds, so this is a
 * limit on what outlives that cache, not a second copy. A third of the memory that the browser admits to.
 */
export function cacheBytes(deviceGb: number | undefined): number {
  return Math.round(Math.min(3072, Math.max(512, ((deviceGb ?? 4) * 1024) / 3))) * MB;
}

let started = false;

/** Starts cornerstone once for the life of the page. */
function start(): void {
  if (started) return;
  started = true;
  if (!isCornerstoneInitialized()) {
    const configuration = getConfiguration();
    // One WebGL context: a volume's texture is then shared by its three planes instead of uploaded three times.
    init({ ...configuration, rendering: { ...configuration.rendering, webGlContextCount: 1 } });
  }
  imageLoader.registerImageLoader(SCHEME, loadImage);
  imageLoader.registerImageLoader(GRID_SCHEME, loadGridImage);
  metaData.addProvider(provideMetadata, 10_000);
  const deviceGb = (navigator as Navigator & { deviceMemory?: number }).deviceMemory;
  cache.setMaxCacheSize(cacheBytes(deviceGb));
}

/** The page's rendering engine; made when it is first asked for, and again after `dropEngine`. */
export function engine(): RenderingEngine {
  start();
  const existing = getRenderingEngine(ENGINE_ID);
  if (existing && !existing.hasBeenDestroyed) return existing as RenderingEngine;
  const drawnBy = graphics();
  setUseCPURendering(drawnBy === 'none', false);
  const made = new RenderingEngine(ENGINE_ID);
  if (drawnBy === 'software') drawWithoutWebGl(made);
  return made;
}

/** Is anything drawn by the processor because there is no WebGL 2? */
export const drawsOnCpu = (): boolean => getConfiguration().rendering?.useCPURendering === true;

/** Destroys the engine and its WebGL context; viewports must have been disabled before. */
export function dropEngine(): void {
  const existing = getRenderingEngine(ENGINE_ID);
  if (existing && !existing.hasBeenDestroyed) existing.destroy();
}

/** Gives back everything held for the images that were open: frames, volumes, textures, metadata, failures. */
export function purge(): void {
  if (!started) return;
  cache.purgeCache();
  // cornerstone 5.14 keeps what its metadata providers answered in a cache of its own.
  metadataUtilities.clearCacheData();
  forgetFailures();
  forgetOverlays();
}

/** Bytes of frames that cornerstone holds now, and its limit. */
export const framesHeld = (): { readonly bytes: number; readonly limit: number } =>
  started ? { bytes: cache.getCacheSize(), limit: cache.getMaxCacheSize() } : { bytes: 0, limit: 0 };
