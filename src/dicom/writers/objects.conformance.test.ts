/**
 * Writes SEG and SR of a phantom and gives them to other people's validators: dciodvfy (dicom3tools), dsrdump
 * (dcmtk), the template validator of PixelMed. Where one is not installed its tests are skipped, with a line.
 */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import type { Finding } from '../../domain/finding';
import type { NetworkScore } from '../../domain/nodule';
import { buildReport } from '../../report/build';
import * as ph from '../../report/phantom.fixture';
import { newUid, segmentNumbers, writeSegmentation, writeStructuredReport } from './index';

const JARS = '/usr/share/java';
const has = {
  dciodvfy: !spawnSync('dciodvfy', ['-version']).error,
  dsrdump: !spawnSync('dsrdump', ['--version']).error,
  pixelmed: existsSync(join(JARS, 'pixelmed.jar')) && !spawnSync('java', ['-version']).error,
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lamplight-objects-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Case {
  readonly name: string;
  readonly language: 'zh' | 'en';
  readonly orientation: typeof ph.axial;
  readonly findings?: readonly Finding[];
  readonly reader?: string;
  readonly synthetic?: boolean;
}

const score = (value: number): NetworkScore => ({ value, meaning: 'test' });

function withFacts(f: Finding): Finding {
  const { longAxis, shortAxis, meanDiameter, volume } = f.measurements;
  return {
    ...f,
    score: score(0.93),
    nodule: {
      zone: 'upper',
      scores: {
        type: { solid: score(0.7), partSolid: score(0.2), nonSolid: score(0.1) },
        spiculation: score(0.4),
        lobulation: score(0.3),
        calcification: score(0.05),
        suspicion: score(0.6),
      },
      ellipsoidVolume: volume,
      volumeRange: [volume, volume],
      solidPart: { longAxis, shortAxis, meanDiameter, volume },
    },
  };
}

/** Writes both objects of a case; the SEG only when there is something to outline. */
function write(c: Case): { sr: string; seg?: string } {
  const grid = ph.phantomGrid(c.orientation);
  const series = ph.phantomSeries(grid, { synthetic: c.synthetic ?? true });
  const study = ph.phantomStudy(series);
  // Whatever may be said of a nodule is said of every one, so that the validators see all of it.
  const findings = (c.findings ?? ph.phantomFindings(grid)).map(withFacts);
  const run = ph.phantomRun(findings);
  const { language } = c;
  const contentDate = new Date(2024, 2, 1, 11, 15);
  const report = buildReport({
    study,
    series,
    run,
    analysisState: 'ran',
    findings,
    language,
    now: contentDate,
  });
  const paths = { sr: join(folder, `${c.name}.sr.dcm`), seg: join(folder, `${c.name}.seg.dcm`) };
  const ids = { sopInstanceUid: newUid(), segSeriesUid: newUid() };
  const segments = segmentNumbers(findings);
  const outlined = Object.keys(segments).length > 0;
  if (outlined)
    writeFileSync(paths.seg, writeSegmentation({ study, series, grid, findings, contentDate, ...ids }));
  const seg = outlined
    ? { sopInstanceUid: ids.sopInstanceUid, seriesUid: ids.segSeriesUid, segments }
    : undefined;
  writeFileSync(
    paths.sr,
    writeStructuredReport({
      study,
      series,
      findings,
      run,
      report,
      language,
      seg,
      reader: c.reader,
      contentDate,
    }),
  );
  return outlined ? paths : { sr: paths.sr };
}

function errors(path: string): readonly string[] {
  const run = spawnSync('dciodvfy', ['-new', path], { encoding: 'utf8' });
  return `${run.stdout}${run.stderr}`.split('\n').filter((line) => line.startsWith('Error'));
}

function dump(path: string): string {
  const run = spawnSync('dsrdump', ['+Pl', path], { encoding: 'utf8' });
  expect(run.status, run.stderr).toBe(0);
  return run.stdout;
}

/** Runs apart from the others: each takes 20 to 70 s, most of it compiling the templates. */
async function templateLines(path: string): Promise<readonly string[]> {
  const needed =
    /commons-codec|commons-compress|vecmath|excalibur|javax.json|jai|hsqldb|jmdns|slf4j-(api|simple)/i;
  const jars = readdirSync(JARS).filter((j) => j.endsWith('.jar') && needed.test(j));
  const classPath = ['pixelmed.jar', ...jars].map((j) => join(JARS, j)).join(':');
  // JDK 17 caps the size of XPath expressions; the compiled templates are larger.
  const limits = ['xpathExprGrp', 'xpathExprOp', 'xpathTotalOp'].map((l) => `-Djdk.xml.${l}Limit=0`);
  const { stdout, stderr } = await promisify(execFile)('java', [
    ...limits,
    '-cp',
    classPath,
    'com.pixelmed.validate.DicomSRValidator',
    path,
  ]);
  return `${stdout}${stderr}`.split('\n');
}

function need(context: TestContext, tool: keyof typeof has): void {
  if (has[tool]) return;
  console.log(`skipped: ${tool} is not installed`);
  context.skip();
}

const structures = [
  ...ph.phantomFindings(ph.phantomGrid()).slice(0, 1),
  ...ph.phantomStructures(ph.phantomGrid()),
];

const cases: readonly Case[] = [
  { name: 'zh', language: 'zh', orientation: ph.axial, reader: 'Li^Yi=李^医' },
  { name: 'en', language: 'en', orientation: ph.axial },
  { name: 'oblique', language: 'zh', orientation: ph.oblique, synthetic: false },
  { name: 'structures', language: 'zh', orientation: ph.axial, findings: structures },
  { name: 'none', language: 'zh', orientation: ph.axial, findings: [] },
];

describe.each(cases)('objects: $name', { timeout: 60_000 }, (c) => {
  it('pass dciodvfy', (context) => {
    need(context, 'dciodvfy');
    const { sr, seg } = write(c);
    expect(errors(sr)).toEqual([]);
    if (seg) expect(errors(seg)).toEqual([]);
  });

  it('are read by dsrdump', (context) => {
    need(context, 'dsrdump');
    const text = dump(write(c).sr);
    expect(text).toContain('Verification Flag   : UNVERIFIED');
    expect(text).toContain('Preliminary Flag    : PRELIMINARY');
    expect(text).toContain('Completion Flag     : PARTIAL');
    expect(text).toContain(c.language === 'zh' ? '仅供研究，不作诊断' : 'Research use, not for diagnosis');
    expect(text.includes('SYNTHETIC')).toBe(c.synthetic ?? true);
    // Pending and rejected findings do not leave.
    const groups = text.match(/Measurement Group/g)?.length ?? 0;
    expect(groups).toBe((c.findings ?? ph.phantomFindings(ph.phantomGrid()).slice(0, 3)).length);
    if (!c.findings) expect(text).toContain('(,,"Long axis")="9.1" (mm,UCUM,"millimeter")');
  });
});

describe('TID 1500', () => {
  // The fullest document, the one with what is no nodule, and the one without findings.
  for (const c of [cases[0], cases[3], cases[4]])
    it.concurrent(
      `passes PixelMed's template validator (${c.name})`,
      { timeout: 300_000 },
      async (context) => {
        need(context, 'pixelmed');
        const lines = await templateLines(write(c).sr);
        // A validator that did not get as far as the template has not passed anything.
        expect(lines.join('\n')).toContain('Found Root Template TID_1500');
        expect(lines).toContain('Root Template Validation Complete');
        expect(lines.filter((line) => line.startsWith('Error'))).toEqual([]);
      },
    );
});
