/** Every file of the shared conformance data through openFiles and loadFrame in Chromium: see docs/conformance.md. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../e2e/browser';

const shared = process.env.LAMPLIGHT_SHARED ?? join(root, '..', 'shared');
const there = existsSync(join(shared, 'data', 'dicom', 'conformance', 'manifest.csv'));
if (!there) console.log(`skipped: no conformance data at ${shared} (LAMPLIGHT_SHARED)`);

describe.skipIf(!there)('npm run conformance', () => {
  it('decodes every file as the manifest says; at most two are explained instead', () => {
    const run = spawnSync(process.execPath, [join(root, 'scripts', 'conformance.mjs')], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, LAMPLIGHT_NO_INSTALL: '1' },
    });
    const summary = JSON.parse(run.stdout.slice(run.stdout.lastIndexOf('\n{\n') + 1)) as {
      files: number;
      explained: number;
      wrong: unknown[];
    };
    expect(summary.wrong).toEqual([]);
    expect(summary.explained).toBeLessThanOrEqual(2);
    expect(summary.files).toBeGreaterThan(0);
    expect(run.status).toBe(0);
  });
});
