import { commandGroups, shownKey, useCommands } from '../features/commands';
import { useTranslation } from '../i18n';
import { Key, Sheet } from '../ui';
import './help.css';

const mouse = ['wheel', 'left', 'middle', 'right', 'double'] as const;

/** Every key and every move of the mouse, from the same list that the keyboard works by. */
export function HelpSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['app', 'commands']);
  const list = useCommands((state) => state.list);
  const bindings = useCommands((state) => state.bindings);
  return (
    <Sheet title={t('help.title')} closeLabel={t('help.close')} onClose={onClose} testId="help-sheet">
      <div className="help">
        {commandGroups
          .map((group) => ({ group, commands: list.filter((command) => command.group === group) }))
          .filter(({ commands }) => commands.length > 0)
          .map(({ group, commands }) => (
            <section key={group}>
              <h3>{t(`commands:group.${group}`)}</h3>
              <dl>
                {commands.map(({ id, detail }) => (
                  <div key={id}>
                    <dt>
                      {bindings.keysOf(id).map((key) => (
                        <Key key={key}>{shownKey(key, t('commands:space'))}</Key>
                      ))}
                    </dt>
                    <dd>{[t(`commands:${id}`), detail?.()].filter(Boolean).join(' · ')}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        <section>
          <h3>{t('help.mouse')}</h3>
          <dl>
            {mouse.map((move) => (
              <div key={move}>
                <dt>
                  <Key>{t(`help.${move}Key`)}</Key>
                </dt>
                <dd>{t(`help.${move}`)}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
      <p className="help-foot">{t('research')}</p>
    </Sheet>
  );
}
