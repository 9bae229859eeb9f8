import { describe, expect, it } from 'vitest';
import { catalogues, i18n, setLanguage, type Catalogue } from './index';

const source = import.meta.glob<string>('../**/*.{ts,tsx}', {
  eager: true,
  query: '?raw',
  import: 'default',
});

function leaves(texts: Catalogue, prefix = ''): Map<string, string> {
  const out = new Map<string, string>();
  for (const [key, text] of Object.entries(texts))
    if (typeof text === 'string') out.set(prefix + key, text);
    else for (const [k, v] of leaves(text, `${prefix}${key}.`)) out.set(k, v);
  return out;
}

const variables = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map((m) => m[1]).sort();

describe('texts', () => {
  const namespaces = [...new Set([...Object.keys(catalogues.zh), ...Object.keys(catalogues.en)])];

  it.each(namespaces)('%s: the same keys and variables in Chinese and English, none empty', (ns) => {
    const zh = leaves(catalogues.zh[ns] ?? {});
    const en = leaves(catalogues.en[ns] ?? {});
    expect([...zh.keys()].sort()).toEqual([...en.keys()].sort());
    for (const [key, text] of en) {
      expect(text.trim(), `en ${ns}:${key}`).not.toBe('');
      expect(zh.get(key)!.trim(), `zh ${ns}:${key}`).not.toBe('');
      // A plural's singular may say "1" in words, so only the common variables of a pair are compared there.
      if (!key.endsWith('_one')) expect(variables(zh.get(key)!), `${ns}:${key}`).toEqual(variables(text));
    }
  });

  it('has every text that a component asks for by name', () => {
    const missing: string[] = [];
    for (const [path, code] of Object.entries(source)) {
      if (/\.test\.tsx?$/.test(path) || path.startsWith('./')) continue;
      // A file may hold several components, each with names of its own, and hand its `t` on.
      const hooks = [...code.matchAll(/useTranslation\(\s*\[?\s*'([\w-]+)'/g)].map(([, ns]) => ns);
      for (const [, ns, key] of code.matchAll(/[^\w.]t\(\s*'(?:([\w-]+):)?([\w.]+)'/g)) {
        const spaces = ns === undefined ? hooks : [ns];
        const there = spaces.some((space) => {
          const texts = leaves(catalogues.en[space] ?? {});
          return texts.has(key) || texts.has(`${key}_other`);
        });
        if (spaces.length > 0 && !there) missing.push(`${path} ${spaces.join('/')}:${key}`);
      }
    }
    expect(missing).toEqual([]);
  });

  it('switches at once', () => {
    setLanguage('zh');
    const zh = i18n.t('app:language.other');
    setLanguage('en');
    expect(i18n.t('app:language.other')).not.toBe(zh);
  });
});
