/** Where a nodule of the lung is, coded. */
import { codes } from './codes';
import type { Code, Finding } from './finding';
import { isLungNodule } from './lesion';

const sct = (value: string, meaning: string): Code => ({ value, scheme: 'SCT', meaning });

const lobeSite = {
  RUL: sct('45653009', 'Upper lobe of lung'),
  RML: sct('72481006', 'Middle lobe of right lung'),
  RLL: sct('90572001', 'Lower lobe of lung'),
  LUL: sct('45653009', 'Upper lobe of lung'),
  LLL: sct('90572001', 'Lower lobe of lung'),
} as const;

/**
 * Where a nodule is: the lobe when the reader set it, else the lung; side apart, as CID 244. Undefined for what a
 * model outlined: its kind says what it is, and where is not known beyond its voxels.
 */
export function siteOf(finding: Finding): { readonly site: Code; readonly side?: Code } | undefined {
  if (finding.kind.value === codes.thyroidNodule.value) {
    const { site } = finding.thyroid ?? {};
    // The isthmus has no side, and is named in the sentence.
    const side = site === 'isthmus' ? undefined : site;
    return { site: codes.thyroid, side: side && codes[side] };
  }
  if (!isLungNodule(finding)) return undefined;
  const side = finding.lobe ? (finding.lobe.startsWith('R') ? 'right' : 'left') : finding.laterality;
  return {
    site: finding.lobe ? lobeSite[finding.lobe] : codes.lung,
    // The middle lobe is on the right by its own code; the modifier says it for systems that do not know.
    side: side && codes[side],
  };
}
