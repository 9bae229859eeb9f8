import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readHeader } from '../header/read';
import { sharedDicom } from '../testing/shared';
import { presets } from './options';
import { Replacements } from './replacements';
import { deidentifyFile, Session } from './session';

const folders = ['objects', 'conformance', 'studies'].map(sharedDicom);
const validator = existsSync('/usr/bin/dciodvfy');
if (!validator) console.info('skipped: dciodvfy (dicom3tools) is not installed');
const scratch = mkdtempSync(join(tmpdir(), 'lamplight-deid-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** One file in so many: of every kind of object there are several. */
const STEP = 45;

async function some(): Promise<string[]> {
  const all: string[] = [];
  for (const folder of folders)
    for (const entry of await readdir(folder!, { recursive: true, withFileTypes: true }))
      if (entry.isFile() && /\.dcm$|\/[^.]+$/.test(join(entry.parentPath, entry.name)))
        all.push(join(entry.parentPath, entry.name));
  return all.sort().filter((path, n) => n % STEP === 0 && readFileSync(path).length < 4e6);
}

/** Error lines of dciodvfy, without the value that it quotes. */
function errorsOf(path: string): Set<string> {
  const run = spawnSync('dciodvfy', ['-new', path], { encoding: 'utf8' });
  const lines = `${run.stdout}${run.stderr}`.split('\n').filter((line) => line.startsWith('Error'));
  return new Set(lines.map((line) => line.replace(/ - (value|Value).*$/, '').replace(/<[^>]*>$/, '')));
}

describe.skipIf(!validator || folders.some((folder) => !folder))('real files after de-identification', () => {
  it.each(['basic', 'research'] as const)(
    'have no error that they had not before: %s',
    async (name) => {
      const worse: string[] = [];
      let looked = 0;
      for (const path of await some()) {
        const blob = new Blob([readFileSync(path)]);
        if ((await readHeader(blob, path)).status !== 'loaded') continue;
        const options = presets[name];
        await new Session().inspect(blob);
        const treatment = {
          options,
          replacements: new Replacements('ANON'),
          withoutKnown: (text: string) => text,
          holdsKnown: () => false,
        };
        const made = await deidentifyFile(blob, { options, prefix: 'ANON' }, treatment, { kind: 'none' });
        if ('leftOut' in made) continue;
        looked++;
        expect((await readHeader(made.blob, path)).status, path).toBe('loaded');
        const out = join(scratch, 'out.dcm');
        writeFileSync(out, new Uint8Array(await made.blob.arrayBuffer()));
        const before = errorsOf(path);
        for (const error of errorsOf(out)) if (!before.has(error)) worse.push(`${path}: ${error}`);
      }
      expect(worse).toEqual([]);
      expect(looked).toBeGreaterThan(6);
    },
    120_000,
  );
});
