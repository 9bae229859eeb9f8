/**
 * First letters of Chinese characters by their pinyin, without a table: in the pinyin order of the browser's own
 * collation (CLDR) these characters are the first of each letter.
 */
const first = '阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥仨他屲夕丫帀';
const letters = 'abcdefghjklmnopqrstwxyz';
const order = new Intl.Collator('zh-Hans-u-co-pinyin');

/** Characters whose reading in this page's words is not the one that the collation sorts them by. */
const readings: Readonly<Record<string, string>> = {
  重: 'cz',
  长: 'cz',
  调: 'dt',
  还: 'h',
  行: 'xh',
  角: 'j',
};

/** Letters that a character's pinyin may begin with, lower case; other characters stand for themselves. */
function initials(character: string): string {
  const own = readings[character];
  if (own) return own;
  if (!/\p{Script=Han}/u.test(character)) return character.toLowerCase();
  for (let n = first.length - 1; n >= 0; n--) if (order.compare(character, first[n]) >= 0) return letters[n];
  return 'a';
}

/**
 * Do the letters of `typed` stand for characters of `text` in a row: "ckc" for 窗宽窗? Where they begin, in
 * characters; undefined when they do not.
 */
export function pinyinAt(text: string, typed: string): number | undefined {
  const read = [...text].filter((character) => character.trim() !== '').map(initials);
  const wanted = [...typed];
  const at = read.findIndex((...[, start]) =>
    wanted.every((letter, n) => start + n < read.length && read[start + n].includes(letter)),
  );
  return at < 0 ? undefined : at;
}
