// Queries in paths become inputs: a fixed one of the consumed operations, one that callers give of the exposed routes.
import { addItem, addMember, setValue } from '../../source/edit.ts';
import { child } from '../../source/location.ts';
import type { Plain } from '../../source/yaml-text.ts';
import { pathVariables } from '../paths.ts';
import { words } from './declare-inputs.ts';
import {
  parentOf,
  placeFor,
  pointersOf,
  textAt,
  unsafeFix,
  valueAt,
  type Edits,
  type Fixer,
} from './fixer.ts';

type Fields = { readonly [key: string]: Plain };

/** `/notes?draft=true` → `/notes`, with an input `draft` that is always `true`. */
export const declareQueries: Fixer = (sites, context) =>
  unsafeFix(
    'declare the query as inputs',
    queryEdits(sites, context, (name, value) => {
      const [variable] = pathVariables(value);
      if (variable === undefined) return /[{}]/.test(value) ? undefined : { in: 'query', value };
      return variable === name && /^\{\{?[^{}]+\}\}?$/.test(value) ? { in: 'query' } : undefined;
    }),
  );

/** `/notes?draft=true` → `/notes`, with an input `draft`: requests get there, whatever they say of it. */
export const exposeQueries: Fixer = (sites, context) =>
  unsafeFix(
    'declare the query as inputs',
    queryEdits(sites, context, (name) => ({
      in: 'query',
      type: 'string',
      description: words(name),
    })),
  );

function* queryEdits(
  ...[sites, context, fieldsOf]: [
    ...Parameters<Fixer>,
    (name: string, value: string) => Fields | undefined,
  ]
): Edits {
  const { program, source } = context;
  const isMap = program.main.format.startsWith('ikanos-');
  for (const pointer of pointersOf(sites, context)) {
    const [path = '', query = '', ...more] = (textAt(source, pointer) ?? '').split('?');
    // A fragment or a second mark is no query.
    if (path === '' || query === '' || more.length > 0 || query.includes('#')) continue;
    const pairs = [...new URLSearchParams(query)];
    const inputs = pairs.flatMap(([name, value]) => {
      const fields = /^[\w.*-]+$/.test(name) ? fieldsOf(name, value) : undefined;
      return fields === undefined ? [] : [[name, fields] as const];
    });
    if (inputs.length < pairs.length || new Set(pairs.map(([name]) => name)).size < pairs.length)
      continue;
    const resource = parentOf({ file: source.path, pointer });
    const at = child(resource, 'inputParameters');
    const present = valueAt(source, at);
    yield setValue(source, { file: source.path, pointer }, path);
    if (present === undefined)
      yield addMember(
        source,
        resource,
        'inputParameters',
        isMap
          ? Object.fromEntries(inputs)
          : inputs.map(([name, fields]): Plain => ({ name, ...fields })),
        placeFor(source, resource, 'inputParameters', 'resources'),
      );
    else
      for (const [name, fields] of inputs)
        yield Array.isArray(present)
          ? addItem(source, at, { name, ...fields })
          : addMember(source, at, name, fields);
  }
}
