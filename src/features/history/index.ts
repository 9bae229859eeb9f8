export { clear, redo, run, undo, useHistory, waiting, type Command } from './history';
export { drafted, typing, typingEnds, useTyping, withTyped } from './typing';
export { noted, useTyped } from './useTyped';
