/** The UIDs of an instance; made up where the file has none (ACR-NEMA, scanners' own exports). */
import { bytesFact, madeUid } from './made-uid';
import type { Start } from './parse';
import type { Tags } from './tags';

export interface Identity {
  readonly sopInstanceUid: string;
  readonly seriesUid: string;
  readonly studyUid: string;
  /** Was one of them made up? */
  readonly made: boolean;
}

/**
 * @param body some bytes of the image: what tells files apart that say nothing about themselves.
 * A made UID depends on what the file says and not on where it lies, so that saved work finds it again.
 */
export function identify(t: Tags, start: Start, body: Uint8Array): Identity {
  const said = {
    study: t.plain('x0020000d'),
    series: t.plain('x0020000e'),
    instance: t.plain('x00080018') || start.mediaStorageSopInstanceUid.trim(),
  };
  const all = (...tags: readonly string[]) => tags.map((tag) => t.plain(tag));
  const person = all('x00100010', 'x00100020', 'x00100030');
  const visit = all('x00080020', 'x00080030', 'x00080050', 'x00200010');
  const places = all('x00200013', 'x00200012', 'x00200032', 'x00200030', 'x00201041');
  const times = all('x00080022', 'x00080032', 'x00080023', 'x00080033');
  const image = [...places, ...times, bytesFact(body)];
  const nameless = [...person, ...visit].every((v) => v === '');
  // Files that name neither patient nor visit are not thrown together: each stands alone.
  const studyUid = said.study || madeUid('study', ...(nameless ? image : [...person, ...visit]));
  const seriesUid =
    said.series ||
    madeUid('series', studyUid, ...all('x00080060', 'x00200011', 'x0008103e', 'x00181030', 'x00080031'));
  const sopInstanceUid = said.instance || madeUid('instance', seriesUid, ...image);
  return { studyUid, seriesUid, sopInstanceUid, made: !said.study || !said.series || !said.instance };
}
