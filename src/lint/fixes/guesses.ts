// What nobody says and everybody would guess: made on request, for the author to look at.
import { editDistance } from '../../diagnostics/suggest.ts';
import { operationsOf } from '../../document/program.ts';
import { addMember, setValue } from '../../source/edit.ts';
import { child, root, type Location } from '../../source/location.ts';
import { hostVariableName } from '../../util/host-variable.ts';
import {
  parentOf,
  pointersOf,
  unsafeFix,
  valueAt,
  type Edits,
  type FixContext,
  type Fixer,
} from './fixer.ts';

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

/** Variables bound in the bind that stands for the environment; in a new one where there is none. */
function* keyEdits(names: readonly string[], { program, source }: FixContext): Edits {
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
  const added = {
    namespace: 'hosts',
    description: 'Where the APIs are.',
    keys: Object.fromEntries(names.map((name) => [name, name])),
  };
  if (valueAt(source, root(source.path))?.['binds'] === undefined)
    yield addMember(source, root(source.path), 'binds', [added], 'info');
}

/** A token that is bound and read by nobody, where there is one API without authentication. */
export const useFreeToken: Fixer = (sites, context) => {
  const { program, source } = context;
  const read = new Set(
    [...source.text.matchAll(/\{\{\{?\s*(?:[^{}.\s]+\.)?([^{}.\s]+)\s*\}\}/g)].map(
      (match) => match[1]!,
    ),
  );
  const free = program.binds
    .flatMap((bind) => bind.keys.map(({ name }) => name))
    .filter((name) => !read.has(name) && /(?:^|_)(?:TOKEN|PAT|BEARER)$/.test(name));
  const [pointer, ...others] = pointersOf(sites, context);
  const [name, ...more] = new Set(free);
  if (pointer === undefined || name === undefined || others.length > 0 || more.length > 0)
    return undefined;
  const at: Location = { file: source.path, pointer };
  const value = { type: 'bearer', token: `{{${name}}}` };
  return unsafeFix('send the bound token', [
    addMember(source, at, 'authentication', value, 'baseUri'),
  ]);
};

/** The one operation whose name differs in a letter or two. */
export const callNearest: Fixer = (sites, context) => {
  const names = context.program.apis.flatMap((linked) =>
    operationsOf(linked).map(({ namespace, operation }) => `${namespace}.${operation.name}`),
  );
  const edits = [...pointersOf(sites, context)].map((pointer) => {
    const slash = pointer.lastIndexOf('/');
    const { path: file } = context.source;
    const holder = valueAt(context.source, { file, pointer: pointer.slice(0, slash) });
    const call = holder?.[pointer.slice(slash + 1)];
    if (typeof call !== 'string') return undefined;
    const near = new Set(names.filter((name) => editDistance(call, name, 2) <= 2));
    const [only] = near;
    return only === undefined || near.size > 1
      ? undefined
      : setValue(context.source, { file, pointer }, only);
  });
  return unsafeFix('call the operation of nearly that name', edits);
};

/** Programs differ in what they make of a path without a slash: `orders` → `/orders` */
export const addSlashes: Fixer = (sites, context) => {
  const { source } = context;
  const edits = [...pointersOf(sites, context)].map((pointer) => {
    const at = { file: source.path, pointer };
    const path = valueAt(source, parentOf(at))?.['path'];
    return typeof path === 'string' ? setValue(source, at, `/${path}`) : undefined;
  });
  return unsafeFix('write a slash in front', edits);
};
