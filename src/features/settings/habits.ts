import { bind, giveKeys, type Command, type Overrides } from '../commands';
import { defaultButtons, type Buttons } from '../../domain/buttons';

/**
 * Keys and mouse buttons that a reader knows from another viewer, as far as Lamplight has the same command.
 *
 * - Weasis: keys of the mouse tools from `ActionW.java` (W window, S scroll, T pan, Z zoom, C cine, K key object,
 *   H crosshair), buttons from `MouseActions.java` (left window, middle pan, right context menu, wheel scroll) of
 *   github.com/nroduit/Weasis; ctrl and shift only make the wheel scroll faster there (issue 204). Lamplight has no
 *   context menu: the right button zooms.
 * - OHIF: `platform/core/src/defaults/hotkeyBindings.js` and, for the buttons, `viewportToolsCustomization.ts`
 *   (primary window, auxiliary pan, secondary zoom, wheel scroll) of github.com/OHIF/Viewers.
 */
export interface Habit {
  readonly name: 'lamplight' | 'weasis' | 'ohif';
  readonly keys: Overrides;
  readonly buttons: Buttons;
}

export const habits: readonly Habit[] = [
  { name: 'lamplight', keys: {}, buttons: defaultButtons },
  {
    name: 'weasis',
    keys: {
      'tool.window': ['w'],
      'tool.scroll': ['s'],
      'tool.pan': ['t'],
      'tool.zoom': ['z'],
      'tool.crosshair': ['h'],
      'image.film': ['c'],
      'finding.keyImage': ['k'],
      'work.undo': ['ctrl+z'],
      // What Lamplight had on these keys.
      'tool.text': ['y'],
      'image.marks': ['shift+h'],
    },
    buttons: { ...defaultButtons, shiftWheel: 'scroll' },
  },
  {
    name: 'ohif',
    keys: {
      'tool.zoom': ['z'],
      'image.rotateRight': ['r'],
      'image.rotateLeft': ['l'],
      'image.mirror': ['h'],
      'image.film': ['c'],
      'image.invert': ['i'],
      'image.previous': ['ArrowUp'],
      'image.next': ['ArrowDown'],
      'layout.nextCell': ['ArrowRight'],
      'layout.previousCell': ['ArrowLeft'],
      'image.reset': ['Space'],
      'work.undo': ['ctrl+z'],
      'work.redo': ['ctrl+y'],
      // What Lamplight had on these keys.
      'finding.reject': ['shift+r'],
      'layout.toggle': ['y'],
      'image.marks': ['shift+h'],
    },
    buttons: { ...defaultButtons, shiftWheel: 'scroll' },
  },
];

/** The reader's keys with this habit: only what differs from the defaults, of commands that are there. */
export function habitKeys(commands: readonly Command[], habit: Habit): Overrides {
  return commands.reduce<Overrides>(
    (keys, { id }) => (habit.keys[id] ? giveKeys(commands, keys, id, habit.keys[id]) : keys),
    {},
  );
}

const sameButtons = (a: Buttons, b: Buttons): boolean =>
  (Object.keys(a) as (keyof Buttons)[]).every((key) => a[key] === b[key]);

/** The habit that these keys and buttons are; undefined when the reader has made their own. */
export function habitOf(
  commands: readonly Command[],
  keys: Overrides,
  buttons: Buttons,
): Habit['name'] | undefined {
  const own = bind(commands, keys);
  return habits.find((habit) => {
    if (!sameButtons(habit.buttons, buttons)) return false;
    const theirs = bind(commands, habitKeys(commands, habit));
    return commands.every(({ id }) => own.keysOf(id).join() === theirs.keysOf(id).join());
  })?.name;
}
