import { useState } from 'react';
import { commandGroups, findCommands, shownKey, useCommands, type Command } from '../features/commands';
import { closeSettings, openSettings, useSettings, type SettingsPage } from '../features/settings';
import { useTranslation } from '../i18n';
import { Button, Key, Sheet } from '../ui';
import './help.css';

/** Every key and every move of the mouse as the reader has set them, from the list that the keyboard works by. */
export function HelpSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('app');
  const list = useCommands((state) => state.list);
  const [words, setWords] = useState('');
  const found = new Set(findCommands(list, words, []).map(({ id }) => id));
  const change = (page: SettingsPage) => {
    onClose();
    closeSettings();
    openSettings(page);
  };
  return (
    <Sheet title={t('help.title')} closeLabel={t('help.close')} onClose={onClose} testId="help-sheet">
      <div className="help-top">
        <input
          className="field"
          type="search"
          value={words}
          placeholder={t('help.search')}
          aria-label={t('help.search')}
          data-testid="help-search"
          onChange={(event) => setWords(event.target.value)}
        />
        <Button data-testid="help-change" onClick={() => change('keys')}>
          {t('help.change')}
        </Button>
      </div>
      <div className="help">
        {commandGroups
          .map((group) => ({
            group,
            commands: list.filter((one) => one.group === group && found.has(one.id)),
          }))
          .filter(({ commands }) => commands.length > 0)
          .map(({ group, commands }) => (
            <section key={group}>
              <h3>{t(`commands:group.${group}`)}</h3>
              <dl>
                {commands.map((command) => (
                  <Row key={command.id} command={command} />
                ))}
              </dl>
            </section>
          ))}
        {words === '' && <Mouse onChange={() => change('mouse')} />}
      </div>
      {found.size === 0 && <p className="help-foot">{t('commands:search.none')}</p>}
      <p className="help-foot">{t('research')}</p>
    </Sheet>
  );
}

function Row({ command: { id, detail } }: { readonly command: Command }) {
  const { t } = useTranslation('app');
  const bindings = useCommands((state) => state.bindings);
  return (
    <div data-command={id}>
      <dt>
        {bindings.keysOf(id).map((key) => (
          <Key key={key}>{shownKey(key, t('commands:space'))}</Key>
        ))}
      </dt>
      <dd>{[t(`commands:${id}`), detail?.()].filter(Boolean).join(' · ')}</dd>
    </div>
  );
}

/** The mouse as the reader has set it; the left button and the double click are fixed. */
function Mouse({ onChange }: { readonly onChange: () => void }) {
  const { t } = useTranslation('app');
  const buttons = useSettings((state) => state.buttons);
  const moves = [
    [t('help.leftKey'), t('help.left')],
    ...(['middle', 'right', 'wheel', 'shiftWheel', 'ctrlWheel'] as const).map((key) => [
      t(`settings:mouse.${key}`),
      t(`settings:mouse.act.${buttons[key]}`),
    ]),
    [t('help.doubleKey'), t('help.double')],
  ];
  return (
    <section>
      <h3>{t('help.mouse')}</h3>
      <dl>
        {moves.map(([move, does]) => (
          <div key={move}>
            <dt>
              <Key>{move}</Key>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <Button look="quiet" onClick={onChange}>
        {t('help.changeMouse')}
      </Button>
    </section>
  );
}
