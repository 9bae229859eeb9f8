import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/** Debian packages that the browser tests use; all but chromium are optional and their tests say so when skipped. */
const debian = [
  'chromium',
  'fonts-noto-cjk',
  'dcmtk',
  'dicom3tools',
  'poppler-utils',
  'libpixelmed-java',
  'default-jre-headless',
  'nginx-light',
  'orthanc',
  'orthanc-dicomweb',
];

/** Path of a Chromium on this computer, or undefined. LAMPLIGHT_CHROMIUM wins. */
export function findChromium() {
  const named = process.env.LAMPLIGHT_CHROMIUM ?? process.env.CHROME_PATH;
  if (named) {
    if (existsSync(named)) return named;
    console.error(`LAMPLIGHT_CHROMIUM names ${named}, which does not exist.`);
    process.exit(1);
  }
  return usual.find((path) => existsSync(path));
}

/** May the system's package manager be used? Only as root on a Debian, or where it is asked for. */
function mayInstall() {
  if (process.platform !== 'linux' || process.env.LAMPLIGHT_NO_INSTALL) return false;
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

function apt(args) {
  return spawnSync('apt-get', args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status;
}

/** Finds a Chromium, installs it when the package manager may, else explains and ends with exit code 1. */
export function needChromium() {
  const validators = existsSync('/usr/bin/dciodvfy') && existsSync('/usr/bin/dsrdump');
  const archive = existsSync('/usr/share/orthanc/plugins/libOrthancDicomWeb.so');
  if (mayInstall() && (!findChromium() || !validators || !archive)) {
    console.log(`Installing with apt-get: ${debian.join(' ')} ...`);
    apt(['update', '-qq']);
    if (apt(['install', '-y', '-qq', ...debian]) !== 0) apt(['install', '-y', '-qq', 'chromium']);
  }
  const found = findChromium();
  if (found) return found;
  console.error(
    [
      'The browser tests need Chromium or Chrome and none was found.',
      'Install one (Debian, Ubuntu: sudo apt-get install chromium) or name it: LAMPLIGHT_CHROMIUM=/path/to/chrome npm test',
    ].join('\n'),
  );
  process.exit(1);
}
