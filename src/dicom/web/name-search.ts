/**
 * Searching names in Chinese: servers match what lies in their index, and some (Orthanc among them) keep only the Latin
 * letters of a name there. Where such a search finds nothing, the studies are asked for without the name and matched here.
 */
import type { RemoteStudy, SearchPage, StudyQuery } from './contract';

/** Studies that are looked through for a name at most, and asked for at a time. */
const MOST = 20_000;
const PAGE = 1000;

/** The name pattern of a query when it holds more than Latin letters. */
export const foreignPattern = (pattern: string | undefined): string | undefined =>
  // oxlint-disable-next-line no-control-regex
  pattern && /[^\x00-\x7f]/.test(pattern) ? pattern : undefined;

/** Does a name match, the wildcards * and ? counted (PS3.4 C.2.2.2.4)? In any of its groups, or as a whole when the pattern has `=`. */
export function nameMatches(pattern: string, name: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const whole = new RegExp(`^${source}$`, 'iu');
  return (pattern.includes('=') ? [name] : name.split('=')).some((group) => whole.test(group.trim()));
}

/**
 * @param pattern of the name, with wildcards
 * @param ask a page of the studies that the rest of the query finds
 */
export async function searchByName(
  pattern: string,
  query: StudyQuery,
  ask: (query: StudyQuery) => Promise<SearchPage>,
): Promise<SearchPage> {
  const { limit, offset } = query;
  const others = { ...query, patientName: undefined, text: undefined };
  const found: RemoteStudy[] = [];
  let more = true;
  for (let at = 0; more && at < MOST && found.length <= offset + limit;) {
    const page = await ask({ ...others, limit: PAGE, offset: at });
    found.push(...page.studies.filter((study) => nameMatches(pattern, study.patientName)));
    at += page.studies.length;
    more = page.more && page.studies.length > 0;
  }
  return { studies: found.slice(offset, offset + limit), more: found.length > offset + limit };
}
