export type KeyFacts = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Characters by their place on the keyboard, plain and with shift: what an input method hides. */
const places: Readonly<Record<string, readonly [string, string]>> = {
  Slash: ['/', '?'],
  Period: ['.', '>'],
  Comma: [',', '<'],
  BracketLeft: ['[', '{'],
  BracketRight: [']', '}'],
  Semicolon: [';', ':'],
  Quote: ["'", '"'],
  Minus: ['-', '_'],
  Equal: ['=', '+'],
  Backquote: ['`', '~'],
  Backslash: ['\\', '|'],
  Space: ['Space', 'Space'],
};

function placed(code: string, shift: boolean): string | undefined {
  const digit = /^Digit([0-9])$/.exec(code);
  if (digit && shift) return ')!@#$%^&*('[Number(digit[1])];
  const letter = /^(?:Key([A-Z])|Digit([0-9])|Numpad([0-9]))$/.exec(code);
  if (letter) return (letter[1] ?? letter[2] ?? letter[3]).toLowerCase();
  return places[code]?.[shift ? 1 : 0];
}

/** Keys that only change what another key means, or that the browser walks the page with. */
const never = new Set([
  'Shift',
  'Control',
  'Alt',
  'Meta',
  'AltGraph',
  'CapsLock',
  'Tab',
  'Dead',
  'Process',
  'Unidentified',
  'ContextMenu',
]);

/**
 * The name of a key press: `w`, `shift+z`, `ctrl+y` (also for the command key), `ctrl+alt+s`, `?`, `Space`, `ArrowUp`.
 * Letters come from the character where it is a Latin one, so that other keyboard layouts work, else from the place on
 * the keyboard: with a Chinese input method on, the browser reports "Process" or a full-width character. Undefined for
 * what is nobody's: with alt but for Ctrl, Alt and a letter, a modifier alone, the tab key.
 */
export function keyName(event: KeyFacts): string | undefined {
  let name = event.key;
  if (event.altKey) {
    // AltGr is reported as Ctrl and Alt too, but then writes another character than the letter of the key.
    const plain = event.ctrlKey && !event.shiftKey && /^[a-z]$/i.test(name);
    return plain ? `ctrl+alt+${name.toLowerCase()}` : undefined;
  }
  if (/^[a-z]$/i.test(name)) name = name.toLowerCase();
  else if (name === ' ') name = 'Space';
  else if (name === 'Process' || name === 'Unidentified' || (name.length === 1 && name.charCodeAt(0) > 127))
    name = placed(event.code, event.shiftKey) ?? name;
  if (never.has(name) || name === '') return undefined;
  // A sign such as ? has its shift in it; a letter or a named key has not.
  const shift = event.shiftKey && (/^[a-z]$/.test(name) || name.length > 1) ? 'shift+' : '';
  return `${event.ctrlKey || event.metaKey ? 'ctrl+' : ''}${shift}${name}`;
}

/** Keys that the browser itself takes, or that take away the way out of everything; they cannot be given. */
const kept =
  /^(Escape|F5|F11|F12|ctrl\+(shift\+)?[ntwrpl]|ctrl\+(shift\+)?(q|j|h|=|-|0|[1-9])|ctrl\+shift\+i)$/;

/** May the reader give this key to a command? */
export const mayBeGiven = (name: string): boolean => !kept.test(name);

const signs: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Escape: 'Esc',
  Delete: 'Del',
  Backspace: '⌫',
};

/** A key as it is printed: `shift+z` is "Shift Z". `space` is the word for the space bar in the reader's language. */
export function shownKey(name: string, space: string): string {
  const parts = name.endsWith('++') ? [...name.slice(0, -2).split('+'), '+'] : name.split('+');
  if (name === '+') return '+';
  return parts
    .map((part) => {
      if (part === 'ctrl') return 'Ctrl';
      if (part === 'alt') return 'Alt';
      if (part === 'shift') return 'Shift';
      if (part === 'Space') return space;
      return signs[part] ?? (part.length === 1 ? part.toUpperCase() : part);
    })
    .join(' ');
}
