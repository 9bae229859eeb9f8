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
    expect(contradictions.filter((text) => !known.some((path) => text.startsWith(path)))).toEqual([]);
    expect(outcomes.shown).toBeGreaterThan(20);
  });
});

/** The damaged bytes decode to a damaged picture, and nothing in them says so: JPEG lossless has no checksum. */
const known = ['files/encaps-jpll-corrupt-header.dcm'];
