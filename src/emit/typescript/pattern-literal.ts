// Patterns of inputs and of filters as servers run them: as they stand where that takes no longer than the text, else by
// an automaton, which is then data.
import type { JsonPath } from '../../ir/expression.ts';
import { isHarmless } from '../../util/pattern-cost.ts';
import { readPattern, type PatternNode } from '../../util/pattern.ts';
import type { RuntimeExport } from './format-readers.ts';
import { callSource, type LiteralValue } from './literal.ts';

/** `runtime` names an export of the runtime, imported where it is asked for. */
export interface PatternNames {
  runtime?(from: RuntimeExport): string;
}

const automaton: RuntimeExport = { file: 'server/pattern.ts', name: 'patternTest' };

/** What a type says of its pattern; nothing where it is none that a server runs, which has been reported. */
export function patternMembers(
  pattern: string | undefined,
  names: PatternNames,
): { readonly [key: string]: LiteralValue } {
  const read = pattern === undefined ? undefined : readPattern(pattern);
  if (pattern === undefined || read?.kind !== 'pattern') return {};
  return { pattern, matches: isHarmless(read) ? undefined : testOf(read.node, read.flags, names) };
}

/** A path with the tests of those of its patterns that need one. */
export function jsonPathLiteral(path: JsonPath, names: PatternNames): LiteralValue {
  return withTests({ ...path }, names) as LiteralValue;
}

/** Parts of a path are plain data, in which only a condition has a pattern. */
function withTests(value: unknown, names: PatternNames): unknown {
  if (Array.isArray(value)) return value.map((item) => withTests(item, names));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value);
  // Values are the document's, whatever they look like.
  if ('kind' in value && value.kind === 'literal') return value;
  const copied = Object.fromEntries(
    members.map(([key, member]) => [key, withTests(member, names)]),
  );
  const { kind, pattern, flags } = copied;
  if (kind !== 'regex' || typeof pattern !== 'string' || typeof flags !== 'string') return copied;
  const read = readPattern(`^(?:${pattern})$`, flags);
  if (read.kind !== 'pattern' || isHarmless(read)) return copied;
  return { ...copied, matches: testOf(read.node, flags, names) };
}

function testOf(node: PatternNode, flags: string, names: PatternNames): LiteralValue {
  const callee = names.runtime?.(automaton) ?? automaton.name;
  return callSource(callee, [nodeLiteral(node), flags]);
}

function nodeLiteral(node: PatternNode): LiteralValue {
  if (typeof node === 'string') return node;
  if (Array.isArray(node)) return (node as readonly PatternNode[]).map(nodeLiteral);
  if ('either' in node) return { either: node.either.map(nodeLiteral) };
  if ('of' in node) return { of: nodeLiteral(node.of), min: node.min, max: node.max };
  if ('look' in node) return { look: nodeLiteral(node.look), behind: node.behind, not: node.not };
  return { ...(node as { readonly at: string }) };
}
