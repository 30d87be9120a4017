// Where the names of a capability come from: the path, declared words as they are or split, told apart from others, or
// kept by a lock.
import type { Capability, Operation } from '../capability.ts';
import { clientName, isNamedByPath } from './client-name.ts';
import { clientNames } from './names.ts';
import { operationVocabulary } from './operation-words.ts';
import { pathText } from '../parse/parse-path.ts';
import { isGlued, isKnown, splitName } from './words.ts';

export type NameSource = 'path' | 'declared' | 'split' | 'told-apart' | 'locked';

export interface NamedOperation {
  readonly id: string;
  readonly declared: string;
  readonly method: string;
  readonly path: string;
  readonly client: string;
  readonly source: NameSource;
  /** What it would be called without a lock, where that is something else. */
  readonly otherwise?: string;
  /** The words that were found in a glued name; `?` stands behind those nobody knows. */
  readonly words?: readonly string[];
}

export interface NameStats {
  readonly operations: number;
  readonly locked: number;
  readonly toldApart: number;
  /** Names that are several words without a mark between them. */
  readonly glued: number;
  /** Of those, the ones that fell into words that are all known. */
  readonly split: number;
  /** Names that only a number at their end tells apart. */
  readonly numbered: number;
}

export function explainNames(
  capability: Capability,
  locked: ReadonlySet<string>,
): readonly NamedOperation[] {
  const fresh = clientNames(capability.operations);
  return capability.operations.map((operation) => {
    const { id, name, method, path, client } = operation;
    const own = clientName(operation);
    const words = gluedWords(operation);
    const isOwn = fresh.get(id)!.join('.') === own.join('.');
    const source = locked.has(id) ? 'locked' : isOwn ? ownSource(operation, words) : 'told-apart';
    const otherwise = fresh.get(id)!.join('.');
    return {
      id,
      declared: name,
      method,
      path: pathText(path),
      client: client.join('.'),
      source,
      ...(otherwise === client.join('.') ? {} : { otherwise }),
      ...(words === undefined ? {} : { words }),
    };
  });
}

export function nameStats(names: readonly NamedOperation[]): NameStats {
  const glued = names.filter(({ words }) => words !== undefined);
  const count = (source: NameSource): number =>
    names.filter((name) => name.source === source).length;
  return {
    operations: names.length,
    locked: count('locked'),
    toldApart: count('told-apart'),
    glued: glued.length,
    split: glued.filter(({ words = [] }) => words.every((word) => !word.endsWith('?'))).length,
    numbered: names.filter(({ client, declared }) => /\d$/.test(client) && !/\d$/.test(declared))
      .length,
  };
}

function ownSource(operation: Operation, words: readonly string[] | undefined): NameSource {
  if (isNamedByPath(operation)) return 'path';
  return words === undefined ? 'declared' : 'split';
}

/** Undefined for a name whose words are marked already, or that is one word. */
function gluedWords(operation: Operation): readonly string[] | undefined {
  const local = operationVocabulary(operation);
  if (!isGlued(operation.name, local)) return undefined;
  return splitName(operation.name, local).map((word) => (isKnown(word, local) ? word : `${word}?`));
}
