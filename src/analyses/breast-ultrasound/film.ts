/** Of the frames of a film one is proposed as the key image of each lesion: that on which it is outlined best. */
import type { Finding } from '../../domain/finding';
import { trackFilm, type FilmLook } from '../../domain/film-track';

/**
 * The findings that stay for the reader: all of still images, of each lesion of a film the one of its best frame, with
 * what the film says of it. They are numbered anew from the first number on.
 * @param films SOP instances that hold more than one frame, and what was seen of them
 */
export function keyFrames(
  findings: readonly Finding[],
  films: ReadonlyMap<string, FilmLook>,
): readonly Finding[] {
  const first = Math.min(...findings.map((f) => f.number));
  const stills = findings.filter((f) => !films.has(f.keyImage.sopInstanceUid));
  const best = [...films].flatMap(([uid, look]) =>
    trackFilm(
      findings.filter((f) => f.keyImage.sopInstanceUid === uid),
      look,
    ).map(({ best: f, facts }): Finding => ({ ...f, film: facts })),
  );
  return [...stills, ...best]
    .sort((a, b) => a.number - b.number)
    .map((f, n) => ({ ...f, number: first + n }));
}
