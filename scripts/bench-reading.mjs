/**
 * How the images move: called by bench.mjs (`reading`, `outlines`), and runs by itself: node scripts/bench-reading.mjs [study].
 * First image, all slices, one wheel step to new pixels, the same with outlines of findings on, planes, memory of the
 * whole browser; and the floor: the same number of pixels drawn with bare WebGL in a page without a viewer.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { serve } from './serve.mjs';
import { ctStudies, launch, mb, startPage } from './bench-page.mjs';

/** Wheel steps: there and back through the series until so many are measured. */
const STEPS = 200;

const quantile = (values, q) => {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] * 10) / 10;
};
export const summary = (steps) => {
  const total = steps.reduce((sum, ms) => sum + ms, 0);
  return {
    steps: steps.length,
    medianMs: quantile(steps, 0.5),
    p95Ms: quantile(steps, 0.95),
    framesPerSecond: Math.round((10_000 * steps.length) / total) / 10,
  };
};

/** Proportional set size of the browser and all its processes, MiB: shared pages are counted once. */
function browserMiB() {
  const of = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
    try {
      const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      const pss = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
      const name = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      of.set(pid, { parent, kb: Number(pss ?? 0), chromium: /chrom/i.test(name.split('\0')[0]) });
    } catch {
      // The process has ended meanwhile.
    }
  const descends = (pid) => {
    for (let at = of.get(pid)?.parent; at && at !== '0'; at = of.get(at)?.parent)
      if (at === String(process.pid)) return true;
    return false;
  };
  let kb = 0;
  for (const [pid, one] of of) if (one.chromium && descends(pid)) kb += one.kb;
  return mb(kb * 1024);
}

/**
 * Turns the wheel over a viewport step by step. A step is over with the frame of the screen after the new pixels were
 * copied to its canvas; reading pixels back would itself take longer than the step.
 * @returns ms of each step
 */
export const wheel = (page, testId, steps) =>
  page.evaluate(
    async ({ testId: id, steps: count }) => {
      const pane = document.querySelector(`[data-testid="${id}"]`);
      const canvas = pane.querySelector('.vp-image canvas');
      const { prototype } = CanvasRenderingContext2D;
      const { drawImage, putImageData } = prototype;
      const canvasDraws = { count: 0 };
      const counted = (draw) =>
        function (...given) {
          draw.apply(this, given);
          if (this.canvas === canvas) canvasDraws.count++;
        };
      prototype.drawImage = counted(drawImage);
      prototype.putImageData = counted(putImageData);
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const out = [];
      let direction = 1;
      for (let n = 0; n < count; n++) {
        const at = Number(pane.dataset.slice);
        if (at >= Number(pane.dataset.slices)) direction = -1;
        if (at <= 1) direction = 1;
        const before = canvasDraws.count;
        const started = performance.now();
        const turn = { deltaY: 120 * direction, bubbles: true, cancelable: true };
        pane.dispatchEvent(new WheelEvent('wheel', turn));
        while (canvasDraws.count === before && performance.now() - started < 5000) await frame();
        await frame();
        out.push(performance.now() - started);
      }
      Object.assign(prototype, { drawImage, putImageData });
      return out;
    },
    { testId, steps },
  );

/** The floor: a 16-bit slice to the graphics card and drawn through a window, nothing else in the page. */
const bare = (page, { width, height, steps }) =>
  page.evaluate(
    async ({ width: w, height: h, steps: count }) => {
      const canvas = document.createElement('canvas');
      canvas.width = w;
      canvas.height = h;
      document.body.replaceChildren(canvas);
      const gl = canvas.getContext('webgl2');
      const shader = (type, source) => {
        const made = gl.createShader(type);
        gl.shaderSource(made, source);
        gl.compileShader(made);
        return made;
      };
      const program = gl.createProgram();
      gl.attachShader(
        program,
        shader(
          gl.VERTEX_SHADER,
          '#version 300 es\nout vec2 at;void main(){vec2 p=vec2(gl_VertexID&1,gl_VertexID>>1);at=p;gl_Position=vec4(p*2.-1.,0,1);}',
        ),
      );
      gl.attachShader(
        program,
        shader(
          gl.FRAGMENT_SHADER,
          '#version 300 es\nprecision highp float;precision highp isampler2D;uniform isampler2D slice;in vec2 at;out vec4 colour;void main(){float v=float(texture(slice,at).r);colour=vec4(vec3((v+1350.)/1500.),1);}',
        ),
      );
      gl.linkProgram(program);
      gl.useProgram(program);
      gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
      gl.texStorage2D(gl.TEXTURE_2D, 1, gl.R16I, 512, 512);
      const slices = Array.from({ length: 8 }, (_, k) =>
        Int16Array.from({ length: 512 * 512 }, (__, n) => ((n * (k + 7)) % 3000) - 1500),
      );
      const pixel = new Uint8Array(4 * w);
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const out = [];
      for (let n = 0; n < count; n++) {
        const started = performance.now();
        gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, 512, 512, gl.RED_INTEGER, gl.SHORT, slices[n % 8]);
        gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
        gl.readPixels(0, h >> 1, w, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
        await frame();
        out.push(performance.now() - started);
      }
      return out;
    },
    { width, height, steps },
  );

