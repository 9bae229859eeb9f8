import { RotateCcw, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from '../../i18n';
import { Button, IconButton, Key } from '../../ui';
import { giveKeys, keyName, mayBeGiven, resetKeys, shownKey, useCommands, type Command } from '../commands';
import { changeSettings, useSettings } from './settings';

type State =
  | { readonly kind: 'rest' }
  | { readonly kind: 'waiting'; readonly refused?: string }
  | { readonly kind: 'clash'; readonly key: string; readonly holder: Command };

/** One command: press its key button, then the key. Says who has a key already, and asks. */
export function KeyRow({ command }: { readonly command: Command }) {
  const { t } = useTranslation('settings');
  const list = useCommands((state) => state.list);
  const bindings = useCommands((state) => state.bindings);
  const overrides = useSettings((state) => state.keys);
  const [state, setState] = useState<State>({ kind: 'rest' });
  const { id } = command;
  const keys = bindings.keysOf(id);
  const name = t(`commands:${id}`);
  const shown = (key: string): string => shownKey(key, t('commands:space'));

  const give = (wanted: readonly string[]) => {
    changeSettings({ keys: giveKeys(list, overrides, id, wanted) });
    setState({ kind: 'rest' });
  };
  const pressed = (key: string) => {
    const holder = bindings.at(key);
    if (!mayBeGiven(key)) setState({ kind: 'waiting', refused: key });
    else if (holder && holder.id !== id) setState({ kind: 'clash', key, holder });
    else give([key]);
  };

  return (
    <li className="key-row" data-testid={`key-row-${id}`}>
      <span className="key-name">{name}</span>
      <button
        type="button"
        className="key-set"
        data-testid={`key-set-${id}`}
        data-waiting={state.kind === 'waiting'}
        aria-label={`${name}: ${keys.map(shown).join(', ') || t('keys.noKey')}`}
        onClick={() => setState({ kind: 'waiting' })}
        onBlur={() => state.kind === 'waiting' && setState({ kind: 'rest' })}
        onKeyDown={(event) => {
          if (state.kind !== 'waiting' || event.key === 'Tab') return;
          event.preventDefault();
          event.stopPropagation();
          if (event.key === 'Escape') {
            setState({ kind: 'rest' });
            return;
          }
          const key = keyName(event.nativeEvent);
          if (key !== undefined) pressed(key);
        }}
      >
        {state.kind === 'waiting'
          ? t('keys.press')
          : keys.length > 0
            ? keys.map((key) => <Key key={key}>{shown(key)}</Key>)
            : t('keys.noKey')}
      </button>
      {keys.length > 0 && command.id !== 'work.letGo' ? (
        <IconButton label={t('keys.take', { name })} data-testid={`key-take-${id}`} onClick={() => give([])}>
          <X size={14} aria-hidden />
        </IconButton>
      ) : (
        <span />
      )}
      {overrides[id] ? (
        <IconButton
          label={t('keys.reset', { name })}
          data-testid={`key-reset-${id}`}
          onClick={() => changeSettings({ keys: resetKeys(list, overrides, id) })}
        >
          <RotateCcw size={14} aria-hidden />
        </IconButton>
      ) : (
        <span />
      )}
      {state.kind === 'waiting' && state.refused !== undefined && (
        <p className="key-said" role="status">
          {t('keys.refused', { key: shown(state.refused) })}
        </p>
      )}
      {state.kind === 'clash' && (
        <div className="key-said" role="alert" data-testid="key-clash">
          <p>{t('keys.clash', { key: shown(state.key), name: t(`commands:${state.holder.id}`) })}</p>
          <Button autoFocus onClick={() => setState({ kind: 'rest' })}>
            {t('keys.keep')}
          </Button>
          <Button data-testid="key-give" onClick={() => give([state.key])}>
            {t('keys.give')}
          </Button>
        </div>
      )}
    </li>
  );
}
