import { describe, expect, it } from 'vitest';
import type { CellContent } from './layout';
import { chooseHanging } from './protocols';
import type { ScreenClass } from './room';
import { dose, mammograms, scout, siemensChest, studyOf } from './test-studies';
import type { Study } from '../study';

const hang = (study: Study, prior?: Study, screen: ScreenClass = 'desktop') =>
  chooseHanging({ study, screen, ...(prior && { prior }) });
/** "4 stack lung": last number of the series UID, view, preset; "-" for an empty cell; p for the prior's. */
const brief = (c: CellContent | undefined): string =>
  c
    ? [`${c.prior ? 'p' : ''}${c.seriesUid.split('.').pop()}`, c.view, c.preset].filter(Boolean).join(' ')
    : '-';
const cells = (study: Study, prior?: Study, screen?: ScreenClass): string[] =>
  hang(study, prior, screen).hanging.contents.map(brief);
const codes = (study: Study, prior?: Study): string[] => hang(study, prior).why.map((w) => w.code);
const older = { studyUid: '1.1', date: '20250101' };

describe('CT', () => {
  it('chest: lung kernel, soft kernel, coronal and sagittal of the thin lung series', () => {
    const got = hang(siemensChest());
    expect(got.protocol).toBe('ctChest');
    expect(got.hanging.contents.map(brief)).toEqual([
      '4 stack lung',
      '2 stack mediastinum',
      '4 coronal lung',
      '4 sagittal lung',
    ]);
    expect(got.why).toEqual([
      { code: 'modality', text: 'CT' },
      { code: 'bodyPart', text: 'CHEST' },
    ]);
    expect(got.others).toEqual(['ctBody', 'plain']);
  });

  it('chest with one thick series: both windows of it, no ladders', () => {
    const thick = studyOf([{ modality: 'CT', description: '胸部平扫', count: 40, step: 8 }]);
    expect(cells(thick)).toEqual(['1 stack lung', '1 stack mediastinum']);
  });

  it('chest in Chinese, GE kernels, acquired coronals taken when nothing is thin enough to cut', () => {
    const ge = studyOf([
      scout,
      { modality: 'CT', protocol: '胸部常规', kernel: 'STANDARD', count: 60, step: 5 },
      { modality: 'CT', protocol: '胸部常规', kernel: 'LUNG', count: 60, step: 5 },
      { modality: 'CT', protocol: '胸部常规', kernel: 'LUNG', count: 50, step: 5, plane: 'coronal' },
    ]);
    expect(cells(ge)).toEqual(['3 stack lung', '2 stack mediastinum', '4 stack lung']);
  });

  it('head: brain and subdural of the soft series, bone of the sharp one', () => {
    const head = studyOf([
      scout,
      { modality: 'CT', description: '颅脑平扫', kernel: 'H31s', count: 30, step: 5 },
      { modality: 'CT', description: '颅脑骨窗', kernel: 'H60s', count: 120, step: 1 },
    ]);
    expect(hang(head).protocol).toBe('ctHead');
    expect(cells(head)).toEqual(['2 stack brain', '2 stack subdural', '3 stack bone']);
  });

  it('head with one series: three windows of it', () => {
    const head = studyOf([{ modality: 'CT', bodyPart: 'HEAD', count: 30, step: 5 }]);
    expect(cells(head)).toEqual(['1 stack brain', '1 stack subdural', '1 stack bone']);
    expect(hang(head).hanging.layout.name).toBe('planes');
  });

  it('abdomen: phases side by side', () => {
    const phases = studyOf([
      { modality: 'CT', description: '上腹部平扫', kernel: 'B30f', count: 40, step: 5 },
      { modality: 'CT', description: '动脉期', kernel: 'B30f', count: 40, step: 5, contrast: '碘海醇' },
      { modality: 'CT', description: '门脉期', kernel: 'B30f', count: 40, step: 5, contrast: '碘海醇' },
    ]);
    expect(hang(phases).protocol).toBe('ctBody');
    expect(cells(phases)).toEqual(['1 stack soft', '2 stack soft', '3 stack soft']);
  });

  it('abdomen with one thin series: three planes; limb: in the bone window', () => {
    const one = (bodyPart: string): Study => studyOf([{ modality: 'CT', bodyPart, count: 200, step: 1 }]);
    expect(cells(one('ABDOMEN'))).toEqual(['1 stack soft', '1 coronal soft', '1 sagittal soft']);
    expect(hang(one('ABDOMEN')).hanging.layout.name).toBe('mpr');
    expect(cells(one('KNEE'))[0]).toBe('1 stack bone');
    expect(codes(one(''))).toEqual(['modality', 'bodyPartUnknown']);
  });

  it('spine: sagittal first', () => {
    const spine = studyOf([
      { modality: 'CT', description: '腰椎 骨', kernel: 'B70s', count: 150, step: 1 },
      { modality: 'CT', description: '腰椎 软组织', kernel: 'B30s', count: 150, step: 1 },
    ]);
    expect(cells(spine)).toEqual(['1 sagittal bone', '1 stack bone', '2 sagittal spine']);
  });

  it('with a prior of the chest: current beside prior in both windows; a small screen takes the lung', () => {
    const got = hang(siemensChest(), siemensChest(older));
    expect(got.protocol).toBe('ctPrior');
    expect(got.hanging.contents.map(brief)).toEqual([
      '4 stack lung',
      'p4 stack lung',
      '2 stack mediastinum',
      'p2 stack mediastinum',
    ]);
    expect(got.hanging.contents[1]?.seriesUid).toBe('1.1.4');
    expect(got.why.at(-1)).toEqual({ code: 'priorBeside', text: '20250101' });
    expect(cells(siemensChest(), siemensChest(older), 'laptop')).toEqual(['4 stack lung', 'p4 stack lung']);
  });

  it('a prior of another part or modality stays out, and that is said', () => {
    const head = studyOf([{ modality: 'CT', bodyPart: 'HEAD', count: 30, step: 5 }], older);
    expect(hang(siemensChest(), head).protocol).toBe('ctChest');
    expect(codes(siemensChest(), head)).toContain('priorOfOther');
    const film = studyOf([{ modality: 'DX', bodyPart: 'CHEST' }], older);
    expect(hang(siemensChest(), film).protocol).toBe('ctChest');
  });
});

