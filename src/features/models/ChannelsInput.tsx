import { useState } from 'react';
import type { Json } from '../../inference/import/json';
import { useTranslation } from '../../i18n';
import type { FieldProps } from './Select';
import { answer } from './commands';
import { inputChannels, isVolume } from './fields';

type Way = 'repeat' | 'mm' | 'slices' | 'series';

/** Steps around the middle: -1, 0, 1 for three. */
const around = (count: number, step: number): number[] =>
  Array.from({ length: count }, (_, n) => (n - Math.floor((count - 1) / 2)) * step);

/** What the several channels of a network's input are. */
export function ChannelsInput({ draft, id, describedBy }: FieldProps) {
  const { t } = useTranslation('models');
  const count = inputChannels(draft) ?? 1;
  const [way, setWay] = useState<Way>();
  const [mm, setMm] = useState('');
  const [names, setNames] = useState<readonly string[]>(() => Array.from({ length: count }, () => ''));
  const set = (slices: Json | undefined, channels: Json | undefined): void =>
    answer({ 'inputs[0].slices': slices, 'inputs[0].channels': channels });

  const take = (next: Way, distance: string, series: readonly string[]): void => {
    const step = Number(distance.replace(',', '.'));
    if (next === 'repeat') set({ offsets: around(count, 0) }, undefined);
    if (next === 'slices') set({ offsets: around(count, 1) }, undefined);
    if (next === 'mm') set(step > 0 ? { offsetsMm: around(count, step) } : undefined, undefined);
    if (next === 'series')
      set(undefined, series.every((s) => s.trim() !== '') ? series.map((name) => ({ name })) : undefined);
  };
  // Slices as channels belong to networks that see one slice at a time.
  const ways: Way[] = isVolume(draft) ? ['series'] : ['repeat', 'slices', 'mm', 'series'];
  return (
    <div className="import-radios">
      {ways.map((one) => (
        <label key={one}>
          <input
            type="radio"
            name={id}
            aria-describedby={describedBy}
            checked={way === one}
            onChange={() => {
              setWay(one);
              take(one, mm, names);
            }}
          />
          {t(`ask.channels.${one}`, { count })}
        </label>
      ))}
      {way === 'mm' && (
        <label className="import-inline">
          {t('ask.channels.distance')}
          <input
            className="field"
            inputMode="decimal"
            value={mm}
            onChange={(e) => {
              setMm(e.target.value);
              take('mm', e.target.value, names);
            }}
          />
        </label>
      )}
      {way === 'series' &&
        names.map((name, n) => (
          <label key={n} className="import-inline">
            {t('ask.channels.name', { number: n + 1 })}
            <input
              className="field"
              value={name}
              onChange={(e) => {
                const next = names.map((old, m) => (m === n ? e.target.value : old));
                setNames(next);
                take('series', mm, next);
              }}
            />
          </label>
        ))}
    </div>
  );
}
