import type { VolumeViewport3D } from '@cornerstonejs/core';
import { add, cross, normalise, scale, type Vec3 } from '../../domain/geometry';
import { engine } from '../engine';
import { volumeActor } from './look';
import { finenessFor, firstBand, nextBand, nextFiner, shareOf, type Drawn, type Fineness } from './pace';

/** Rest after which it is drawn finely, ms. */
const REST = 250;
/** The same after the reader's hand was at work elsewhere: it will go on. */
const ELSEWHERE = 800;
/** Least time between two images of a volume whose slices are still coming in, ms; or so many times what one takes. */
const GROWING = 1000;
const GROWING_TIMES = 8;

/** The drawing of a volume, when it is asked for and never by itself. */
export interface Drawing {
  /** The camera or the look has changed: as finely as the hand allows now, as the eye wants when it rests. */
  changed(): void;
  /** More slices are there. */
  grown(): void;
  /** The viewport may have another size. */
  resized(): void;
  dispose(): void;
}

/** Rows of the screen from `top` on, drawn at once. */
interface Part {
  readonly fineness: Fineness;
  readonly top: number;
  readonly rows: number;
}

interface Bands {
  readonly fineness: Fineness;
  /** The first row that is not drawn yet, rows of the band before it, and ms of all of them. */
  next: number;
  rows: number;
  spent: number;
}

/**
 * Takes the drawing of a viewport over from cornerstone, which draws a volume in one piece at its full size: where the
 * graphics are slow, planes beside it wait seconds for that. While the hand moves, one coarse image within a moment;
 * at rest a fine one in bands, each within a moment and none while the reader works elsewhere.
 */
