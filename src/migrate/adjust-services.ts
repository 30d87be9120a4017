// What is consumed: authentication, bodies, operations with a path of their own, inputs that do not say where they go.
import {
  memberOf,
  newDraft,
  plainOf,
  textOf,
  withKey,
  withMember,
  withValue,
  without,
  type Draft,
  type MappingDraft,
} from '../source/draft.ts';
import { operationPath } from '../ir/lower/lower-service.ts';
import { foldName } from '../util/fold-name.ts';
import { hostVariableName } from '../util/variable-name.ts';
import { namedItems, newItem, withItems, type NamedItem } from './collections.ts';
import type { Adjusters, Walk } from './conform.ts';

export const services: Adjusters = {
  'consumed API': {
    before: (draft, walk) => ownPaths(severalKeys(baseUri(typed(draft), walk), walk), walk),
  },
  'API key authentication': { before: keyNames },
  'consumed operation': { before: bodyOf },
  'consumed input': { before: consumedInput },
};

function typed(draft: MappingDraft): MappingDraft {
  if (memberOf(draft, 'from') !== undefined) return draft;
  return memberOf(draft, 'type') === undefined
    ? withMember(draft, 'type', newDraft('http'), '')
    : draft;
}

/** A host nobody has named, or one that a variable holds with everything around it, from the environment. */
function baseUri(draft: MappingDraft, walk: Walk): MappingDraft {
  const variable = hostVariable(draft);
  if (variable === undefined) return draft;
  const value = memberOf(draft, 'baseUri');
  if (!walk.unsafe) return draft;
  walk.notes.add(
    'added',
    'a base URI without a host takes one from the environment',
    value ?? draft,
  );
  const text = `https://{{${variable}}}`;
  return withMember(
    draft,
    'baseUri',
    value?.kind === 'scalar' ? withValue(value, text) : newDraft(text),
    'namespace',
  );
}

/** The variable for the host of a base URI that has none: empty, or a whole that a variable stands for. */
export function hostVariable(api: Draft): string | undefined {
  if (textOf(api, 'type') !== undefined && textOf(api, 'type') !== 'http') return undefined;
  if (['import', 'from', 'location'].some((key) => memberOf(api, key) !== undefined))
    return undefined;
  const written = (textOf(api, 'baseUri') ?? '').trim();
  const whole = /^\{\{\s*(?:[^{}.\s]+\.)?([A-Z][A-Z0-9_]*)\s*\}\}\/?$/.exec(written);
  if (whole !== null) return `${whole[1]!.replace(/_(?:BASE_)?(?:UR[IL]|HOST)$/, '')}_HOST`;
  if (written !== '') return undefined;
  return hostVariableName(textOf(api, 'namespace') ?? 'api');
}

/** Several keys in headers of their own: one is the key of the format, more are header inputs of every operation. */
function severalKeys(draft: MappingDraft, walk: Walk): MappingDraft {
  const auth = memberOf(draft, 'authentication');
  const headers = memberOf(auth, 'headers');
  if (auth?.kind !== 'mapping' || headers?.kind !== 'mapping' || textOf(auth, 'key') !== undefined)
    return draft;
  const [only, ...others] = headers.members;
  if (only === undefined) return draft;
  if (others.length === 0) {
    walk.notes.add('moved', 'the one header of an API key is its `key`', headers);
    const key = withMember(without(auth, 'headers'), 'key', newDraft(only.key), 'type');
    const whole = withMember(
      withMember(key, 'value', only.value, 'key'),
      'placement',
      newDraft('header'),
      'value',
    );
    return withMember(draft, 'authentication', whole);
  }
  walk.notes.add(
    'moved',
    'keys in several headers become header inputs of every operation: the format has one key',
    headers,
  );
  const inputs = memberOf(draft, 'inputParameters');
  const added = headers.members.map(({ key, value }): NamedItem => {
    const item = newItem(key, { in: 'header' });
    return { ...item, value: withMember(item.value as MappingDraft, 'value', value) };
  });
  const all = withItems(inputs, [...namedItems(inputs), ...added]);
  return withMember(without(draft, 'authentication'), 'inputParameters', all, 'baseUri');
}

function keyNames(draft: MappingDraft): MappingDraft {
  const renames = [
    ['name', 'key'],
    ['in', 'placement'],
  ] as const;
  return renames.reduce(
    (auth, [old, now]) => (memberOf(auth, now) === undefined ? withKey(auth, old, now) : auth),
    draft,
  );
}

