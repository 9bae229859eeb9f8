import { ChevronDown, Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from '../../i18n';
import { IconButton, Menu, type MenuItem } from '../../ui';
import { useKeysOf } from '../commands';
import { useOpen } from '../open';
import { useRead } from '../read';
import { segmentActions, type SegmentAction } from './actions';
import { addSegment, isSegmentTool, segmentTools, takeTool, type SegmentTool } from './commands';
import { emptyStudy, useSegments } from './store';
import { toolIcons } from './toolList';
import { startSegments } from './wiring';
import './segment.css';

const ICON = 18;
/** How long a message stays under the button, ms. */
const SAID = 8000;

/** Segmentation in the toolbar: the last tool on the button, the others and what is done at once in the menu. */
export function SegmentMenu() {
  const { t } = useTranslation('segment');
  const tool = useRead((s) => s.tool);
  const seriesUid = useRead((s) => s.activeSeriesUid);
  const [face, setFace] = useState<SegmentTool>('brush');
  const inHand = isSegmentTool(tool) ? tool : undefined;
  const shown = inHand ?? face;
  const keyOf = useKeysOf();
  const hasCurrent = useHasCurrent(seriesUid);
  useEffect(startSegments, []);
  if (inHand && inHand !== face) setFace(inHand);
  const Face = toolIcons[shown];
  const closed = seriesUid === undefined;

  const tools = segmentTools.map((one): MenuItem => {
    const Icon = toolIcons[one];
    return {
      id: one,
      label: t(`tool.${one}`),
      keyHint: keyOf(`tool.${one}`),
      icon: <Icon size={14} />,
      ...(tool === one && { checked: true }),
      testId: `segment-tool-${one}`,
      onSelect: () => takeTool(one),
    };
  });
  const actions = (Object.keys(segmentActions) as SegmentAction[]).map((one): MenuItem => ({
    id: one,
    label: t(`action.${one}`),
    group: t('whole'),
    keyHint: keyOf(`segment.${one}`),
    disabled: !hasCurrent,
    testId: `segment-action-${one}`,
    onSelect: () => seriesUid !== undefined && void segmentActions[one](seriesUid),
  }));
  const add: MenuItem = {
    id: 'add',
    label: t('add'),
    keyHint: keyOf('segment.add'),
    icon: <Plus size={14} />,
    testId: 'segment-menu-add',
    onSelect: () => void addSegment(),
  };

  return (
    <div className="segment-menu" role="group" aria-label={t('title')}>
      <IconButton
        label={t(`tool.${shown}`)}
        keyHint={keyOf(`tool.${shown}`)}
        active={inHand !== undefined}
        disabled={closed}
        data-testid={`tool-${shown}`}
        onClick={() => takeTool(shown)}
      >
        <Face size={ICON} aria-hidden />
      </IconButton>
      <Menu
        label={t('menu')}
        items={[...tools, add, ...actions]}
        className="icon-button segment-more"
        testId="segment-menu"
        disabled={closed}
      >
        <ChevronDown size={12} aria-hidden />
      </Menu>
      <Said />
    </div>
  );
}

/** Has the series that is read a current segment? */
export function useHasCurrent(seriesUid: string | undefined): boolean {
  const studyUid = useOpen((s) => s.activeStudyUid);
  const { segments, currentUid } =
    useSegments((s) => (studyUid ? s.studies[studyUid] : undefined)) ?? emptyStudy;
  return segments.some((one) => one.uid === currentUid && one.seriesUid === seriesUid);
}

/** What a tool has to say, under its button for a few seconds: the panel need not be on show. */
function Said() {
  const { t } = useTranslation('segment');
  const message = useSegments((s) => s.message);
  const busy = useSegments((s) => s.busy);
  const [old, setOld] = useState<typeof message>();
  useEffect(() => {
    if (!message) return;
    const timer = setTimeout(() => setOld(message), SAID);
    return () => clearTimeout(timer);
  }, [message]);
  const text = message && message !== old ? t(`message.${message.key}`, message.values) : undefined;
  const shown = text ?? (busy ? t('busy') : undefined);
  return (
    <p className="segment-said" role="status" data-tone={text ? message?.tone : undefined} hidden={!shown}>
      {shown}
    </p>
  );
}