export function volumeDrawing(
  viewport: VolumeViewport3D,
  viewportId: string,
  onDrawn: (drawn: Drawn) => void,
): Drawing {
  const { element } = viewport;
  const canvas = viewport.getCanvas();
  const onScreen = canvas.getContext('2d', { alpha: false });
  // Pixels that are larger than the screen's are smooth, not blocks.
  canvas.style.imageRendering = 'auto';
  Object.assign(viewport, {
    getUseCustomRenderingPipeline: () => true,
    customRenderViewportToCanvas: () => undefined,
    resizeForRenderingEngine: () => undefined,
  });
  const fineStep = volumeActor(viewport)?.getMapper().getSampleDistance() ?? 1;
  /** ms of the finest image, as the last one lets expect. */
  let finestMs: number | undefined;
  let drawn: Fineness | undefined;
  let bands: Bands | undefined;
  let wanted = false;
  let waiting = false;
  let restsAt = 0;
  let grownAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  let disposed = false;

  const size = (): readonly [number, number] => {
    const ratio = window.devicePixelRatio || 1;
    return [Math.round(element.clientWidth * ratio), Math.round(element.clientHeight * ratio)];
  };
  const again = (ms = 0): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(go);
    }, ms);
  };

  /** Draws one part, in columns where the context's own canvas is narrower. */
  const drawPart = ({ fineness, top, rows }: Part): WebGL2RenderingContext | undefined => {
    const renderWindow = engine().getOffscreenMultiRenderWindow(viewportId);
    const gl = renderWindow.getOpenGLRenderWindow().get3DContext() as WebGL2RenderingContext | null;
    const own = renderWindow.getRenderer(viewportId);
    const camera = own?.getActiveCamera();
    const mapper = volumeActor(viewport)?.getMapper();
    if (!gl || gl.isContextLost() || !camera || !mapper || !onScreen) return undefined;
    const [width, height] = [canvas.width, canvas.height];
    const { pixels } = fineness;
    const step = fineStep * fineness.step;
    if (mapper.getSampleDistance() !== step) mapper.setSampleDistance(step);
    const whole = camera.getParallelScale();
    const focal = camera.getFocalPoint() as Vec3;
    const eye = camera.getPosition() as Vec3;
    const up = normalise(camera.getViewUp() as Vec3);
    const right = normalise(cross(up, scale(camera.getDirectionOfProjection() as Vec3, -1)));
    const mm = (2 * whole) / height;
    // Larger pixels are smoothed over the edge of the part: there must be true ones beyond it.
    const rim = pixels > 1 ? 1 : 0;
    const h = Math.min(gl.canvas.height - 2 * rim, Math.ceil(rows / pixels));
    const most = Math.min(gl.canvas.width - 2 * rim, Math.ceil(width / pixels));
    const renderers = renderWindow.getRenderers();
    for (const { renderer, id } of renderers) renderer.setDraw(id === viewportId);
    for (let left = 0; left < width; left += most * pixels) {
      const w = Math.min(most, Math.ceil((width - left) / pixels));
      const off = add(
        scale(right, (left + (w * pixels) / 2 - width / 2) * mm),
        scale(up, (height / 2 - top - (h * pixels) / 2) * mm),
      );
      camera.setParallelScale((whole * (h + 2 * rim) * pixels) / height);
      camera.setFocalPoint(...add(focal, off));
      camera.setPosition(...add(eye, off));
      own.setViewport(0, 0, (w + 2 * rim) / gl.canvas.width, (h + 2 * rim) / gl.canvas.height);
      renderWindow.getRenderWindow().render();
      onScreen.drawImage(
        gl.canvas as HTMLCanvasElement,
        rim,
        gl.canvas.height - rim - h,
        w,
        h,
        left,
        top,
        w * pixels,
        h * pixels,
      );
    }
    for (const { renderer } of renderers) renderer.setDraw(false);
    camera.setParallelScale(whole);
    camera.setFocalPoint(...focal);
    camera.setPosition(...eye);
    return gl;
  };

  /** Draws a part and hands on how long that took; the page goes on meanwhile, another process draws. */
  const draw = (part: Part, then: (ms: number) => void): void => {
    const began = performance.now();
    const gl = drawPart(part);
    const fence = gl?.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    if (!gl || !fence) return;
    gl.flush();
    waiting = true;
    const ask = (): void => {
      if (disposed) return;
      const done = gl.isContextLost() || gl.getSyncParameter(fence, gl.SYNC_STATUS) === gl.SIGNALED;
      if (!done) {
        setTimeout(ask, 4);
        return;
      }
      gl.deleteSync(fence);
      waiting = false;
      then(performance.now() - began);
      go();
    };
    setTimeout(ask, 0);
  };

  const tell = (): void => {
    if (!drawn) return;
    onDrawn({ fineness: drawn, sharpening: nextFiner(drawn, finestMs ?? 0) !== drawn });
  };

  const drawMoving = (): void => {
    wanted = false;
    bands = undefined;
    const [width, height] = size();
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    const now = finenessFor(finestMs, 'moving');
    const first = drawn === undefined;
    draw({ fineness: now, top: 0, rows: height }, (ms) => {
      // The first image also brings the volume to the graphics card: what it took says little.
      finestMs = (first ? ms / 8 : ms) / shareOf(now);
      drawn = now;
      restsAt = Math.max(restsAt, performance.now() + REST);
      tell();
    });
  };

  const drawBand = (): void => {
    const rows = canvas.height;
    if (!drawn) return;
    const fineness = bands?.fineness ?? nextFiner(drawn, finestMs ?? 0);
    if (!bands && fineness === drawn) return;
    const expected = (finestMs ?? 0) * shareOf(fineness);
    bands ??= { fineness, next: 0, rows: firstBand(rows, expected, fineness.pixels), spent: 0 };
    const now = bands;
    const part = { fineness, top: now.next, rows: Math.min(now.rows, rows - now.next) };
    draw(part, (ms) => {
      now.spent += ms;
      now.next += part.rows;
      now.rows = nextBand(part.rows, ms, fineness.pixels);
      if (bands !== now || now.next < rows) return;
      bands = undefined;
      drawn = fineness;
      finestMs = now.spent / shareOf(fineness);
      tell();
    });
  };

  const go = (): void => {
    if (disposed || waiting || element.clientWidth === 0 || element.clientHeight === 0) return;
    const rest = restsAt - performance.now();
    if (wanted) drawMoving();
    else if (rest > 0) again(rest);
    else drawBand();
  };

  const changed = (): void => {
    wanted = true;
    bands = undefined;
    if (!waiting) again();
  };
  /** The hand is at work: nothing fine is drawn now. */
  const busy = (event: Event): void => {
    if (event instanceof PointerEvent && event.type === 'pointermove' && event.buttons === 0) return;
    const here = event.target instanceof Node && element.parentElement?.contains(event.target);
    restsAt = Math.max(restsAt, performance.now() + (here ? REST : ELSEWHERE));
  };
  const hand = ['wheel', 'pointerdown', 'pointermove', 'keydown'] as const;
  for (const kind of hand) document.addEventListener(kind, busy, { capture: true, passive: true });

  return {
    changed,
    grown: () => {
      const now = performance.now();
      // What is not all here is not worth a fine image.
      restsAt = Math.max(restsAt, now + 3 * REST);
      const pause = Math.max(GROWING, drawn && finestMs ? GROWING_TIMES * finestMs * shareOf(drawn) : 0);
      if (wanted || grownAt > now) return;
      grownAt = now + pause;
      wanted = true;
      if (!waiting) again(pause);
    },
    resized: () => {
      const [width, height] = size();
      if (width === 0 || height === 0 || (canvas.width === width && canvas.height === height && drawn))
        return;
      [viewport.sWidth, viewport.sHeight] = [width, height];
      // What an image of another size took says nothing of this one's.
      if (finestMs) finestMs *= (width * height) / Math.max(1, canvas.width * canvas.height);
      changed();
    },
    dispose: () => {
      disposed = true;
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      for (const kind of hand) document.removeEventListener(kind, busy, { capture: true });
    },
  };
}
