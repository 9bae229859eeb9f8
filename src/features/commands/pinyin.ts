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

/** Do the letters of `typed` stand for the characters of `text`, in a row, from any of them on? "cgw" finds 窗宽窗. */
export function matchesPinyin(text: string, typed: string): boolean {
  const read = [...text].filter((character) => character.trim() !== '').map(initials);
  const wanted = [...typed];
  return read.some((...[, at]) =>
    wanted.every((letter, n) => at + n < read.length && read[at + n].includes(letter)),
  );
}
