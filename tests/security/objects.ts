/** A study with a report, outlines, key images and marks, all of whose words are markup. */
import { writtenCases, type WrittenCase } from '../fixtures/objects/cases';
import { writeImages } from '../fixtures/objects/images';
import { workOn } from '../fixtures/objects/work';
import { writeCase } from '../fixtures/objects/write';
import { packWork } from '../../src/dicom/objects/work';
import { script } from './hostile';

const words = new Set(['text', 'note', 'label', 'title', 'physician', 'hospital', 'description']);

/** A copy with markup before every word that a person could have written. */
function poisoned<T>(value: T): T {
  if (Array.isArray(value)) return value.map((one: unknown) => poisoned(one)) as T;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      typeof inner === 'string' && words.has(key) ? `${script}${inner}` : poisoned(inner as unknown),
    ]),
  ) as T;
}

const pollution = JSON.parse(
  '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
) as object;

/** Files of the images and of everything written about them; the report brings its findings back into the page. */
export async function poisonedStudy(): Promise<readonly Uint8Array[]> {
  const plain = writtenCases.find((one) => one.name === 'chinese')!;
  const patient = { ...plain.study.patient, name: script };
  const study = { ...plain.study, patient, description: script };
  const c: WrittenCase = { ...plain, study, report: poisoned({ ...plain.report, patient }) };
  const parts = { ...poisoned(workOn(c)), ...pollution, __extra: pollution };
  const work = await packWork({ studyUid: study.studyUid, savedAt: '2024-03-01T03:15:00.000Z', parts });
  return [...writeImages(c), ...writeCase(c, { work }).map(({ bytes }) => bytes)];
}
