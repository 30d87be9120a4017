// Paths and base URIs written as their readers want them. What is sent may be another request: most are made on request.
import { pointersOf, rewriteTexts, safeFix, unsafeFix, type Fixer } from './fixer.ts';

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
