/** A study in the worklist, wherever it lies: one row per Study Instance UID. */
import type { Urgency } from './urgency';

/** How far the work on a study is, as far as this computer knows. */
export const workStates = ['new', 'aiRan', 'draft', 'signed'] as const;
export type WorkState = (typeof workStates)[number];

/** The source of a study that lies, or was opened, on this computer. Server ids never are this word. */
export const HERE = 'here';

export interface StudyFacts {
  /** As in DICOM: groups separated by "=", parts by "^". */
  readonly patientName: string;
  readonly patientId: string;
  /** YYYYMMDD or empty, as is `date`. */
  readonly birthDate: string;
  readonly sex: string;
  readonly date: string;
  /** HHMMSS.FFFFFF as written, or empty. */
  readonly time: string;
  readonly description: string;
  readonly modalities: readonly string[];
  readonly accession: string;
  /** Images, where the source says. */
  readonly imageCount?: number;
}

export interface WorklistRow extends StudyFacts {
  /** Study Instance UID. */
  readonly key: string;
  /** `HERE` and ids of servers, each once. */
  readonly sources: readonly string[];
  readonly status: WorkState;
  readonly urgent?: Urgency;
  /** Server that holds its verified report. */
  readonly signedOn?: string;
}

/** What this computer knows of the work on a study. */
export interface KnownWork {
  readonly status: WorkState;
  readonly urgent?: Urgency;
  /** AI's marks were found while nobody looked, or the reader still looks alone: in second-reader mode no word of them. */
  readonly unseen?: true;
  /** Id of the server that holds a verified report of it, whoever signed it. */
  readonly signedOn?: string;
}

/** What one source says of a study. */
export interface Listed extends StudyFacts {
  readonly studyUid: string;
  readonly source: string;
}

/** A row of what every source says of one study: the first's word counts, the others fill what it leaves empty. */
export function rowOf(listed: readonly [Listed, ...Listed[]], work: KnownWork | undefined): WorklistRow {
  const [first] = listed;
  const say = (
    name: 'patientName' | 'patientId' | 'birthDate' | 'sex' | 'date' | 'time' | 'description' | 'accession',
  ) => listed.find((one) => one[name] !== '')?.[name] ?? '';
  const images = listed.map((one) => one.imageCount).filter((count) => count !== undefined);
  return {
    key: first.studyUid,
    patientName: say('patientName'),
    patientId: say('patientId'),
    birthDate: say('birthDate'),
    sex: say('sex'),
    date: say('date'),
    time: say('time'),
    description: say('description'),
    accession: say('accession'),
    modalities:
      listed.length === 1 ? first.modalities : [...new Set(listed.flatMap((one) => one.modalities))],
    imageCount: images.length > 0 ? Math.max(...images) : undefined,
    sources: listed.map((one) => one.source),
    status: work?.status ?? 'new',
    urgent: work?.urgent,
    ...(work?.signedOn !== undefined && { signedOn: work.signedOn }),
  };
}

/** Waits to be read before the others: urgent, and not signed yet. */
export const isFirst = (row: Pick<WorklistRow, 'urgent' | 'status'>): boolean =>
  row.urgent !== undefined && row.status !== 'signed';
