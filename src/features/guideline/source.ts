/**
 * Where the findings come from. The findings feature shows these components, so this one may not import it: the app
 * tells it once how to read them.
 */
import { useSyncExternalStore } from 'react';
import type { Finding } from '../../domain/finding';

interface FindingSource {
  /** Findings of a study that count; the same array as long as nothing changed. */
  readonly shown: (studyUid: string) => readonly Finding[];
  readonly subscribe: (changed: () => void) => () => void;
}

const NONE: readonly Finding[] = [];
let source: FindingSource = { shown: () => NONE, subscribe: () => () => {} };

export const followFindings = (findings: FindingSource): void => {
  source = findings;
};

export const useShownFindings = (studyUid: string | undefined): readonly Finding[] =>
  useSyncExternalStore(
    (changed) => source.subscribe(changed),
    () => (studyUid === undefined ? NONE : source.shown(studyUid)),
  );

export const shownFindings = (studyUid: string): readonly Finding[] => source.shown(studyUid);
