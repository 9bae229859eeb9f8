import { beforeAll, describe, expect, it } from 'vitest';
import { solidPart } from '../../analyses/lung-nodule/solid';
import { estimateType, settleType } from '../../analyses/lung-nodule/type';
import { SCORE_MEANING } from '../../analyses/lung-nodule/findings';
import type { NoduleScores } from '../../domain/nodule';
import { i18n, setLanguage, type Language } from '../../i18n';
import { ball, balls, phantomVolume } from './phantom.fixture';
import { methodText, scoreMeaning } from './words';

const score = (value: number) => ({ value, meaning: '' });
const scores: NoduleScores = {
  type: { solid: score(0.84), partSolid: score(0.15), nonSolid: score(0.01) },
  spiculation: score(0),
  lobulation: score(0),
  suspicion: score(0),
};

describe.each<[Language, RegExp]>([
  ['zh', /\p{Script=Han}/u],
  ['en', /^[A-Z]/],
])('what the analysis words is said in %s', (language, own) => {
  beforeAll(() => setLanguage(language));
  const t = i18n.t.bind(i18n) as Parameters<typeof methodText>[0];

  it('how a type was found, with every figure', () => {
    const estimate = estimateType(phantomVolume(), ball(...balls[0]));
    for (const known of [scores, undefined]) {
      const method = settleType({ ...estimate, type: 'solid' }, known).typeMethod!;
      const said = methodText(t, method);
      expect(said).toMatch(own);
      expect(said).not.toBe(method);
      for (const figure of [...method.matchAll(/\d[\d.]*/g)].map(([found]) => found))
        expect(said).toContain(figure);
      if (language === 'zh') expect(said).not.toMatch(/network|eroded|solid/i);
    }
  });

  it('how a solid part was measured', () => {
    const mask = ball(...balls[0]);
    const { longAxis } = solidPart(phantomVolume(), mask, { inPlane: 'test', betweenSlices: 'test' })!;
    const said = methodText(t, longAxis.method);
    expect(said).toMatch(own);
    expect(said).toContain('\u2212350 HU');
    expect(said).not.toContain(longAxis.method);
    if (language === 'zh') expect(said).not.toMatch(/[a-z]{3}/);
  });

  it('what a score means', () => {
    for (const meaning of Object.values(SCORE_MEANING)) {
      const said = scoreMeaning(t, { value: 0.5, meaning });
      expect(said).toMatch(own);
      expect(said).not.toBe(meaning);
    }
  });
});
