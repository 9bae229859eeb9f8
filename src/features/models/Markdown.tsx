import { Fragment, type ReactNode } from 'react';

/**
 * A model's card as formatted text: headings, paragraphs, lists, tables, bold, code. Text only: no HTML of the
 * card's own, no images, and a link is its words, since a card may come from anywhere and the page goes nowhere.
 */
export function Markdown({ text }: { readonly text: string }) {
  return (
    <div className="markdown">
      {blocksOf(text).map((block, n) => (
        <Fragment key={n}>{blockOf(block)}</Fragment>
      ))}
    </div>
  );
}

type Block =
  | { readonly kind: 'heading' | 'paragraph' | 'code'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[]; readonly ordered: boolean }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] };

const ITEM = /^\s*(?:[-*+]|(\d+)[.)])\s+/;
const RULE = /^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$/;

const cells = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());

/** Exported for its test. */
export function blocksOf(text: string): Block[] {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const out: Block[] = [];
  let at = 0;
  const take = (goes: (line: string) => boolean): string[] => {
    const taken: string[] = [];
    while (at < lines.length && goes(lines[at])) taken.push(lines[at++]);
    return taken;
  };
  while (at < lines.length) {
    const line = lines[at];
    if (line.trim() === '') at++;
    else if (line.startsWith('```')) {
      at++;
      out.push({ kind: 'code', text: take((l) => !l.startsWith('```')).join('\n') });
      at++;
    } else if (/^#{1,6}\s/.test(line)) {
      out.push({ kind: 'heading', text: line.replace(/^#+\s+/, '') });
      at++;
    } else if (ITEM.test(line)) {
      const items: string[] = [];
      // Lines that go on without a mark belong to the item above.
      for (const one of take((l) => l.trim() !== '' && !/^(#|```)/.test(l)))
        if (ITEM.test(one) || items.length === 0) items.push(one.replace(ITEM, ''));
        else items[items.length - 1] += ` ${one.trim()}`;
      out.push({ kind: 'list', items, ordered: ITEM.exec(line)?.[1] !== undefined });
    } else if (line.includes('|') && RULE.test(lines[at + 1] ?? '')) {
      const rows = take((l) => l.includes('|'));
      out.push({ kind: 'table', rows: rows.filter((_, n) => n !== 1).map(cells) });
    } else {
      const words = take((l) => l.trim() !== '' && !ITEM.test(l) && !/^(#{1,6}\s|```)/.test(l));
      out.push({ kind: 'paragraph', text: words.join(' ') });
    }
  }
  return out;
}

function blockOf(block: Block): ReactNode {
  switch (block.kind) {
    case 'heading':
      return <h5>{inline(block.text)}</h5>;
    case 'paragraph':
      return <p>{inline(block.text)}</p>;
    case 'code':
      return <pre>{block.text}</pre>;
    case 'list': {
      const items = block.items.map((item, n) => <li key={n}>{inline(item)}</li>);
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case 'table':
      return (
        <div className="model-table">
          <table>
            <thead>
              <tr>
                {block.rows[0].map((cell, n) => (
                  <th key={n} scope="col">
                    {inline(cell)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.slice(1).map((row, n) => (
                <tr key={n}>
                  {row.map((cell, m) => (
                    <td key={m}>{inline(cell)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
  }
}

/** Bold, emphasis, code and the words of links. */
function inline(text: string): ReactNode[] {
  const plain = text.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1');
  return plain.split(/(\*\*[^*]+\*\*|`[^`]+`|\*[^*\s][^*]*\*)/).map((part, n) => {
    if (/^\*\*.+\*\*$/.test(part)) return <strong key={n}>{part.slice(2, -2)}</strong>;
    if (/^`.+`$/.test(part)) return <code key={n}>{part.slice(1, -1)}</code>;
    if (/^\*.+\*$/.test(part)) return <em key={n}>{part.slice(1, -1)}</em>;
    return part;
  });
}
