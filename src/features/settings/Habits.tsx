import { useTranslation } from '../../i18n';
import { useCommands } from '../commands';
import { habitKeys, habitOf, habits } from './habits';
import { changeSettings, useSettings } from './settings';

/** Keys and buttons of another viewer at once. None is chosen when the reader has made their own. */
export function Habits() {
  const { t } = useTranslation('settings');
  const list = useCommands((state) => state.list);
  const keys = useSettings((state) => state.keys);
  const buttons = useSettings((state) => state.buttons);
  const now = habitOf(list, keys, buttons);
  return (
    <fieldset className="settings-habits">
      <legend>{t('habit.title')}</legend>
      {habits.map((habit) => (
        <label key={habit.name}>
          <input
            type="radio"
            name="habit"
            data-testid={`habit-${habit.name}`}
            checked={now === habit.name}
            onChange={() => changeSettings({ keys: habitKeys(list, habit), buttons: habit.buttons })}
          />
          {t(`habit.${habit.name}`)}
        </label>
      ))}
      {now === undefined && <span className="settings-note">{t('habit.own')}</span>}
    </fieldset>
  );
}