describe('radiographs', () => {
  const chest = (own = {}): Study =>
    studyOf(
      [
        { modality: 'DX', bodyPart: 'CHEST', description: '胸部侧位' },
        { modality: 'DX', bodyPart: 'CHEST', description: 'Chest PA' },
      ],
      own,
    );

  it('frontal on the left, lateral on the right', () => {
    expect(hang(chest()).protocol).toBe('xray');
    expect(cells(chest())).toEqual(['2 stack', '1 stack']);
    expect(codes(chest())).toContain('views');
  });

  it('one image fills the room; two of one series nobody names stand in their order', () => {
    expect(cells(studyOf([{ modality: 'CR', bodyPart: 'CHEST' }]))).toEqual(['1 stack']);
    const two = hang(studyOf([{ modality: 'CR', bodyPart: 'CHEST', count: 2 }]));
    expect(two.hanging.contents.map((c) => c?.image)).toEqual([0, 1]);
    expect(two.why.map((w) => w.code)).toContain('viewsUnknown');
  });

  it('view positions that the caller knows sort the images of one series', () => {
    const study = studyOf([{ modality: 'CR', bodyPart: 'CHEST', count: 2 }]);
    const got = chooseHanging({
      study,
      screen: 'laptop',
      imageFacts: (uid) => ({ position: uid.endsWith('.1.1') ? 'LL' : 'PA' }),
    });
    expect(got.hanging.contents.map((c) => c?.image)).toEqual([1, 0]);
  });

  it('with a prior: the same view beside, CR against DX too', () => {
    const old = studyOf([{ modality: 'CR', bodyPart: 'CHEST', description: 'Chest AP' }], older);
    expect(cells(chest(), old)).toEqual(['2 stack', 'p1 stack']);
    expect(cells(chest(), chest(older))).toEqual(['2 stack', 'p2 stack', '1 stack', 'p1 stack']);
  });
});

