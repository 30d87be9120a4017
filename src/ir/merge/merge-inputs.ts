// Inputs that two declarations of one thing give: one list, if they do not contradict each other.
import { stableJson } from '../../util/stable-json.ts';
import type { Input } from '../capability.ts';
import { longest } from './merge-text.ts';

/**
 * The longer list, if it holds the other one and both agree on what they share. Undefined where they contradict each
 * other: in a type, a value, in what is required, or by one requiring what the other does without.
 */
export function joinInputs(a: readonly Input[], b: readonly Input[]): readonly Input[] | undefined {
  const [more, fewer] = a.length >= b.length ? [a, b] : [b, a];
  const rest = new Map(fewer.map((input) => [inputKey(input), input]));
  const joined: Input[] = [];
  for (const input of more) {
    const other = rest.get(inputKey(input));
    rest.delete(inputKey(input));
    if (other === undefined && input.required && input.value === undefined) return undefined;
    const both = other === undefined ? input : joinInput(input, other);
    if (both === undefined) return undefined;
    joined.push(both);
  }
  return rest.size === 0 ? joined : undefined;
}

function inputKey(input: Input): string {
  return `${input.in} ${input.name}`;
}

function joinInput(a: Input, b: Input): Input | undefined {
  if (stableJson(a.value ?? null) !== stableJson(b.value ?? null)) return undefined;
  // What a document leaves to be guessed contradicts nothing that another says.
  const claims = a.inferred === b.inferred;
  const told = a.inferred && !b.inferred ? b : a;
  if (claims && (a.required !== b.required || stableJson(a.type) !== stableJson(b.type)))
    return undefined;
  const description = longest([a.description, b.description]);
  return { ...told, ...(description === undefined ? {} : { description }) };
}
