import { X } from 'lucide-react';
import { useState } from 'react';
import { language as pageLanguage, useTranslation } from '../../i18n';
import { Button, IconButton } from '../../ui';
import { FileButton } from './FileButton';
import { joined, readMacros, writeMacros } from './macros';
import { save } from './files';
import { changeSetup, useSetup, type Macro } from './setup';

const put = (macros: readonly Macro[]): void => changeSetup({ macros });

/** The reader's short words: what they stand for, a file of them out and in. */
export function MacroPage() {
  const { t } = useTranslation('templates');
  const macros = useSetup((s) => s.macros);
  const [said, setSaid] = useState('');
  const [gone, setGone] = useState<readonly Macro[]>();
  const [word, setWord] = useState('');
  const [text, setText] = useState('');
  const [language, setLanguage] = useState(pageLanguage());
  const add = () => {
    if (word.trim() === '' || text.trim() === '') return;
    put(joined(macros, [{ word: word.trim(), text: text.trim(), language }]));
    setWord('');
    setText('');
  };
  const take = async (files: readonly File[]) => {
    try {
      const read = (await Promise.all(files.map(async (f) => readMacros(await f.text(), f.name)))).flat();
      put(joined(useSetup.getState().macros, read));
      setSaid(t('macros.taken', { count: read.length }));
    } catch (error) {
      setSaid(t('file.refused', { why: error instanceof Error ? error.message : String(error) }));
    }
  };
  return (
    <div className="setup-macros">
      <p>{t('macros.how')}</p>
      <div className="macro-new">
        <input
          className="field"
          value={word}
          placeholder={t('macros.word')}
          aria-label={t('macros.word')}
          data-testid="macro-word"
          onChange={(event) => setWord(event.target.value)}
        />
        <input
          className="field"
          value={text}
          placeholder={t('macros.text')}
          aria-label={t('macros.text')}
          data-testid="macro-text"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
            // The dialog's own Enter would close it.
            event.preventDefault();
            add();
          }}
        />
        <select
          className="field"
          value={language}
          aria-label={t('macros.language')}
          onChange={(event) => setLanguage(event.target.value === 'zh' ? 'zh' : 'en')}
        >
          <option value="zh">{t('report:languageName.zh')}</option>
          <option value="en">{t('report:languageName.en')}</option>
        </select>
        <Button data-testid="macro-add" onClick={add} disabled={!word.trim() || !text.trim()}>
          {t('macros.add')}
        </Button>
      </div>
      <ul className="setup-list">
        {macros.map((macro) => (
          <li key={`${macro.language} ${macro.word}`} data-testid="macro">
            <strong>{macro.word}</strong>
            <span lang={macro.language === 'zh' ? 'zh-Hans' : 'en'}>{macro.text}</span>
            <IconButton
              label={t('macros.remove', { word: macro.word })}
              onClick={() => {
                setGone(macros);
                put(macros.filter((one) => one !== macro));
              }}
            >
              <X size={14} />
            </IconButton>
          </li>
        ))}
      </ul>
      <div className="setup-files">
        <FileButton
          label={t('file.load')}
          accept="application/json,.json"
          testId="macro-file"
          onFiles={(files) => void take(files)}
        />
        <Button
          disabled={macros.length === 0}
          onClick={() =>
            save({
              name: 'lamplight-macros.json',
              type: 'application/json',
              bytes: new TextEncoder().encode(writeMacros(macros)),
            })
          }
        >
          {t('file.save')}
        </Button>
        {gone && (
          <Button
            look="quiet"
            onClick={() => {
              put(gone);
              setGone(undefined);
            }}
          >
            {t('file.undo')}
          </Button>
        )}
        <span role="status">{said}</span>
      </div>
    </div>
  );
}
