import { buttonTools, wheelActs } from '../../domain/buttons';
import { defaultSettings, type Settings } from '../../storage';

/** Settings as a file: plain JSON with a name that says what it is. */
const KIND = 'lamplight-settings';

/** The settings that go from one computer to another: not the screen's size, which is this screen's. */
export type Portable = Omit<Settings, 'screen' | 'recentCommands'>;

export function writeSettings(settings: Settings): string {
  const { screen: own, recentCommands: lately, ...portable } = settings;
  void [own, lately];
  return `${JSON.stringify({ kind: KIND, version: 1, ...portable }, undefined, 2)}\n`;
}

/** A file that is not settings, or whose named part is not what it must be. */
export class SettingsFileError extends Error {
  constructor(readonly part: string) {
    super(`settings file: ${part}`);
    this.name = 'SettingsFileError';
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const oneOf =
  (list: readonly unknown[]) =>
  (value: unknown): boolean =>
    list.includes(value);
const isBoolean = (value: unknown): boolean => typeof value === 'boolean';
const isKeys = (value: unknown): boolean =>
  isRecord(value) &&
  Object.values(value).every((keys) => Array.isArray(keys) && keys.every((key) => typeof key === 'string'));

const parts: Readonly<Record<keyof Portable, (value: unknown) => boolean>> = {
  panelWidth: (value) => typeof value === 'number' && value >= 200 && value <= 4000,
  seriesStripFolded: isBoolean,
  panelFolded: isBoolean,
  keys: isKeys,
  buttons: (value) =>
    isRecord(value) &&
    oneOf(buttonTools)(value.middle) &&
    oneOf(buttonTools)(value.right) &&
    oneOf(wheelActs)(value.wheel) &&
    oneOf(wheelActs)(value.shiftWheel) &&
    oneOf(wheelActs)(value.ctrlWheel),
  hanging: oneOf(['auto', 'always', 'never']),
  layouts: (value) => isRecord(value) && Object.values(value).every((text) => typeof text === 'string'),
  keepTool: isBoolean,
  secondReader: isBoolean,
};

/**
 * Settings out of a file; parts that it does not have keep their defaults, parts that Lamplight does not know are
 * left. Throws SettingsFileError with the part that is wrong: nothing is taken from a file that is half wrong.
 */
export function readSettings(text: string): Portable {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    throw new SettingsFileError('JSON');
  }
  if (!isRecord(file) || file.kind !== KIND) throw new SettingsFileError('kind');
  const { screen: own, recentCommands: lately, ...defaults } = defaultSettings;
  void [own, lately];
  const out: Record<string, unknown> = { ...defaults };
  for (const [part, good] of Object.entries(parts)) {
    if (!(part in file)) continue;
    if (!good(file[part])) throw new SettingsFileError(part);
    out[part] = file[part];
  }
  return out as unknown as Portable;
}
