import { describe, expect, it } from 'vitest';
import { versions } from './result';

/**
 * Where the vectors of the clinical specification are tested, section by section: a test that is renamed or taken away
 * must not leave a gap that nobody sees. What does not ship is named with its reason.
 */
const tests = import.meta.glob<string>('../**/*.test.ts', { eager: true, query: '?raw', import: 'default' });

const covered: readonly (readonly [section: string, file: string, ...says: string[]])[] = [
  ['0 volumes of spheres', './doubling-time.test.ts', '34, 113, 268, 524, 1767, 14137'],
  ['1 Lung-RADS', './lung-rads.test.ts', "[15.0, '4B']", "['slowGrowing', 6.5, '4B']", "[9, 8, '4B']"],
  [
    '1 Lung-RADS',
    './lung-rads.test.ts',
    '29.9 mm is 2',
    'juxtapleural 9.9',
    'airway: segmental',
    '3 stable at 6',
  ],
  ['2 C-Lung-RADS', './chinese-rules.test.ts', "['solid', 18, undefined, '4']", 'probability of 0.5'],
  ['2 consensus 2018', './chinese-rules.test.ts', 'Chinese consensus 2018'],
  [
    '3 Fleischner',
    './fleischner.test.ts',
    'single solid 8 mm',
    'single solid 9 mm',
    'ground glass 6 mm',
    'part-solid 7 mm',
  ],
  ['4 Brock 2b', './models.test.ts', '0.001125', '0.00205', '0.00485', '0.2991', '0.3657', '0.1157'],
  ['4 Mayo', './models.test.ts', '0.4649', '0.01715'],
  ['4 Brock 1a, 1b, 2a', './models.test.ts', '0.1874', "'brock1a'", "'brock1b'"],
  ['4 Peking University', './models.test.ts', '0.8572'],
  ['4 VA', './models.test.ts', '62, never smoked, 10 mm: 0.079'],
  ['5 growth', './doubling-time.test.ts', '113.1', '72', '279.6', '322.2', '310 to 250'],
  [
    '6 ACR TI-RADS',
    './forms/vectors.test.ts',
    'spongiform with macrocalcification',
    '13,',
    'mixed, isoechoic',
  ],
  ['6 C-TIRADS', './forms/vectors.test.ts', 'five features', 'comet-tail only', 'solid, comet-tail'],
  ['7 BI-RADS', './forms/sentences.test.ts', '>2–10 %', '>10–50 %', '>50–<95 %', '≥95 %'],
  ['8 Agatston', './forms/vectors.test.ts', '[129, 0]', '[400, 4]', '24 at 3 mm with 21 mm3, 12 at 1.5 mm'],
  ['8 Agatston on pixels', './forms/calcium-parts.test.ts', '24 in all, 3 pixels dropped'],
  ['9 haematoma', './forms/vectors.test.ts', '18.75 mL', '100, 90, 60, 40, 20 %: C 1.5 cm, 15.0 mL'],
  ['9 ASPECTS', './forms/vectors.test.ts', "[['I', 'M2'], 8]", "[['C', 'C2'], 9]"],
  [
    '10 cardiothoracic ratio',
    '../annotation/cardiothoracic-category.test.ts',
    '140 / 280',
    '142 / 280',
    '160 / 280',
  ],
  ['10 CT pneumonia score', './forms/vectors.test.ts', '3, 12, 30, 60 and 80 % make 15'],
  [
    '11 RECIST',
    './forms/vectors.test.ts',
    "[100, 100, 70, 'PR']",
    "[100, 100, 71, 'SD']",
    "[100, 50, 60, 'PD']",
  ],
  ['11 RECIST', './forms/vectors.test.ts', '20 to 24 mm is 20 % but 4 mm', 'complete though the sum is 9'],
  ['11 WHO', './forms/vectors.test.ts', '20 x 15 to 10 x 14 is -53 %'],
  ['12 SUV', '../suv.test.ts', '2.76337e-4', '1.3817', '253.31', '64.3', '61.73', '39.29'],
  ['13 adrenal washout', './forms/vectors.test.ts', '57.14 % and 50 %', '70.6 % and 54.5 %'],
];

/** Of these the page computes nothing, so there is nothing to test. */
const notShipped: Readonly<Record<string, string>> = {
  '8 CT-FFR': 'a page cannot claim it without a validated solver',
  '14 HU of tissues': 'display hints; the page shows none',
  '15 bone age': 'no licensed table',
};

describe('vectors of the clinical specification', () => {
  it.each(covered)('%s: in %s', (_section, file, ...says) => {
    const text = tests[file];
    expect(text, file).toBeTypeOf('string');
    for (const said of says) expect(text).toContain(said);
  });

  it('what does not ship is not there under another name', () => {
    expect(Object.keys(notShipped)).toHaveLength(3);
    expect(Object.keys(versions).filter((name) => /ffr|bone|age|2024/i.test(name))).toEqual([]);
  });
});
