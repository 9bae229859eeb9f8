/** The page's own analysis of a folder, as the command line runs it: what the benchmarks of analyses time. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './install.mjs';

export const THREADS = 2;

/** What result.json says: the findings, and of the run its timings in ms, its windows, how long the network worked. */
export function analysisResult(id, folder) {
  const out = mkdtempSync(join(tmpdir(), 'lamplight-bench-'));
  try {
    const args = [id, folder, '--out', out, '--threads', String(THREADS), '--provider', 'wasm'];
    const done = spawnSync(process.execPath, [join(root, 'scripts', 'analyse.mjs'), ...args], {
      encoding: 'utf8',
      timeout: 1_200_000,
    });
    if (done.status !== 0) throw new Error(done.stderr);
    return JSON.parse(readFileSync(join(out, 'result.json'), 'utf8'));
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

export const analysisRun = (id, folder) => analysisResult(id, folder).run;
