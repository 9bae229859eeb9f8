import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from '../../i18n';
import { Key } from '../../ui';
import type { Command } from './command';
import { findCommands } from './find';
import { remember, useCommands, useKeysOf } from './registry';
import { closeSearch, useSearch } from './search';
import './search.css';

/** Finds a command by name and does it. Mount once; `openSearch` shows it. */
export function CommandSearch() {
  const open = useSearch((state) => state.open);
  return open && <Palette />;
}

function Palette() {
  const { t } = useTranslation('commands');
  const list = useCommands((state) => state.list);
  const recent = useCommands((state) => state.recent);
  const keyOf = useKeysOf();
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const dialog = useRef<HTMLDialogElement>(null);
  const found = findCommands(list, words, recent);
  const current = Math.min(at, found.length - 1);

  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  useEffect(() => {
    document.getElementById(`command-${current}`)?.scrollIntoView({ block: 'nearest' });
  });

  const choose = (command: Command | undefined) => {
    if (!command || command.barred?.() !== undefined) return;
    remember(command.id);
    closeSearch();
    // The dialog gives the focus back first: what a command opens keeps it.
    requestAnimationFrame(() => void command.run());
  };
  const onKey = (event: KeyboardEvent) => {
    event.stopPropagation();
    // An input method uses these keys itself while a word is being written.
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined) setAt(Math.max(0, Math.min(found.length - 1, current + step)));
    else if (event.key === 'Enter') choose(found[current]);
    else return;
    event.preventDefault();
  };

  return (
    <dialog
      ref={dialog}
      className="command-search"
      aria-label={t('search.title')}
      data-testid="command-search"
      onKeyDown={onKey}
      onCancel={(event) => {
        event.preventDefault();
        closeSearch();
      }}
      onClick={(event) => event.target === event.currentTarget && closeSearch()}
    >
      <div className="command-search-box">
        <input
          autoFocus
          className="field"
          role="combobox"
          aria-expanded
          aria-controls="command-list"
          aria-activedescendant={found.length > 0 ? `command-${current}` : undefined}
          aria-label={t('search.title')}
          placeholder={t('search.hint')}
          value={words}
          data-testid="command-words"
          onChange={(event) => {
            setWords(event.target.value);
            setAt(0);
          }}
        />
        <ul id="command-list" role="listbox" aria-label={t('search.title')}>
          {found.map((command, n) => (
            <Row
              key={command.id}
              command={command}
              n={n}
              current={n === current}
              keyHint={keyOf(command.id)}
              onPoint={() => setAt(n)}
              onChoose={() => choose(command)}
            />
          ))}
        </ul>
        {found.length === 0 && (
          <p className="command-none" role="status">
            {t('search.none')}
          </p>
        )}
      </div>
    </dialog>
  );
}

interface RowProps {
  readonly command: Command;
  readonly n: number;
  readonly current: boolean;
  readonly keyHint?: string;
  readonly onPoint: () => void;
  readonly onChoose: () => void;
}

function Row({ command, n, current, keyHint, onPoint, onChoose }: RowProps) {
  const { t } = useTranslation('commands');
  const why = command.barred?.();
  const detail = command.detail?.();
  return (
    <li
      id={`command-${n}`}
      role="option"
      className="command-row"
      aria-selected={current}
      aria-disabled={why !== undefined}
      data-testid={`command-${command.id}`}
      onPointerMove={onPoint}
      // The keyboard chooses with Enter in the field above.
      onClick={onChoose}
    >
      <span className="command-name">
        {t(command.id)}
        {detail && <small> {detail}</small>}
      </span>
      <span className="command-more">{why ? t(`why.${why}`) : t(`group.${command.group}`)}</span>
      <span className="command-key">{keyHint && <Key>{keyHint}</Key>}</span>
    </li>
  );
}
