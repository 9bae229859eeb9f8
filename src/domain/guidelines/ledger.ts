import type { CautionKey, OutsideKey } from './keys';
import {
  unconfirmedModels,
  versions,
  type Given,
  type InputName,
  type InputValue,
  type ModelResult,
  type RiskModel,
  type RuleResult,
  type RuleSet,
  type UsedInput,
} from './result';

/** Writes down what a rule was given and what it missed while it works its way through the table. */
export class Ledger {
  private readonly inputs: UsedInput[] = [];
  private readonly missing: InputName[] = [];
  private readonly cautions: CautionKey[] = [];

  /** An input that is needed from here on; undefined is noted as missing. The value is what the rule goes by. */
  need<T extends InputValue>(name: InputName, value: T | undefined, unit?: UsedInput['unit']): T | undefined {
    if (value === undefined || (typeof value === 'number' && !Number.isFinite(value))) {
      if (!this.missing.includes(name)) this.missing.push(name);
      return undefined;
    }
    if (!this.inputs.some((one) => one.name === name)) this.inputs.push({ name, value, unit });
    return value;
  }

  warn(caution: CautionKey): void {
    if (!this.cautions.includes(caution)) this.cautions.push(caution);
  }

  get complete(): boolean {
    return this.missing.length === 0;
  }

  private get trace() {
    return { inputs: this.inputs, missing: this.missing, cautions: this.cautions };
  }

  private head(ruleSet: RuleSet) {
    const unconfirmed = ruleSet === 'china2018' ? { unconfirmed: true as const } : {};
    return { ruleSet, version: versions[ruleSet], ...unconfirmed, ...this.trace };
  }

  private modelHead(model: RiskModel) {
    const unconfirmed = unconfirmedModels.includes(model) ? { unconfirmed: true as const } : {};
    return { model, version: versions[model], ...unconfirmed, ...this.trace };
  }

  given(ruleSet: RuleSet, found: Pick<Given, 'category' | 'rows' | 'management' | 'rank'>): RuleResult {
    return { ...this.head(ruleSet), state: 'given', ...found };
  }

  open(ruleSet: RuleSet, atLeast?: string): RuleResult {
    return { ...this.head(ruleSet), state: 'open', ...(atLeast === undefined ? {} : { atLeast }) };
  }

  outside(ruleSet: RuleSet, reason: OutsideKey): RuleResult {
    return { ...this.head(ruleSet), state: 'outside', reason };
  }

  probability(model: RiskModel, value: number): ModelResult {
    return { ...this.modelHead(model), state: 'given', probability: value };
  }

  noProbability(model: RiskModel, reason?: OutsideKey): ModelResult {
    const head = this.modelHead(model);
    return reason ? { ...head, state: 'outside', reason } : { ...head, state: 'open' };
  }
}
