export { clear, redo, run, undo, useHistory, waiting, type Command } from './history';
