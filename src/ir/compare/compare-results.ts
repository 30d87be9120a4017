// Results of operations, routes, tools and flows. Who reads them is hurt where more can come than before.
import type { OutputNode } from '../capability.ts';
import type { RecordChange, Subject } from './compare-change.ts';
import type { ChangeCode } from './compare-kinds.ts';
import type { Renames } from './compare-renames.ts';
import { typeDifferences, type TypeDifference } from './compare-type.ts';
import type { Type } from '../type.ts';
import { stableJson } from '../../util/stable-json.ts';

export function compareResultTypes(
  before: Type,
  after: Type,
  subject: Subject,
  record: RecordChange,
): void {
  for (const found of typeDifferences(before, after)) {
    const { change, words } = resultChange(found);
    record(change, at(subject, found.path), `${name(found.path)} ${words}`, [
      found.before,
      found.after,
    ]);
  }
}

/** What a unit makes of a response: its type, and where each part of it is read. */
export function compareResults(
  before: OutputNode,
  after: OutputNode,
  renames: Renames,
  subject: Subject,
  record: RecordChange,
): void {
  compareResultTypes(nodeType(before), nodeType(after), subject, record);
  const old = new Map(sources(renames.apply(before)));
  for (const [path, source] of sources(after)) {
    const was = old.get(path);
    if (was !== undefined && was !== source)
      record('result-source-changed', at(subject, path), `${name(path)} is read from elsewhere`, [
        was,
        source,
      ]);
  }
}

function name(path: string): string {
  return path === '' ? 'the result' : `\`${path}\` of the result`;
}

function at(subject: Subject, path: string): Subject {
  return { ...subject, path: [...subject.path, path === '' ? 'result' : `result ${path}`] };
}

function nodeType(node: OutputNode): Type {
  switch (node.kind) {
    case 'object': {
      const properties = node.properties.map((property) => ({
        name: property.name,
        type: nodeType(property.node),
        required: true,
        ...(property.description === undefined ? {} : { description: property.description }),
      }));
      return { kind: 'object', properties };
    }
    case 'array':
      return { kind: 'array', items: nodeType(node.items) };
    default:
      return node.type;
  }
}

/** By the path of each part of a result: where it comes from, as text to compare. How a path was written is no part of it. */
function sources(node: OutputNode, path = ''): readonly (readonly [string, string])[] {
  const text = (value: unknown): string =>
    stableJson(value, ['source', 'type', 'description', 'at']);
  switch (node.kind) {
    case 'whole':
      return [[path, text([])]];
    case 'path':
      return [[path, text(node.path.segments)]];
    case 'value':
      return [[path, text(node.value)]];
    case 'object':
      return [
        [path, text(node.from?.segments ?? [])],
        ...node.properties.flatMap((property) =>
          sources(property.node, `${path}.${property.name}`),
        ),
      ];
    case 'array':
      return [[path, text(node.from?.segments ?? [])], ...sources(node.items, `${path}[]`)];
  }
}

function resultChange(found: TypeDifference): {
  readonly change: ChangeCode;
  readonly words: string;
} {
  const { before, after } = found;
  const types = `it was ${before}, now ${after}`;
  switch (found.kind) {
    case 'specified':
      return { change: 'result-type-specified', words: `has a type: ${after}` };
    case 'lost':
      return { change: 'result-type-lost', words: `no longer has a type: it was ${before}` };
    case 'widened':
      return { change: 'result-type-widened', words: `can be more: ${types}` };
    case 'narrowed':
      return { change: 'result-type-narrowed', words: `can be less: ${types}` };
    case 'changed':
      return { change: 'result-type-changed', words: `is of another type: ${types}` };
    case 'null-added':
      return { change: 'result-null-added', words: 'can be null' };
    case 'null-removed':
      return { change: 'result-null-removed', words: 'is no longer null' };
    case 'values-added':
      return { change: 'result-values-added', words: `can also be ${after}` };
    case 'values-removed':
      return { change: 'result-values-removed', words: `is no longer ${before}` };
    case 'pattern-added':
    case 'pattern-removed':
    case 'pattern-changed':
    case 'format':
      return { change: 'result-format-changed', words: `is described differently: ${types}` };
    case 'property-added':
      return { change: 'result-property-added', words: 'is new' };
    case 'property-removed':
      return { change: 'result-property-removed', words: 'is gone' };
    case 'property-required':
      return { change: 'result-property-guaranteed', words: 'is always there' };
    case 'property-optional':
      return { change: 'result-property-not-guaranteed', words: 'may be missing' };
    case 'description':
      return { change: 'result-description-changed', words: 'is described differently' };
  }
}
