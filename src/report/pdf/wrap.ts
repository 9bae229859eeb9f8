/** Breaks text into lines: Latin at spaces, Chinese between characters, numbers never from their units. */

/** How a stretch of text looks. Sizes in points. */
export interface Style {
  readonly weight: 'regular' | 'medium';
  readonly size: number;
  readonly colour: 'text' | 'quiet' | 'accent';
}
export interface Run {
  readonly text: string;
  readonly style: Style;
}
export type Line = readonly Run[];

/** Width in points. */
export type Measure = (char: string, style: Style) => number;

const cjk = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u{20000}-\u{3ffff}]/u;
/** May not begin a line, may not end one (GB/T 15834). */
const closers = new Set('。，、；：？！）】》」』”’…％%)]},.;:?!·°');
const openers = new Set('（【《「『“‘([{');
/** A space behind a digit and before one of these keeps number and unit together. */
const unitAhead = /^ (mm|cm|HU|kVp|mA|mL|%|d\b|×)/;

interface Char {
  readonly char: string;
  readonly style: Style;
  readonly width: number;
}

/** May a line end before character `at` of the whole paragraph? */
function mayBreak(chars: readonly Char[], at: number): boolean {
  const before = chars[at - 1].char;
  const after = chars[at].char;
  if (after === ' ' || closers.has(after) || openers.has(before)) return false;
  if (before === ' ') {
    const rest = chars
      .slice(at - 1, at + 4)
      .map((c) => c.char)
      .join('');
    const digit = at >= 2 && /[\d×]/.test(chars[at - 2].char);
    return !(digit && (unitAhead.test(rest) || chars[at - 2].char === '×'));
  }
  return cjk.test(before) || cjk.test(after);
}

function runsOf(chars: readonly Char[]): Line {
  const runs: { text: string; style: Style }[] = [];
  for (const { char, style } of chars) {
    const last = runs[runs.length - 1];
    if (last && last.style === style) last.text += char;
    else runs.push({ text: char, style });
  }
  return runs;
}

/**
 * Lines of at most `width` points. A line break in the text is kept. A word that is wider than the line is cut.
 */
export function wrap(runs: readonly Run[], width: number, measure: Measure): readonly Line[] {
  const chars: Char[] = [];
  for (const { text, style } of runs)
    for (const char of text) chars.push({ char, style, width: char === '\n' ? 0 : measure(char, style) });
  const lines: Line[] = [];
  const close = (start: number, end: number): void => {
    let last = end;
    while (last > start && chars[last - 1].char === ' ') last--;
    lines.push(runsOf(chars.slice(start, last)));
  };
  let start = 0;
  let used = 0;
  for (let n = 0; n < chars.length; n++) {
    if (chars[n].char === '\n') {
      close(start, n);
      start = n + 1;
      used = 0;
      continue;
    }
    used += chars[n].width;
    if (chars[n].char === ' ' || used <= width || n === start) continue;
    let at = n;
    while (at > start && !mayBreak(chars, at)) at--;
    // No place to break: the word is cut where it overflows.
    if (at === start) at = n;
    close(start, at);
    start = at;
    used = chars.slice(start, n + 1).reduce((sum, c) => sum + c.width, 0);
  }
  close(start, chars.length);
  return lines;
}
