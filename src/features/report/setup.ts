/** What a reader sets once for all reports: the head of the paper, short words, the hospital's own templates. */
import { create } from 'zustand';
import { emptyHeader, type ReportHeader, type ReportLanguage } from '../../domain/report-facts';
import { builtinTemplates, type ReportTemplate } from '../../report';
import { loadChoice, saveChoice } from '../../storage';

/** A short word that stands for a sentence, in one language. */
export interface Macro {
  readonly word: string;
  readonly language: ReportLanguage;
  readonly text: string;
}

export interface ReportSetup {
  readonly header: ReportHeader;
  readonly macros: readonly Macro[];
  /** The hospital's own, in the order in which they came. */
  readonly templates: readonly ReportTemplate[];
}

export const emptySetup: ReportSetup = { header: emptyHeader, macros: [], templates: [] };

const NAME = 'report';

interface SetupState extends ReportSetup {
  /** Why the last change could not be kept; it holds until the page is closed. */
  readonly notKept?: string;
}

export const useSetup = create<SetupState>(() => emptySetup);

/** All templates, the hospital's own first, the general one last. */
export const templatesOf = ({ templates }: Pick<ReportSetup, 'templates'>): readonly ReportTemplate[] => [
  ...templates,
  ...builtinTemplates,
];

const kept = ({ header, macros, templates }: ReportSetup): ReportSetup => ({ header, macros, templates });

/** Brings back what was kept; without storage everything is as on a new computer. */
async function restoreSetup(): Promise<void> {
  try {
    const saved = (await loadChoice(NAME)) as Partial<ReportSetup> | undefined;
    if (saved) useSetup.setState({ ...emptySetup, ...saved, header: { ...emptyHeader, ...saved.header } });
  } catch (error) {
    console.warn('report setup:', error);
  }
}

let restoring: Promise<void> | undefined;

/** Brings it back once, when a report is first shown. Never rejects. */
export const setupRestored = (): Promise<void> => (restoring ??= restoreSetup());

/** Changes the setup and keeps it. */
export function changeSetup(change: Partial<ReportSetup>): void {
  useSetup.setState(change);
  saveChoice(NAME, kept(useSetup.getState()))
    .then(() => useSetup.setState({ notKept: undefined }))
    .catch((error: unknown) =>
      useSetup.setState({ notKept: error instanceof Error ? error.message : String(error) }),
    );
}
