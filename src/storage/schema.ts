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
}

/** A study that was open on this computer. Names and counts only; never pixels. */
export interface RecentStudy {
  readonly studyUid: string;
  readonly patientName: string;
  readonly patientId: string;
  /** YYYYMMDD as written, or empty. */
  readonly date: string;
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
}

export const defaultSettings: Settings = { panelWidth: 340, seriesStripFolded: false, panelFolded: false };
