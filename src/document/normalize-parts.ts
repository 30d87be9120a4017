// Parts that both sides of a document share: parameters, outputs, units, authentication.
import { child, type Location } from '../source/location.ts';
import type {
  Authentication,
  OutputParameter,
  Parameter,
  Reference,
  Step,
  StepMapping,
  Unit,
  WithEntry,
} from './document.ts';
import {
  fields,
  flag,
  isRecord,
  kindOf,
  list,
  namedEntries,
  present,
  text,
  texts,
  type Fields,
} from './fields.ts';

/** The name of something that cannot do without; reports its absence and goes on with an empty one. */
export function requireName(entry: Fields, key: string, what: string): string {
  const name = text(entry, key);
  if (name !== undefined && name !== '') return name;
  entry.report({
    code: 'name-missing',
    severity: 'error',
    message: `${what} needs a \`${key}\``,
    at: entry.at,
  });
  return '';
}

export function parameters(from: Fields, key: string): readonly Parameter[] {
  return namedEntries(from, key).map(({ name, fields: entry }) => {
    if (name === undefined) requireName(entry, 'name', 'a parameter');
    return parameter(name ?? '', entry);
  });
}

function parameter(name: string, entry: Fields): Parameter {
  const value = entry.value['value'] ?? entry.value['template'] ?? entry.value['const'];
  const items = entry.value['items'];
  return present({
    name,
    in: text(entry, 'in'),
    type: text(entry, 'type'),
    description: text(entry, 'description'),
    // A list is the JSON Schema way of saying which properties are required: it says nothing of the parameter itself.
    required: Array.isArray(entry.value['required']) ? undefined : flag(entry, 'required'),
    pattern: text(entry, 'pattern'),
    value: value === null ? undefined : value,
    mapping: text(entry, 'mapping'),
    values: enumValues(entry),
    items: isRecord(items)
      ? parameter('', { ...entry, value: items, at: child(entry.at, 'items') })
      : undefined,
    properties: namedEntries(entry, 'properties').map((item) =>
      parameter(item.name ?? '', item.fields),
    ),
    at: entry.at,
  });
}

function enumValues(entry: Fields): readonly (string | number)[] | undefined {
  const values = entry.value['enum'];
  return Array.isArray(values)
    ? values.filter((item) => typeof item === 'string' || typeof item === 'number')
    : undefined;
}

export function outputs(from: Fields, key: string): readonly OutputParameter[] {
  return namedEntries(from, key).map(({ name, fields: entry }) => output(name, entry));
}

function output(name: string | undefined, entry: Fields): OutputParameter {
  return present({
    name,
    type: text(entry, 'type'),
    description: text(entry, 'description'),
    mapping: text(entry, 'mapping'),
    value: scalarText(entry, 'value'),
    constant: entry.value['const'],
    properties: namedEntries(entry, 'properties').map((item) => output(item.name, item.fields)),
    items: itemsOutput(entry),
    required: Array.isArray(entry.value['required']) ? undefined : flag(entry, 'required'),
    nullable: flag(entry, 'nullable'),
    format: text(entry, 'format'),
    values: enumValues(entry),
    others: otherProperties(entry),
    at: entry.at,
  });
}

/** `true`, or what each of the properties nobody names is like. */
function otherProperties(entry: Fields): OutputParameter | undefined {
  const others = entry.value['additionalProperties'];
  const at = child(entry.at, 'additionalProperties');
  if (others === true) return { properties: [], at };
  return isRecord(others) ? output(undefined, { ...entry, value: others, at }) : undefined;
}

/** One item schema; in a list of one (up to 0.5); or named fields of an object (orchestrated outputs, list or map). */
function itemsOutput(entry: Fields): OutputParameter | undefined {
  const items = entry.value['items'];
  if (items === undefined || items === null) return undefined;
  const at = child(entry.at, 'items');
  const asObject = (properties: readonly OutputParameter[]): OutputParameter => ({
    type: 'object',
    properties,
    at,
  });
  if (Array.isArray(items)) {
    const [first] = items as readonly unknown[];
    if (isRecord(first) && typeof first['name'] !== 'string')
      return output(undefined, { ...entry, value: first, at: child(at, 0) });
    return asObject(outputs(entry, 'items'));
  }
  if (isRecord(items)) {
    if (typeof items['type'] === 'string') return output(undefined, { ...entry, value: items, at });
    return asObject(outputs(entry, 'items'));
  }
  entry.report({
    code: 'shape',
    severity: 'error',
    message: `\`items\` must be a mapping or a list, not ${kindOf(items)}`,
    at,
  });
  return undefined;
}

