import { defaultButtons, type Buttons } from '../domain/buttons';

/**
 * What the doctor did on one study: everything that must survive a reload, a crash or a lost GPU. Each part is
 * written and read by the feature that owns it (findings, runs, report, ...) and is opaque here; it is kept by
 * structured clone, so typed arrays stay typed arrays.
 */
export interface StudyWork {
  readonly studyUid: string;
  readonly parts: Readonly<Record<string, unknown>>;
  /** ISO time of the last save; set by `saveWork`. */
  readonly savedAt: string;
  /** Number of the save; grows with each. */
  readonly generation?: number;
  /** What could not be read of it, and was set aside. */
  readonly problems?: readonly WorkProblem[];
}

/** Something of the saved work that was damaged. */
export interface WorkProblem {
  /** The part; absent when it is a whole save. */
  readonly part?: string;
  /** Technical, untranslated. */
  readonly reason: string;
  /** ISO time of the save before that took its place; absent when there was none. */
  readonly instead?: string;
}

/** A study that was open on this computer. Names and counts only; never pixels. */
export interface RecentStudy {
  readonly studyUid: string;
  readonly patientName: string;
  readonly patientId: string;
  /** YYYYMMDD as written, or empty. */
  readonly date: string;
  /** As written; absent from lines of an earlier version. */
  readonly time?: string;
  readonly birthDate?: string;
  readonly sex?: string;
  readonly accession?: string;
  readonly description: string;
  readonly modalities: readonly string[];
  readonly seriesCount: number;
  readonly imageCount: number;
  readonly synthetic: boolean;
  /** ISO time when it was last opened. */
  readonly openedAt: string;
}

/** Small choices that are kept; each with the value a new computer starts with. */
export interface Settings {
  readonly panelWidth: number;
  readonly seriesStripFolded: boolean;
  readonly panelFolded: boolean;
  /** The reader's own keys, by the id of the command; what is not named has its default. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  readonly buttons: Buttons;
  /** Ids of the commands chosen lately in the search, last first. */
  readonly recentCommands: readonly string[];
  /** Is a study hung by protocol: when it opens and one fits, always, or never (one view)? */
  readonly hanging: 'auto' | 'always' | 'never';
  /** The reader's own layouts, one a modality: text as `writeTemplate` makes it. */
  readonly layouts: Readonly<Record<string, string>>;
  /** A measuring tool stays in the hand after a measurement. */
  readonly keepTool: boolean;
  /** AI's marks stay hidden until the reader has finished a first reading alone. */
  readonly secondReader: boolean;
  /** How large a millimetre is on this screen; absent until the reader has measured it with a card. */
  readonly screen?: ScreenScale;
}

/** CSS px that are one mm on the screen, and the device pixels per CSS px (page zoom included) at that time. */
export interface ScreenScale {
  readonly cssPxPerMm: number;
  readonly devicePixelRatio: number;
}

export const defaultSettings: Settings = {
  panelWidth: 340,
  seriesStripFolded: false,
  panelFolded: false,
  keys: {},
  buttons: defaultButtons,
  recentCommands: [],
  hanging: 'auto',
  layouts: {},
  keepTool: true,
  secondReader: false,
};
