import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { onConformancePage } from './conformance-page.mjs';
import { root } from './install.mjs';
import { readCsv } from './manifest.mjs';

/** Measured time for each transfer syntax, ms. */
const duration = 1000;

/**
 * Decode throughput by transfer syntax: the largest frame of each in the conformance data, file to pixels through one
 * worker of the page.
 * @returns {Promise<{syntax: string, uid: string, file: string, frameBytes: number, megabytesPerSecond: number}[]>}
 *   10^6 bytes of decoded pixels a second; empty where the data is not there
 */
export async function benchDecode() {
  const folder = join(process.env.LAMPLIGHT_SHARED ?? resolve(root, '../shared'), 'data/dicom/conformance');
  if (!existsSync(join(folder, 'manifest.csv'))) return [];
  const frameBytes = (row) => {
    const bits = Math.max(8, Number(row.bits_allocated));
    return (Number(row.rows) * Number(row.cols) * Number(row.samples || 1) * bits) / 8;
  };
  const largest = new Map();
  for (const row of readCsv(join(folder, 'manifest.csv'))) {
    if (row.match === 'none') continue;
    const best = largest.get(row.ts_uid);
    if (!best || frameBytes(row) > frameBytes(best)) largest.set(row.ts_uid, row);
  }
  return onConformancePage(async (page) => {
    const rows = [];
    for (const [uid, row] of largest) {
      const file = join(folder, row.path);
      process.stderr.write(`decoding ${row.ts_name} (${statSync(file).size} bytes) ...\n`);
      await page.setInputFiles('input', file);
      const speed = await page.evaluate((ms) => window.conformanceSpeed(ms), duration);
      if (speed)
        rows.push({
          syntax: row.ts_name,
          uid,
          file: row.path,
          frameBytes: frameBytes(row),
          megabytesPerSecond: Math.round(speed.megabytesPerSecond * 10) / 10,
        });
    }
    return rows;
  });
}