const paneSize = (page, testId) =>
  page.evaluate((id) => {
    const canvas = document.querySelector(`[data-testid="${id}"] .vp-image canvas`);
    return { width: canvas.width, height: canvas.height };
  }, testId);

/** Reading of one CT study, and the floor on the same machine in the same run. */
export async function readingBench(name = 'ct-chest', say = (text) => process.stderr.write(`${text}\n`)) {
  const paths = ctStudies([name])[name];
  if (!paths) return { skipped: `no study ${name}` };
  const server = await serve(0);
  const browser = await launch();
  try {
    const page = await startPage(browser, server.url);
    say(`reading ${name} ...`);
    const started = Date.now();
    await page.getByTestId('open-files').first().setInputFiles(paths);
    const shown = (whole) =>
      page.waitForFunction(
        ({ all, count }) => {
          const pane = document.querySelector('[data-testid="viewport-stack"]');
          if (!pane) return false;
          const { loaded, slice, slices } = pane.dataset;
          return all
            ? Number(loaded) >= 0.999 && Number(slices) === count
            : Number(slice) > 0 && Number(loaded) > 0;
        },
        { all: whole, count: paths.length },
        { timeout: 600_000, polling: 20 },
      );
    await shown(false);
    const firstImageMs = Date.now() - started;
    await shown(true);
    const allSlicesMs = Date.now() - started;
    await page.getByTestId('file-summary').waitFor();
    await page.waitForTimeout(1500);
    await wheel(page, 'viewport-stack', 10);
    const stack = summary(await wheel(page, 'viewport-stack', STEPS));
    const size = await paneSize(page, 'viewport-stack');
    const opened = browserMiB();

    say('planes ...');
    const asked = Date.now();
    await page.getByTestId('layout-mpr').click();
    await page.waitForFunction(
      () =>
        ['axial', 'coronal', 'sagittal'].every((plane) => {
          const pane = document.querySelector(`[data-testid="viewport-${plane}"]`);
          const canvas = pane?.querySelector('.vp-image canvas');
          const context = canvas?.getContext('2d');
          if (!context || !(Number(pane.dataset.loaded) >= 0.999)) return false;
          const { data } = context.getImageData(canvas.width >> 1, 0, 1, canvas.height);
          return data.some((value, n) => n % 4 < 3 && value > 0);
        }),
      undefined,
      { timeout: 600_000, polling: 20 },
    );
    const planesMs = Date.now() - asked;
    await page.waitForTimeout(1000);
    const coronal = summary(await wheel(page, 'viewport-coronal', 60));
    const planesMiB = browserMiB();
    await page.getByTestId('layout-stack').click();

    const floorPage = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage();
    await bare(floorPage, { ...size, steps: 10 });
    const floor = summary(await bare(floorPage, { ...size, steps: STEPS }));
    return {
      study: name,
      slices: paths.length,
      firstImageMs,
      allSlicesMs,
      wheelStep: stack,
      /** The same pixels with bare WebGL: what this machine can do at most. */
      floor,
      stepOverFloor: Math.round((100 * stack.medianMs) / floor.medianMs) / 100,
      p95OverFloor: Math.round((100 * stack.p95Ms) / floor.p95Ms) / 100,
      planes: { allDrawnMs: planesMs, wheelStep: coronal, browserMiB: planesMiB },
      browserMiB: opened,
    };
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Steps with the outlines of an analysis on: over those without. */
export async function outlinesBench(say = (text) => process.stderr.write(`${text}\n`)) {
  const name = 'lidc-idri-0001';
  const paths = ctStudies([name])[name];
  if (!paths) return { skipped: `no study ${name}` };
  const server = await serve(0);
  const browser = await launch();
  try {
    const page = await startPage(browser, server.url);
    await page.getByTestId('open-files').first().setInputFiles(paths);
    await page.getByTestId('file-summary').waitFor({ timeout: 600_000 });
    await page.waitForFunction(
      () => Number(document.querySelector('[data-testid="viewport-stack"]')?.dataset.loaded) >= 0.999,
      undefined,
      { timeout: 600_000 },
    );
    say('analysing, for outlines ...');
    await page.getByTestId('analyse').click();
    await page.getByTestId('analysis-run').click();
    await page.waitForFunction(
      () => document.querySelector('[data-testid="analysis-state"]')?.dataset.state === 'done',
      undefined,
      { timeout: 600_000 },
    );
    await page.waitForTimeout(1000);
    const outlines = await page.locator('[data-testid="finding-row"]').count();
    await wheel(page, 'viewport-stack', 10);
    const shown = summary(await wheel(page, 'viewport-stack', STEPS));
    await page.getByTestId('toggle-marks').click();
    const hidden = summary(await wheel(page, 'viewport-stack', STEPS));
    return {
      study: name,
      outlines,
      shown,
      hidden,
      ratio: Math.round((100 * shown.medianMs) / hidden.medianMs) / 100,
    };
  } finally {
    await browser.close();
    await server.close();
  }
}

if (import.meta.url === `file://${process.argv[1]}`)
  console.log(JSON.stringify(await readingBench(process.argv[2]), null, 2));
