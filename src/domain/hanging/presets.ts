/**
 * Window presets by modality and body part, with the number keys that choose them. CT values in HU agree with the
 * typical ones of Radiopaedia ("Windowing (CT)": brain W80 L40, subdural W130-300 L50-100, stroke W40 L40, temporal
 * bone W2800 L600, lung W1500 L-600, spine W250 L50, bone W1800 L400, liver W150 L30) or lie within its ranges;
 * mediastinum 40/400 is OHIF's and Orthanc's, liver 60/160 and angiography 300/600 are those of common viewers.
 */
import type { BodyPart } from './body-part';

export type PresetName =
  | 'lung'
  | 'mediastinum'
  | 'bone'
  | 'soft'
  | 'brain'
  | 'subdural'
  | 'stroke'
  | 'temporalBone'
  | 'liver'
  | 'spine'
  | 'angio'
  | 'suv5'
  | 'suv7'
  | 'suv10'
  | 'suv15'
  | 'suv20'
  | 'auto';

/** `auto`: from the pixels of the image shown; `file`: what the file says. */
export type PresetWindow =
  | { readonly center: number; readonly width: number; readonly unit: 'HU' | 'SUVbw' }
  | { readonly auto: true };

const hu = (center: number, width: number): PresetWindow => ({ center, width, unit: 'HU' });
const suv = (top: number): PresetWindow => ({ center: top / 2, width: top, unit: 'SUVbw' });

export const presets: Readonly<Record<PresetName, PresetWindow>> = {
  lung: hu(-600, 1500),
  mediastinum: hu(40, 400),
  bone: hu(400, 1800),
  soft: hu(40, 350),
  brain: hu(40, 80),
  subdural: hu(75, 215),
  stroke: hu(40, 40),
  temporalBone: hu(600, 2800),
  liver: hu(60, 160),
  spine: hu(50, 250),
  angio: hu(300, 600),
  suv5: suv(5),
  suv7: suv(7),
  suv10: suv(10),
  suv15: suv(15),
  suv20: suv(20),
  auto: { auto: true },
};

/** The order of the number keys: what is read first on this part of the body stands first. */
const ct: Readonly<Record<BodyPart, readonly PresetName[]>> = {
  chest: ['lung', 'mediastinum', 'bone', 'soft', 'angio', 'liver', 'spine'],
  heart: ['angio', 'mediastinum', 'lung', 'bone', 'soft'],
  head: ['brain', 'subdural', 'bone', 'stroke', 'temporalBone', 'soft', 'angio'],
  neck: ['soft', 'bone', 'angio', 'mediastinum', 'lung', 'spine'],
  abdomen: ['soft', 'liver', 'bone', 'lung', 'angio', 'mediastinum', 'spine'],
  pelvis: ['soft', 'bone', 'angio', 'liver', 'spine'],
  spine: ['bone', 'spine', 'soft', 'lung', 'angio'],
  limb: ['bone', 'soft', 'angio'],
  breast: ['mediastinum', 'lung', 'bone', 'soft'],
  wholeBody: ['mediastinum', 'lung', 'bone', 'liver', 'soft', 'brain', 'angio'],
};
const ctUnknown: readonly PresetName[] = ['soft', 'lung', 'bone', 'mediastinum', 'brain', 'liver', 'angio'];

export interface KeyedPreset {
  /** Number key, 1 to 9. */
  readonly key: number;
  readonly name: PresetName;
  readonly window: PresetWindow;
}

/** Presets of a modality and body part with their keys. MR and everything without a scale of its own: from the pixels. */
export function presetsFor(modality: string, part?: BodyPart): KeyedPreset[] {
  const names =
    modality === 'CT'
      ? part
        ? ct[part]
        : ctUnknown
      : modality === 'PT'
        ? (['suv5', 'suv7', 'suv10', 'suv15', 'suv20', 'auto'] as const)
        : (['auto'] as const);
  return names.slice(0, 9).map((name, n) => ({ key: n + 1, name, window: presets[name] }));
}
