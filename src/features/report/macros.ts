/** Short words of the reader: `nn` and Tab for a whole sentence. A file of them goes from one computer to another. */
import { z } from 'zod';
import type { ReportLanguage } from '../../domain/report-facts';
import { readJson } from '../../report';
import type { Macro } from './setup';

/** Letters and figures belong to one word; Chinese runs on without spaces. */
const latin = /[\p{Script=Latin}\p{N}_-]/u;

/**
 * The text with the short word at its end written out; undefined when there is none. The longest word wins, and one
 * of Latin letters counts only as a whole: `nn` is not found in `inn`.
 */
export function expanded(
  before: string,
  macros: readonly Macro[],
  language: ReportLanguage,
): string | undefined {
  const hit = macros
    .filter((macro) => macro.language === language && before.endsWith(macro.word))
    .filter(({ word }) => {
      const left = before.charAt(before.length - word.length - 1);
      return !(latin.test(word.charAt(0)) && latin.test(left));
    })
    .toSorted((a, b) => b.word.length - a.word.length)[0];
  return hit && before.slice(0, before.length - hit.word.length) + hit.text;
}

const KIND = 'lamplight-macros';

const file = z.object({
  kind: z.literal(KIND),
  version: z.literal(1),
  macros: z
    .array(
      z.object({
        word: z.string().trim().min(1).max(40),
        language: z.enum(['zh', 'en']),
        text: z.string().trim().min(1).max(2000),
      }),
    )
    .max(2000),
});

export const writeMacros = (macros: readonly Macro[]): string =>
  `${JSON.stringify({ kind: KIND, version: 1, macros }, undefined, 2)}\n`;

/** @throws FileFault with the file's name and what is wrong in it; nothing is taken from a file that is half wrong */
export const readMacros = (text: string, name: string): readonly Macro[] => readJson(text, name, file).macros;

/** Those of the file over the others: the same word in the same language is replaced. */
export function joined(own: readonly Macro[], read: readonly Macro[]): readonly Macro[] {
  const key = ({ word, language }: Macro) => `${language} ${word}`;
  const all = new Map([...own, ...read].map((macro) => [key(macro), macro]));
  return [...all.values()];
}