/** An operation whose path replaces that of its resource becomes a resource of its own. */
export function ownPaths(draft: MappingDraft, walk: Walk): MappingDraft {
  const resources = memberOf(draft, 'resources');
  const items = namedItems(resources);
  if (resources === undefined || !items.some(({ value }) => operationsOf(value).some(hasPath)))
    return draft;
  const split = items.flatMap((item): readonly NamedItem[] => {
    const operations = operationsOf(item.value);
    const moved = operations.filter(hasPath);
    if (item.value.kind !== 'mapping' || moved.length === 0) return [item];
    walk.notes.add('moved', 'an operation with a path of its own becomes a resource', item.value);
    const own = memberOf(item.value, 'operations');
    const resource = item.value;
    const rest = operations.filter((operation) => !hasPath(operation));
    const kept =
      rest.length === 0
        ? []
        : [{ ...item, value: withMember(resource, 'operations', withItems(own, rest)) }];
    const apart = moved.map((operation, index): NamedItem => {
      const { value } = operation;
      const path = operationPath(textOf(resource, 'path') ?? '', textOf(value, 'path'));
      const alone = {
        ...operation,
        value: value.kind === 'mapping' ? without(value, 'path') : value,
      };
      const operations = withItems(own, [alone]);
      // The first takes the place of its resource, where nothing else is left of that.
      if (rest.length === 0 && index === 0) {
        const there = memberOf(resource, 'path');
        const moved = withMember(resource, 'path', there ? withValue(there, path) : newDraft(path));
        return { ...item, value: withMember(moved, 'operations', operations) };
      }
      const name = `${item.name || 'resource'}-${pathWords(path)}`;
      const whole = withMember(copyOf(resource), 'path', newDraft(path));
      const named =
        memberOf(whole, 'name') === undefined ? whole : withMember(whole, 'name', newDraft(name));
      const result = withMember(named, 'operations', operations);
      return { name, value: result, entry: { value: result } };
    });
    return [...kept, ...apart];
  });
  return withMember(draft, 'resources', withItems(resources, unique(split)));
}

/** `/user/orders/{id}` → `user-orders`: names of operations are read with the words of their resource. */
function pathWords(path: string): string {
  const words = path.replace(/\{\{?[^{}]*\}\}?/g, '').replace(/[^A-Za-z0-9]+/g, '-');
  return words.replace(/^-|-$/g, '') || 'root';
}

/** What is said of several things now is written anew for each. */
function copyOf(resource: MappingDraft): MappingDraft {
  return newDraft(plainOf(resource)) as MappingDraft;
}

function operationsOf(resource: Draft): readonly NamedItem[] {
  return namedItems(memberOf(resource, 'operations'));
}

function hasPath({ value }: NamedItem): boolean {
  return textOf(value, 'path') !== undefined;
}

function unique(items: readonly NamedItem[]): readonly NamedItem[] {
  const taken = new Set<string>();
  return items.map((item) => {
    let { name } = item;
    for (let number = 2; name !== '' && taken.has(name); number++) name = `${item.name}-${number}`;
    taken.add(name);
    if (name === item.name) return item;
    const value =
      item.value.kind === 'mapping' && memberOf(item.value, 'name') !== undefined
        ? withMember(item.value, 'name', newDraft(name))
        : item.value;
    return { ...item, name, value };
  });
}

/** A body without `data` is the caller's, whole: an input of the operation. */
function bodyOf(draft: MappingDraft, walk: Walk): MappingDraft {
  const body = memberOf(draft, 'body');
  if (body?.kind !== 'mapping') return draft;
  const data = memberOf(body, 'data');
  if (data !== undefined && (data.kind !== 'scalar' || data.value !== null)) return draft;
  walk.notes.add(
    'moved',
    'a `body` without `data` is an input of the operation: what the caller gives',
    body,
  );
  const declared = [draft, ...walk.above].flatMap((part) =>
    namedItems(memberOf(part, 'inputParameters')).filter(
      ({ value }) => textOf(value, 'in') === 'body',
    ),
  );
  const name = declared[0]?.name ?? 'body';
  const inputs = memberOf(draft, 'inputParameters');
  const added =
    declared.length === 0
      ? withMember(
          draft,
          'inputParameters',
          withItems(inputs, [...namedItems(inputs), newItem(name, { in: 'body' })]),
          'method',
        )
      : draft;
  const isWhole = declared.length < 2 && /^(?:body|payload|data|request_?body)$/i.test(name);
  if (isWhole && (textOf(body, 'type') ?? 'json') === 'json') return without(added, 'body');
  return withMember(added, 'body', withMember(body, 'data', newDraft(`{{${name}}}`), 'type'));
}

function consumedInput(draft: MappingDraft, walk: Walk): MappingDraft {
  let result = draft;
  for (const key of ['template', 'const'])
    if (memberOf(result, 'value') === undefined) result = withKey(result, key, 'value');
  return placed(result, walk, ['query', 'header', 'path', 'cookie', 'body', 'environment']);
}

/** An input that does not say where it goes: into the path that names it, else where its method has it. */
export function placed(draft: MappingDraft, walk: Walk, places: readonly string[]): MappingDraft {
  const place = textOf(draft, 'in');
  if (place !== undefined && places.includes(place)) return draft;
  const name = textOf(draft, 'name') ?? walk.key;
  const value = placeOf(name, place, walk);
  walk.notes.add('added', 'an input says where it goes: `in`', draft);
  const old = memberOf(draft, 'in');
  return withMember(
    draft,
    'in',
    old === undefined ? newDraft(value) : withValue(old, value),
    memberOf(draft, 'name') === undefined ? '' : 'name',
  );
}

function placeOf(name: string, written: string | undefined, { above }: Walk): string {
  if (written === 'formData') return 'body';
  const path = above.findLast((part) => memberOf(part, 'path') !== undefined);
  const variables = [...(textOf(path, 'path') ?? '').matchAll(/\{+([^{}]+)\}+/g)].map((match) =>
    foldName(match[1]!.trim()),
  );
  if (variables.includes(foldName(name))) return 'path';
  const operation = above.findLast((part) => memberOf(part, 'method') !== undefined);
  const method = textOf(operation, 'method')?.toUpperCase() ?? 'GET';
  return ['GET', 'HEAD', 'DELETE', 'OPTIONS'].includes(method) ? 'query' : 'body';
}
