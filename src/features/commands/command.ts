/** Why a command cannot be done now: keys of the catalogue `commands:why.*`. */
export type Why =
  | 'noStudy'
  | 'noFinding'
  | 'noHounsfield'
  | 'noPlanes'
  | 'noVolume'
  | 'onlyStack'
  | 'notVolume'
  | 'oneCell'
  | 'nothingToUndo'
  | 'nothingToRedo'
  | 'noOverlays'
  | 'noPreset'
  | 'notFromServer'
  | 'noFilm'
  | 'noChestFilm'
  | 'noMeasurement'
  | 'noSegment'
  | 'noScale'
  | 'notCalibrated'
  | 'noFusion'
  | 'notFused'
  | 'noSlider'
  | 'noFirstPass'
  | 'firstReading'
  | 'noLiveFilm'
  | 'noProposal'
  | 'noCrosshair'
  | 'noOutline'
  | 'noGrown'
  | 'noSuspicion'
  | 'noOutlineByClick'
  | 'noPlacedTool'
  | 'noList'
  | 'notCompared'
  | 'notRegistered'
  | 'notFlickering';

/** The groups of the help sheet, in its order: keys of the catalogue `commands:group.*`. */
export const commandGroups = [
  'images',
  'window',
  'tools',
  'measure',
  'segment',
  'layout',
  'findings',
  'out',
  'work',
] as const;
export type CommandGroup = (typeof commandGroups)[number];

/** Something that the reader can have done: by a key, by name in the command search, or by a button that calls `run`. */
export interface Command {
  /**
   * `group.what`, also the key of its text in the catalogue `commands`. It never changes: the reader's own keys are
   * kept by it.
   */
  readonly id: string;
  readonly group: CommandGroup;
  /** The keys that it has until the reader gives it others, as `keyName` writes them; may be none. */
  readonly keys: readonly string[];
  /** Further words for the help and the search, such as the window that a preset is now. */
  readonly detail?: () => string | undefined;
  /** Why it cannot be done now; undefined when it can. */
  readonly barred?: () => Why | undefined;
  /** Holding the key down does it again and again. */
  readonly repeats?: true;
  /**
   * Does it. False when there was nothing to do: the key is then left to the browser.
   * @param held the key is held down and this is one of its repeats
   */
  readonly run: (held?: boolean) => unknown;
}
