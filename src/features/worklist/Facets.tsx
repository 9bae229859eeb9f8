import { ListFilter } from 'lucide-react';
import type { ReactNode } from 'react';
import { datePresets, noFilter, type WorklistFilter } from '../../domain/worklist/filter';
import { HERE, workStates } from '../../domain/worklist/row';
import { useTranslation } from '../../i18n';
import { Button, Popover } from '../../ui';
import { modalitiesOf } from './modalities';
import { set, useWorklist } from './store';

const change = (patch: Partial<WorklistFilter>): void =>
  set(({ filter }) => ({ filter: { ...filter, ...patch } }));

const toggled = <T,>(list: readonly T[], one: T): readonly T[] =>
  list.includes(one) ? list.filter((other) => other !== one) : [...list, one];

interface ChoicesProps<T extends string> {
  readonly name: string;
  readonly all: readonly T[];
  readonly chosen: readonly T[];
  readonly text: (one: T) => string;
  readonly onChange: (chosen: readonly T[]) => void;
}

/** Any of several: boxes to tick. */
function Choices<T extends string>({ name, all, chosen, text, onChange }: ChoicesProps<T>) {
  const { t } = useTranslation('worklist');
  return (
    <fieldset className="wl-choices">
      <legend>{t(`filter.${name}`)}</legend>
      {all.length === 0 && <p>{t('filter.none')}</p>}
      {all.map((one) => (
        <label key={one}>
          <input
            type="checkbox"
            checked={chosen.includes(one)}
            data-testid={`wl-${name}-${one}`}
            onChange={() => onChange(toggled(chosen, one))}
          />
          {text(one)}
        </label>
      ))}
    </fieldset>
  );
}

function Dates() {
  const { t } = useTranslation('worklist');
  const { date, from, to } = useWorklist((s) => s.filter);
  const iso = (day: string): string =>
    day === '' ? '' : `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
  const end = (name: 'from' | 'to', value: string) => (
    <label className="wl-day">
      {t(`filter.${name}`)}
      <input
        type="date"
        className="field"
        value={iso(value)}
        data-testid={`wl-${name}`}
        onChange={(event) => change({ date: 'range', [name]: event.target.value.replaceAll('-', '') })}
      />
    </label>
  );
  return (
    <fieldset className="wl-choices">
      <legend>{t('filter.date')}</legend>
      {datePresets.map((one) => (
        <label key={one}>
          <input
            type="radio"
            name="wl-date"
            checked={date === one}
            data-testid={`wl-date-${one}`}
            onChange={() => change({ date: one })}
          />
          {t(`date.${one}`)}
        </label>
      ))}
      {date === 'range' && (
        <div className="wl-days">
          {end('from', from)}
          {end('to', to)}
        </div>
      )}
    </fieldset>
  );
}

const Modalities = () => {
  const rows = useWorklist((s) => s.rows);
  const chosen = useWorklist((s) => s.filter.modalities);
  const all = [...new Set([...modalitiesOf(rows), ...chosen])];
  return (
    <Choices
      name="modalities"
      all={all}
      chosen={chosen}
      text={(one) => one}
      onChange={(modalities) => change({ modalities })}
    />
  );
};

function States() {
  const { t } = useTranslation('worklist');
  const chosen = useWorklist((s) => s.filter.states);
  const urgentOnly = useWorklist((s) => s.filter.urgentOnly);
  return (
    <>
      <Choices
        name="states"
        all={workStates}
        chosen={chosen}
        text={(one) => t(`status.${one}`)}
        onChange={(states) => change({ states })}
      />
      <label className="wl-choice">
        <input
          type="checkbox"
          checked={urgentOnly}
          data-testid="wl-urgent-only"
          onChange={() => change({ urgentOnly: !urgentOnly })}
        />
        {t('filter.urgentOnly')}
      </label>
    </>
  );
}

function Sources() {
  const { t } = useTranslation('worklist');
  const servers = useWorklist((s) => s.servers);
  const chosen = useWorklist((s) => s.filter.sources);
  return (
    <Choices
      name="sources"
      all={[HERE, ...servers.map(({ id }) => id)]}
      chosen={chosen}
      text={(one) => (one === HERE ? t('here') : (servers.find(({ id }) => id === one)?.name ?? one))}
      onChange={(sources) => change({ sources })}
    />
  );
}

/** The button of a filter: its name, and what it lets through when that is not everything. */
function Face({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <span>{name}</span>
      {value && <b>{value}</b>}
    </>
  );
}

/** The filters: a button each, or on a phone one for all. */
export function Facets({ phone }: { readonly phone: boolean }) {
  const { t } = useTranslation('worklist');
  const filter = useWorklist((s) => s.filter);
  const servers = useWorklist((s) => s.servers);
  const several = (list: readonly string[], text: (one: string) => string): string =>
    list.length > 2 ? String(list.length) : list.map(text).join(t('and'));
  const state = [
    several(filter.states, (one) => t(`status.${one}`)),
    filter.urgentOnly ? t('urgent.word') : '',
  ];
  const facets: readonly (readonly [string, string, ReactNode])[] = [
    ['date', filter.date === 'any' ? '' : t(`date.${filter.date}`), <Dates key="date" />],
    ['modalities', several(filter.modalities, (one) => one), <Modalities key="modalities" />],
    ['states', state.filter(Boolean).join(t('and')), <States key="states" />],
    [
      'sources',
      several(filter.sources, (id) =>
        id === HERE ? t('here') : (servers.find((one) => one.id === id)?.name ?? id),
      ),
      <Sources key="sources" />,
    ],
  ];
  const used = facets.filter(([, value]) => value !== '').length;
  const clear = used > 0 && (
    <Button
      look="quiet"
      data-testid="wl-clear"
      onClick={() => set(({ filter: { text } }) => ({ filter: { ...noFilter, text } }))}
    >
      {t('filter.clear')}
    </Button>
  );
  if (phone)
    return (
      <Popover
        label={t('filter.title')}
        className="button button-plain wl-facet"
        face={
          <>
            <ListFilter size={14} aria-hidden />
            <Face name={t('filter.title')} value={used > 0 ? String(used) : ''} />
          </>
        }
        testId="wl-filters"
      >
        {() => (
          <>
            {facets.map(([, , choices]) => choices)}
            {clear}
          </>
        )}
      </Popover>
    );
  return (
    <>
      {facets.map(([name, value, choices]) => (
        <Popover
          key={name}
          label={t(`filter.${name}`)}
          className={value ? 'button button-plain wl-facet wl-facet-used' : 'button button-plain wl-facet'}
          face={<Face name={t(`filter.${name}`)} value={value} />}
          testId={`wl-filter-${name}`}
        >
          {() => choices}
        </Popover>
      ))}
      {clear}
    </>
  );
}
