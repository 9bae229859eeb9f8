/**
 * Follow-up as a reader gets it: pairs made by code, both examinations through the page's own nodule analysis, laid upon
 * each other and matched; what came of every painted nodule. Called by bench.mjs (`follow-up`), and runs by itself:
 * node scripts/bench-follow-up.mjs [first seed] [last seed]. The demo study and, with the shared data, the chest CT.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { analysisResult } from './bench-analysis.mjs';
import { sharedVolume, withModules } from './bench-registration.mjs';

/** By default: each pair is two whole analyses. */
const SEEDS = [1, 6];
const DAYS = { now: '20260301', then: '20250902', between: 180 };
/** A finding is the painted nodule when it lies within its radius and so many mm of its middle. */
const NEAR = 3;
const say = (text) => process.stderr.write(`${text}\n`);

const found = (findings, place, size) =>
  findings
    .map((one) => ({ one, far: Math.hypot(...one.point.value.map((v, c) => v - place[c])) }))
    .filter(({ far }) => far <= size / 2 + NEAR)
    .toSorted((a, b) => a.far - b.far)[0]?.one;

const volumeOf = ({ measurements }) => measurements.volume.value;
const spotOf = ({ trackingUid, point, measurements }) => ({
  uid: trackingUid,
  at: point.value,
  diameter: measurements.meanDiameter.value,
});

/** What the match says of a nodule that was found where it is: is it what was painted? */
function isRight(matches, fate, now, then) {
  if (fate === 'appears') return matches.some((m) => m.kind === 'new' && m.current === now.trackingUid);
  if (fate === 'vanishes') return matches.some((m) => m.kind === 'gone' && m.prior === then.trackingUid);
  return matches.some(
    (m) => m.kind === 'same' && m.current === now.trackingUid && m.prior === then.trackingUid,
  );
}

function nodulesOf(pair, matches, now, then, volumeChange) {
  return pair.nodules.map(({ fate, now: place, before, sizeNow, sizeThen }) => {
    const a = sizeNow > 0 ? found(now, place, sizeNow) : undefined;
    const b = sizeThen > 0 ? found(then, before, sizeThen) : undefined;
    const seen = (sizeNow === 0 || a !== undefined) && (sizeThen === 0 || b !== undefined);
    const row = { fate, sizeNow, sizeThen, seen, ...(seen && { right: isRight(matches, fate, a, b) }) };
    if (!a || !b) return row;
    const ratio = volumeOf(a) / volumeOf(b);
    const truth = (sizeNow / sizeThen) ** 3;
    const days = (before_, now_) =>
      volumeChange({ before: before_, now: now_, days: DAYS.between })?.doublingDays;
    return {
      ...row,
      change: ratio - 1,
      ...(fate === 'grows' && { days: days(volumeOf(b), volumeOf(a)) ?? null, trueDays: days(1, truth) }),
    };
  });
}

const share = (some, holds) => (some.length === 0 ? null : some.filter(holds).length / some.length);

function summaryOf(rows) {
  const all = rows.flatMap(({ seed, nodules }) => nodules.map((one) => ({ seed, ...one })));
  const seen = all.filter((one) => one.seen);
  const stable = seen.filter(({ fate }) => fate === 'stays');
  const doubling = seen.filter(({ fate, sizeNow }) => fate === 'grows' && sizeNow >= 8);
  const off = ({ days, trueDays }) => (days === null ? Infinity : Math.abs(days / trueDays - 1));
  return {
    pairs: rows.length,
    painted: all.length,
    /** Found by the analysis in every examination that shows them. */
    seen: seen.length,
    refused: rows.filter(({ verdict }) => verdict === 'refused').map(({ seed }) => seed),
    /** Asked for: at least 0.95. */
    matchedRight: share(seen, ({ right }) => right),
    wrong: seen.filter(({ right }) => !right).map(({ seed, fate }) => ({ seed, fate })),
    /** Volume within 15 %; asked for: at least 0.95. */
    stableWithin15: share(stable, ({ change }) => Math.abs(change) <= 0.15),
    stable: stable.map(({ seed, sizeNow, change }) => ({ seed, mm: sizeNow, change })),
    /** Of 8 mm and more that doubled: doubling time within 15 % of the truth. */
    doublingWithin15: share(doubling, (one) => off(one) <= 0.15),
    doubling: doubling.map(({ seed, sizeNow, days, trueDays }) => ({ seed, mm: sizeNow, days, trueDays })),
  };
}

export async function followUpBench(first = SEEDS[0], last = SEEDS[1]) {
  return withModules(async (load) => {
    const { makePair, pairSpec, phantomVolume } = await load('/src/registration/pairs.fixture.ts');
    const { register } = await load('/src/registration/register.ts');
    const { matchNodules } = await load('/src/domain/follow-up/index.ts');
    const { volumeChange } = await load('/src/domain/guidelines/doubling-time.ts');
    const { slicesOf } = await load('/tests/e2e/prior-pair.ts');
    const phantom = await load('/src/domain/phantom/index.ts');
    const chest = await sharedVolume(load, 'ct-chest');
    const bases = [phantomVolume(phantom.DEMO_SEED, 1, false), ...(chest ? [chest.volume] : [])];
    const rows = [];
    for (let seed = first; seed <= last; seed++) {
      // A scan that ends in a wedge of air would open the lungs to the outside.
      const spec = { ...pairSpec(seed), goesOn: true };
      const pair = makePair(bases[seed % bases.length], spec);
      const folder = mkdtempSync(join(tmpdir(), 'lamplight-follow-bench-'));
      const look = (side, volume) => {
        const path = join(folder, side);
        mkdirSync(path);
        const study = `1.2.826.0.1.3680043.10.1578.89.${seed}.${side === 'now' ? 1 : 2}`;
        for (const { name, data } of slicesOf(volume, { study, date: DAYS[side] }))
          writeFileSync(join(path, name), data);
        const result = analysisResult('lung-nodule', path);
        rmSync(path, { recursive: true });
        return result.findings;
      };
      try {
        const now = look('now', pair.current);
        const then = look('then', pair.prior);
        const registration = register(
          { volume: pair.current, modality: 'CT' },
          { volume: pair.prior, modality: 'CT' },
        );
        const matches =
          registration.verdict === 'refused'
            ? []
            : matchNodules({
                current: now.map(spotOf),
                prior: then.map(spotOf),
                registration,
                currentGrid: pair.current.grid,
                priorGrid: pair.prior.grid,
              });
        const nodules = nodulesOf(pair, matches, now, then, volumeChange);
        const row = {
          seed,
          ...spec,
          verdict: registration.verdict,
          found: [now.length, then.length],
          nodules,
        };
        say(JSON.stringify(row));
        rows.push(row);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
    return summaryOf(rows);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  console.log(JSON.stringify(await followUpBench(...process.argv.slice(2, 4).map(Number)), null, 2));
