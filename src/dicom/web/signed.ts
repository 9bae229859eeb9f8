/** Which studies hold a verified report (DICOM SR), asked of many at once (QIDO-RS on instances, PS3.18 section 10.6). */
import type { ServerConfig } from './contract';
import { DICOM_JSON } from './json';
import { ask, type Ask } from './request';
import { dataSetsOf } from './search';
import { textOf } from './values';

/** Classes of reports: Basic Text, Enhanced, Comprehensive, Comprehensive 3D, Extensible SR. Dose and CAD objects are none. */
const REPORTS = ['11', '22', '33', '34', '35'].map((end) => `1.2.840.10008.5.1.4.1.1.88.${end}`);

/** Documents of one answer that are read at most: of forty studies, with all their dose and echo objects. */
const MOST = 2000;

/** A report that somebody has put their name to (Verification Flag, PS3.3 C.17.2) and has not called preliminary. */
const isSignedReport = (set: unknown): boolean =>
  REPORTS.includes(textOf(set, '00080016')) &&
  textOf(set, '0040A493').toUpperCase() === 'VERIFIED' &&
  textOf(set, '0040A496').toUpperCase() !== 'PRELIMINARY';

interface SignedAnswer {
  /** Those of the studies asked for that hold one. */
  readonly signed: readonly string[];
  /** Documents of these studies that the server named; none means that it does not understand the question. */
  readonly documents: number;
}

/**
 * Asks which of some studies hold a verified report; the studies should be listed with SR among their modalities, forty
 * of them at most, so that the address stays short. Several are asked for by a list of UIDs, one by its own path.
 * Tried once; nobody is asked to sign in. @throws ServerError, or the signal's reason
 */
export async function searchSigned(
  server: ServerConfig,
  studyUids: readonly string[],
  options: Pick<Ask, 'signal'> = {},
): Promise<SignedAnswer> {
  const [only, ...others] = studyUids;
  if (only === undefined) return { signed: [], documents: 0 };
  const query = new URLSearchParams({ Modality: 'SR', limit: String(MOST), offset: '0' });
  for (const field of ['0040A493', '0040A496']) query.append('includefield', field);
  const single = others.length === 0;
  if (!single) query.set('StudyInstanceUID', studyUids.join(','));
  const path = single ? `studies/${encodeURIComponent(only)}/instances` : 'instances';
  const sets = await ask(
    server,
    { path, query, accept: DICOM_JSON, priority: 'background', persistent: false, ...options },
    (answer) => dataSetsOf(answer, MOST),
  );
  const wanted = new Set(studyUids);
  // A study's own path need not be answered with the study's UID in each document.
  const studyOf = (set: unknown): string => textOf(set, '0020000D') || (single ? only : '');
  // A server that does not know the question may answer with any instances.
  const documents = sets.filter((set) => textOf(set, '00080060') === 'SR' && wanted.has(studyOf(set)));
  return {
    signed: [...new Set(documents.filter(isSignedReport).map(studyOf))],
    documents: documents.length,
  };
}
