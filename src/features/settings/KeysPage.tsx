import { useState } from 'react';
import { useTranslation } from '../../i18n';
import { commandGroups, findCommands, useCommands } from '../commands';
import { Habits } from './Habits';
import { KeyRow } from './KeyRow';

/** Every command with its keys; a key is set by pressing it. */
export function KeysPage() {
  const { t } = useTranslation('settings');
  const list = useCommands((state) => state.list);
  const [words, setWords] = useState('');
  const found = new Set(findCommands(list, words, []).map(({ id }) => id));
  const groups = commandGroups
    .map((group) => ({ group, commands: list.filter((one) => one.group === group && found.has(one.id)) }))
    .filter(({ commands }) => commands.length > 0);
  return (
    <>
      <Habits />
      <input
        className="field"
        type="search"
        value={words}
        placeholder={t('keys.search')}
        aria-label={t('keys.search')}
        data-testid="keys-search"
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={(event) => {
          // Enter would press "Done".
          if (event.key === 'Enter') event.preventDefault();
        }}
      />
      {groups.map(({ group, commands }) => (
        <section key={group} className="settings-keys" aria-label={t(`commands:group.${group}`)}>
          <h3>{t(`commands:group.${group}`)}</h3>
          <ul>
            {commands.map((command) => (
              <KeyRow key={command.id} command={command} />
            ))}
          </ul>
        </section>
      ))}
      {groups.length === 0 && <p>{t('keys.none')}</p>}
    </>
  );
}
