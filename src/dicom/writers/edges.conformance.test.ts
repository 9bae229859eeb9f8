/** What the writers make of files that others wrote badly, and of more than anyone expects. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { edgeCases } from '../../../tests/fixtures/objects/edges';
import { writeCase, type WrittenKind } from '../../../tests/fixtures/objects/write';
import { dciodvfyErrors, dcmtk, need, pydicomComplaints } from './validators.fixture';

let folder = '';
const files: { readonly path: string; readonly kind: WrittenKind }[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lamplight-edges-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(edgeCases.map((c) => [c.name, c] as const))('"%s"', { timeout: 120_000 }, (name, c) => {
  const own: typeof files = [];
  it('is written, every kind of it', () => {
    writeCase(c, { axes: true, work: Uint8Array.of(1, 2, 3) }).forEach(({ kind, bytes }, n) => {
      const path = join(folder, `${name.replaceAll(' ', '-')}.${n}.${kind}.dcm`);
      writeFileSync(path, bytes);
      own.push({ path, kind });
      files.push({ path, kind });
    });
    expect(own.length).toBeGreaterThan(3);
  });

  it('passes dciodvfy', (context) => {
    need(context, 'dciodvfy');
    const said = own.flatMap(({ path, kind }) => dciodvfyErrors(path).map((error) => `${kind}: ${error}`));
    expect(said).toEqual([]);
  });

  it('is read by dsrdump', (context) => {
    need(context, 'dcmtk');
    for (const { path } of own.filter(({ kind }) => kind === 'sr' || kind === 'ko')) dcmtk('dsrdump', path);
  });
});

it('are read by pydicom and come back from dcm2json', { timeout: 240_000 }, async (context) => {
  need(context, 'pydicom');
  // Two hundred findings take it half a minute, and show it nothing that twenty do not.
  const few = files.map(({ path }) => path).filter((path) => !path.includes('two-hundred'));
  expect(few.length).toBeGreaterThan(20);
  expect(await pydicomComplaints(few)).toEqual([]);
});
