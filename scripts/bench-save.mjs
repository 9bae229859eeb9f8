/**
 * Saving much work in a real browser: 50 MB of masks (one byte a voxel) the first time, then one stroke, then the same for
 * masks that cannot be packed; plain and encrypted. Milliseconds until it is read back, bytes on the disk, and how long the
 * page stood still meanwhile (longest task, longest gap between two pictures).
 */
import { createServer } from 'vite';
import { launch } from './bench-page.mjs';
import { root } from './install.mjs';

/** In the page: everything is done with the page's own store. */
async function measure() {
  const store = await import('/src/storage/index.ts');
  const { packMask } = await import('/src/domain/segmentation/packed.ts');
  const MB = 1024 * 1024;
  const [COLUMNS, SLICES] = [512, 100];
  /** Two organs, 25 MB each: round, with a rough edge, as a network draws them. */
  const organ = (seed) => {
    const data = new Uint8Array(COLUMNS * COLUMNS * SLICES);
    for (let n = 0; n < data.length; n++) {
      const [x, y, z] = [n % COLUMNS, ((n / COLUMNS) | 0) % COLUMNS, (n / COLUMNS / COLUMNS) | 0];
      const r = Math.hypot((x - 256) / 220, (y - 256) / 180, (z - 50) / 48);
      const rough = (((x * 73856093) ^ (y * 19349663) ^ (z * 83492791) ^ seed) >>> 0) % 100;
      data[n] = r + rough / 2000 < 1 ? 1 : 0;
    }
    return data;
  };
  const noise = () => {
    const data = new Uint8Array(25 * MB);
    for (let at = 0; at < data.length; at += 65_536)
      crypto.getRandomValues(data.subarray(at, Math.min(at + 65_536, data.length)));
    return data;
  };
  const long = [];
  new PerformanceObserver((list) => long.push(...list.getEntries())).observe({ type: 'longtask' });
  const watched = async (work) => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    let [longest, last, going] = [0, performance.now(), true];
    const look = (now) => {
      longest = Math.max(longest, now - last);
      last = now;
      if (going) requestAnimationFrame(look);
    };
    const from = performance.now();
    requestAnimationFrame((now) => {
      last = now;
      look(now);
    });
    await work();
    const ms = performance.now() - from;
    await new Promise((resolve) => setTimeout(resolve, 200));
    going = false;
    const tasks = long.filter(({ startTime }) => startTime >= from).map(({ duration }) => duration);
    return {
      ms: Math.round(ms),
      longestTaskMs: Math.round(Math.max(0, ...tasks)),
      longestGapMs: Math.round(longest),
    };
  };
  const saving = async (studyUid, masks) => {
    const seen = await watched(() => store.saveWork({ studyUid, parts: { segments: { masks } } }));
    return { ...seen, mbOnDisk: Number((store.lastSave.bytes / MB).toFixed(2)) };
  };
  const round = async (name) => {
    const masks = [organ(1), organ(2)];
    const stroke = masks[1].slice();
    stroke.fill(1, 1000, 3000);
    return {
      masks50MB: await saving(`${name}.1`, masks),
      strokeInThem: await saving(`${name}.1`, [masks[0], stroke]),
      noise50MB: await saving(`${name}.2`, [noise(), noise()]),
    };
  };
  const data = organ(3);
  const pack = await watched(() =>
    Promise.resolve(packMask({ start: [0, 0, 0], size: [COLUMNS, COLUMNS, SLICES], data })),
  );
  const open = await round('1');
  await store.keepSealed('a long enough one');
  return { packOf25MB: pack, open, sealed: await round('2') };
}

export async function saveBench() {
  const server = await createServer({ root, logLevel: 'error', server: { port: 0, headers: {} } });
  await server.listen();
  const browser = await launch();
  try {
    const page = await browser.newPage();
    // A file of the server that runs no program.
    await page.goto(`http://localhost:${server.httpServer.address().port}/models/index.json`);
    return await page.evaluate(measure);
  } finally {
    await browser.close();
    await server.close();
  }
}
