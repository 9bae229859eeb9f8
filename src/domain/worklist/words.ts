/** Searching in a study's words: name in every writing, id, accession number, description. */
import type { StudyFacts } from './row';

/** As it is compared: letters of one width and one case. */
const folded = (text: string): string => text.normalize('NFKC').toLowerCase();

/** "ZHANG^SAN=张^三" as "zhang san" and "张三": the writings of a name, as people type them. */
function namesOf(name: string): string[] {
  return name.split('=').flatMap((group) => {
    const parts = group
      .split('^')
      .map((part) => part.trim())
      .filter(Boolean);
    if (parts.length === 0) return [];
    // "张三" has no space for anybody; "zhang san" is typed without one, too.
    const whole = parts.join('');
    return parts.length > 1 && !/\p{Script=Han}/u.test(whole) ? [parts.join(' '), whole] : [whole];
  });
}

/** Everything that a search looks in, a line each. */
export const wordsOf = ({ patientName, patientId, accession, description }: StudyFacts): string =>
  folded([...namesOf(patientName), patientId, accession, description].filter(Boolean).join('\n'));

const escaped = (text: string): string => text.replace(/[\\^$.|+()[\]{}]/g, '\\$&');

/** One word of a search: with * (any number of characters) or ? (one) a whole line must fit, else a part of one. */
function matcher(word: string): (words: string) => boolean {
  if (!/[*?]/.test(word)) return (words) => words.includes(word);
  const pattern = escaped(word).replaceAll('*', '[^\\n]*').replaceAll('?', '[^\\n]');
  const whole = new RegExp(`^${pattern}$`, 'mu');
  return (words) => whole.test(words);
}

/** Does a study have every word that was typed? Undefined when nothing was. */
export function searchFor(text: string): ((words: string) => boolean) | undefined {
  // PN separators are typed by who copies a name out of another system.
  const wanted = folded(text)
    .split(/[\s^=]+/u)
    .filter(Boolean);
  if (wanted.length === 0) return undefined;
  const all = wanted.map(matcher);
  return (words) => all.every((fits) => fits(words));
}