describe('mammograms', () => {
  it('RCC LCC over RMLO LMLO, chest wall to chest wall, the spot view left out', () => {
    const got = hang(mammograms());
    expect(got.protocol).toBe('mammography');
    expect(got.hanging.contents.map(brief)).toEqual(['4 stack', '1 stack', '3 stack', '2 stack']);
    expect(got.hanging.contents.map((c) => c?.align)).toEqual(['right', 'left', 'right', 'left']);
    expect([got.hanging.layout.rowShares.length, got.hanging.layout.columnShares.length]).toEqual([2, 2]);
  });

  it('a missing view leaves its cell empty; Chinese names', () => {
    const study = studyOf([
      { modality: 'MG', description: '右 头尾位' },
      { modality: 'MG', description: '右 内外斜位' },
      { modality: 'MG', description: '左 内外斜位' },
    ]);
    expect(cells(study)).toEqual(['1 stack', '-', '2 stack', '3 stack']);
  });

  it('four images that nobody names claim no side', () => {
    const got = hang(studyOf([{ modality: 'MG', count: 4 }]));
    expect(got.hanging.contents.map((c) => c?.image)).toEqual([0, 1, 2, 3]);
    expect(got.hanging.contents.every((c) => c?.align === undefined)).toBe(true);
    expect(got.why.map((w) => w.code)).toContain('viewsUnknown');
  });

  it('with a prior: current above prior, eight on a desktop, the oblique pair on a laptop', () => {
    const got = cells(mammograms(), mammograms(older));
    expect(got).toEqual([
      '4 stack',
      '1 stack',
      '3 stack',
      '2 stack',
      'p4 stack',
      'p1 stack',
      'p3 stack',
      'p2 stack',
    ]);
    expect(cells(mammograms(), mammograms(older), 'laptop')).toEqual([
      '3 stack',
      '2 stack',
      'p3 stack',
      'p2 stack',
    ]);
  });
});

describe('MR', () => {
  const mr = (description: string, plane: 'axial' | 'coronal' | 'sagittal' = 'axial', count = 20) => ({
    modality: 'MR',
    description,
    plane,
    count,
    step: 6,
    type: ['ORIGINAL', 'PRIMARY', 'M'],
  });

  it('head: T2, FLAIR, DWI, ADC, T1 axial, whatever their order and names', () => {
    const head = studyOf(
      [
        mr('3-plane localizer', 'sagittal', 9),
        mr('t1_tse_sag', 'sagittal'),
        mr('t1_tse_tra'),
        mr('t2_tse_tra'),
        mr('t2_tirm_tra_dark-fluid'),
        { ...mr('ep2d_diff_b1000'), count: 40 },
        { ...mr('ep2d_diff_ADC'), type: ['DERIVED', 'PRIMARY', 'DIFFUSION', 'ADC'] },
      ],
      { description: '头颅MRI' },
    );
    expect(hang(head).protocol).toBe('mr');
    expect(cells(head, undefined, 'laptop').map((c) => c.split(' ')[0])).toEqual(['4', '5', '6', '7']);
    expect(cells(head).map((c) => c.split(' ')[0])).toEqual(['4', '5', '6', '7', '3', '2']);
  });

  it('spine: sagittal T2, T1, STIR, then axial T2', () => {
    const spine = studyOf(
      [
        mr('T2 TSE AX', 'axial', 15),
        mr('T1 SAG', 'sagittal'),
        mr('STIR SAG', 'sagittal'),
        mr('T2 SAG', 'sagittal'),
      ],
      { description: '腰椎' },
    );
    expect(cells(spine).map((c) => c.split(' ')[0])).toEqual(['4', '2', '3', '1']);
  });

  it('with a prior: the same sequence and plane beside each other', () => {
    const now = studyOf([mr('T1 AX'), mr('T2 AX'), mr('FLAIR AX')], { description: 'Brain' });
    const old = studyOf([mr('FLAIR AX'), mr('T2 SAG', 'sagittal')], { ...older, description: 'Brain' });
    expect(cells(now, old)).toEqual(['3 stack auto', 'p1 stack auto']);
  });
});