function scalarText(from: Fields, key: string): string | undefined {
  const value = from.value[key];
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return text(from, key);
}

export function unit(name: string | undefined, entry: Fields): Unit {
  return present({
    name,
    display: text(entry, 'display') ?? text(entry, 'label'),
    description: text(entry, 'description'),
    tags: texts(entry, 'tags'),
    inputs: parameters(entry, 'inputParameters'),
    call: reference(entry, 'call'),
    ref: reference(entry, 'ref'),
    with: withEntries(entry),
    steps: namedEntries(entry, 'steps').map((item) => step(item.name, item.fields)),
    mappings: list(entry, 'mappings').map(({ value, at }): StepMapping => {
      const mapping = fields(value, at, entry.report, 'a mapping of steps');
      return {
        target: text(mapping, 'target') ?? text(mapping, 'targetName') ?? '',
        value: text(mapping, 'value') ?? '',
        at,
      };
    }),
    outputs: outputs(entry, 'outputParameters'),
    deprecated: flag(entry, 'deprecated') ?? false,
    at: entry.at,
  });
}

/** In the wild a call may be a mapping of its own, with the `with` inside. */
function callFields(entry: Fields): Fields {
  const call = entry.value['call'];
  return isRecord(call)
    ? { value: call, at: child(entry.at, 'call'), report: entry.report }
    : entry;
}

function reference(entry: Fields, key: 'call' | 'ref' | 'index'): Reference | undefined {
  const from = key === 'call' ? callFields(entry) : entry;
  const member = from === entry ? key : 'operation';
  const at = child(from.at, member);
  const written = text(from, member);
  if (written !== undefined && written.trim() !== '') return { text: written.trim(), at };
  // What is there and names nothing is wrong by itself: nothing is missing beside it.
  if ((from === entry && (entry.value[key] ?? undefined) === undefined) || key === 'index')
    return written === undefined ? undefined : { text: '', at };
  if (written !== undefined || from !== entry) {
    const message = `\`${key}\` must be text: write \`namespace.${key === 'call' ? 'operation' : 'flow'}\``;
    entry.report({ code: 'shape', severity: 'error', message, at: child(entry.at, key) });
  }
  return { text: '', at };
}

function withEntries(entry: Fields): readonly WithEntry[] {
  const own = withOf(entry);
  const inner = callFields(entry);
  return inner === entry ? own : [...withOf(inner), ...own];
}

function withOf(entry: Fields): readonly WithEntry[] {
  const at = child(entry.at, 'with');
  const from = fields(entry.value['with'], at, entry.report, '`with`');
  return Object.keys(from.value).map((name) => ({
    name,
    value: from.value[name],
    at: child(at, name),
  }));
}

function step(name: string | undefined, entry: Fields): Step {
  if (name === undefined) requireName(entry, 'name', 'a step');
  return present({
    name: name ?? '',
    type: text(entry, 'type') ?? (entry.value['call'] === undefined ? '' : 'call'),
    call: reference(entry, 'call'),
    with: withEntries(entry),
    index: reference(entry, 'index'),
    match: text(entry, 'match'),
    lookupValue: text(entry, 'lookupValue'),
    fields: text(entry, 'type') === 'lookup' ? texts(entry, 'outputParameters') : [],
    language: text(entry, 'language'),
    file: text(entry, 'file'),
    location: text(entry, 'location'),
    dependencies: text(entry, 'type') === 'script' ? texts(entry, 'dependencies') : [],
    at: entry.at,
  });
}

const authenticationFields = [
  'username',
  'password',
  'key',
  'name',
  'value',
  'placement',
  'in',
  'token',
  'authorizationServerUri',
  'resource',
  'audience',
  'tokenEndpoint',
  'tokenValidation',
  'clientId',
  'clientSecret',
] as const;

export function authentication(from: Fields): Authentication | undefined {
  const at: Location = child(from.at, 'authentication');
  if (from.value['authentication'] === undefined || from.value['authentication'] === null)
    return undefined;
  const entry = fields(from.value['authentication'], at, from.report, '`authentication`');
  const values: Record<string, string> = {};
  for (const key of authenticationFields) {
    const value = text(entry, key);
    if (value !== undefined) values[key] = value;
  }
  const headers = fields(entry.value['headers'], child(at, 'headers'), from.report, '`headers`');
  return {
    type: text(entry, 'type') ?? '',
    fields: values,
    scopes: texts(entry, 'scopes'),
    headers: Object.keys(headers.value).map((name) => ({ name, value: text(headers, name) ?? '' })),
    at,
  };
}
