import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../e2e/browser';
import { malformedFolder, runMalformed, summarise } from './run';

const folder = malformedFolder(resolve(process.env.LAMPLIGHT_SHARED ?? resolve(root, '..', 'shared')));
if (!folder) console.log('skipped: no malformed files (LAMPLIGHT_SHARED)');

/** `npm run malformed` prints the whole table. */
describe.skipIf(!folder)('malformed files in the browser', () => {
  test('none crashes, hangs, allocates without measure or goes unhandled; expectations are met', async () => {
    const rows = await runMalformed(folder!);
    const { violations, contradictions, outcomes } = summarise(rows);
    expect(violations).toEqual([]);
    expect(contradictions).toEqual([]);
    expect(outcomes.shown).toBeGreaterThan(20);
  });
});
