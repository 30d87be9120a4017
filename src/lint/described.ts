// What a document says a result is made of, as far as it says: paths that lead nowhere in it are found without a call.
import type { OutputParameter } from '../document/document.ts';
import { isRecord } from '../document/fields.ts';

/** A part of a result. Undefined, wherever one is expected: nothing is known of it. */
export type Described =
  | { readonly kind: 'declared'; readonly output: OutputParameter }
  /** An object of the outputs by their names, and of nothing else. */
  | { readonly kind: 'members'; readonly outputs: readonly OutputParameter[] }
  | { readonly kind: 'value'; readonly value: unknown };

/** `item` stands for any element of a list. */
type Step = { readonly kind: 'key'; readonly key: string } | { readonly kind: 'item' };

const step = /\.([A-Za-z_][\w-]*)|\[\s*(?:'([^'\\]*)'|"([^"\\]*)")\s*\]|(\[\s*(?:\*|-?\d+)\s*\])/y;

/** The steps of a path as far as they are plain names and elements; undefined where it begins otherwise. */
function stepsOf(path: string): readonly Step[] | undefined {
  const text = path.trim();
  if (!text.startsWith('$')) return undefined;
  const steps: Step[] = [];
  step.lastIndex = 1;
  while (step.lastIndex < text.length) {
    const match = step.exec(text);
    if (match === null) return steps.length === 0 ? undefined : steps;
    const key = match[1] ?? match[2] ?? match[3];
    steps.push(key === undefined ? { kind: 'item' } : { kind: 'key', key });
  }
  return steps;
}

/** Where a path leads; `missing` is the first name of it that is not there. */
export function follow(
  from: Described | undefined,
  path: string,
): { readonly to: Described | undefined } | { readonly missing: string } {
  const steps = stepsOf(path);
  if (steps === undefined) return { to: isRoot(path) ? from : undefined };
  let at = from;
  for (const one of steps) {
    if (at === undefined) return { to: undefined };
    const next = one.kind === 'item' ? itemOf(at) : memberOf(at, one.key);
    if (next === 'missing') return { missing: one.kind === 'key' ? one.key : '[]' };
    at = next;
  }
  return { to: at };
}

function isRoot(path: string): boolean {
  return /^\$\.?$/.test(path.trim());
}

type Found = Described | 'missing' | undefined;

function memberOf(at: Described, key: string): Found {
  switch (at.kind) {
    case 'value':
      if (!isRecord(at.value)) return 'missing';
      return Object.hasOwn(at.value, key) ? { kind: 'value', value: at.value[key] } : 'missing';
    case 'members': {
      const output = at.outputs.find(({ name }) => name === key);
      return output === undefined ? 'missing' : { kind: 'declared', output };
    }
    case 'declared': {
      const { output } = at;
      if (output.constant !== undefined)
        return memberOf({ kind: 'value', value: output.constant }, key);
      if (output.properties.length > 0 && output.others === undefined)
        return named(output.properties, key);
      // A `value` may be any text; an object or a list of which nothing is said may hold anything.
      const isPlain = ['string', 'number', 'integer', 'boolean'].includes(output.type ?? '');
      return isPlain && output.value === undefined ? 'missing' : undefined;
    }
  }
}

/** A part that is read from elsewhere goes by another name in the answer: nothing can be said then. */
function named(outputs: readonly OutputParameter[], key: string): Found {
  const output = outputs.find(({ name }) => name === key);
  if (output !== undefined) return { kind: 'declared', output };
  return outputs.some(({ mapping, value }) => (mapping ?? value)?.startsWith('$') === true)
    ? undefined
    : 'missing';
}

function itemOf(at: Described): Found {
  if (at.kind === 'value') {
    if (!Array.isArray(at.value)) return 'missing';
    return at.value.length === 0 ? undefined : { kind: 'value', value: at.value[0] as unknown };
  }
  if (at.kind === 'members') return 'missing';
  const { items, constant, type, properties } = at.output;
  if (constant !== undefined) return itemOf({ kind: 'value', value: constant });
  if (items !== undefined) return { kind: 'declared', output: items };
  return type === 'object' && properties.length > 0 ? 'missing' : undefined;
}
