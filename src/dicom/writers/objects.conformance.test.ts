/**
 * Every kind of object that Lamplight writes, of every case of `tests/fixtures/objects`, given to other people's
 * validators: dciodvfy (dicom3tools), dsrdump, dsr2html and dcm2json (dcmtk), pydicom, and the template validator of
 * PixelMed, which takes its time: here it sees as many reports as fit, under `npm run validate` all of them.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writtenCases } from '../../../tests/fixtures/objects/cases';
import { writeCase, type WrittenKind } from '../../../tests/fixtures/objects/write';
import { dciodvfyErrors, dcmtk, need, pydicomComplaints, templateVerdicts } from './validators.fixture';

interface Written {
  readonly path: string;
  readonly kind: WrittenKind;
  readonly case: (typeof writtenCases)[number];
}

const everything = process.env.LAMPLIGHT_VALIDATE === 'all';
/** The reports that PixelMed sees in every run: what differs in kind, small ones of each. */
const always = [
  'one-slice.0.sr',
  'followed.0.sr',
  'planes.0.sr',
  'film-with-an-outline.0.sr',
  'signed.1.sr',
  'none.2.ko',
];

let folder = '';
const files: Written[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lamplight-objects-'));
  for (const one of writtenCases)
    writeCase(one, { axes: true, work: Uint8Array.of(1, 2, 3) }).forEach(({ kind, bytes }, n) => {
      const path = join(folder, `${one.name.replaceAll(' ', '-')}.${n}.${kind}.dcm`);
      writeFileSync(path, bytes);
      files.push({ path, kind, case: one });
    });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A line of `npm run validate`. */
const figures = (line: string): boolean => process.stdout.write(`${line}\n`);

const ofCase = (name: string): readonly Written[] => files.filter((one) => one.case.name === name);

describe('objects', () => {
  it('are made of every kind, from more than a dozen cases', () => {
    expect(writtenCases.length).toBeGreaterThan(12);
    const kinds = new Map<WrittenKind, number>();
    for (const { kind } of files) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    expect([...kinds.keys()].sort()).toEqual(['ko', 'pdf', 'pr', 'rt', 'seg', 'sr']);
    for (const [kind, count] of kinds) expect(count, kind).toBeGreaterThanOrEqual(12);
    const cases = new Map<WrittenKind, Set<string>>();
    for (const { kind, case: of } of files) cases.set(kind, (cases.get(kind) ?? new Set()).add(of.name));
    for (const [kind, names] of cases) expect(names.size, kind).toBeGreaterThanOrEqual(12);
    if (everything)
      figures(`${writtenCases.length} cases, files: ${[...kinds].map((one) => one.join(' ')).join(', ')}`);
  });
});

describe.each(writtenCases.map(({ name }) => name))('objects: %s', { timeout: 120_000 }, (name) => {
  it('pass dciodvfy', (context) => {
    need(context, 'dciodvfy');
    const bad = ofCase(name).flatMap(({ path }) => dciodvfyErrors(path).map((error) => `${path}: ${error}`));
    if (everything) figures(`dciodvfy, "${name}": ${ofCase(name).length} files, ${bad.length} errors`);
    expect(bad).toEqual([]);
  });

  it('are read by dsrdump and dsr2html', (context) => {
    need(context, 'dcmtk');
    const one = writtenCases.find((c) => c.name === name)!;
    const reports = ofCase(name).filter(({ kind }) => kind === 'sr' || kind === 'ko');
    for (const { path } of reports) {
      expect(dcmtk('dsr2html', path), path).toContain('<html');
      dcmtk('dsrdump', path);
    }
    const text = dcmtk('dsrdump', '+Pl', reports[0].path);
    const signed = one.report.signature !== undefined;
    expect(text).toContain(`Verification Flag   : ${signed ? 'VERIFIED' : 'UNVERIFIED'}`);
    expect(text).toContain(`Preliminary Flag    : ${signed ? 'FINAL' : 'PRELIMINARY'}`);
    expect(text).toContain(`Completion Flag     : ${signed ? 'COMPLETE' : 'PARTIAL'}`);
    expect(text).toContain(
      one.report.language === 'zh' ? '仅供研究，不作诊断' : 'Research use, not for diagnosis',
    );
    expect(text.includes('SYNTHETIC')).toBe(one.series.synthetic);
    if (signed) expect(text).toContain('李医');
  });
});

describe('all objects', () => {
  it('are read by pydicom and come back from dcm2json', { timeout: 240_000 }, async (context) => {
    need(context, 'pydicom');
    const complaints = await pydicomComplaints(files.map(({ path }) => path));
    if (everything)
      figures(`pydicom and dcm2json: ${files.length} files, ${complaints.length} that differ or fail`);
    expect(complaints).toEqual([]);
  });

  it("pass PixelMed's template validator", { timeout: everything ? 3_600_000 : 600_000 }, async (context) => {
    need(context, 'pixelmed');
    const reports = files.filter(({ kind }) => kind === 'sr' || kind === 'ko').map(({ path }) => path);
    const chosen = everything
      ? reports
      : reports.filter((path) => always.some((a) => path.endsWith(`${a}.dcm`)));
    expect(chosen.length).toBe(everything ? reports.length : always.length);
    const verdicts = await templateVerdicts(chosen);
    if (everything) {
      const bad = verdicts.filter(({ errors, complete }) => errors.length > 0 || !complete);
      figures(`PixelMed: ${verdicts.length} reports and key object lists, ${bad.length} with errors`);
    }
    expect(verdicts.map(({ path }) => path)).toEqual(chosen);
    for (const { path, errors, complete } of verdicts) {
      expect(errors, path).toEqual([]);
      expect(complete, path).toBe(true);
    }
  });
});
