import { useTranslation } from '../../i18n';
import { Button } from '../../ui';
import { scaleBrush, useRead } from '../read';
import { segmentActions, type SegmentAction } from './actions';
import { isSegmentTool } from './commands';
import { NumberField } from './NumberField';
import { useHasCurrent } from './SegmentMenu';
import { setToolSettings, useSegments, type ToolSettings } from './store';

/** How the tool in hand works. */
export function ToolOptions() {
  const { t } = useTranslation('segment');
  const tool = useRead((s) => s.tool);
  const brushMm = useRead((s) => s.brushMm);
  const window = useRead((s) => s.window);
  const unit = useRead((s) => (s.hounsfield ? 'HU' : undefined));
  const { from, to, tolerance, reachMm, sliceOnly, through, cut } = useSegments((s) => s.settings);
  if (!isSegmentTool(tool) || tool === 'keepIsland') return null;
  const painting = tool === 'brush' || tool === 'eraser' || tool === 'thresholdBrush';
  const open = from === undefined && to === undefined;
  return (
    <div className="segment-options" data-testid="segment-options">
      {painting && (
        <NumberField
          label={t('option.radius')}
          value={brushMm}
          unit="mm"
          least={0.5}
          testId="segment-radius"
          onChange={(mm) => mm !== undefined && scaleBrush(mm / brushMm)}
        />
      )}
      {tool === 'thresholdBrush' && (
        <>
          <NumberField
            label={t('option.from')}
            value={from}
            placeholder={open && window ? String(window.center) : '−∞'}
            unit={unit}
            testId="segment-from"
            onChange={(value) => setToolSettings({ from: value })}
          />
          <NumberField
            label={t('option.to')}
            value={to}
            placeholder="∞"
            unit={unit}
            testId="segment-to"
            onChange={(value) => setToolSettings({ to: value })}
          />
          {open && <p className="segment-hint">{t('option.openRange')}</p>}
        </>
      )}
      {tool === 'grow' && (
        <>
          <NumberField
            label={t('option.tolerance')}
            value={tolerance}
            placeholder={t('option.auto')}
            unit={unit && `± ${unit}`}
            least={0}
            testId="segment-tolerance"
            onChange={(value) => setToolSettings({ tolerance: value })}
          />
          <NumberField
            label={t('option.reach')}
            value={reachMm}
            unit="mm"
            least={1}
            testId="segment-reach"
            onChange={(mm) => mm !== undefined && setToolSettings({ reachMm: mm })}
          />
          <Check
            label={t('option.sliceOnly')}
            on={sliceOnly}
            testId="segment-slice-only"
            set={(on) => setToolSettings({ sliceOnly: on })}
          />
        </>
      )}
      {tool === 'scissors' && (
        <>
          <label className="segment-field">
            <span>{t('option.cut')}</span>
            <select
              value={cut}
              data-testid="segment-cut"
              onChange={(event) => setToolSettings({ cut: event.target.value as ToolSettings['cut'] })}
            >
              {(['eraseInside', 'eraseOutside', 'fillInside'] as const).map((one) => (
                <option key={one} value={one}>
                  {t(`cut.${one}`)}
                </option>
              ))}
            </select>
          </label>
          <Check
            label={t('option.through')}
            on={through}
            testId="segment-through"
            set={(on) => setToolSettings({ through: on })}
          />
        </>
      )}
    </div>
  );
}

interface CheckProps {
  readonly label: string;
  readonly on: boolean;
  readonly testId: string;
  readonly set: (on: boolean) => void;
}

function Check({ label, on, testId, set }: CheckProps) {
  return (
    <label className="segment-field">
      <input
        type="checkbox"
        checked={on}
        data-testid={testId}
        onChange={(event) => set(event.target.checked)}
      />
      <span>{label}</span>
    </label>
  );
}

/** What is done to the current segment as a whole, each beside its measure. */
export function WholeSegment({ seriesUid }: { readonly seriesUid: string }) {
  const { t } = useTranslation('segment');
  const { marginMm, smoothMm, smallMm3 } = useSegments((s) => s.settings);
  const busy = useSegments((s) => s.busy);
  const able = useHasCurrent(seriesUid) && !busy;
  const act = (one: SegmentAction) => (
    <Button
      key={one}
      disabled={!able}
      data-testid={`segment-do-${one}`}
      onClick={() => void segmentActions[one](seriesUid)}
    >
      {t(`action.${one}`)}
    </Button>
  );
  const amount = (key: 'marginMm' | 'smoothMm' | 'smallMm3', value: number, unit: string) => (
    <NumberField
      label={t(`option.${key}`)}
      value={value}
      unit={unit}
      least={0}
      testId={`segment-${key}`}
      onChange={(next) => next !== undefined && setToolSettings({ [key]: next })}
    />
  );
  return (
    <details className="segment-whole">
      <summary data-testid="segment-whole">{t('whole')}</summary>
      <div className="segment-acts">{(['fillBetween', 'fillHoles', 'keepLargest'] as const).map(act)}</div>
      <div className="segment-acts">
        {act('enlarge')}
        {act('shrink')}
        {amount('marginMm', marginMm, 'mm')}
      </div>
      <div className="segment-acts">
        {act('smooth')}
        {amount('smoothMm', smoothMm, 'mm')}
      </div>
      <div className="segment-acts">
        {act('removeSmall')}
        {amount('smallMm3', smallMm3, 'mm³')}
      </div>
    </details>
  );
}
