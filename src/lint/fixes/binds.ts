// Values that come from outside: keys that are read are bound, keys that nobody reads are read or go.
import { addItem, addMember, setValue } from '../../source/edit.ts';
import { child, root } from '../../source/location.ts';
import { hostVariableName, variableName } from '../../util/variable-name.ts';
import {
  lastOf,
  parentOf,
  pointersOf,
  removeAll,
  rewriteTexts,
  safeFix,
  textAt,
  unsafeFix,
  valueAt,
  type Edits,
  type FixContext,
  type Fixer,
} from './fixer.ts';

/** Variables bound in the bind that stands for the environment; in a new one where there is none. */
export function* keyEdits(names: readonly string[], { program, source }: FixContext): Edits {
  if (names.length === 0) return;
  const bind = program.binds.find(
    ({ at, location }) => at.file === source.path && location === undefined,
  );
  const keys = bind && child(bind.at, 'keys');
  const present = keys && valueAt(source, keys);
  if (keys !== undefined && present !== undefined) {
    for (const name of names)
      if (!Object.hasOwn(present, name)) yield addMember(source, keys, name, name);
    return;
  }
  const taken = new Set(
    [...program.apis, ...program.adapters, ...program.binds].map(({ namespace }) => namespace),
  );
  const added = {
    namespace: ['env', 'environment', 'variables'].find((name) => !taken.has(name)) ?? 'outside',
    description: 'Where the APIs are and what they are asked with.',
    keys: Object.fromEntries(names.map((name) => [name, name])),
  };
  const at = child(root(source.path), 'binds');
  yield valueAt(source, at) === undefined
    ? addMember(source, root(source.path), 'binds', [added], 'info')
    : addItem(source, at, added);
}

/** Keys that credentials read, in the bind that stands for the environment. */
export const declareBindKeys: Fixer = (sites, context) => {
  const { program, source } = context;
  const bind = program.binds.find(
    ({ at, location }) => at.file === source.path && location === undefined,
  );
  const keys = bind && child(bind.at, 'keys');
  const present = keys && valueAt(source, keys);
  if (keys === undefined || present === undefined) return undefined;
  const names = [...pointersOf(sites, context)].flatMap((pointer) =>
    [
      ...(textAt(source, pointer) ?? '').matchAll(
        /\{\{\s*(?:[^{}.\s]+\.)?([A-Z][A-Z0-9_]*)\s*\}\}/g,
      ),
    ].map((match) => match[1]!),
  );
  const edits = [...new Set(names)]
    .filter((name) => !Object.hasOwn(present, name))
    .map((name) => addMember(source, keys, name, name));
  return safeFix('bind the key to the variable of that name', edits);
};

/** A host that nobody names comes from the environment. */
export const bindHosts: Fixer = (sites, context) =>
  unsafeFix('take the host from the environment', hostEdits(sites, context));

function* hostEdits(...[sites, context]: Parameters<Fixer>): Edits {
  const { program, source } = context;
  const wanted = pointersOf(sites, context);
  const names: string[] = [];
  for (const { api } of program.apis) {
    const at = child(api.at, 'baseUri');
    if (!wanted.has(at.pointer)) continue;
    const name = hostVariableName(api.namespace);
    const text = `https://{{${name}}}`;
    const isThere = valueAt(source, api.at)?.['baseUri'] !== undefined;
    const edit = isThere
      ? setValue(source, at, text)
      : addMember(source, api.at, 'baseUri', text, 'namespace');
    if (edit === undefined) continue;
    yield edit;
    names.push(name);
  }
  yield* keyEdits([...new Set(names)], context);
}

/** `https://{region}.shop.dev` → `https://{{SHOP_REGION}}.shop.dev`, with that key bound. */
export const bindBaseUris: Fixer = (sites, context) =>
  unsafeFix('take the variables from the environment', baseUriEdits(sites, context));

function* baseUriEdits(...[sites, context]: Parameters<Fixer>): Edits {
  const { program, source } = context;
  const wanted = pointersOf(sites, context);
  const bound = new Set(program.binds.flatMap(({ keys }) => keys.map(({ name }) => name)));
  const names = new Set<string>();
  for (const { api } of program.apis) {
    const { pointer } = child(api.at, 'baseUri');
    if (!wanted.has(pointer)) continue;
    yield* rewriteTexts([pointer], source, (text) =>
      text.replace(/\{\{?\s*([^{}]+?)\s*\}\}?/g, (written, inner: string) => {
        const key = inner.slice(inner.indexOf('.') + 1);
        if (bound.has(key)) return written;
        const name = /^[A-Z][A-Z0-9_]*$/.test(key) ? key : variableName(api.namespace, key);
        names.add(name);
        return `{{${name}}}`;
      }),
    );
  }
  yield* keyEdits([...names], context);
}

