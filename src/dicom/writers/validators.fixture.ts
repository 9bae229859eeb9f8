/** Other people's programs that judge what is written; each is asked for by name, and missed by name. */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { TestContext } from 'vitest';

const JARS = '/usr/share/java';
const root = resolve(import.meta.dirname, '../../..');

/** A Python with pydicom: the one named in LAMPLIGHT_PYTHON, the one beside the project, the computer's. */
const python = [process.env.LAMPLIGHT_PYTHON, resolve(root, '../venv/bin/python'), 'python3'].find(
  (one) => one !== undefined && spawnSync(one, ['-c', 'import pydicom']).status === 0,
);

const has = {
  dciodvfy: !spawnSync('dciodvfy', ['-version']).error,
  dcmtk: !spawnSync('dsrdump', ['--version']).error,
  pixelmed: existsSync(join(JARS, 'pixelmed.jar')) && !spawnSync('javac', ['-version']).error,
  pydicom: python !== undefined,
};

/** Skips a test whose validator is not here, with a line that says so. */
export function need(context: TestContext, tool: keyof typeof has): void {
  if (has[tool]) return;
  console.log(`skipped: ${tool} is not installed`);
  context.skip();
}

/** Error lines of dciodvfy; none is a pass. */
export function dciodvfyErrors(path: string): readonly string[] {
  const run = spawnSync('dciodvfy', ['-new', path], { encoding: 'utf8' });
  return `${run.stdout}${run.stderr}`.split('\n').filter((line) => line.startsWith('Error'));
}

/** What a program of dcmtk makes of a file. @throws Error with what it complains of */
export function dcmtk(program: 'dsrdump' | 'dsr2html' | 'dcm2json', ...given: readonly string[]): string {
  const run = spawnSync(program, given, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (run.status !== 0) throw new Error(`${program} ${given.join(' ')}: ${run.stderr}`);
  return run.stdout;
}

/** What pydicom cannot read, and what is not the same after dcm2json: a line a file. */
export async function pydicomComplaints(paths: readonly string[]): Promise<readonly string[]> {
  const script = join(root, 'scripts/validate/read.py');
  const json = has.dcmtk ? ['--json'] : [];
  const run = promisify(execFile)(python!, [script, ...json, ...paths], { maxBuffer: 64 * 1024 * 1024 });
  const said = await run.catch((error: { stdout?: string; stderr?: string }) => error);
  const lines = `${said.stdout}${said.stderr}`.trim().split('\n');
  if (lines.at(-1) !== `${paths.length} of ${paths.length}`) return lines;
  return [];
}

export interface TemplateVerdict {
  readonly path: string;
  readonly errors: readonly string[];
  /** It was recognised and validated to its end; a validator that did not get there has passed nothing. */
  readonly complete: boolean;
}

/**
 * PixelMed's template validator on many files in one Java machine: the templates are compiled once, and a small
 * report then takes some seconds in place of half a minute.
 */
export async function templateVerdicts(paths: readonly string[]): Promise<readonly TemplateVerdict[]> {
  const needed =
    /commons-codec|commons-compress|vecmath|excalibur|javax.json|jai|hsqldb|jmdns|slf4j-(api|simple)/i;
  const jars = readdirSync(JARS).filter((j) => j.endsWith('.jar') && needed.test(j));
  // JDK 17 caps the size of XPath expressions; the compiled templates are larger.
  const limits = ['xpathExprGrp', 'xpathExprOp', 'xpathTotalOp'].map((l) => `-Djdk.xml.${l}Limit=0`);
  const classPath = ['pixelmed.jar', ...jars].map((j) => join(JARS, j)).join(':');
  const program = join(root, 'scripts/validate/Templates.java');
  const { stdout } = await promisify(execFile)('java', [...limits, '-cp', classPath, program, ...paths], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout
    .split(/^== /m)
    .slice(1)
    .map((said) => {
      const lines = said.split('\n');
      return {
        path: lines[0].replace(/ \d+ ms$/, ''),
        errors: lines.filter((line) => line.startsWith('Error')),
        complete:
          lines.some((line) => line.startsWith('Found Root Template')) &&
          lines.includes('Root Template Validation Complete'),
      };
    });
}
