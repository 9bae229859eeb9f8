import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import dicomParser from 'dicom-parser';
import { beforeAll, describe, expect, test } from 'vitest';
import { SLICE_MM } from '../../src/domain/phantom';
import { root } from './browser';
import { volumeAbove, writeDemo } from './demo-files';
import { dciodvfyErrors, dsrdump, segmentVoxels, validators } from './dicom-tools';
import { minutes } from './steps';
import { BRIGHT_HU, tinyLabel, writeTinyModel } from './tiny-model';

const base = mkdtempSync(join(tmpdir(), 'lamplight-cli-'));

interface Done {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function analyse(...args: readonly string[]): Done {
  const run = spawnSync(process.execPath, [join(root, 'scripts', 'analyse.mjs'), ...args], {
    encoding: 'utf8',
    timeout: minutes(9),
    maxBuffer: 2 ** 26,
  });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

/** Only what the tests read of result.json. */
interface Result {
  readonly state: string;
  readonly reviewed: boolean;
  readonly series: readonly { readonly reasons: readonly { readonly text: string }[] }[];
  readonly run: { readonly provider: string; readonly threads: number; readonly imported?: boolean };
  /** Smallest score of a finding that counts. */
  readonly threshold: number | null;
  readonly findings: readonly ResultFinding[];
  readonly belowThreshold: readonly ResultFinding[];
}
interface ResultFinding {
  readonly trackingUid: string;
  readonly kind: { readonly value: string; readonly scheme: string };
  readonly review: { readonly state: string; readonly inReport: boolean };
  readonly measurements: Record<string, { readonly value: number; readonly calibration: string }>;
  readonly outline: { readonly voxels: number };
  readonly laterality: string | null;
  readonly score: { readonly value: number } | null;
  readonly nodule: {
    readonly zone: string | null;
    readonly scores: { readonly suspicion: { readonly value: number; readonly meaning: string } } | null;
    readonly volumeRange: {
      readonly low: { readonly value: number };
      readonly high: { readonly value: number };
    };
  } | null;
}
const resultOf = (folder: string): Result =>
  JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as Result;

describe('npm run analyse', () => {
  let slices: string[];
  const study = join(base, 'study');
  const head = join(base, 'few');

  beforeAll(() => {
    // Enough of the chest for lungs: the middle of the demo study.
    slices = writeDemo(study, 50, 130);
    writeDemo(head, 60, 70);
  });

  test('what is wrong about the arguments is said, exit code 2', () => {
    const out = join(base, 'none');
    for (const args of [[], ['lung-nodule', study], ['lung-nodule', join(base, 'nowhere'), '--out', out]])
      expect(analyse(...args).code).toBe(2);
    const unknown = analyse('no-such-model', study, '--out', out);
    expect(unknown.code).toBe(2);
    expect(unknown.err).toContain('lung-nodule');
  });

  test('an own model: outlines of every voxel above its value, marked as not reviewed', () => {
    const model = join(base, 'model');
    const out = join(base, 'own');
    writeTinyModel(model);
    const done = analyse(
      model,
      study,
      '--out',
      out,
      '--threads',
      '1',
      '--provider',
      'wasm',
      '--language',
      'zh',
    );
    expect(done.err).toContain('network');
    expect(done.code, done.err).toBe(0);
    expect(done.out.trim().split('\n')).toHaveLength(1);
    expect(readdirSync(out).sort()).toEqual([
      'findings.png',
      'findings.seg.dcm',
      'report.sr.dcm',
      'report.txt',
      'result.json',
    ]);
    const { findings, run, reviewed } = resultOf(out);
    expect(reviewed).toBe(false);
    expect(run).toMatchObject({ provider: 'wasm', threads: 1, imported: true });
    expect(findings).toHaveLength(1);
    const [bone] = findings;
    expect(bone.kind).toMatchObject({ value: tinyLabel.type.value, scheme: 'SCT' });
    expect(bone.review).toMatchObject({ state: 'pending', inReport: false });
    const counted = volumeAbove(slices, BRIGHT_HU, SLICE_MM);
    console.log(
      `own model: ${bone.measurements.volume.value.toFixed(0)} mm3, counted ${counted.toFixed(0)} mm3`,
    );
    expect(Math.abs(bone.measurements.volume.value / counted - 1)).toBeLessThan(0.01);

    const text = readFileSync(join(out, 'report.txt'), 'utf8');
    for (const words of ['SYNTHETIC', '未经验证', '1处未审阅', '仅供研究']) expect(text).toContain(words);
    const seg = join(out, 'findings.seg.dcm');
    expect(segmentVoxels(seg).get(bone.trackingUid)!.size).toBe(bone.outline.voxels);
    const set = dicomParser.parseDicom(new Uint8Array(readFileSync(seg)));
    const segment = set.elements.x00620002.items![0].dataSet!;
    expect(segment.string('x00620006')).toMatch(/NOT REVIEWED.*not validated/);
    const type = segment.elements.x0062000f.items![0].dataSet!;
    expect(type.string('x00080100')).toBe(tinyLabel.type.value);
    if (!validators) return;
    expect(dciodvfyErrors(seg)).toEqual([]);
    expect(dciodvfyErrors(join(out, 'report.sr.dcm'))).toEqual([]);
  });

  test('a model that is not described completely: its fields by name, exit code 2', () => {
    const model = join(base, 'bare');
    writeTinyModel(model, ['inputs', 'intendedUse']);
    const done = analyse(model, study, '--out', join(base, 'bare-out'));
    expect(done.code).toBe(2);
    expect(done.err).toContain('inputs');
    expect(done.err).toContain('intendedUse');
  });

  test('images that do not suit: reasons in words, exit code 3', () => {
    const out = join(base, 'unsuitable');
    const done = analyse('lung-nodule', head, '--out', out, '--language', 'zh');
    expect(done.code, done.err).toBe(3);
    expect(done.err).toContain('仅 10 层');
    const { state, series } = resultOf(out);
    expect(state).toBe('unsuitable');
    expect(series[0].reasons[0].text).toContain('10');
    expect(existsSync(join(out, 'findings.seg.dcm'))).toBe(false);
  });

  test('the nodule analysis: findings with numbers, SEG, SR and picture; the threshold decides what counts', () => {
    const out = join(base, 'nodules');
    const done = analyse('lung-nodule', study, '--out', out, '--threshold', '0.2');
    expect(done.code, done.err).toBe(0);
    const { findings, belowThreshold, threshold, state } = resultOf(out);
    expect(state).toBe('ran');
    expect(threshold).toBe(0.2);
    expect(findings.length).toBeGreaterThan(0);
    for (const f of findings) {
      expect(f.review.state).toBe('pending');
      expect(f.measurements.volume.calibration).toContain('PixelSpacing');
      expect(f.score!.value).toBeGreaterThanOrEqual(0.2);
      expect(f.nodule!.scores!.suspicion.meaning).toContain('not a probability of disease');
      const { low, high } = f.nodule!.volumeRange;
      expect(low.value).toBeLessThanOrEqual(f.measurements.volume.value);
      expect(high.value).toBeGreaterThanOrEqual(f.measurements.volume.value);
    }
    for (const f of belowThreshold) expect(f.score!.value).toBeLessThan(0.2);
    expect(findings.map((f) => f.score!.value)).toEqual(
      findings.map((f) => f.score!.value).sort((a, b) => b - a),
    );
    const picture = readFileSync(join(out, 'findings.png'));
    expect(picture.subarray(1, 4).toString()).toBe('PNG');
    // Width and height as a PNG's header has them: at least three planes of 200 pixels.
    expect([picture.readUInt32BE(16) >= 600, picture.readUInt32BE(20) >= 200]).toEqual([true, true]);
    const seg = join(out, 'findings.seg.dcm');
    const sr = join(out, 'report.sr.dcm');
    expect([...segmentVoxels(seg).keys()]).toEqual(findings.map((f) => f.trackingUid));
    if (!validators) return;
    expect(dciodvfyErrors(seg)).toEqual([]);
    expect(dciodvfyErrors(sr)).toEqual([]);
    const text = dsrdump(sr);
    expect(text.match(/Found by AI, not reviewed by a physician/g)).toHaveLength(findings.length);
    for (const f of findings) expect(text).toContain(f.trackingUid);
  });
});
