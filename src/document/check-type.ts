// JSON types of values, as JSON Schema counts them.

export type JsonType = 'null' | 'boolean' | 'number' | 'integer' | 'string' | 'array' | 'object';

export type Mapping = Readonly<Record<string, unknown>>;

export function typeOf(value: unknown): JsonType {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  switch (typeof value) {
    case 'number':
      return Number.isInteger(value) ? 'integer' : 'number';
    case 'string':
      return 'string';
    case 'boolean':
      return 'boolean';
    default:
      return 'object';
  }
}

export function hasType(value: unknown, type: JsonType | readonly JsonType[]): boolean {
  const actual = typeOf(value);
  if (actual === 'number' && !Number.isFinite(value)) return false;
  return typesOf(type).some((one) => one === actual || (one === 'number' && actual === 'integer'));
}

export function typesOf(type: JsonType | readonly JsonType[]): readonly JsonType[] {
  return typeof type === 'string' ? [type] : type;
}

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
