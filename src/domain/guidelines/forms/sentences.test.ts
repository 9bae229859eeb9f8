import { describe, expect, it } from 'vitest';
import { both, forms, theForm, type Answers, type FormId } from './index';
import { wholeForms as whole } from './whole.fixture';

const label = (id: FormId, n = 1) => both(`${theForm(id).noun.zh}${n}`, `${theForm(id).noun.en} ${n}`);

/** What a form says in a section, or its state when it says nothing. */
function said(id: FormId, answers: Answers, section = 'findings') {
  const form = theForm(id);
  const result = form.result(answers);
  if (result.state !== 'given') return `${result.state} ${result.missing.join()}`;
  return form.sentences(answers, result, label(id)).find((one) => one.section === section)?.text;
}

describe('every form', () => {
  it.each(forms.map((form) => form.id))('%s: speaks both languages, each of its own', (id) => {
    const form = theForm(id);
    const result = form.result(whole[id]);
    expect(result).toMatchObject({ state: 'given', missing: [] });
    const sentences = form.sentences(whole[id], result, label(id));
    expect(sentences.length).toBeGreaterThan(0);
    for (const { text } of sentences) {
      expect(text.zh).toMatch(/。$/);
      expect(text.en).toMatch(/\.$/);
      // Site names of a table are the reader's own words and stay.
      expect(text.en).not.toMatch(/[\u4e00-\u9fff]/);
      expect(`${text.zh}${text.en}`).not.toMatch(/undefined|NaN|\[object/);
      expect(text.zh).not.toMatch(/ %/);
    }
  });

  it.each(forms.map((form) => form.id))(
    '%s: starts empty, and every needed answer that is taken away is named',
    (id) => {
      const form = theForm(id);
      expect(form.result({}).state).toBe('open');
      expect(form.result({}).missing.length).toBeGreaterThan(0);
      expect(form.result({}).category).toBeUndefined();
      const needed = form.fields(whole[id]).filter((field) => field.needed !== false);
      for (const field of needed) {
        if (field.kind === 'calcium') continue;
        const { [field.id]: _, ...others } = whole[id];
        const result = form.result(others);
        expect(result.state, field.id).toBe('open');
        expect(result.missing, field.id).toContain(field.id);
        expect(result.category, field.id).toBeUndefined();
      }
    },
  );

  it('has fields and options with names of their own, and a source', () => {
    for (const form of forms) {
      const fields = form.fields(whole[form.id]);
      expect(new Set(fields.map((one) => one.id)).size).toBe(fields.length);
      for (const field of fields)
        if (field.kind === 'one' || field.kind === 'many')
          expect(new Set(field.options.map((one) => one.id)).size).toBe(field.options.length);
      expect(form.source).not.toBe('');
      expect(form.version).not.toBe('');
    }
  });
});

describe('thyroid', () => {
  it('says the side, size, descriptors, points and level', () => {
    expect(said('acrTiRads', whole.acrTiRads)).toEqual({
      zh: '甲状腺右叶中部结节1：大小16.0 × 12.0 × 9.0 mm，实性或几乎完全实性，低回声，宽大于高，边缘光滑，点状强回声；ACR TI-RADS 2017 7分，TR5（高度可疑）。',
      en: 'Nodule 1 in the middle part of the right thyroid lobe: 16.0 × 12.0 × 9.0 mm, solid or almost completely solid, hypoechoic, wider than tall, smooth margin, punctate echogenic foci; ACR TI-RADS 2017 7 points, TR5 (highly suspicious).',
    });
    expect(said('acrTiRads', { ...whole.acrTiRads, site: 'left' })).toMatchObject({
      zh: expect.stringMatching(/^甲状腺左叶中部结节1/) as string,
      en: expect.stringContaining('left thyroid lobe') as string,
    });
    expect(said('acrTiRads', { ...whole.acrTiRads, site: 'isthmus' })).toMatchObject({
      zh: expect.stringMatching(/^甲状腺峡部结节1/) as string,
      en: expect.stringMatching(/^Nodule 1 in the isthmus of the thyroid: /) as string,
    });
  });

  it('recommends by the size as it is printed, and says what is to be confirmed', () => {
    const { longest: _, ...noSize } = whole.acrTiRads;
    expect(theForm('acrTiRads').result(noSize)).toMatchObject({ state: 'given', missing: ['longest'] });
    expect(said('acrTiRads', noSize, 'recommendation')).toBeUndefined();
    const recommended = said('acrTiRads', { ...whole.acrTiRads, longest: 9.95, second: 5 }, 'recommendation');
    // 9.95 prints as 9.9 in binary: what is printed decides.
    expect(recommended).toMatchObject({
      zh: expect.stringContaining('待医师确认') as string,
      en: expect.stringContaining('every year') as string,
    });
    const one = { ...whole.acrTiRads, second: 5, third: 5 };
    expect(said('acrTiRads', { ...one, longest: 10 }, 'recommendation')).toMatchObject({
      en: expect.stringContaining('fine-needle aspiration') as string,
    });
    expect(said('acrTiRads', { ...one, longest: 9.9 }, 'recommendation')).toMatchObject({
      en: expect.stringContaining('every year') as string,
    });
  });

  it('a spongiform nodule needs and says nothing else', () => {
    expect(said('acrTiRads', { composition: 'spongiform' })).toEqual({
      zh: '甲状腺结节1：海绵样；ACR TI-RADS 2017 0分，TR1（良性）。',
      en: 'Thyroid nodule 1: spongiform; ACR TI-RADS 2017 0 points, TR1 (benign).',
    });
  });

  it('C-TIRADS names its own system, so that no 4 is taken for the other', () => {
    expect(said('cTiRads', whole.cTiRads, 'impression')).toEqual({
      zh: '甲状腺左叶下部结节1，C-TIRADS 2020：4C类。',
      en: 'Nodule 1 in the lower part of the left thyroid lobe: C-TIRADS 2020 category 4C.',
    });
    expect(said('cTiRads', { special: 'noNodule' }, 'impression')).toMatchObject({
      zh: '甲状腺未见结节，C-TIRADS 2020：1类。',
    });
    expect(theForm('cTiRads').result({ special: 'proven' }).category?.en).toBe('category 6');
  });
});

describe('BI-RADS', () => {
  it('says side, place, size and descriptors; the category is the reader’s', () => {
    expect(said('biRads', whole.biRads)).toEqual({
      zh: '左乳外上象限2点肿块1：14.0 × 12.0 × 10.0 mm，不规则形，非平行位，边缘毛刺，低回声，后方声影。',
      en: 'Left breast, upper outer quadrant, 2 o’clock, mass 1: 14.0 × 12.0 × 10.0 mm, irregular, not parallel, spiculated, hypoechoic, posterior shadowing.',
    });
    expect(said('biRads', { ...whole.biRads, side: 'right' }, 'impression')).toEqual({
      zh: '右乳外上象限2点肿块1，BI-RADS 4C类（高度可疑恶性）。',
      en: 'Right breast, upper outer quadrant, 2 o’clock, mass 1: BI-RADS category 4C (high suspicion for malignancy).',
    });
  });

  it('makes no category of descriptors, and says where the two disagree', () => {
    const { category: _, ...open } = whole.biRads;
    expect(theForm('biRads').result(open)).toMatchObject({ state: 'open', missing: ['category'] });
    const cautions = (more: Answers) =>
      theForm('biRads').result({ ...whole.biRads, ...more }).cautions.length;
    expect(cautions({})).toBe(0);
    expect(cautions({ category: '3' })).toBe(1);
    expect(cautions({ category: '0' })).toBe(0);
    expect(cautions({ category: '1' })).toBe(2);
    const calcium = {
      method: 'mammography',
      side: 'left',
      density: 'b',
      lesion: 'calcifications',
      morphology: 'linear',
      distribution: 'segmental',
    };
    expect(theForm('biRads').result({ ...calcium, category: '4B' }).cautions).toHaveLength(1);
    expect(theForm('biRads').result({ ...calcium, category: '4C' }).cautions).toHaveLength(0);
  });

  it.each([
    ['3', '≤2 %'],
    ['4A', '>2–10 %'],
    ['4B', '>10–50 %'],
    ['4C', '>50–<95 %'],
    ['5', '≥95 %'],
  ])('%s is %s', (category, risk) => {
    expect(theForm('biRads').result({ ...whole.biRads, category }).lines[0].text.en).toBe(risk);
  });

  it('a normal breast with its composition', () => {
    const normal = { method: 'mammography', side: 'right', density: 'c', lesion: 'none', category: '1' };
    expect(said('biRads', normal)).toEqual({
      zh: '右乳未见病变；乳腺构成c 不均匀致密。',
      en: 'Right breast: no lesion; breast composition c: heterogeneously dense.',
    });
  });
});

describe('head', () => {
  it('ASPECTS: the side that was said, the caudate nucleus once; none affected only when it is said', () => {
    expect(said('aspects', whole.aspects)).toEqual({
      zh: '右侧大脑中动脉供血区早期缺血改变，累及尾状核、岛叶、M2，ASPECTS 7分。',
      en: 'Early ischaemic change in the territory of the right middle cerebral artery (caudate nucleus, insula, M2); ASPECTS 7.',
    });
    expect(said('aspects', { side: 'left' })).toBe('open regions');
    expect(said('aspects', { side: 'left', regions: ['none'] })).toMatchObject({
      zh: '左侧大脑中动脉供血区未见早期缺血改变，ASPECTS 10分。',
    });
    expect(theForm('aspects').result(whole.aspects).cautions).toHaveLength(0);
    const more = { side: 'left', regions: ['I', 'M1', 'M2', 'L'] };
    expect(theForm('aspects').result(more).cautions).toHaveLength(1);
  });

  it('haematoma: method, diameters, the segment beside it, flags', () => {
    expect(said('haematoma', whole.haematoma)).toEqual({
      zh: '右侧基底节丘脑区血肿1：ABC/2（三径），A 50.0 mm，B 40.0 mm，C 36.0 mm，估算体积36.0 mL；分割体积33.5 mL；既往20.0 mL；体积超过30 mL；血肿扩大（增加>33%或>6 mL）。',
      en: 'Right deep haematoma 1: ABC/2 (three diameters), A 50.0 mm, B 40.0 mm, C 36.0 mm, estimated volume 36.0 mL; segmented volume 33.5 mL; earlier 20.0 mL; more than 30 mL; haematoma expansion (> 33 % or > 6 mL).',
    });
    expect(said('haematoma', { ...whole.haematoma, side: 'left' }, 'impression')).toEqual({
      zh: '左侧基底节丘脑区血肿1，体积约33.5 mL（分割）。',
      en: 'Left deep haematoma 1, volume about 33.5 mL (segmented).',
    });
    expect(theForm('haematoma').result(whole.haematoma).lines.at(1)?.text.en).toBe('+7 %');
  });

  it('a slice without its area is missing', () => {
    const slices: Answers = { method: 'slices', a: 50, b: 40, thickness: 5, areas: [{ area: 100 }, {}] };
    expect(said('haematoma', slices)).toBe('open areas');
  });
});

describe('chest and abdomen', () => {
  it('pneumonia: every lobe with its per cent, 15 of 25', () => {
    expect(said('ctPneumonia', whole.ctPneumonia)).toEqual({
      zh: '各肺叶受累范围：右肺上叶3%（1分），右肺中叶12%（2分），右肺下叶30%（3分），左肺上叶60%（4分），左肺下叶80%（5分）；肺炎CT评分15/25分。',
      en: 'Involvement by lobe: right upper lobe 3 % (1), right middle lobe 12 % (2), right lower lobe 30 % (3), left upper lobe 60 % (4), left lower lobe 80 % (5); CT pneumonia score 15 of 25.',
    });
    // A lobe that is free is said to be; one that was not judged is missing.
    expect(said('ctPneumonia', { ...whole.ctPneumonia, RML: 0 })).toMatchObject({
      en: expect.stringContaining('right middle lobe 0 % (0)') as string,
    });
  });

  it('adrenal: the washouts to 0.1 %, the side, and no category on other times without a word', () => {
    expect(said('adrenalWashout', whole.adrenalWashout)).toEqual({
      zh: '左侧肾上腺结节1：平扫25 HU，门脉期110 HU，延迟期50 HU，绝对廓清率70.6%，相对廓清率54.5%。',
      en: 'Left adrenal nodule 1: unenhanced 25 HU, portal venous 110 HU, delayed 50 HU, absolute washout 70.6 %, relative washout 54.5 %.',
    });
    expect(said('adrenalWashout', { side: 'right', phases: 'plain', unenhanced: -12 }, 'impression')).toEqual(
      {
        zh: '右侧肾上腺结节1：符合富脂性腺瘤（平扫≤10 HU）。',
        en: 'Right adrenal nodule 1: lipid-rich adenoma (unenhanced ≤ 10 HU).',
      },
    );
    expect(said('adrenalWashout', { side: 'right', phases: 'plain', unenhanced: -12 })).toMatchObject({
      en: 'Right adrenal nodule 1: unenhanced \u221212 HU.',
    });
    const late = { ...whole.adrenalWashout, timing: 'other' };
    expect(theForm('adrenalWashout').result(late).cautions).toHaveLength(1);
    // The verdict of the unenhanced phase needs no other.
    expect(
      said('adrenalWashout', { side: 'left', phases: 'all', unenhanced: 8 }, 'impression'),
    ).toMatchObject({
      en: expect.stringContaining('lipid-rich') as string,
    });
  });

  it('the cardiothoracic ratio has a category on posteroanterior films only', () => {
    expect(said('cardiothoracic', whole.cardiothoracic)).toEqual({
      zh: '心胸比0.57，心影中度增大（后前位）。',
      en: 'Cardiothoracic ratio 0.57: heart moderately enlarged (posteroanterior).',
    });
    expect(said('cardiothoracic', { ratio: 0.57, view: 'AP' })).toBe('outside ');
  });
});

describe('response', () => {
  it('RECIST: the table, the sums against baseline and nadir, the response', () => {
    // 100 to 70: -30 % against the baseline; the typed nadir of 90 is the smaller one.
    expect(said('recist', whole.recist)).toEqual({
      zh: 'RECIST 1.1靶病灶2个（见表）：径线之和70.0 mm，较基线100.0 mm变化−30.0%，较最小值90.0 mm变化−22.2%。',
      en: 'RECIST 1.1, 2 target lesions (see table): sum 70.0 mm, −30.0 % against the baseline of 100.0 mm, −22.2 % against the nadir of 90.0 mm.',
    });
    expect(said('recist', whole.recist, 'impression')).toMatchObject({
      zh: 'RECIST 1.1疗效评价：部分缓解（PR）（靶病灶PR；非靶病灶：非CR/非PD；无新病灶）。',
    });
    expect(said('recist', { ...whole.recist, fresh: 'yes' }, 'impression')).toMatchObject({
      en: 'RECIST 1.1: progressive disease (PD) (target lesions PR; non-target lesions: non-CR/non-PD; new lesions).',
    });
  });

  it('asks for the baseline sum where a line has none, and for a line that is not complete', () => {
    const [first, second] = whole.recist.targets as readonly Record<string, string | number>[];
    const { before: _, ...noBaseline } = first;
    expect(said('recist', { ...whole.recist, targets: [noBaseline, second] })).toBe('open baselineSum');
    const { now: __, ...noNow } = first;
    expect(said('recist', { ...whole.recist, targets: [noNow, second] })).toBe('open targets');
  });

  it('a baseline has a sum and its remarks, no response', () => {
    const baseline = { exam: 'baseline', targets: [{ name: 'liver', kind: 'lesion', now: 9 }] };
    expect(theForm('recist').result(baseline)).toMatchObject({
      category: { en: 'baseline sum 9.0 mm' },
      cautions: [{ en: 'A lesion below 10 mm cannot be a target' }],
    });
    expect(said('recist', baseline, 'impression')).toBeUndefined();
  });

  it('WHO: 300 to 140 mm2', () => {
    expect(said('who', whole.who)).toMatchObject({
      en: 'WHO criteria (see table): sum of products 300 → 140 mm² (−53 %).',
    });
  });
});

describe('coronary calcium', () => {
  it('24 with its vessels; what is not to be trusted is said', () => {
    expect(said('agatston', whole.agatston)).toEqual({
      zh: '冠状动脉钙化积分（Agatston）：LM 0，LAD 4，LCX 0，RCA 20，总积分24，钙化体积21.0 mm³（分级界值与CAC-DRS待医师确认）。',
      en: 'Coronary calcium (Agatston): LM 0, LAD 4, LCX 0, RCA 20, total score 24, calcium volume 21.0 mm³ (the limits of the classes and CAC-DRS await confirmation).',
    });
    const thin = { ...whole.agatston, increment: 1.5, thickness: 1.5, kvp: 100 };
    expect(theForm('agatston').result(thin)).toMatchObject({ category: { en: '12 (11–100)' } });
    expect(theForm('agatston').result(thin).cautions).toHaveLength(3);
    const silent = { ...whole.agatston, thickness: undefined, kvp: undefined } as unknown as Answers;
    expect(theForm('agatston').result(silent).cautions).toHaveLength(2);
  });

  it('is none with contrast agent, and no 0 before the series was searched and the reader has finished', () => {
    expect(theForm('agatston').result({ ...whole.agatston, contrast: 'yes' })).toMatchObject({
      state: 'outside',
      cautions: [{ en: 'Contrast agent was given: no calcium score' }],
    });
    expect(theForm('agatston').result({ complete: 'yes', contrast: 'no' })).toMatchObject({
      missing: ['lesions'],
    });
    const named = { ...whole.agatston, agent: 'IOHEXOL' };
    expect(theForm('agatston').result(named)).toMatchObject({
      state: 'given',
      cautions: [{ en: 'The file names a contrast agent (IOHEXOL)' }],
    });
    const { complete: _, ...open } = whole.agatston;
    expect(theForm('agatston').result(open)).toMatchObject({ state: 'open', missing: ['complete'] });
    const { lesions: __, ...none } = whole.agatston;
    expect(theForm('agatston').result(none)).toMatchObject({ category: { en: '0 (0)' } });
  });
});
