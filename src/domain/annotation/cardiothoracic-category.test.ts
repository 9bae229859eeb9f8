import { describe, expect, it } from 'vitest';
import { cardiothoracicCategory } from './cardiothoracic-category';

describe('what a cardiothoracic ratio means', () => {
  it.each([
    [140 / 280, 'normal'],
    [142 / 280, 'mild'],
    [0.55, 'mild'],
    [160 / 280, 'moderate'],
    [0.6, 'moderate'],
    [0.61, 'severe'],
  ])('%f on a posteroanterior film: %s', (ratio, category) => {
    expect(cardiothoracicCategory(ratio, 'PA')).toBe(category);
  });

  it('has no category on other films', () => {
    expect(cardiothoracicCategory(0.58, 'AP')).toBe('anteroposterior');
    expect(cardiothoracicCategory(0.58, 'LL')).toBe('otherView');
    expect(cardiothoracicCategory(0.58, '')).toBe('unknownView');
    expect(cardiothoracicCategory(0.58, undefined)).toBe('unknownView');
  });
});
