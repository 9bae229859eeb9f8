import type { Command, Why } from '../../features/commands';
import { askReport } from '../../features/report';
import { showTab } from '../panel';
import { studyOpen } from './when';

type Asked = Parameters<typeof askReport>[0];

/** The report comes up with what is asked of it. */
const ask = (what: NonNullable<Asked>, keys: readonly string[] = []): Command => ({
  id: `report.${what}`,
  group: 'work',
  keys,
  barred: (): Why | undefined => studyOpen(),
  run: () => {
    showTab('report');
    askReport(what);
  },
});

export const reportCommands: readonly Command[] = [
  ask('sign', ['ctrl+Enter']),
  ask('giveOut'),
  ask('versions'),
  ask('setup'),
];
