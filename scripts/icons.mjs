/**
 * Draws the icons of the installed page from public/favicon.svg into public/icons, with the Chromium of the tests:
 * `node scripts/icons.mjs`. Run it when the drawing changes; the pictures are kept in the repository.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from './chromium.mjs';
import { root } from './install.mjs';

const ground = '#14171c';
/**
 * Name, side in px, and what share of the side the drawing takes: systems cut a maskable icon to a shape of their own, of
 * which only a middle circle of 80 % is sure to be left.
 */
const icons = [
  ['icon-192', 192, 1],
  ['icon-512', 512, 1],
  ['icon-maskable-512', 512, 0.72],
  ['apple-touch-icon', 180, 0.86],
];

const svg = readFileSync(join(root, 'public', 'favicon.svg'), 'utf8');
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
const page = await browser.newPage();
mkdirSync(join(root, 'public', 'icons'), { recursive: true });
for (const [name, side, share] of icons) {
  await page.setViewportSize({ width: side, height: side });
  const full = share < 1 ? ground : 'transparent';
  await page.setContent(
    `<style>html,body{margin:0;background:${full}}svg{display:block;width:${share * side}px;margin:${((1 - share) / 2) * side}px}</style>${svg}`,
  );
  writeFileSync(
    join(root, 'public', 'icons', `${name}.png`),
    await page.screenshot({ omitBackground: true }),
  );
}
await browser.close();
