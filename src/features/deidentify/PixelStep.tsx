import { useState } from 'react';
import { useTranslation } from '../../i18n';
import { Notice } from '../../ui';
import { MaskEditor } from './MaskEditor';
import { goesOut, isBlocked, type Part, statementOf } from './plan';
import { seriesName } from './SeriesStep';
import type { Export } from './useExport';

/** Words in the pixels: the images that may have some are looked at here, and blacked out or confirmed. */
export function PixelStep({ work }: { readonly work: Export }) {
  const { t } = useTranslation('deidentify');
  const images = work.parts.filter((part) => part.columns > 0 && goesOut(part, work.decisionOf(part.id)));
  const [chosen, setChosen] = useState<string>();
  const first = images.find((part) => part.risk) ?? images[0];
  const part = images.find(({ id }) => id === chosen) ?? first;
  if (!part) return <p>{t('pixels.none')}</p>;
  const anyRisk = images.some(({ risk }) => risk);
  return (
    <div className="deid-pixels">
      {!anyRisk && (
        <Notice title={t('pixels.noRisk')} testId="deid-no-risk">
          {t('pixels.noRiskWhy')}
        </Notice>
      )}
      <ul className="deid-parts">
        {images.map((one) => (
          <PartButton key={one.id} part={one} work={work} chosen={one.id === part.id} choose={setChosen} />
        ))}
      </ul>
      <MaskEditor key={part.id} part={part} work={work} />
    </div>
  );
}

interface PartButtonProps {
  readonly part: Part;
  readonly work: Export;
  readonly chosen: boolean;
  readonly choose: (id: string) => void;
}

function PartButton({ part, work, chosen, choose }: PartButtonProps) {
  const { t } = useTranslation('deidentify');
  const decision = work.decisionOf(part.id);
  const state = isBlocked(part, decision) ? 'blocked' : statementOf(part, decision);
  return (
    <li>
      <button
        type="button"
        className="deid-part"
        aria-pressed={chosen}
        data-state={state}
        onClick={() => choose(part.id)}
      >
        <span>{`${part.series.modality} ${seriesName(part)}`}</span>
        <span className={state === 'blocked' ? 'deid-warn' : 'deid-quiet'}>{t(`state.${state}`)}</span>
      </button>
    </li>
  );
}
