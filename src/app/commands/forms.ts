import { forms } from '../../domain/guidelines/forms';
import type { Command } from '../../features/commands';
import { addForm } from '../../features/forms';
import { useOpen } from '../../features/open';
import { showTab } from '../panel';
import { studyOpen } from './when';

export const formCommands: readonly Command[] = [
  { id: 'form.list', group: 'work', keys: [], barred: studyOpen, run: () => showTab('forms') },
  ...forms.map(({ id }): Command => ({
    id: `form.${id}`,
    group: 'work',
    keys: [],
    barred: studyOpen,
    run: () => {
      const { activeStudyUid } = useOpen.getState();
      if (activeStudyUid === undefined) return;
      addForm(activeStudyUid, id);
      showTab('forms');
    },
  })),
];
