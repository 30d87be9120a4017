// Which findings have a fix: one line a rule.
import type { Fix } from '../diagnostics/diagnostic.ts';
import type { Location, Span } from '../source/location.ts';
import {
  declarePathVariables,
  declareReadInputs,
  declareRouteVariables,
} from './fixes/declare-inputs.ts';
import type { FixContext, Fixer } from './fixes/fixer.ts';
import { addSlashes, bindHosts, callNearest, useFreeToken } from './fixes/guesses.ts';
import { quoteScalars, removeMark, tidyLayout } from './fixes/layout.ts';
import { addHints, useHttps } from './fixes/likely.ts';
import {
  removeOperationCopies,
  removeRouteCopies,
  removeToolCopies,
} from './fixes/remove-copies.ts';
import {
  declareBindKeys,
  passVariables,
  rewritePrefixes,
  rewriteRootPaths,
  rewriteTrailingSlashes,
} from './fixes/rewrite-values.ts';

/** In the order in which overlapping fixes take precedence. */
const fixers: ReadonlyMap<string, Fixer> = new Map([
  ['duplicate-operation-identical', removeOperationCopies],
  ['duplicate-route', removeRouteCopies],
  ['duplicate-tool', removeToolCopies],
  ['rest-path-variable-unreachable', passVariables],
  ['with-source-unknown-prefix', rewritePrefixes],
  ['path-variable-undeclared', declarePathVariables],
  ['with-source-undeclared', declareReadInputs],
  ['rest-path-variable-undeclared', declareRouteVariables],
  ['jsonpath-suspicious-root', rewriteRootPaths],
  ['base-uri-trailing-slash', rewriteTrailingSlashes],
  ['path-no-leading-slash', addSlashes],
  ['bind-key-undeclared', declareBindKeys],
  ['yaml-bom', removeMark],
  ['spec-version-unquoted', quoteScalars],
  ['yaml-ambiguous-scalar', quoteScalars],
  ['call-unresolved', callNearest],
  ['base-uri-empty', bindHosts],
  ['auth-missing-on-consumes', useFreeToken],
  ['hints-missing', addHints],
  ['base-uri-http', useHttps],
  ['yaml-layout', tidyLayout],
]);

/** Codes with a fix, what takes precedence first. */
export const fixable: readonly string[] = [...fixers.keys()];

/** An overlaid document is not the text that would be edited: it is fixed without its overlay. */
export function fixOf(
  code: string,
  sites: readonly (Location | Span)[],
  context: FixContext,
): Fix | undefined {
  return context.program.main.overlay === undefined
    ? fixers.get(code)?.(sites, context)
    : undefined;
}
