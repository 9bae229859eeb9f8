/**
 * npm run malformed [-- FOLDER]: opens every case of ../shared/data/dicom/malformed, or of any folder with the same
 * layout (LAMPLIGHT_SHARED, or the argument), in Chromium; prints a row a case and a JSON summary. Exit code 1 when
 * one crashes, hangs, allocates without measure or leaves a rejection unhandled, or clearly is not what its `expect`
 * asks for.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkNode, installPackages, root } from './install.mjs';

checkNode();
installPackages();
const { needChromium } = await import('./chromium.mjs');
process.env.LAMPLIGHT_CHROMIUM = needChromium();
const { createServer } = await import('vite');

const at = resolve(process.argv[2] ?? process.env.LAMPLIGHT_SHARED ?? join(root, '..', 'shared'));
const server = await createServer({
  root,
  logLevel: 'error',
  server: { middlewareMode: true },
  appType: 'custom',
});
let code = 2;
try {
  const { malformedFolder, runMalformed, summarise } = await server.ssrLoadModule('/tests/malformed/run.ts');
  const folder = malformedFolder(at);
  if (!folder) throw new Error(`no manifest.csv of malformed files at ${at}`);
  const rows = await runMalformed(folder, (row) => {
    const mark = row.violations.length > 0 ? 'FAIL' : row.contradictions.length > 0 ? 'no  ' : 'ok  ';
    const said = row.words.length > 0 ? `${row.outcome} (${row.words.join(', ')})` : row.outcome;
    const volumes = row.volumes.length > 0 ? `  [${row.volumes.join('; ')}]` : '';
    console.log(`${mark} ${row.path} | ${row.expect} | ${said}${volumes} | ${row.ms} ms`);
    for (const line of [...row.violations, ...row.contradictions]) console.log(`     ! ${line}`);
    if (row.outcome === 'refused' || row.violations.length > 0)
      for (const line of row.details) console.log(`       ${line}`);
  });
  const summary = summarise(rows);
  mkdirSync(join(root, 'test-results'), { recursive: true });
  writeFileSync(join(root, 'test-results', 'malformed.json'), JSON.stringify({ summary, rows }, null, 2));
  console.log(JSON.stringify(summary, null, 2));
  code = summary.violations.length + summary.contradictions.length > 0 ? 1 : 0;
} catch (error) {
  console.error(error);
} finally {
  await server.close();
}
process.exit(code);
