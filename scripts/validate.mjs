/**
 * npm run validate: writes every kind of object of every case of tests/fixtures/objects and gives all of them to
 * dciodvfy, dcmtk, pydicom and PixelMed's template validator, as far as these are installed. In `npm test` PixelMed
 * sees some of them only; all take some minutes.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { checkNode, installPackages, root } from './install.mjs';

checkNode();
installPackages();
const run = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--project',
    'unit',
    'src/dicom/writers/objects.conformance.test.ts',
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, LAMPLIGHT_VALIDATE: 'all' } },
);
process.exit(run.status ?? 1);
