/**
 * Chinese and English texts. A namespace is one file per feature, `zh/<ns>.ts` and `en/<ns>.ts`, each a plain
 * default-exported object with the same keys; a new file needs no registration. In a component:
 * `const { t } = useTranslation('<ns>')`; from another namespace: `t('other:key')`.
 */
import { createInstance } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';

export { useTranslation, Trans } from 'react-i18next';

export type Language = 'zh' | 'en';
/** A namespace's texts: nested objects whose leaves are strings. */
export interface Catalogue {
  readonly [key: string]: string | Catalogue;
}

const files: Record<Language, Record<string, Catalogue>> = {
  zh: import.meta.glob<Catalogue>('./zh/*.ts', { eager: true, import: 'default' }),
  en: import.meta.glob<Catalogue>('./en/*.ts', { eager: true, import: 'default' }),
};

/** All texts: language, namespace, key. */
export const catalogues: Record<Language, Record<string, Catalogue>> = {
  zh: byNamespace(files.zh),
  en: byNamespace(files.en),
};

function byNamespace(modules: Record<string, Catalogue>): Record<string, Catalogue> {
  return Object.fromEntries(
    Object.entries(modules).map(([path, texts]) => [path.replace(/^.*\/|\.ts$/g, ''), texts]),
  );
}

const KEPT = 'lamplight.language';

/** The reader's own choice, else Chinese when the browser prefers Chinese, else English. */
function firstLanguage(): Language {
  try {
    const kept = globalThis.localStorage?.getItem(KEPT);
    if (kept === 'zh' || kept === 'en') return kept;
  } catch {
    // Storage is blocked; the browser's language decides.
  }
  const wanted = globalThis.navigator?.languages ?? [globalThis.navigator?.language ?? ''];
  return /^zh\b/i.test(wanted[0] ?? '') ? 'zh' : 'en';
}

function markDocument(lang: string): void {
  // zh-Hans, not zh: it chooses simplified glyphs where a font holds Chinese, Japanese and Korean forms.
  if (typeof document !== 'undefined') document.documentElement.lang = lang === 'zh' ? 'zh-Hans' : 'en';
}

export const i18n = createInstance();
void i18n.use(initReactI18next).init({
  resources: catalogues,
  lng: firstLanguage(),
  fallbackLng: 'en',
  ns: Object.keys(catalogues.en),
  defaultNS: 'app',
  initAsync: false,
  interpolation: { escapeValue: false },
  react: { useSuspense: false },
});
markDocument(i18n.language);
i18n.on('languageChanged', markDocument);

export const language = (): Language => (i18n.language === 'zh' ? 'zh' : 'en');

/** Switches every text at once and keeps the choice on this computer. */
export function setLanguage(lang: Language): void {
  try {
    globalThis.localStorage?.setItem(KEPT, lang);
  } catch {
    // Storage is blocked; the choice lasts until the page is closed.
  }
  void i18n.changeLanguage(lang);
}

/** The language in use; the component renders again when it changes. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'zh' ? 'zh' : 'en';
}
