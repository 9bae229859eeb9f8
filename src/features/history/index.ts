export { clear, redo, run, undo, useHistory, type Command } from './history';
