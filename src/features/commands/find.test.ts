import { describe, expect, it } from 'vitest';
import type { Command } from './command';
import { findCommands } from './find';
import { pinyinAt } from './pinyin';

const command = (id: string, detail?: string): Command => ({
  id,
  group: 'work',
  keys: [],
  ...(detail !== undefined && { detail: () => detail }),
  run: () => undefined,
});
const list = [
  'tool.length',
  'tool.angle',
  'tool.cobb',
  'tool.window',
  'image.mirror',
  'finding.next',
  'work.redo',
].map((id) => command(id));
const ids = (words: string, recent: readonly string[] = []): string[] =>
  findCommands([...list, command('window.preset.1', '肺窗')], words, recent).map(({ id }) => id);

describe('finding a command', () => {
  it('goes by Chinese, English and pinyin initials', () => {
    expect(ids('镜像')).toEqual(['image.mirror']);
    expect(ids('mirror')).toEqual(['image.mirror']);
    expect(ids('jx')).toEqual(['image.mirror']);
    expect(ids('zyjx')).toEqual(['image.mirror']);
    expect(ids('xycs')).toEqual(['finding.next']);
    expect(ids('cz')).toContain('work.redo');
    expect(ids('肺窗')).toEqual(['window.preset.1']);
    expect(ids('nothing like it')).toEqual([]);
  });

  it('puts what begins with the word before what has it somewhere', () => {
    expect(ids('angle')).toEqual(['tool.angle', 'tool.cobb']);
  });

  it('puts what is called just so first', () => {
    const views = ['layout.toggle', 'layout.single'].map((id) => command(id));
    expect(findCommands(views, '单视图', []).map(({ id }) => id)).toEqual(['layout.single', 'layout.toggle']);
  });

  it('puts what was chosen lately first', () => {
    expect(ids('', ['tool.cobb', 'tool.window']).slice(0, 3)).toEqual([
      'tool.cobb',
      'tool.window',
      'tool.length',
    ]);
  });

  it('wants every word', () => {
    expect(ids('cobb angle')).toEqual(['tool.cobb']);
  });
});

describe('pinyin initials', () => {
  it('are those of every letter', () => {
    const words: [string, string][] = [
      ['椭圆区域', 'tyqy'],
      ['窗宽窗位', 'ckcw'],
      ['病灶', 'bz'],
      ['放大镜', 'fdj'],
      ['骨窗', 'gc'],
      ['还原视图', 'hyst'],
      ['长度', 'cd'],
      ['角度', 'jd'],
      ['平移', 'py'],
      ['撤销', 'cx'],
      ['重做', 'cz'],
      ['拉普', 'lp'],
      ['纳欧', 'no'],
      ['然', 'r'],
      ['额', 'e'],
      ['恩', 'e'],
      ['啊', 'a'],
    ];
    for (const [word, letters] of words) expect(pinyinAt(word, letters), word).toBe(0);
    expect(pinyinAt('左右镜像', 'jx')).toBe(2);
    expect(pinyinAt('长度', 'dc')).toBeUndefined();
  });
});
