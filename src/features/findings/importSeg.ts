import { calibrationOf, contrastOf, noduleFacts, placeInLungs, typeOf } from '../../analyses';
import { loadSegmentation } from '../../dicom';
import type { SegmentOverlay } from '../../dicom/contract';
import { isReaderSegment, newUid } from '../../dicom/writers';
import { codes, labelCode } from '../../domain/codes';
import { trackingUidOf, type StudyFollowUp } from '../../domain/follow-up';
import type { Finding } from '../../domain/finding';
import { isLungNodule } from '../../domain/lesion';
import { ijkToLps, type Vec3 } from '../../domain/geometry';
import { measureMask } from '../../domain/measurement';
import type { Instance, Series } from '../../domain/study';
import { countVoxels, maskHas, type Volume, type VoxelMask } from '../../domain/volume';
import { i18n } from '../../i18n';
import { studyGrowth } from '../growth';
import { run } from '../history';
import { sameVoxels } from './overlap';
import { dropFinding, patchStudy, putFinding, say, studyFindings } from './store';
import { seriesByUid, volumeFor } from './volumes';

/** What became of the segments of one object. */
export interface ImportResult {
  readonly added: readonly Finding[];
  /** Here already, voxel for voxel. */
  readonly same: readonly Finding[];
  /** Here already with another outline, which was kept. */
  readonly kept: readonly Finding[];
  /** Segments that are no findings: organs, vessels, devices. They are drawn, and belong in no report. */
  readonly structures: readonly SegmentOverlay[];
}

/** The voxel of the mask on slice k that is nearest to its centre there, in LPS mm. */
function innerPoint(volume: Volume, mask: VoxelMask, k: number): Vec3 {
  const own: [number, number][] = [];
  for (let j = mask.start[1]; j < mask.start[1] + mask.size[1]; j++)
    for (let i = mask.start[0]; i < mask.start[0] + mask.size[0]; i++)
      if (maskHas(mask, i, j, k)) own.push([i, j]);
  const mean = [0, 1].map((c) => own.reduce((sum, p) => sum + p[c], 0) / own.length);
  const far = (p: readonly number[]) => (p[0] - mean[0]) ** 2 + (p[1] - mean[1]) ** 2;
  const [i, j] = own.reduce((a, b) => (far(b) < far(a) ? b : a));
  return ijkToLps(volume.grid, [i, j, k]);
}

/** "Nodule 3", as Lamplight labels its segments; the number is kept when it is free. */
const ownNumber = (label: string): number | undefined => {
  const match = /^Nodule (\d{1,4})$/.exec(label.trim());
  return match ? Number(match[1]) : undefined;
};

/** Morphologically Altered Structure in SNOMED CT, and in the SNOMED RT codes of older objects. */
const altered: readonly string[] = [codes.morphologicallyAltered.value, 'M-01000'];
const noduleTypes: readonly string[] = [codes.nodule.value, 'M-03010'];
/** Lung, its sides and lobes: SNOMED CT, SNOMED RT. A nodule elsewhere is no lung nodule. */
const inLung = (meaning: string): boolean => /lung|lobe|pulmon/i.test(meaning);

/**
 * Is a segment something that a report may name? What Lamplight wrote was a finding, unless the reader drew it as a
 * segment; of others, what is coded as
 * altered, and what is not coded at all, which the reader must judge.
 */
export function isFindingLike(overlay: SegmentOverlay): boolean {
  const { confirmed, category, type } = overlay;
  if (isReaderSegment(overlay)) return false;
  if (confirmed || (!category && !type)) return true;
  return altered.includes(category?.value ?? '') || noduleTypes.includes(type?.value ?? '');
}

/** What a segment is, as its codes say. A segment without codes claims to be neither an organ nor a lesion. */
function whatIs(overlay: SegmentOverlay): Pick<Finding, 'kind' | 'category' | 'name' | 'rgb'> {
  const { type, category, region, label, rgb, number } = overlay;
  const nodule = noduleTypes.includes(type?.value ?? '') && (!region || inLung(region.meaning));
  if (nodule) return { kind: codes.nodule };
  const name = label.trim().replace(/ \d{1,4}$/, '') || type?.meaning || String(number);
  return {
    kind: type ?? labelCode('segment', number, name),
    category: category ?? codes.spatialConcept,
    name,
    rgb,
  };
}

/**
 * A finding from a segment, measured from its voxels; what made it stays what its tags say. A segmentation does not
 * say who confirmed it: it shows as imported, and counts as confirmed because the reader opened it to be used. What
 * another system's algorithm made alone waits for the reader, as AI's findings do (design, rule 3); a segment that
 * Lamplight wrote was confirmed before it left.
 */
