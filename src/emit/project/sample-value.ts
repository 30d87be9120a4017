// Values for generated tests and examples. In a test each tells where it came from, and that it was encoded on its way.
import type { Input } from '../../ir/capability.ts';
import type { Json } from '../../ir/expression.ts';
import type { Property, Type } from '../../ir/type.ts';
import { type LiteralValue, Source, stringLiteral } from '../typescript/literal.ts';

/** Bytes, which hold this text. */
export class Bytes {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Sample = Json | Bytes | readonly Sample[] | { readonly [key: string]: Sample };

/** `number` keeps the samples of one call apart from each other. */
export function testSample(type: Type, place: Input['in'], name: string, number: number): Sample {
  // Header values are Latin-1 without controls; everywhere else everything can be sent.
  const suffix = place === 'header' ? '' : ' é/?&+%';
  return sample(type, {
    text: (label) => `${label} ${number}${suffix}`,
    number: () => number,
    fills: true,
    name,
  });
}

/** For people to read: `"project_id"`, `1`. */
export function exampleSample(type: Type, name: string): Sample {
  return sample(type, { text: (label) => label, number: () => 1, fills: false, name });
}

interface Style {
  readonly text: (label: string) => string;
  readonly number: () => number;
  /** Whether objects of any keys get one. */
  readonly fills: boolean;
  readonly name: string;
}

function sample(type: Type, style: Style): Sample {
  switch (type.kind) {
    case 'null':
      return null;
    case 'unknown':
      return style.text(plainLabel(style.name));
    case 'scalar':
      return scalarSample(type.scalar, style);
    case 'enum':
      return type.values[0] ?? null;
    case 'array':
      return [sample(type.items, style)];
    case 'object':
      return Object.fromEntries(
        chosen(type.properties).map((property) => [
          property.name,
          sample(property.type, { ...style, name: property.name }),
        ]),
      );
    case 'record':
      return style.fills ? { key: sample(type.values, style) } : {};
    case 'union':
      return type.members[0] === undefined ? null : sample(type.members[0], style);
    case 'binary':
      return new Bytes(style.text(plainLabel(style.name)));
  }
}

function scalarSample(scalar: string, { text, number, name }: Style): Json {
  if (scalar === 'boolean') return true;
  if (scalar === 'integer') return number();
  return scalar === 'number' ? number() + 0.5 : text(plainLabel(name));
}

/** What has to be there; the first where nothing has to. */
function chosen(properties: readonly Property[]): readonly Property[] {
  const required = properties.filter((property) => property.required);
  return required.length > 0 ? required : properties.slice(0, 1);
}

function plainLabel(name: string): string {
  return name.replace(/[^A-Za-z0-9_.-]+/g, '-').slice(0, 40) || 'value';
}

/** As source text, for modules that prettier formats. */
export function sampleLiteral(value: Sample): LiteralValue {
  if (value instanceof Bytes) return new Source(`new Blob([${stringLiteral(value.text)}])`);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Sample) => sampleLiteral(item));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, sampleLiteral(item as Sample)]),
  );
}
