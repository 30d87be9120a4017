// Which findings have a fix: one line a rule.
import type { Fix } from '../diagnostics/diagnostic.ts';
import type { Location, Span } from '../source/location.ts';
import {
  bindBaseUris,
  bindHosts,
  declareBindKeys,
  moveSecrets,
  useFreeToken,
  useOrRemoveKeys,
} from './fixes/binds.ts';
import {
  declarePathVariables,
  declareReadInputs,
  declareRouteVariables,
  declareToolInputs,
} from './fixes/declare-inputs.ts';
import type { FixContext, Fixer } from './fixes/fixer.ts';
import { addHints, correctHints } from './fixes/hints.ts';
import { quoteScalars, removeMark, tidyLayout } from './fixes/layout.ts';
import { callNearest, fillKnownOutputs, setKnownInputs, writeMeant } from './fixes/nearest.ts';
import { orderKeys, sortResources } from './fixes/order.ts';
import {
  foldLines,
  quoteRunning,
  spellTags,
  writeMarkdown,
  writeSentences,
} from './fixes/prose.ts';
import { removeInputCopies, removeUnusedInputs, removeUnusedOperations } from './fixes/prune.ts';
import {
  removeOperationCopies,
  removeRouteCopies,
  removeToolCopies,
} from './fixes/remove-copies.ts';
import { declareQueries, exposeQueries } from './fixes/queries.ts';
import {
  nameApart,
  nameOperations,
  removeSameRequests,
  writeKebab,
} from './fixes/rename-operations.ts';
import { nameResources, nameTools, nameToolsPlainly, shortenTools } from './fixes/rename.ts';
import {
  addSlashes,
  doubleBraces,
  followOtherSlashes,
  singleSlashes,
  trimBaseUris,
  trimRoutes,
  useHttps,
} from './fixes/rewrite-paths.ts';
import { passVariables, rewritePrefixes, rewriteRootPaths } from './fixes/rewrite-values.ts';

/** In the order in which overlapping fixes take precedence. */
const fixers: ReadonlyMap<string, Fixer> = new Map([
  ['schema', writeMeant],
  ['duplicate-operation-identical', removeOperationCopies],
  ['duplicate-route', removeRouteCopies],
  ['duplicate-tool', removeToolCopies],
  ['duplicate-input-parameter', removeInputCopies],
  ['rest-path-variable-unreachable', passVariables],
  ['with-source-unknown-prefix', rewritePrefixes],
  ['path-variable-undeclared', declarePathVariables],
  ['with-source-undeclared', declareReadInputs],
  ['rest-path-variable-undeclared', declareRouteVariables],
  ['tool-schema-empty', declareToolInputs],
  ['jsonpath-suspicious-root', rewriteRootPaths],
  ['base-uri-trailing-slash', trimBaseUris],
  ['path-no-leading-slash', addSlashes],
  ['bind-key-undeclared', declareBindKeys],
  ['markdown-unsafe', quoteRunning],
  ['html-in-description', writeMarkdown],
  ['yaml-bom', removeMark],
  ['spec-version-unquoted', quoteScalars],
  ['yaml-ambiguous-scalar', quoteScalars],
  ['call-unresolved', callNearest],
  ['with-key-not-a-target-input', setKnownInputs],
  ['mapping-target-undeclared', fillKnownOutputs],
  ['base-uri-empty', bindHosts],
  ['base-uri-templated', bindBaseUris],
  ['secret-literal', moveSecrets],
  ['auth-missing-on-consumes', useFreeToken],
  ['bind-key-unused', useOrRemoveKeys],
  ['call-ambiguous', nameOperations],
  ['duplicate-operation-name', nameOperations],
  ['duplicate-resource-name', nameResources],
  ['duplicate-method-path', removeSameRequests],
  ['tool-name-charset', nameToolsPlainly],
  ['tool-name-length', shortenTools],
  ['tool-name-numbered', nameTools],
  ['tool-name-from-prose', nameTools],
  ['identifier-collides-after-casing', nameApart],
  ['name-not-kebab', writeKebab],
  ['hints-missing', addHints],
  ['hint-contradicts-method', correctHints],
  ['base-uri-http', useHttps],
  ['path-has-query', declareQueries],
  ['rest-path-has-query', exposeQueries],
  ['path-double-slash-after-join', singleSlashes],
  ['trailing-slash-drift', followOtherSlashes],
  ['rest-path-trailing-slash', trimRoutes],
  ['path-placeholder-style', doubleBraces],
  ['input-unused', removeUnusedInputs],
  ['consumed-operation-unused', removeUnusedOperations],
  ['tag-vocabulary', spellTags],
  ['description-not-sentence', writeSentences],
  ['resources-unsorted', sortResources],
  ['key-order', orderKeys],
  ['line-width', foldLines],
  ['yaml-layout', tidyLayout],
]);

/** Codes with a fix, what takes precedence first. */
export const fixable: readonly string[] = [...fixers.keys()];

/** Fixes that take away what nobody uses: made when everything else is, for a renamed thing may only seem unused. */
export const removing: ReadonlySet<string> = new Set([
  'bind-key-unused',
  'input-unused',
  'consumed-operation-unused',
]);

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
