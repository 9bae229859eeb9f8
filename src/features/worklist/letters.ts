/** Type-ahead: letters typed in the table go to the next name that begins with them. */

/** Letters that are typed further apart than this begin a new word, ms. */
const PAUSE = 900;

let typed = '';
let last = 0;

/**
 * @param nameAt the name of the row at a place
 * @returns the place to go to; -1 when no name begins so; undefined when the key is no letter of a name
 */
export function jumpByLetters(
  key: string,
  at: number,
  count: number,
  nameAt: (n: number) => string,
  now = performance.now(),
): number | undefined {
  if (!/^[\p{L}\p{N}]$/u.test(key)) return undefined;
  const going = now - last < PAUSE;
  typed = going ? typed + key.toLowerCase() : key.toLowerCase();
  last = now;
  // The same letter again and again walks through its names; a longer word may fit the row at hand.
  const [first] = typed;
  const same = [...typed].every((one) => one === first);
  const word = same ? first : typed;
  const from = same ? at + 1 : Math.max(0, at);
  for (let n = 0; n < count; n++) {
    const place = (from + n) % count;
    if (nameAt(place).toLowerCase().startsWith(word)) return place;
  }
  return -1;
}
