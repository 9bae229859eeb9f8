/** Write, read, compare: the work on every case comes back out of its structured report as it was. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writtenCases, type WrittenCase } from '../../tests/fixtures/objects/cases';
import { workOn } from '../../tests/fixtures/objects/work';
import { writeCase } from '../../tests/fixtures/objects/write';
import { packWork, unpackWork } from '../dicom/objects';
import { readObjectFile } from '../dicom/objects/read';
import { clear, undo } from '../features/history';
import { useOpen } from '../features/open';
import { answer, offerWork, workForReport } from '../features/resume/commands';
import { provideWork } from '../features/resume/sources';
import { useResume } from '../features/resume/store';
import * as ph from '../report/phantom.fixture';
import { sources } from './work';

const REPORT = '1.2.840.10008.5.1.4.1.1.88.34';
const parts = sources.filter((one) => !one.quiet);
const { studyUid } = ph;

/** Everything that is kept of the study now, a part each. */
const now = (): Record<string, unknown> =>
  Object.fromEntries(
    parts.map((one) => [one.part, one.snapshot(studyUid)]).filter(([, saved]) => saved !== undefined),
  );

const forget = (): void => parts.toReversed().forEach((one) => one.clear(studyUid));

const put = (work: Readonly<Record<string, unknown>>): void => {
  for (const one of parts) if (work[one.part] !== undefined) one.restore(studyUid, work[one.part]);
};

async function throughReport(c: WrittenCase): Promise<Uint8Array> {
  const work = await workForReport(studyUid);
  const [{ bytes }] = writeCase(c, { work });
  const object = await readObjectFile(new Blob([bytes]), REPORT);
  if (object.kind !== 'report' || !object.work) throw new Error('no work in the report');
  return object.work;
}

const outcome = (): string | undefined => useResume.getState().outcome?.key;

beforeEach(() => {
  provideWork(sources);
  useOpen.setState({ studies: [writtenCases[0].study], activeStudyUid: studyUid });
  useResume.setState({ question: undefined, outcome: undefined });
  clear();
});
afterEach(forget);

describe.each(writtenCases.map((c) => [c.name, c] as const))('the work on "%s"', (...[, c]) => {
  it('comes back out of the report in an empty page', async () => {
    put(workOn(c));
    const before = structuredClone(now());
    const work = await throughReport(c);
    forget();
    expect(now()).toEqual({});
    await offerWork(studyUid, work);
    expect(outcome()).toBe('taken');
    expect(now()).toEqual(before);
  });
});

describe('work in a report', () => {
  const c = writtenCases[2];
  const fill = async (): Promise<Uint8Array> => {
    put(workOn(c));
    return throughReport(c);
  };

  it('is the same as what is here: nothing changes, whatever is chosen in the list', async () => {
    const work = await fill();
    const findings = sources[0];
    const before = findings.snapshot(studyUid) as object;
    findings.restore(studyUid, { ...before, filter: 'all', currentUid: undefined });
    const mine = now();
    await offerWork(studyUid, work);
    expect(outcome()).toBe('same');
    expect(now()).toEqual(mine);
  });

  it('differs from what is here: the reader is asked, and what is taken can be undone', async () => {
    const work = await fill();
    const theirs = structuredClone(now());
    const annotations = sources.find(({ part }) => part === 'annotations')!;
    annotations.restore(studyUid, { version: 1, annotations: writtenCases[4].annotations.slice(0, 2) });
    sources[0].clear(studyUid);
    const mine = structuredClone(now());

    await offerWork(studyUid, work);
    expect(useResume.getState().question).toBeDefined();
    expect(now()).toEqual(mine);
    answer(false);
    expect(outcome()).toBe('kept');
    expect(now()).toEqual(mine);

    await offerWork(studyUid, work);
    answer(true);
    expect(outcome()).toBe('taken');
    expect(now()).toEqual(theirs);
    undo();
    expect(now()).toEqual(mine);
  });

  it('of another study is not taken', async () => {
    const { parts: theirs, savedAt } = await unpackWork(await fill());
    forget();
    await offerWork(studyUid, await packWork({ studyUid: '1.2.3', savedAt, parts: theirs }));
    expect(outcome()).toBe('otherStudy');
    expect(now()).toEqual({});
  });

  it('that is damaged or made to harm is refused as a whole', async () => {
    const file = await unpackWork(await fill());
    forget();
    const [annotation] = writtenCases[4].annotations;
    /** What the file says, with one value in it changed: a path of keys, and the value. */
    const changes: readonly (readonly [path: string, value: unknown])[] = [
      ['findings.findings.0.mask', undefined],
      ['findings.findings.0.mask.size', [9999, 9999, 9999]],
      ['findings.findings.0.mask.data', 'x'],
      ['findings.findings.0.review', 'signed'],
      ['findings.findings.0.axes.long', []],
      ['findings.nextNumber', '4'],
      ['segments.segments.0.packed.size', [4096, 4096, 4096]],
      ['segments.segments.0.grid.spacing', [1, 1, 0]],
      ['annotations', { version: 1, annotations: [{ kind: 'toString' }] }],
      ['annotations', { version: 1, annotations: [{ ...annotation, colour: 'url(https://example.org/x)' }] }],
      ['annotations', { version: 1, annotations: [{ ...annotation, points: 'x' }] }],
      ['guideline.rule', 'none'],
      ['forms.instances.0.form', 'none'],
      ['report.edits', 'x'],
      ['report.versions', [{ number: 1 }]],
      ['keyImages.images.0.seriesUid', 1],
    ];
    const changed = (from: unknown, [key, ...rest]: readonly string[], value: unknown): unknown => {
      if (key === undefined) return value;
      const copy = (Array.isArray(from) ? [...from] : { ...(from as object) }) as Record<string, unknown>;
      copy[key] = changed(copy[key], rest, value);
      return copy;
    };
    for (const [path, value] of changes) {
      const theirs = changed(file.parts, path.split('.'), value) as Record<string, unknown>;
      await offerWork(studyUid, await packWork({ ...file, parts: theirs }));
      expect(outcome(), path).toBe('damaged');
      expect(now(), path).toEqual({});
      useResume.setState({ outcome: undefined });
    }
    await offerWork(studyUid, Uint8Array.of(1, 2, 3, 4));
    expect(outcome()).toBe('damaged');
  });
});