/** Of an API that has no authentication, where it is the only such one and a single token is read by nobody. */
export const useFreeToken: Fixer = (sites, context) => {
  const { source } = context;
  const [pointer, ...others] = pointersOf(sites, context);
  const value = freeCredentials(context);
  if (pointer === undefined || others.length > 0 || value === undefined) return undefined;
  const at = { file: source.path, pointer };
  return unsafeFix(`send the bound ${value.type === 'bearer' ? 'token' : 'name and password'}`, [
    addMember(source, at, 'authentication', value, lastOf(source, at, ['baseUri', 'description'])),
  ]);
};

/** Keys that nobody reads: sent by the one API without authentication; where all have theirs, they go. */
export const useOrRemoveKeys: Fixer = (sites, context) => {
  const { program, source } = context;
  const open = program.apis.filter(
    ({ api }) => api.at.file === source.path && api.authentication === undefined,
  );
  const wanted = pointersOf(sites, context);
  if (open.length > 0)
    return useFreeToken(
      open.map(({ api }) => api.at),
      context,
    );
  const places = [...wanted].map((pointer) => ({ file: source.path, pointer }));
  return unsafeFix('remove the keys that nothing reads', removeAll(places, source));
};

/** What names of keys say to be credentials, among the keys that nothing reads; undefined where that is not plain. */
function freeCredentials({
  program,
  source,
}: FixContext): { readonly type: string; readonly [field: string]: string } | undefined {
  const read = new Set(
    [...source.text.matchAll(/\{\{\{?\s*(?:[^{}.\s]+\.)?([^{}.\s]+)\s*\}\}/g)].map(
      (match) => match[1]!,
    ),
  );
  const free = program.binds
    .flatMap((bind) => bind.keys.map(({ name }) => name))
    .filter((name) => !read.has(name));
  const only = (pattern: RegExp): string | undefined => {
    const [name, ...more] = new Set(free.filter((key) => pattern.test(key)));
    return more.length === 0 ? name : undefined;
  };
  const token = only(/(?:^|_)(?:TOKEN|PAT|BEARER)$/);
  const [user, password] = [only(/(?:^|_)USER(?:NAME)?$/), only(/(?:^|_)PASSWORD$/)];
  const hasBoth = user !== undefined && password !== undefined;
  if (token !== undefined) return hasBoth ? undefined : { type: 'bearer', token: `{{${token}}}` };
  return hasBoth
    ? { type: 'basic', username: `{{${user}}}`, password: `{{${password}}}` }
    : undefined;
}

/** Credentials written out are read from the environment: where they were issued, they have to be replaced as well. */
export const moveSecrets: Fixer = (sites, context) =>
  unsafeFix('read it from the environment', secretEdits(sites, context));

function* secretEdits(...[sites, context]: Parameters<Fixer>): Edits {
  const { program, source } = context;
  const moved = new Map<string, string>();
  for (const pointer of pointersOf(sites, context)) {
    const owner = [...program.main.consumes, ...program.main.exposes].find(({ at }) =>
      pointer.startsWith(`${at.pointer}/`),
    );
    // Elsewhere a placeholder may be nothing but text.
    if (owner === undefined || !/\/(?:authentication|inputParameters)\//.test(pointer)) continue;
    const secret = textAt(source, pointer);
    const field = pointer.slice(pointer.lastIndexOf('/') + 1);
    const named = valueAt(source, parentOf({ file: source.path, pointer }));
    const word =
      field !== 'value' ? field : [named?.['name'], named?.['key']].find((it) => it !== undefined);
    if (secret === undefined || /\{\{/.test(secret)) continue;
    const wanted = variableName(owner.namespace, typeof word === 'string' ? word : 'key');
    let name = wanted;
    for (let number = 2; (moved.get(name) ?? secret) !== secret; number++)
      name = `${wanted}_${number}`;
    const edit = setValue(source, { file: source.path, pointer }, `{{${name}}}`);
    if (edit === undefined) continue;
    moved.set(name, secret);
    yield edit;
  }
  yield* keyEdits([...moved.keys()], context);
}
