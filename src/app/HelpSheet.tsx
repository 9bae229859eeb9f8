import { useTranslation } from '../i18n';
import { Key, Sheet } from '../ui';
import { keymap } from './keymap';
import './help.css';

const groups = ['images', 'findings', 'tools', 'work'] as const;
const mouse = ['wheel', 'left', 'middle', 'right', 'double'] as const;

/** Every key and every move of the mouse, from the same list that the keyboard works by. */
export function HelpSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('app');
  return (
    <Sheet title={t('help.title')} closeLabel={t('help.close')} onClose={onClose} testId="help-sheet">
      <div className="help">
        {groups.map((group) => (
          <section key={group}>
            <h3>{t(`keys.group.${group}`)}</h3>
            <dl>
              {keymap
                .filter((binding) => binding.group === group)
                .map((binding) => (
                  <div key={binding.text}>
                    <dt>
                      {binding.shown.map((key) => (
                        <Key key={key}>{key}</Key>
                      ))}
                    </dt>
                    <dd>{t(`keys.${binding.text}`)}</dd>
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
