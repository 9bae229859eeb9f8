import { openSearch, type Command } from '../../features/commands';
import { setMode } from '../../features/findings';
import { redo, undo, waiting } from '../../features/history';
import { pick } from '../../features/measure';
import { letGoOfDrawing, setTool } from '../../features/read';
import { openSettings } from '../../features/settings';
import { language, setLanguage } from '../../i18n';
import { showTab, toggleHelp } from '../panel';
import { studyOpen } from './when';

/** Lets go of whatever the hand holds: what is half drawn, then an outline, a nodule about to be added, a tool. */
function letGo(): void {
  if (letGoOfDrawing()) return;
  setMode('none');
  pick(undefined);
  setTool('window');
}

export const workCommands: readonly Command[] = [
  {
    id: 'work.undo',
    group: 'work',
    keys: ['z', 'ctrl+z'],
    repeats: true,
    detail: () => waiting().undoLabel,
    barred: () => studyOpen() ?? (waiting().undoLabel === undefined ? 'nothingToUndo' : undefined),
    run: undo,
  },
  {
    id: 'work.redo',
    group: 'work',
    keys: ['shift+z', 'ctrl+shift+z', 'ctrl+y'],
    repeats: true,
    detail: () => waiting().redoLabel,
    barred: () => studyOpen() ?? (waiting().redoLabel === undefined ? 'nothingToRedo' : undefined),
    run: redo,
  },
  {
    id: 'work.findings',
    group: 'work',
    keys: [],
    barred: studyOpen,
    run: () => showTab('findings'),
  },
  { id: 'work.report', group: 'work', keys: [], barred: studyOpen, run: () => showTab('report') },
  {
    id: 'work.language',
    group: 'work',
    keys: [],
    run: () => setLanguage(language() === 'zh' ? 'en' : 'zh'),
  },
  { id: 'work.search', group: 'work', keys: ['/', 'ctrl+k'], run: openSearch },
  { id: 'work.settings', group: 'work', keys: ['shift+s'], run: () => openSettings() },
  { id: 'work.keys', group: 'work', keys: ['?'], run: toggleHelp },
  { id: 'work.letGo', group: 'work', keys: ['Escape'], barred: studyOpen, run: letGo },
];
