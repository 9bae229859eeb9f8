import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './install.mjs';

/** Files beside index.html that belong to the page. */
const BESIDE = ['favicon.svg', 'app.webmanifest', 'app.en.webmanifest'];
/** From this size on a file is fetched when the reader does not wait for anything, bytes. */
const LARGE = 500_000;
/** Only scripts/analyse.mjs opens this page, on the computer that serves it. */
const HEADLESS = /^headless[.-]/;

const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Files of a folder of the built page, with their sizes in bytes, by path. */
const listed = (out, folder, wanted) =>
  readdirSync(join(out, folder))
    .filter(wanted)
    .sort()
    .map((name) => [`${folder}${name}`, statSync(join(out, folder, name)).size]);

/**
 * Gives a built page its version, and its service worker the list of what the page consists of.
 *
 * The version is the sha256 of all that is listed, and stands in index.html as `<meta name="lamplight-build">`: version,
 * a space, ISO time of the build. The service worker begins with `self.LAMPLIGHT_BUILD`:
 * `{version, made, page: [[path, sha256]], assets: [[path, bytes, large]]}`, paths relative to the page, which has the
 * empty one: some servers redirect its file name to it.
 * @param {string} out folder with the built page
 */
export function writeKeptList(out) {
  const assets = listed(out, 'assets/', (name) => !HEADLESS.test(name) && !name.endsWith('.map'));
  const icons = listed(out, 'icons/', () => true).map(([path]) => path);
  const beside = [...BESIDE, ...icons].map((path) => [path, digest(readFileSync(join(out, path)))]);
  const index = readFileSync(join(out, 'index.html'), 'utf8');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const id = digest(JSON.stringify([assets, beside, index])).slice(0, 8);
  const made = new Date(
    process.env.SOURCE_DATE_EPOCH ? Number(process.env.SOURCE_DATE_EPOCH) * 1000 : Date.now(),
  );
  const build = { version: `${version}+${id}`, made: made.toISOString() };
  const marked = index.replace(
    '</title>',
    `</title>\n    <meta name="lamplight-build" content="${build.version} ${build.made}" />`,
  );
  writeFileSync(join(out, 'index.html'), marked);
  const page = [['', digest(marked)], ...beside];
  const list = {
    ...build,
    page,
    assets: assets.map(([path, bytes]) => [path, bytes, bytes >= LARGE && !isProgram(path)]),
  };
  const worker = join(out, 'service-worker.js');
  writeFileSync(worker, `self.LAMPLIGHT_BUILD = ${JSON.stringify(list)};\n${readFileSync(worker, 'utf8')}`);
}

/** Scripts and styles: without them the page does not start, however large they are. */
const isProgram = (path) => /\.(m?js|css)$/.test(path);
