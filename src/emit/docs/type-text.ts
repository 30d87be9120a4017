// Types and expressions in words short enough for a table cell. Plain text: print it through `code`.
import type { OutputNode } from '../../ir/capability.ts';
import type { Expression } from '../../ir/expression.ts';
import type { Type } from '../../ir/type.ts';

export function typeText(type: Type, depth = 0): string {
  switch (type.kind) {
    case 'unknown':
      return 'any';
    case 'null':
    case 'binary':
      return type.kind;
    case 'scalar':
      return type.format === undefined ? type.scalar : `${type.scalar} (${type.format})`;
    case 'enum':
      return alternatives(type.values.map((value) => JSON.stringify(value)));
    case 'array': {
      const items = typeText(type.items, depth + 1);
      return items.includes(' ') ? `(${items})[]` : `${items}[]`;
    }
    case 'record':
      return type.values.kind === 'unknown'
        ? 'object'
        : `map of ${typeText(type.values, depth + 1)}`;
    case 'union':
      return alternatives([...new Set(type.members.map((member) => typeText(member, depth + 1)))]);
    case 'object': {
      if (depth > 0 || type.properties.length > 4) return 'object';
      const members = type.properties.map(
        ({ name, type, required }) => `${name}${required ? '' : '?'}: ${typeText(type, depth + 1)}`,
      );
      const text = `{ ${members.join(', ')} }`;
      return members.length === 0 || text.length > 60 ? 'object' : text;
    }
  }
}

function alternatives(texts: readonly string[]): string {
  const shown = texts.slice(0, 12);
  return shown.join(' | ') + (texts.length > shown.length ? ` | … (${texts.length})` : '');
}

/** A field of a result, by its path: `results[].id`. */
export interface Field {
  readonly path: string;
  readonly type: Type;
  readonly required: boolean;
  readonly description?: string;
}

export function fields(type: Type, limit = 60): readonly Field[] {
  const out: Field[] = [];
  const visit = (at: Type, path: string, depth: number): void => {
    if (at.kind === 'array') visit(at.items, `${path}[]`, depth);
    if (at.kind !== 'object' || depth > 4) return;
    for (const { name, type, required, description } of at.properties) {
      if (out.length >= limit) return;
      const here = path === '' ? name : `${path}.${name}`;
      out.push({
        path: here,
        type,
        required,
        ...(description === undefined ? {} : { description }),
      });
      visit(type, here, depth + 1);
    }
  };
  visit(type, '', 0);
  return out;
}

/** What an exposed unit answers, as a type. */
export function outputType(node: OutputNode): Type {
  switch (node.kind) {
    case 'object':
      return {
        kind: 'object',
        properties: node.properties.map(({ name, description, node }) => ({
          name,
          type: outputType(node),
          required: true,
          ...(description === undefined ? {} : { description }),
        })),
      };
    case 'array':
      return { kind: 'array', items: outputType(node.items) };
    default:
      return node.type;
  }
}

/** An expression as a reader would say it: `"a"`, `limit`, `$API_KEY`, `steps.find.id`. */
export function expressionText(value: Expression): string {
  switch (value.kind) {
    case 'literal':
      return JSON.stringify(value.value);
    case 'input':
      return [value.name, ...(value.path ?? [])].join('.');
    case 'secret':
      return `$${value.name}`;
    case 'step':
      return ['steps', value.step, ...value.path].join('.');
    case 'template':
      return value.parts
        .map((part) => (typeof part === 'string' ? part : `{${expressionText(part)}}`))
        .join('');
    case 'array':
      return `[${value.items.map(expressionText).join(', ')}]`;
    case 'object':
      return `{ ${value.members.map(({ name, value }) => `${name}: ${expressionText(value)}`).join(', ')} }`;
  }
}

/** Names of the secrets an expression reads, in order. */
export function secretsIn(value: Expression): readonly string[] {
  switch (value.kind) {
    case 'secret':
      return [value.name];
    case 'template':
      return value.parts.flatMap((part) => (typeof part === 'string' ? [] : secretsIn(part)));
    case 'array':
      return value.items.flatMap(secretsIn);
    case 'object':
      return value.members.flatMap((member) => secretsIn(member.value));
    default:
      return [];
  }
}
