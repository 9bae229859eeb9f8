import { partOfSeries, partOfStudy } from '../../domain/hanging/body-part';
import { presets, presetsFor, type KeyedPreset, type PresetName } from '../../domain/hanging/presets';
import type { Series, Study } from '../../domain/study';
import { uptakeOf } from '../../domain/uptake';
import type { Window } from '../../viewport/index';

/** Windows of the presets, and those that the files name. Values are modality values, Hounsfield units for CT. */

const known = new WeakMap<Series, readonly KeyedPreset[]>();

/** The presets of a series on their number keys: by its modality and the part of the body that it shows. */
export function presetsOf(study: Study, series: Series): readonly KeyedPreset[] {
  let found = known.get(series);
  if (!found) known.set(series, (found = readPresets(study, series)));
  return found;
}

function readPresets(study: Study, series: Series): readonly KeyedPreset[] {
  const part = (partOfSeries(series) ?? partOfStudy(study, study.series))?.part;
  const suv = hasSuv(series);
  // Without the patient's weight, dose and times there is no uptake to window.
  return presetsFor(series.modality, part)
    .filter(({ window }) => !('unit' in window) || window.unit === 'HU' || suv)
    .map((preset, n) => ({ ...preset, key: n + 1 }));
}

const hasSuv = (series: Series | undefined): boolean =>
  series !== undefined && uptakeOf(series)?.kind === 'suv';

/** The window of a preset on a series; undefined when it is found from the pixels, and of SUV where there is none. */
export function windowOf(name: string | undefined, series?: Series): Window | undefined {
  const preset = presets[name as PresetName] as (typeof presets)[PresetName] | undefined;
  if (!preset || !('unit' in preset)) return undefined;
  const { center, width, unit } = preset;
  if (unit === 'HU') return { center, width };
  return hasSuv(series) ? { center, width, function: 'LINEAR_EXACT' } : undefined;
}

/** Which of some presets a window is, if any. */
export function presetNamed(window: Window, among: readonly KeyedPreset[]): PresetName | undefined {
  return among.find(
    ({ window: one }) =>
      'unit' in one &&
      one.center === window.center &&
      one.width === window.width &&
      window.function === (one.unit === 'HU' ? undefined : 'LINEAR_EXACT'),
  )?.name;
}

export interface FileWindow {
  readonly window: Window;
  /** As the file explains it (0028,1055); empty when it does not, or only counts. */
  readonly name: string;
}

/** "WINDOW1": what some scanners write where they have nothing to say. */
const NUMBERED = /^window[ _]?\d*$/i;

/** The windows that the file gives, each once; those of the image in the middle stand for the series. */
export function fileWindows(series: Series): readonly FileWindow[] {
  // Those of a PET are of its activity, not of the SUV that is shown.
  if (hasSuv(series)) return [];
  const {
    windowCenter = [],
    windowWidth = [],
    windowNames,
    voiFunction,
  } = series.instances[Math.floor(series.instances.length / 2)] ?? {};
  const all = windowCenter.flatMap((center, n): FileWindow[] => {
    const width = windowWidth[n];
    if (width === undefined) return [];
    return [
      {
        window: { center, width, ...(voiFunction && { function: voiFunction }) },
        name: NUMBERED.test(windowNames?.[n] ?? '') ? '' : (windowNames?.[n] ?? ''),
      },
    ];
  });
  return all.filter(
    ({ window }, n) =>
      all.findIndex((one) => one.window.center === window.center && one.window.width === window.width) === n,
  );
}
