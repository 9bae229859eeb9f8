/** What was wrong with the bytes of a file, for the reader's list: the parser's own words name its functions. */
import { messageOf } from '../errors';

/** The parser's words for running past what it was given. */
const BEYOND =
  /buffer overrun|past (the )?end of (the )?buffer|maxP ?osition|greater than or equal to 'byteArray' length/;

/** Technical, in English, without the names of functions; the reason and what to do are told beside it. */
export function faultOf(error: unknown): string {
  const message = messageOf(error);
  if (/call stack|too much recursion/i.test(message)) return 'sequences nested too deep';
  if (BEYOND.test(message)) return 'an element reaches beyond the end of the file';
  // The parser trusts the structure: what is not there where it must be ends as an error of the language.
  if (error instanceof TypeError) return 'the nesting of sequences and items is broken';
  return message.replace(/^dicomParser[.:][\w.]+: /, '');
}