describe('ultrasound', () => {
  it('one stack alone, several series in up to four', () => {
    const us = (n: number): Study =>
      studyOf(Array.from({ length: n }, () => ({ modality: 'US', count: 12, samples: 3 })));
    expect(cells(us(1))).toEqual(['1 stack']);
    expect(cells(us(6))).toEqual(['1 stack', '2 stack', '3 stack', '4 stack']);
  });
});

describe('PET', () => {
  const pt = { modality: 'PT', description: 'PET AC', count: 250, step: 3, frame: '1.9' };
  const ct = { modality: 'CT', description: 'CT WB', kernel: 'B30f', count: 250, step: 3, frame: '1.9' };

  it('CT, corrected PET, fused, MIP', () => {
    const study = studyOf([scout, ct, { ...pt, description: 'PET NAC' }, pt]);
    const got = hang(study);
    expect(got.protocol).toBe('petCt');
    expect(got.hanging.contents.map(brief)).toEqual([
      '2 axial mediastinum',
      '4 axial suv5',
      '2 axial mediastinum',
      '4 coronal suv10',
    ]);
    expect(got.hanging.contents[2]?.fusedWith).toBe('1.2.4');
    expect(got.hanging.contents[3]?.slab?.mode).toBe('mip');
  });

  it('is not fused with a CT of another frame of reference, and hangs without one', () => {
    const apart = hang(studyOf([{ ...ct, frame: '1.8' }, pt]));
    expect(apart.protocol).toBe('pet');
    expect(apart.hanging.contents.every((c) => c?.fusedWith === undefined)).toBe(true);
    expect(cells(studyOf([pt]))).toEqual(['1 stack suv5', '1 coronal suv10']);
  });
});

describe('everything', () => {
  it.each([
    ['chest', siemensChest()],
    ['mammograms', mammograms()],
    ['one film', studyOf([{ modality: 'CR' }])],
    ['only a scout and a dose page', studyOf([scout, dose])],
    ['an endoscopy', studyOf([{ modality: 'ES', count: 3 }])],
  ])('is one cell on a phone: %s', (_name, study) => {
    const got = hang(study, undefined, 'phone');
    expect(got.hanging.layout.cells).toHaveLength(1);
    expect(got.hanging.contents).toHaveLength(1);
    expect(got.hanging.contents[0]).toBeDefined();
    expect(got.why.map((w) => w.code)).toContain('phone');
  });

  it('shows the current study on a phone, not the prior', () => {
    expect(cells(siemensChest(), siemensChest(older), 'phone')).toEqual(['4 stack lung']);
  });

  it('never hangs a localizer, a dose page or a screenshot while there are images', () => {
    const study = studyOf([dose, scout, { modality: 'OT', samples: 3 }, { modality: 'CT', count: 1 }]);
    expect(new Set(cells(study).map((c) => c[0]))).toEqual(new Set(['4']));
    expect(cells(studyOf([dose, scout]))[0][0]).toBe('2');
  });

  it('a study without pixels gets one empty cell and says so', () => {
    const got = hang(studyOf([{ modality: 'SR' }]));
    expect(got.hanging.contents).toEqual([undefined]);
    expect(got.why).toEqual([{ code: 'nothingToShow' }]);
  });

  it('another protocol can be asked for; one that cannot hang it gives way', () => {
    const input = { study: siemensChest(), screen: 'desktop' as const };
    expect(chooseHanging(input, 'plain').protocol).toBe('plain');
    expect(chooseHanging(input, 'mammography').protocol).toBe('ctChest');
  });

  it('has as many contents as cells, and only series of the two studies', () => {
    for (const study of [siemensChest(), mammograms()])
      for (const screen of ['phone', 'laptop', 'desktop'] as const) {
        const { hanging } = hang(study, { ...study, studyUid: '1.1' }, screen);
        expect(hanging.contents).toHaveLength(hanging.layout.cells.length);
        for (const c of hanging.contents)
          if (c) expect(study.series.some((s) => s.seriesUid === c.seriesUid)).toBe(true);
      }
  });
});
