import { resetView, scaleBrush, setTool } from './commands';

/**
 * Keys of the reading room beside the shell's key list (`app/keymap.ts`), by the character or, where an input
 * method or another keyboard layout hides it, by the place on the keyboard. The tooltips of the toolbar show them.
 */
export const readKeys: Readonly<Record<string, () => void>> = {
  w: () => setTool('window'),
  s: () => setTool('scroll'),
  c: () => setTool('crosshair'),
  m: () => setTool('addNodule'),
  b: () => setTool('brush'),
  x: () => setTool('eraser'),
  '0': resetView,
  '[': () => scaleBrush(1 / 1.25),
  ']': () => scaleBrush(1.25),
};

const places: Readonly<Record<string, string>> = {
  KeyW: 'w',
  KeyS: 's',
  KeyC: 'c',
  KeyM: 'm',
  KeyB: 'b',
  KeyX: 'x',
  Digit0: '0',
  BracketLeft: '[',
  BracketRight: ']',
};

/** Does what a key means in the reading room; false when it means nothing here or is being typed into a field. */
export function handleReadKey(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.defaultPrevented)
    return false;
  const target = event.target instanceof Element ? event.target : undefined;
  if (target?.closest('input, textarea, select, [contenteditable="true"], [role="menu"], dialog'))
    return false;
  const act = readKeys[event.key.toLowerCase()] ?? readKeys[places[event.code] ?? ''];
  if (!act) return false;
  event.preventDefault();
  act();
  return true;
}
