import { readFileSync } from 'node:fs';

/**
 * Rows of a CSV file with a heading and quoted fields.
 * @param {string} path
 * @returns {Record<string, string>[]}
 */
export function readCsv(path) {
  const rows = [];
  let row = [];
  let field = '';
  let quoted = false;
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  const end = () => {
    row.push(field.replace(/\r$/, ''));
    field = '';
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') field += text[i++];
      else if (c === '"') quoted = false;
      else field += c;
    } else if (c === '"') quoted = true;
    else if (c === ',') end();
    else if (c === '\n') {
      end();
      if (row.some((f) => f !== '')) rows.push(row);
      row = [];
    } else field += c;
  }
  end();
  if (row.some((f) => f !== '')) rows.push(row);
  const [names = [], ...body] = rows;
  return body.map((r) => Object.fromEntries(names.map((name, n) => [name, r[n] ?? ''])));
}
