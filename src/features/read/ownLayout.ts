import { studyFacts } from '../../domain/hanging/room';
import { applyTemplate, parseTemplate, templateOf, writeTemplate } from '../../domain/hanging/user-layout';
import type { Study } from '../../domain/study';
import { useOpen } from '../open';
import { changeSettings, useSettings } from '../settings';
import { hangStudy, touch } from './commands';
import { chooseHanging, type ChosenHanging } from '../../domain/hanging/protocols';
import type { ProtocolId } from '../../domain/hanging/room';
import { contentsOf, hangingsFor, inputOf, priorOf } from './hangings';
import { hanging, roomWidth } from './room';
import { useRead } from './store';
import { presetNamed, presetsOf } from './windows';

/** The study that is read: that of the active cell, or of the first that holds one, priors aside. */
function studyHung(): Study | undefined {
  const contents = hanging()?.contents ?? [];
  const active = contents[useRead.getState().active];
  const content = active && !active.prior ? active : contents.find((one) => one && !one.prior);
  const studies = useOpen.getState().studies;
  return studies.find((one) => one.studyUid === content?.study.studyUid);
}

/** The protocols that can hang the study that is read, the best first. */
export function hangingsNow(): readonly ChosenHanging[] {
  const study = studyHung();
  const { studies, earlierSaid } = useOpen.getState();
  return study ? hangingsFor(inputOf(study, studies, earlierSaid, roomWidth())) : [];
}

/** Hangs the study that is read by a protocol. */
export function hangBy(protocol: ProtocolId): void {
  const study = studyHung();
  const { studies, earlierSaid } = useOpen.getState();
  if (!study) return;
  const chosen = chooseHanging(inputOf(study, studies, earlierSaid, roomWidth()), protocol);
  touch();
  void hangStudy(chosen.hanging.layout, contentsOf(chosen.hanging, studies));
}

/** The modality whose own layout the reader would keep or take now. */
export function modalityNow(): string | undefined {
  const study = studyHung();
  return study && studyFacts(study).modality;
}

/** Keeps the room as it stands for studies of this modality. */
export function saveOwnLayout(): void {
  const study = studyHung();
  const now = hanging();
  if (!study || !now) return;
  const { cells } = useRead.getState();
  const { studies, earlierSaid } = useOpen.getState();
  const contents = now.contents.map((content, n) => {
    const window = cells[n]?.window;
    // A window that the reader set by a preset belongs to the layout.
    const preset = content && window && presetNamed(window, presetsOf(content.study, content.series));
    return content && { ...content, ...(preset && { preset }) };
  });
  const template = templateOf({ layout: now.layout, contents }, study, priorOf(study, studies, earlierSaid));
  const { layouts } = useSettings.getState();
  changeSettings({ layouts: { ...layouts, [template.modality]: writeTemplate(template) } });
}

/** Hangs the study by the reader's own layout; false when there is none or nothing of it fits. */
export function applyOwnLayout(): boolean {
  const study = studyHung();
  const text = useSettings.getState().layouts[modalityNow() ?? ''];
  const template = text === undefined ? undefined : parseTemplate(text);
  const { studies, earlierSaid } = useOpen.getState();
  const applied = template && study && applyTemplate(template, study, priorOf(study, studies, earlierSaid));
  if (!applied) return false;
  touch();
  void hangStudy(applied.hanging.layout, contentsOf(applied.hanging, studies));
  return true;
}

export function forgetOwnLayout(): void {
  const modality = modalityNow();
  const layouts = Object.fromEntries(
    Object.entries(useSettings.getState().layouts).filter(([kept]) => kept !== modality),
  );
  changeSettings({ layouts });
}
