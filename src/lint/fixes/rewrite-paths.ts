// Paths and base URIs written as their readers want them. What is sent may be another request: most are made on request.
import { addItem, addMember, setValue } from '../../source/edit.ts';
import { child } from '../../source/location.ts';
import {
  lastOf,
  parentOf,
  pointersOf,
  rewriteTexts,
  safeFix,
  textAt,
  unsafeFix,
  valueAt,
} from './fixer.ts';
import type { Edits, Fixer } from './fixer.ts';

const rewriting =
  (make: typeof safeFix, title: string, rewrite: (path: string) => string): Fixer =>
  (sites, context) =>
    make(title, rewriteTexts(pointersOf(sites, context), context.source, rewrite));

const withoutSlash = (path: string): string => path.replace(/\/+$/, '');

/** Addresses are joined with one slash whatever they end with. */
export const trimBaseUris = rewriting(safeFix, 'remove the slash', withoutSlash);

/** A router may answer both, or one of them only. */
export const trimRoutes = rewriting(unsafeFix, 'remove the slash', withoutSlash);

/** The places are those of the fewer paths: what they have the others have not. */
export const followOtherSlashes = rewriting(unsafeFix, 'end as most of the paths do', (path) =>
  path.endsWith('/') ? withoutSlash(path) : `${path}/`,
);

export const singleSlashes = rewriting(unsafeFix, 'write one slash', (path) =>
  path.replace(/\/{2,}/g, '/'),
);

/** Programs differ in what they make of a path without a slash: `orders` → `/orders` */
export const addSlashes = rewriting(unsafeFix, 'write a slash in front', (path) => `/${path}`);

/** `/notes/{id}` → `/notes/{{id}}`: what the reference engine fills. */
export const doubleBraces = rewriting(unsafeFix, 'write double braces', (path) =>
  path.replace(/(?<!\{)\{([^{}]+)\}(?!\})/g, '{{$1}}'),
);

/** The host may not answer there. */
export const useHttps = rewriting(unsafeFix, 'use https', (url) =>
  url.replace(/^http:(?=\/\/)/i, 'https:'),
);

/** `/notes?draft=true` → `/notes`, with an input `draft` that is always `true`. */
export const declareQueries: Fixer = (sites, context) =>
  unsafeFix('declare the query as inputs', queryEdits(sites, context));

function* queryEdits(...[sites, context]: Parameters<Fixer>): Edits {
  const { program, source } = context;
  const isMap = program.main.format.startsWith('ikanos-');
  for (const pointer of pointersOf(sites, context)) {
    const [path = '', query = '', ...more] = (textAt(source, pointer) ?? '').split('?');
    // A variable there is the caller's to give, and a fragment or a second mark is no query.
    if (path === '' || query === '' || more.length > 0 || /[{}#]/.test(query)) continue;
    const pairs = [...new URLSearchParams(query)];
    if (new Set(pairs.map(([name]) => name)).size < pairs.length) continue;
    const resource = parentOf({ file: source.path, pointer });
    const at = child(resource, 'inputParameters');
    const fields = (value: string): { in: string; value: string } => ({ in: 'query', value });
    const present = valueAt(source, at);
    yield setValue(source, { file: source.path, pointer }, path);
    if (present === undefined)
      yield addMember(
        source,
        resource,
        'inputParameters',
        isMap
          ? Object.fromEntries(pairs.map(([name, value]) => [name, fields(value)]))
          : pairs.map(([name, value]) => ({ name, ...fields(value) })),
        lastOf(source, resource, ['path', 'label', 'display', 'description']),
      );
    else
      for (const [name, value] of pairs)
        yield Array.isArray(present)
          ? addItem(source, at, { name, ...fields(value) })
          : addMember(source, at, name, fields(value));
  }
}
