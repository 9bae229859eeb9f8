import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseOf, runOne } from '../../tests/fuzz/one';
import { madeSeeds, sharedSeeds } from '../../tests/fuzz/seeds';
import { readWasmFromDisk } from './testing/shared';

/** `npm run fuzz` does the same at length, in threads that can be ended. */
const cases = 300;
const seed = 20261122;

describe('mutated files', () => {
  const unhandled: unknown[] = [];
  const hear = (reason: unknown) => unhandled.push(reason);
  beforeAll(() => {
    readWasmFromDisk();
    process.on('unhandledRejection', hear);
  });
  afterAll(() => {
    process.off('unhandledRejection', hear);
  });

  it('never throw, hang or leave a rejection unhandled', { timeout: 120_000 }, async () => {
    const shared = resolve(process.env.LAMPLIGHT_SHARED ?? resolve(import.meta.dirname, '../../../shared'));
    const seeds = [...madeSeeds(), ...sharedSeeds(shared)];
    const outcomes = new Set<string>();
    for (let index = 0; index < cases; index++) {
      const { name, bytes } = caseOf(seeds, seed, index);
      const started = performance.now();
      outcomes.add(
        await runOne(bytes).catch((error: unknown) => {
          throw new Error(`case ${index} (${name}) of seed ${seed}`, { cause: error });
        }),
      );
      expect(performance.now() - started, `case ${index} (${name})`).toBeLessThan(5000);
    }
    expect(unhandled).toEqual([]);
    expect(outcomes).toContain('shown');
    expect(outcomes.size).toBeGreaterThan(3);
  });

  it('are the same for the same seed', () => {
    const seeds = madeSeeds();
    for (let index = 0; index < 20; index++) expect(caseOf(seeds, 7, index)).toEqual(caseOf(seeds, 7, index));
  });
});
