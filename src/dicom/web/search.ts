/** QIDO-RS (PS3.18 section 10.6): studies and series of a server. */
import type { RemoteStudy, SearchPage, ServerConfig, StudyQuery } from './contract';
import { failed, type Answer } from './body';
import { DICOM_JSON, itemsOf } from './json';
import { foreignPattern, searchByName } from './name-search';
import { ask, type Ask } from './request';
import { listOf, nameOf, numberOf, textOf } from './values';

/** Attributes that a server gives only when it is asked, PS3.18 table 10.6.3-3 and what more is shown. */
const FIELDS = ['00081030', '00080061', '00201206', '00201208', '00100021', '00100030', '00100040'];

const wild = (text: string): boolean => /[*?]/.test(text);
/** Around a part of a name; what has wildcards already is taken as it is. */
const anywhere = (text: string): string => (wild(text) ? text : `*${text}*`);

/** The query's parameters; a value may not hold a backslash, which parts values. */
export function parametersOf(query: StudyQuery): URLSearchParams {
  const out = new URLSearchParams();
  const put = (tag: string, value: string | undefined): void => {
    const clean = value?.replaceAll('\\', ' ').trim();
    if (clean) out.set(tag, clean);
  };
  put('StudyInstanceUID', query.studyUid);
  put('PatientID', query.patientId);
  put('IssuerOfPatientID', query.issuerOfPatientId);
  put('AccessionNumber', query.accession);
  put('ModalitiesInStudy', query.modality?.toUpperCase());
  if (query.patientName?.trim()) put('PatientName', anywhere(query.patientName.trim()));
  if (query.description?.trim()) put('StudyDescription', anywhere(query.description.trim()));
  if (query.from || query.to) put('StudyDate', dateRange(query.from, query.to));
  if (out.size === 0 && query.text?.trim()) byText(query.text.trim(), put);
  // Sounds-like matching finds other people, and means nothing in Chinese.
  out.set('fuzzymatching', 'false');
  out.set('limit', String(query.limit));
  out.set('offset', String(query.offset));
  for (const field of FIELDS) out.append('includefield', field);
  return out;
}

const dateRange = (from = '', to = ''): string => (from === to ? from : `${from}-${to}`);

/** One field for all: digits that are a date, what holds digits is an identifier, anything else a name. */
function byText(text: string, put: (tag: string, value: string) => void): void {
  const date = /^(\d{4})[-./]?(\d{2})[-./]?(\d{2})$/.exec(text);
  if (date && Number(date[2]) <= 12 && Number(date[3]) <= 31) put('StudyDate', date.slice(1).join(''));
  else if (/\d/.test(text)) put('PatientID', anywhere(text));
  else put('PatientName', anywhere(text));
}

export function studyOf(serverId: string, set: unknown): RemoteStudy {
  return {
    serverId,
    studyUid: textOf(set, '0020000D'),
    patientName: nameOf(set, '00100010'),
    patientId: textOf(set, '00100020'),
    issuerOfPatientId: textOf(set, '00100021'),
    birthDate: textOf(set, '00100030'),
    sex: textOf(set, '00100040'),
    date: textOf(set, '00080020'),
    time: textOf(set, '00080030'),
    description: textOf(set, '00081030'),
    modalities: listOf(set, '00080061'),
    accession: textOf(set, '00080050'),
    seriesCount: numberOf(set, '00201206'),
    imageCount: numberOf(set, '00201208'),
  };
}

/** Data sets of an answer. @throws ServerError, badAnswer too */
export async function dataSetsOf(answer: Answer, most = Infinity): Promise<unknown[]> {
  const out: unknown[] = [];
  for await (const text of itemsOf(answer)) {
    try {
      out.push(JSON.parse(text));
    } catch (error) {
      throw failed(answer, 'badAnswer', error instanceof Error ? error.message : String(error));
    }
    if (out.length >= most) break;
  }
  return out;
}

/** A server that knows neither limits nor offsets answers with all it has; so many are read at most. */
const MOST = 100_000;

/** @throws ServerError, or the signal's reason */
export async function searchStudies(
  server: ServerConfig,
  query: StudyQuery,
  options: Pick<Ask, 'signal' | 'persistent' | 'signIn'> = {},
): Promise<SearchPage> {
  const page = await searchPage(server, query, options);
  const pattern = foreignPattern(parametersOf(query).get('PatientName') ?? undefined);
  if (page.studies.length > 0 || pattern === undefined) return page;
  return searchByName(pattern, query, (wider) => searchPage(server, wider, options));
}

async function searchPage(
  server: ServerConfig,
  query: StudyQuery,
  options: Pick<Ask, 'signal' | 'persistent' | 'signIn'>,
): Promise<SearchPage> {
  const what = { path: 'studies', query: parametersOf(query), accept: DICOM_JSON, ...options };
  // "There are more results": a server may give fewer than a page (PS3.18 section 8.3.4.4).
  let capped = false;
  const sets = await ask(server, what, (answer) => {
    capped = /^299\b/.test(answer.response.headers.get('Warning') ?? '');
    return dataSetsOf(answer, MOST);
  });
  const seen = new Set<string>();
  const studies = sets
    .map((set) => studyOf(server.id, set))
    .filter(({ studyUid }) => studyUid !== '' && !seen.has(studyUid) && seen.add(studyUid));
  // More than asked for: the server knows no pages, and this is all of it.
  const paged = studies.length <= query.limit;
  return {
    studies: paged ? studies : query.offset > 0 ? [] : studies,
    more: paged && studies.length > 0 && (capped || studies.length === query.limit),
  };
}

export interface RemoteSeries {
  readonly seriesUid: string;
  readonly modality: string;
  readonly number?: number;
  readonly description: string;
  /** Absent when the server does not say. */
  readonly instances?: number;
}

/** The series of a study, by number. @throws ServerError */
export async function searchSeries(
  server: ServerConfig,
  studyUid: string,
  options: Pick<Ask, 'signal' | 'persistent'> = {},
): Promise<readonly RemoteSeries[]> {
  const query = new URLSearchParams();
  for (const field of ['0008103E', '00200011', '00201209']) query.append('includefield', field);
  const path = `studies/${encodeURIComponent(studyUid)}/series`;
  const sets = await ask(server, { path, query, accept: DICOM_JSON, ...options }, (answer) =>
    dataSetsOf(answer, MOST),
  );
  return sets
    .map((set) => ({
      seriesUid: textOf(set, '0020000E'),
      modality: textOf(set, '00080060'),
      number: numberOf(set, '00200011'),
      description: textOf(set, '0008103E'),
      instances: numberOf(set, '00201209'),
    }))
    .filter(({ seriesUid }) => seriesUid !== '')
    .sort((a, b) => (a.number ?? Infinity) - (b.number ?? Infinity) || 0);
}
