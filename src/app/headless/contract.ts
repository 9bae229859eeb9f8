/** What crosses between scripts/analyse.mjs and the page: plain data. */

export interface HeadlessJob {
  /** Id of an analysis or of a shipped model; absent when the model's files are given. */
  readonly id?: string;
  readonly language: 'zh' | 'en';
  readonly provider?: 'webgpu' | 'wasm';
  readonly threads?: number;
  readonly seriesUid?: string;
  /** Smallest score of a finding that counts, 0..1; the model's default operating point when absent. */
  readonly threshold?: number;
}

/** Exit codes: 0 ran, 1 failed, 2 wrong arguments or model, 3 the images do not suit. */
export type ExitCode = 0 | 1 | 2 | 3;

export interface HeadlessOutcome {
  readonly code: ExitCode;
  /** One line for standard output. */
  readonly summary: string;
  /** Names of the files that were handed out as downloads. */
  readonly files: readonly string[];
  /** The page now shows the findings, to be photographed. */
  readonly picture?: boolean;
}

/** A file to be handed out. */
export interface ResultFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Ends a job with a code and what to say. */
export class HeadlessStop extends Error {
  override readonly name = 'HeadlessStop';
  readonly code: ExitCode;
  constructor(code: ExitCode, message: string) {
    super(message);
    this.code = code;
  }
}
