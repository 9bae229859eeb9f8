import {
  BrainCircuit,
  CircleHelp,
  Ellipsis,
  FilePlus2,
  GitCompareArrows,
  FolderOpen,
  Lightbulb,
  RotateCcw,
  Search,
  Server,
  Settings,
  X,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { compareWith } from '../features/compare';
import { openSearch, useKeyOf } from '../features/commands';
import { openModels } from '../features/models';
import {
  activeStudy,
  ageOf,
  chooseFiles,
  chooseFolder,
  closeStudy,
  modalitiesOf,
  openDemo,
  useOpen,
} from '../features/open';
import { openServers } from '../features/servers';
import { openSettings } from '../features/settings';
import { dicomDate, personName } from '../domain/person-text';
import { setLanguage, useLanguage, useTranslation } from '../i18n';
import { IconButton, Menu, type MenuItem } from '../ui';
import { askAfresh } from './panel';
import './top-bar.css';

interface TopBarProps {
  /** The reading tools, and what starts an analysis; absent on the start page. */
  readonly tools?: ReactNode;
  readonly analyse?: ReactNode;
  readonly onHelp: () => void;
  readonly phone: boolean;
}

/** 44 px: whose study this is, the tools, the language, the keys. */
export function TopBar({ tools, analyse, onHelp, phone }: TopBarProps) {
  const { t } = useTranslation('app');
  const study = useOpen(activeStudy);
  const helpKey = useKeyOf('work.keys');
  return (
    <header className="top-bar">
      {study ? <StudyName phone={phone} /> : <Wordmark />}
      <div className="top-tools">{tools}</div>
      {analyse}
      <LanguageToggle />
      {!phone && (
        <IconButton label={t('top.help')} keyHint={helpKey} data-testid="open-help" onClick={onHelp}>
          <CircleHelp size={17} />
        </IconButton>
      )}
      {study ? (
        <MoreMenu studyUid={study.studyUid} />
      ) : (
        <>
          <button
            type="button"
            className="button button-quiet"
            data-testid="open-servers"
            onClick={openServers}
          >
            {t('top.serversShort')}
          </button>
          <button
            type="button"
            className="button button-quiet"
            data-testid="open-models"
            onClick={openModels}
          >
            {t('top.models')}
          </button>
        </>
      )}
    </header>
  );
}

function Wordmark() {
  const { t } = useTranslation('app');
  return (
    <span className="wordmark">
      <img src="/favicon.svg" alt="" width={22} height={22} />
      {t('name')}
    </span>
  );
}

function StudyName({ phone }: { readonly phone: boolean }) {
  const { t } = useTranslation(['app', 'open']);
  const lang = useLanguage();
  const study = useOpen(activeStudy);
  if (!study) return null;
  const { patient } = study;
  const name = personName(patient.name, lang) || t('top.unnamed');
  const age = ageOf(patient);
  const facts = [
    ['M', 'F', 'O'].includes(patient.sex) && t(`open:sex.${patient.sex}`),
    age && t(`open:age.${age.unit}`, { count: age.count }),
    !phone && patient.id,
    dicomDate(study.date),
    !phone && modalitiesOf(study).slice(0, 3).join(' '),
  ].filter(Boolean);
  return (
    <div
      className="study-name"
      aria-label={t('top.study')}
      data-testid="study-name"
      title={study.description}
    >
      <h1>{name}</h1>
      <span>{facts.join('  ')}</span>
    </div>
  );
}

/** Shows the other language's own name; one click and every text is in it. */
function LanguageToggle() {
  const { t } = useTranslation('app');
  const lang = useLanguage();
  return (
    <button
      type="button"
      className="button button-quiet language-toggle"
      data-testid="lang-toggle"
      data-tip={t('language.switch')}
      aria-label={t('language.switch')}
      lang={lang === 'zh' ? 'en' : 'zh-Hans'}
      onClick={() => setLanguage(lang === 'zh' ? 'en' : 'zh')}
    >
      {t('language.other')}
    </button>
  );
}

function MoreMenu({ studyUid }: { readonly studyUid: string }) {
  const { t } = useTranslation(['app', 'commands']);
  const searchKey = useKeyOf('work.search');
  const compareKey = useKeyOf('compare.start');
  const settingsKey = useKeyOf('work.settings');
  const items: MenuItem[] = [
    {
      id: 'folder',
      label: t('top.openFolder'),
      icon: <FolderOpen size={14} />,
      onSelect: chooseFolder,
    },
    { id: 'files', label: t('top.openFiles'), icon: <FilePlus2 size={14} />, onSelect: chooseFiles },
    {
      id: 'compare',
      label: t('commands:compare.start'),
      icon: <GitCompareArrows size={14} />,
      keyHint: compareKey,
      testId: 'menu-compare',
      onSelect: () => compareWith(),
    },
    {
      id: 'demo',
      label: t('top.demo'),
      icon: <Lightbulb size={14} />,
      onSelect: () => void openDemo(),
    },
    {
      id: 'models',
      label: t('top.models'),
      icon: <BrainCircuit size={14} />,
      testId: 'menu-models',
      onSelect: openModels,
    },
    {
      id: 'servers',
      label: t('top.servers'),
      icon: <Server size={14} />,
      testId: 'menu-servers',
      onSelect: openServers,
    },
    {
      id: 'search',
      label: t('top.search'),
      icon: <Search size={14} />,
      keyHint: searchKey,
      testId: 'menu-search',
      onSelect: openSearch,
    },
    {
      id: 'settings',
      label: t('top.settings'),
      icon: <Settings size={14} />,
      keyHint: settingsKey,
      testId: 'menu-settings',
      onSelect: () => openSettings(),
    },
    {
      id: 'afresh',
      label: t('top.afresh'),
      hint: t('top.afreshHint'),
      icon: <RotateCcw size={14} />,
      testId: 'menu-afresh',
      onSelect: () => askAfresh(studyUid),
    },
    {
      id: 'close',
      label: t('top.closeStudy'),
      hint: t('top.closeHint'),
      icon: <X size={14} />,
      testId: 'close-study',
      onSelect: () => closeStudy(studyUid),
    },
  ];
  return (
    <Menu label={t('top.menu')} items={items} className="icon-button" align="end" testId="more-menu">
      <Ellipsis size={17} />
    </Menu>
  );
}
