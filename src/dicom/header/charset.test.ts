import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCsv, sharedDicom } from '../testing/shared';
import { findStart, parseDataSet } from './parse';
import { Tags } from './tags';

const folder = sharedDicom('charset');
const rows = folder ? readCsv(join(folder, 'manifest.csv')) : [];
const tagsByName: Readonly<Record<string, string>> = {
  PatientName: 'x00100010',
  PatientID: 'x00100020',
  StudyDescription: 'x00081030',
  SeriesDescription: 'x0008103e',
  InstitutionName: 'x00080080',
  ReferringPhysicianName: 'x00080090',
  PatientComments: 'x00104000',
};

describe.skipIf(!folder)('character sets of real and made files', () => {
  it.each(rows.map((r) => [r.path, r] as const))('%s', async (path, row) => {
    const bytes = new Uint8Array(await readFile(join(folder ?? '', path)));
    const start = findStart(bytes);
    if (!start) throw new Error('not DICOM');
    const tags = new Tags(parseDataSet(bytes, start).dataSet);
    const expected = JSON.parse(row.expected || '{}') as Record<string, string>;
    for (const [name, value] of Object.entries(expected)) {
      const tag = tagsByName[name];
      // An empty last component group may be written or not.
      const bare = (text: string) => text.trim().replace(/=+$/, '');
      if (tag) expect(bare(tags.text(tag)), name).toBe(bare(value));
    }
  });
});
