/**
 * Which key does what. One list: the keyboard goes by it and the help sheet shows it. What a key sets off is told
 * by the features that own the actions (`readKeys`, `findingsKeys`); `actions.ts` joins them.
 */
export interface KeyBinding {
  /** Key of the catalogue `app:keys.*`. */
  readonly text: KeyText;
  readonly group: 'images' | 'findings' | 'tools' | 'work';
  /** As shown in the help sheet. */
  readonly shown: readonly string[];
  /** `keyName` results that set it off. */
  readonly names: readonly string[];
}

export type KeyText =
  | 'previousSlice'
  | 'nextSlice'
  | 'tenBack'
  | 'tenOn'
  | 'firstSlice'
  | 'lastSlice'
  | 'preset'
  | 'hideMarks'
  | 'windowTool'
  | 'scrollTool'
  | 'crosshairTool'
  | 'addNodule'
  | 'brush'
  | 'eraser'
  | 'brushSize'
  | 'overlays'
  | 'cine'
  | 'resetView'
  | 'maximise'
  | 'layout'
  | 'nextFinding'
  | 'previousFinding'
  | 'accept'
  | 'reject'
  | 'edit'
  | 'keyImage'
  | 'undo'
  | 'redo'
  | 'help'
  | 'letGo';

const bind = (
  group: KeyBinding['group'],
  text: KeyText,
  shown: readonly string[],
  names: readonly string[],
): KeyBinding => ({ group, text, shown, names });

export const keymap: readonly KeyBinding[] = [
  bind('images', 'previousSlice', ['↑', '←'], ['ArrowUp', 'ArrowLeft']),
  bind('images', 'nextSlice', ['↓', '→'], ['ArrowDown', 'ArrowRight']),
  bind('images', 'tenBack', ['PgUp'], ['PageUp']),
  bind('images', 'tenOn', ['PgDn'], ['PageDown']),
  bind('images', 'firstSlice', ['Home'], ['Home']),
  bind('images', 'lastSlice', ['End'], ['End']),
  bind('images', 'preset', ['1 – 4'], ['1', '2', '3', '4']),
  bind('images', 'hideMarks', ['H'], ['h']),
  bind('images', 'overlays', ['O'], ['o']),
  // The film control of the viewport listens to it by itself: on a button the space bar is a press.
  bind('images', 'cine', ['Space'], []),
  bind('images', 'maximise', ['F'], ['f']),
  bind('images', 'layout', ['L'], ['l']),
  bind('images', 'resetView', ['0'], ['0']),
  bind('findings', 'nextFinding', ['N'], ['n']),
  bind('findings', 'previousFinding', ['P'], ['p']),
  bind('findings', 'accept', ['A'], ['a']),
  bind('findings', 'reject', ['R'], ['r']),
  bind('findings', 'edit', ['E'], ['e']),
  bind('findings', 'keyImage', ['K'], ['k']),
  bind('tools', 'windowTool', ['W'], ['w']),
  bind('tools', 'scrollTool', ['S'], ['s']),
  bind('tools', 'crosshairTool', ['C'], ['c']),
  bind('tools', 'addNodule', ['M'], ['m']),
  bind('tools', 'brush', ['B'], ['b']),
  bind('tools', 'eraser', ['X'], ['x']),
  bind('tools', 'brushSize', ['[', ']'], ['[', ']']),
  bind('work', 'undo', ['Z', 'Ctrl Z'], ['z', 'ctrl+z']),
  bind('work', 'redo', ['Shift Z', 'Ctrl Y'], ['shift+z', 'ctrl+shift+z', 'ctrl+y']),
  bind('work', 'help', ['?'], ['?']),
  bind('work', 'letGo', ['Esc'], ['Escape']),
];

type KeyFacts = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/**
 * The name of a key press as the list writes it. Letters come from the character where it is a Latin one, so
 * that other keyboard layouts work, else from the place on the keyboard: with a Chinese input method on, the
 * browser reports "Process" for every letter.
 */
export function keyName(event: KeyFacts): string | undefined {
  if (event.altKey) return undefined;
  const place = /^(?:Key([A-Z])|Digit([0-9])|Numpad([0-9]))$/.exec(event.code);
  const placed = (place?.[1] ?? place?.[2] ?? place?.[3])?.toLowerCase();
  let name = event.key;
  if (/^[a-z]$/i.test(name)) name = name.toLowerCase();
  else if (name === '？' || (name === 'Process' && event.code === 'Slash' && event.shiftKey)) name = '?';
  else if (
    placed !== undefined &&
    (name === 'Process' || name === 'Unidentified' || name.charCodeAt(0) > 127)
  )
    name = placed;
  if (event.ctrlKey || event.metaKey) return `ctrl+${event.shiftKey ? 'shift+' : ''}${name}`;
  return event.shiftKey && /^[a-z]$/.test(name) ? `shift+${name}` : name;
}

const known = new Set(keymap.flatMap((binding) => binding.names));

/** The name of a key press that the list knows; undefined when it is nobody's, as shift with most letters. */
export function knownKey(event: KeyFacts): string | undefined {
  const name = keyName(event);
  return name !== undefined && known.has(name) ? name : undefined;
}
