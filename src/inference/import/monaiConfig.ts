/**
 * MONAI bundle configurations: references between their parts and the short names of their classes. A "$"
 * expression is Python; only those that are a mere reference or a literal can be read.
 */
import { getAt, isObject, type Json, type JsonObject } from './json';

/** MONAI's own keys of a component: its class, and whether it is switched off. */
const TARGET = '_target_';
const DISABLED = '_disabled_';

/** References deeper than this go in circles. */
const DEEPEST = 32;

export class MonaiConfig {
  /** Keys of expressions that could not be read. */
  readonly expressions = new Set<string>();
  private readonly root: JsonObject;

  constructor(root: JsonObject) {
    this.root = root;
  }

  /** The part of that name with its references replaced; undefined when there is none. */
  get(key: string): Json | undefined {
    const part = this.root[key];
    return part === undefined ? undefined : this.resolve(part, key, 0);
  }

  /** Every component of the configuration (an object with _target_) whose class has that name, as it stands. */
  find(name: string): JsonObject | undefined {
    const seek = (value: Json | undefined): JsonObject | undefined => {
      if (Array.isArray(value)) {
        for (const one of value) {
          const found = seek(one);
          if (found) return found;
        }
      } else if (isObject(value)) {
        if (targetOf(value) === name) return value;
        return seek(Object.values(value));
      }
      return undefined;
    };
    const found = seek(this.root);
    return found && (this.resolve(found, name, 0) as JsonObject);
  }

  private resolve(value: Json, key: string, depth: number): Json {
    if (depth > DEEPEST) return null;
    if (typeof value === 'string') return this.text(value, key, depth);
    if (Array.isArray(value)) return value.map((one) => this.resolve(one, key, depth));
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([k, v]) => [k, this.resolve(v, `${key}.${k}`, depth)]),
    );
  }

  private text(text: string, key: string, depth: number): Json {
    const reference = /^\$?\s*@([\w:#.]+)$/.exec(text);
    if (reference) {
      // "a#0#b" and "a::0::b" both walk down; a leading # would be relative, which inference files hardly use.
      const path = reference[1]
        .split(/#|::/)
        .map((step, n) => (/^\d+$/.test(step) ? `[${step}]` : n === 0 ? step : `.${step}`))
        .join('');
      const target = getAt(this.root, path);
      return target === undefined ? text : this.resolve(target, key, depth + 1);
    }
    if (!text.startsWith('$')) return text;
    const literal = text
      .slice(1)
      .trim()
      .replace(/\bTrue\b/g, 'true')
      .replace(/\bFalse\b/g, 'false')
      .replace(/\bNone\b/g, 'null')
      .replace(/^\((.*)\)$/, '[$1]')
      .replace(/'/g, '"')
      .replace(/,\s*\]/g, ']');
    try {
      return JSON.parse(literal) as Json;
    } catch {
      this.expressions.add(key);
      return text;
    }
  }
}

/** "monai.transforms.Spacingd", "SpacingD" and "SpacingDict" are all "Spacingd". */
export function targetOf(component: Json | undefined): string {
  const target = isObject(component) ? component[TARGET] : undefined;
  const name = typeof target === 'string' ? (target.split('.').at(-1) ?? '') : '';
  return name.replace(/(?<=[a-z])(?:D|Dict)$/, 'd');
}

/** The transforms of a Compose, or a list; those that are switched off left out. */
export function transformsOf(part: Json | undefined): JsonObject[] {
  const list = isObject(part) ? part.transforms : part;
  return Array.isArray(list)
    ? list.filter(isObject).filter((one) => one[DISABLED] !== true && one[DISABLED] !== 'true')
    : [];
}
