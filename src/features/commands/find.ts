import { i18n } from '../../i18n';
import type { Command } from './command';
import { pinyinAt } from './pinyin';

const zh = i18n.getFixedT('zh', 'commands');
const en = i18n.getFixedT('en', 'commands');

/** How well a command answers to one word, 0 not at all; both languages count whatever the page is in. */
function match(command: Command, word: string): number {
  const chinese = zh(command.id);
  const texts = [chinese, en(command.id), command.detail?.() ?? ''].map((text) => text.toLowerCase());
  if (texts.includes(word)) return 5;
  if (texts.some((text) => text.startsWith(word))) return 4;
  if (texts.some((text) => text.split(/[\s/(]+/).some((part) => part.startsWith(word)))) return 3;
  if (texts.some((text) => text.includes(word))) return 2;
  const at = /^[a-z0-9]+$/.test(word) ? pinyinAt(chinese, word) : undefined;
  return at === undefined ? 0 : at === 0 ? 1.5 : 1;
}

/**
 * Commands that have all the words, in Chinese, English or pinyin initials; the best first, of equals those chosen
 * lately. Without words all of them, those chosen lately first.
 */
export function findCommands(
  commands: readonly Command[],
  words: string,
  recent: readonly string[],
): readonly Command[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const lately = (id: string): number => {
    const at = recent.indexOf(id);
    return at < 0 ? recent.length : at;
  };
  return commands
    .map((command) => ({ command, scores: wanted.map((word) => match(command, word)) }))
    .filter(({ scores }) => scores.every((score) => score > 0))
    .map(({ command, scores }) => ({ command, score: scores.reduce((sum, one) => sum + one, 0) }))
    .sort((a, b) => b.score - a.score || lately(a.command.id) - lately(b.command.id))
    .map(({ command }) => command);
}
