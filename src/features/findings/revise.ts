/** What a report of Lamplight says of its findings beyond their outlines. */
import { PRIVATE_SCHEME } from '../../domain/codes';
import type { Code, Finding, Laterality, Lobe, NoduleType } from '../../domain/finding';
import { isLungNodule } from '../../domain/lesion';
import { i18n } from '../../i18n';
import { run } from '../history';
import { putFinding, studyFindings } from './store';

/** A measurement group, as far as it is read here. */
export interface ReportedGroup {
  readonly trackingUid: string;
  readonly site?: Code;
  readonly side?: Code;
  readonly codes: readonly { readonly concept: Code; readonly value: Code }[];
}

const types: Readonly<Record<string, NoduleType>> = {
  SOLID: 'solid',
  PARTSOLID: 'partSolid',
  NONSOLID: 'nonSolid',
  CALCIFIED: 'calcified',
};

/** Lobes by the codes that `siteOf` writes: the upper and lower ones need the side. */
function lobeOf(site: Code | undefined, side: Laterality | undefined): Lobe | undefined {
  if (site?.value === '72481006') return 'RML';
  if (!side) return undefined;
  const right = side === 'right';
  if (site?.value === '45653009') return right ? 'RUL' : 'LUL';
  return site?.value === '90572001' ? (right ? 'RLL' : 'LLL') : undefined;
}

/** What differs from the finding as it was measured anew; undefined when nothing does. */
function revised(finding: Finding, group: ReportedGroup): Finding | undefined {
  const own = (concept: string): string | undefined =>
    group.codes.find((one) => one.concept.scheme === PRIVATE_SCHEME && one.concept.value === concept)?.value
      .value;
  const side = ({ '7771000': 'left', '24028007': 'right' } as const)[group.side?.value ?? ''];
  const lung = isLungNodule(finding);
  const type = lung ? types[own('NODTYPE') ?? ''] : undefined;
  const lobe = lung ? lobeOf(group.site, side) : undefined;
  const edited = own('REVIEW')?.endsWith('EDITED') === true && finding.review === 'accepted';
  const next: Finding = {
    ...finding,
    ...(side && { laterality: side }),
    ...(lobe && { lobe }),
    // The type was said in the report; how it was found is not.
    ...(type && type !== finding.type && { type, typeMethod: undefined }),
    ...(edited && { review: 'edited' as const }),
  };
  const keys = ['laterality', 'lobe', 'type', 'review'] as const;
  return keys.some((key) => next[key] !== finding[key]) ? next : undefined;
}

/** Lays what the groups say over the findings that came in with the same tracking UIDs; one undoable step. */
export function reviseFindings(studyUid: string, groups: readonly ReportedGroup[]): void {
  const { findings, imported } = studyFindings(studyUid);
  const pairs = findings.flatMap((before) => {
    const group = groups.find((one) => one.trackingUid === before.trackingUid && one.codes.length > 0);
    const after = group && imported.includes(before.trackingUid) ? revised(before, group) : undefined;
    return after ? [{ before, after }] : [];
  });
  if (pairs.length === 0) return;
  run({
    label: i18n.t('findings:done.revise', { count: pairs.length }),
    do: () => pairs.forEach(({ after }) => putFinding(after)),
    undo: () => pairs.forEach(({ before }) => putFinding(before)),
  });
}
