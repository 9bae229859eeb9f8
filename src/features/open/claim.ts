import type { SourceFile } from '../../dicom/contract';

/** Takes files that are no images; true when it has taken them. */
export type Claim = (files: readonly SourceFile[]) => Promise<boolean>;

let claim: Claim | undefined;

/** Lets the app pass files that are something else (a model) to where they belong, before they are read as images. */
export const claimFiles = (taker: Claim | undefined): void => {
  claim = taker;
};

/** Did somebody else take these? */
export const claimed = async (files: readonly SourceFile[]): Promise<boolean> =>
  (await claim?.(files)) ?? false;
