import { openSearch, type Command } from '../../features/commands';
import { openAudit } from '../../features/audit';
import { openAnalyse } from '../../features/analysis';
import { setMode } from '../../features/findings';
import { redo, undo, waiting } from '../../features/history';
import { lockNow, saveAllWork } from '../../features/keep';
import { pick } from '../../features/measure';
import { useOpen } from '../../features/open';
import { letGoOfDrawing, setTool } from '../../features/read';
import { openPriors, openServers } from '../../features/servers';
import { openSettings } from '../../features/settings';
import { language, setLanguage } from '../../i18n';
import { openVersion } from '../offline/store';
import { askAfresh, toggleHelp } from '../panel';
import { goToPanel } from './focus';
import { studyOpen } from './when';

/** The row of the findings that the tab key reaches. */
const ROW = '[data-testid="finding-row"][tabindex="0"]';

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
    keys: ['F2'],
    barred: studyOpen,
    run: () => goToPanel('findings', [ROW, '#tab-findings']),
  },
  {
    id: 'work.report',
    group: 'work',
    keys: ['F4'],
    barred: studyOpen,
    run: () => goToPanel('report', ['#tab-report']),
  },
  {
    id: 'work.export',
    group: 'work',
    keys: ['F8'],
    barred: studyOpen,
    run: () => goToPanel('report', ['[data-testid="export-menu"]'], (button) => button.click()),
  },
  { id: 'work.analyse', group: 'work', keys: ['shift+i'], barred: studyOpen, run: openAnalyse },
  {
    id: 'work.language',
    group: 'work',
    keys: [],
    run: () => setLanguage(language() === 'zh' ? 'en' : 'zh'),
  },
  { id: 'work.search', group: 'work', keys: ['/', 'ctrl+k'], run: openSearch },
  {
    id: 'work.lock',
    group: 'work',
    keys: ['F10'],
    // Without a passphrase there is nothing to lock with: its place in the settings is shown.
    run: async () => {
      if (!(await lockNow())) openSettings('keep');
    },
  },
  { id: 'work.stored', group: 'work', keys: [], run: () => openSettings('keep') },
  { id: 'work.saveAll', group: 'work', keys: [], run: () => void saveAllWork() },
  { id: 'work.servers', group: 'work', keys: ['ctrl+alt+s'], run: openServers },
  { id: 'work.priors', group: 'work', keys: ['ctrl+alt+p'], barred: studyOpen, run: () => openPriors() },
  { id: 'work.settings', group: 'work', keys: ['shift+s'], run: () => openSettings() },
  { id: 'work.audit', group: 'work', keys: [], run: () => openAudit(useOpen.getState().activeStudyUid) },
  {
    id: 'work.afresh',
    group: 'work',
    keys: [],
    barred: studyOpen,
    run: () => {
      const { activeStudyUid } = useOpen.getState();
      if (activeStudyUid !== undefined) askAfresh(activeStudyUid);
    },
  },
  { id: 'work.version', group: 'work', keys: [], run: openVersion },
  { id: 'work.keys', group: 'work', keys: ['?'], run: toggleHelp },
  { id: 'work.letGo', group: 'work', keys: ['Escape'], barred: studyOpen, run: letGo },
];
