/** Does a series suit a model? Asked of the manifest, from the headers alone. */
import type { Suitability, SuitabilityReason } from '../../domain/analysis';
import type { Series, Study } from '../../domain/study';
import type { ModelManifest } from '../../inference/manifest';
import { wantsColour } from './images';
import {
  ageAt,
  contrastOf,
  isLocalizer,
  pixelReasons,
  seriesWords,
  sliceCount,
  slicePositions,
  stepReasons,
} from '../headers';

interface Judged {
  readonly block: SuitabilityReason[];
  readonly warn: SuitabilityReason[];
}

/** Words for the parts that BodyPartExamined, protocols and Chinese descriptions name. */
const PARTS: Readonly<Record<string, RegExp>> = {
  CHEST: /chest|thora|lung|pulm|胸|肺/i,
  ABDOMEN: /abd(?:omen|\b|o)|liver|hepat|kidney|renal|spleen|pancrea|腹|肝|肾|脾|胰/i,
  PELVIS: /pelvi|prostat|bladder|uter|盆|前列腺|膀胱|子宫/i,
  HEAD: /head|brain|skull|crani|头|颅|脑/i,
  NECK: /neck|cervi|thyroid|颈|甲状腺/i,
  SPINE: /spin|vertebra|脊|椎/i,
  HEART: /heart|cardi|coronary|心|冠/i,
  BREAST: /breast|mamm|乳/i,
  EXTREMITY: /knee|hip|foot|hand|wrist|ankle|elbow|shoulder|leg|arm|femur|膝|髋|足|手|腕|踝|肘|肩|腿/i,
};
/** The group of a part as a manifest names it: LUNG is CHEST, LIVER is ABDOMEN. */
const groupsOf = (text: string): string[] =>
  Object.keys(PARTS).filter((part) => part === text.toUpperCase() || PARTS[part].test(text));

function bodyPart(wanted: readonly string[], series: Series, study: Study): Judged {
  const want = new Set(wanted.flatMap((part) => groupsOf(part)));
  const parts = wanted.join(', ');
  const literal = (text: string): boolean =>
    wanted.some((part) => text.toUpperCase().includes(part.toUpperCase()));
  // The part that the scanner wrote counts first; descriptions fill the gap, the study's last.
  for (const text of [series.bodyPart, seriesWords(series), study.description]) {
    const found = groupsOf(text);
    if (literal(text) || found.some((part) => want.has(part))) return { block: [], warn: [] };
    if (found.length > 0)
      return {
        block: [{ key: 'otherPart', values: { part: series.bodyPart || text.trim(), want: parts } }],
        warn: [],
      };
  }
  return { block: [], warn: [{ key: 'partUnknown', values: { want: parts } }] };
}

function contrast(wanted: 'any' | 'with' | 'without' | undefined, series: Series): Judged {
  const given = contrastOf(series);
  const stated = series.contrastAgent.trim() !== '';
  if (wanted === 'without' && given) return { block: [{ key: 'contrastUnwanted' }], warn: [] };
  if (wanted === 'with' && !given)
    return stated
      ? { block: [{ key: 'contrastNeeded' }], warn: [] }
      : { block: [], warn: [{ key: 'contrastUnknown' }] };
  return { block: [], warn: [] };
}

const tenth = (mm: number): number => Math.round(mm * 10) / 10;

function geometry(manifest: ModelManifest, series: Series): Judged {
  const out: Judged = { block: [], warn: [] };
  const { sliceThicknessMax, spacingRange, minSlices } = manifest.suitability;
  let thickness = Math.max(0, ...series.instances.map((i) => i.sliceThickness ?? 0));
  const singleFrames = series.instances.every((i) => i.frames <= 1);
  if (series.instances.length > 1 && singleFrames) {
    const positions = slicePositions(series.instances);
    if (positions) {
      const judged = stepReasons(positions);
      out.block.push(...judged.block);
      out.warn.push(...judged.warn);
      thickness = Math.max(thickness, judged.step);
    } else out.block.push({ key: 'noPositions' });
  }
  if (sliceThicknessMax !== undefined && thickness > sliceThicknessMax)
    out.block.push({ key: 'tooThick', values: { mm: tenth(thickness), most: sliceThicknessMax } });
  const spacing = series.instances[0].pixelSpacing;
  if (spacingRange && spacing) {
    const [least, most] = spacingRange;
    const outside = spacing.find((mm) => mm < least || mm > most);
    if (outside !== undefined)
      out.block.push({ key: 'spacingOutside', values: { mm: Number(outside.toFixed(3)), least, most } });
  }
  const slices = sliceCount(series);
  if (minSlices !== undefined && slices < minSlices)
    out.block.push({ key: 'tooFewSlices', values: { count: slices, least: minSlices } });
  return out;
}

/** A 2-D model without neighbouring slices at distances in mm: one image is all that it needs. */
export const looksAtImages = ({ inputs: [input] }: Pick<ModelManifest, 'inputs'>): boolean =>
  input.axes.length === 4 && !(input.slices && 'offsetsMm' in input.slices);

/** Every reason at once, so that a reader sees all that is missing. */
export function checkSeries(manifest: ModelManifest, series: Series, study: Study): Suitability {
  const input = manifest.inputs[0];
  const { suitability } = manifest;
  const first = series.instances[0];
  const modalities = input.modality.map((m) => m.trim().toUpperCase());
  if (!first || !modalities.includes(series.modality.toUpperCase()))
    return {
      verdict: 'unsuitable',
      reasons: [
        {
          key: 'wrongModality',
          values: { modality: series.modality || '?', want: input.modality.join(', ') },
        },
      ],
    };
  const block: SuitabilityReason[] = [];
  const warn: SuitabilityReason[] = [];
  const add = (judged: Judged): void => {
    block.push(...judged.block);
    warn.push(...judged.warn);
  };
  const channels = input.channels?.length ?? 1;
  const single = sliceCount(series) === 1;
  const image = single && looksAtImages(manifest);
  if (channels > 1 && !(image && wantsColour(input)))
    block.push({ key: 'severalSeries', values: { count: channels } });
  if (first.samplesPerPixel !== 1 && !image) block.push({ key: 'colour' });
  if (isLocalizer(series)) block.push({ key: 'localizer' });
  const types = first.imageType.map((t) => t.toUpperCase());
  const rejected = (suitability.reject ?? []).find((type) => types.includes(type.trim().toUpperCase()));
  if (rejected !== undefined) block.push({ key: 'imageType', values: { type: rejected } });
  if (series.modality === 'CT') block.push(...pixelReasons(series));
  // One image without a scale is measured in pixels; a volume without one cannot be.
  else if (!image && (first.spacingSource === 'none' || !first.pixelSpacing))
    block.push({ key: 'noSpacing' });
  if (single && !image) block.push({ key: 'tooFewSlices', values: { count: 1, least: 2 } });
  if (suitability.bodyPart?.length) add(bodyPart(suitability.bodyPart, series, study));
  add(geometry(manifest, series));
  add(contrast(suitability.contrast, series));
  if (suitability.ageMin !== undefined) {
    const age = ageAt(study);
    if (age === undefined) warn.push({ key: 'ageUnknown', values: { least: suitability.ageMin } });
    else if (age < suitability.ageMin)
      block.push({ key: 'child', values: { age: Math.floor(age), least: suitability.ageMin } });
  }
  return block.length > 0
    ? { verdict: 'unsuitable', reasons: block }
    : { verdict: 'suitable', warnings: warn };
}