function findingOf(overlay: SegmentOverlay, volume: Volume, series: Series, number: number): Finding {
  const { mask, label, source } = overlay;
  const { axes, measurements } = measureMask(volume, mask, calibrationOf(series));
  const origin = { kind: 'reader' } as const;
  const what = whatIs(overlay);
  const lung = isLungNodule({ ...what, origin });
  const type = lung ? typeOf(volume, mask, contrastOf(series)) : undefined;
  const place = lung ? placeInLungs(volume, mask, overlay.laterality) : undefined;
  const waits = source.algorithmType === 'AUTOMATIC' && !overlay.confirmed;
  return {
    trackingUid: overlay.trackingUid ?? newUid(),
    number,
    origin,
    source,
    studyUid: series.studyUid,
    seriesUid: series.seriesUid,
    frameOfReferenceUid: volume.frameOfReferenceUid,
    ...what,
    laterality: overlay.laterality ?? place?.laterality,
    type: type?.type,
    typeMethod: type?.type && type.method,
    point: innerPoint(volume, mask, axes.slice),
    keyImage: {
      sopInstanceUid: volume.sopInstanceUids[axes.slice],
      frame: volume.frameNumbers[axes.slice],
      slice: axes.slice,
    },
    mask,
    axes,
    measurements,
    nodule: place && noduleFacts(volume, mask, measurements, calibrationOf(series), { zone: place.zone }),
    review: waits ? 'pending' : 'accepted',
    note: lung && ownNumber(label) === undefined && label.trim() !== '' ? label.trim() : undefined,
  };
}

/** Lays segments over what is there; pure but for fresh UIDs of segments that bring none. */
export function sortSegments(
  overlays: readonly SegmentOverlay[],
  present: readonly Finding[],
  volume: Volume,
  series: Series,
  nextNumber: number,
  followed?: StudyFollowUp,
): ImportResult {
  const added: Finding[] = [];
  const same: Finding[] = [];
  const kept: Finding[] = [];
  const taken = new Set(present.map((f) => f.number));
  let next = nextNumber;
  const structures: SegmentOverlay[] = [];
  for (const overlay of overlays) {
    if (countVoxels(overlay.mask) === 0) continue;
    if (!isFindingLike(overlay)) {
      structures.push(overlay);
      continue;
    }
    // An outline of a nodule that is followed was written under its lesion's name.
    const known = present.find(
      (f) => f.trackingUid === overlay.trackingUid || trackingUidOf(f, followed) === overlay.trackingUid,
    );
    // A segment without an identity is known by its voxels, so that opening a file twice adds nothing.
    const twin =
      known ?? present.find((f) => f.seriesUid === series.seriesUid && sameVoxels(f.mask, overlay.mask));
    if (twin) {
      (sameVoxels(twin.mask, overlay.mask) ? same : kept).push(twin);
      continue;
    }
    const wish = ownNumber(overlay.label);
    const number = wish !== undefined && !taken.has(wish) ? wish : next;
    taken.add(number);
    while (taken.has(next)) next++;
    added.push(findingOf(overlay, volume, series, number));
  }
  return { added, same, kept, structures };
}

/**
 * Takes the segments of a SEG as findings of the series that it was drawn on. They keep their tracking UIDs and are
 * measured anew. What is here already stays as it is. One undoable step; a message says what came of it.
 */
export async function importSegmentation(
  instance: Instance,
  referenced: Series,
): Promise<ImportResult | undefined> {
  const { studyUid } = referenced;
  say('loading');
  try {
    const overlays = await loadSegmentation(instance, referenced);
    if (overlays.some((overlay) => overlay.images)) {
      say('importFailed', 'warn', { why: i18n.t('objects:segmentation.notMeasured') });
      return undefined;
    }
    const volume = await volumeFor(referenced);
    // Closed meanwhile.
    if (!seriesByUid(referenced.seriesUid)) return undefined;
    const study = studyFindings(studyUid);
    const result = sortSegments(
      overlays,
      study.findings,
      volume,
      referenced,
      study.nextNumber,
      studyGrowth(studyUid).reviewed,
    );
    if (result.added.length > 0) addAll(studyUid, result.added);
    tell(result);
    return result;
  } catch (error) {
    say('importFailed', 'warn', { why: error instanceof Error ? error.message : String(error) });
    return undefined;
  }
}

function addAll(studyUid: string, added: readonly Finding[]): void {
  const uids = added.map((f) => f.trackingUid);
  run({
    label: i18n.t('findings:done.import', { count: added.length }),
    do: () => {
      for (const f of added) putFinding(f);
      const { imported, originals } = studyFindings(studyUid);
      patchStudy(studyUid, {
        imported: [...imported, ...uids],
        originals: { ...originals, ...Object.fromEntries(added.map((f) => [f.trackingUid, f])) },
      });
    },
    undo: () => {
      for (const f of added) dropFinding(f);
      const { imported } = studyFindings(studyUid);
      patchStudy(studyUid, { imported: imported.filter((uid) => !uids.includes(uid)) });
    },
  });
}

function tell({ added, same, kept, structures }: ImportResult): void {
  const nothing = added.length + same.length + kept.length === 0;
  if (nothing && structures.length > 0)
    say('importFailed', 'warn', { why: i18n.t('objects:segmentation.onlyStructures') });
  else if (kept.length > 0)
    say('importedDiffers', 'plain', { numbers: kept.map((f) => f.number).join(', ') });
  else if (added.length > 0) say('imported', 'plain', { count: added.length });
  else say('importedSame');
}
