// The presets: for each the codes it speaks of. A code that stands alone has its own severity.
import type { Severity } from '../diagnostics/diagnostic.ts';

export type Preset = 'recommended' | 'strict' | 'official' | 'agent' | 'security' | 'style';

export const presetNames: readonly Preset[] = [
  'recommended',
  'strict',
  'official',
  'agent',
  'security',
  'style',
];

/** What the published rule sets check, and the official schema: nothing else. */
const official = `
  duplicate-namespace base-uri-trailing-slash path-has-query rest-path-trailing-slash rest-path-has-query address-not-example
  aggregate-flow-description aggregate-semantics-consistency mcp-auth-stdio-conflict oauth2-https-authserver oauth2-resource-https
  oauth2-scopes-defined info-tags consumes-description rest-resource-description rest-operation-description steps-name-pattern
  no-script-tags-in-markdown no-eval-in-markdown baseuri-not-example control-port-singleton-and-unique
  control-address-localhost-warning script-defaults-required import-from-required import-import-required import-unique-alias
  import-from-not-self standalone-no-imports exposes-namespace-required aggregates-namespace-required
  aggregates-unique-function-name tunnel-identity-must-bind tunnel-fallback-direct-warns tunnel-with-public-baseuri-warns
  schema=error`;

/** What keeps a capability from working, or makes what is generated from it worse. */
const recommended = `
  unknown-capability-shape yaml-bom yaml-anchor-used yaml-ambiguous-scalar
  base-uri-empty base-uri-not-absolute base-uri-templated base-uri-credentials base-uri-http base-uri-trailing-slash
  duplicate-namespace exposes-namespace-required=warning aggregates-namespace-required aggregates-unique-function-name port-conflict
  control-port-singleton-and-unique
  import-unique-alias import-from-not-self standalone-no-imports
  bind-key-undeclared bind-key-unused bind-location-unread tunnel-identity-must-bind tunnel-fallback-direct-warns
  duplicate-operation-identical duplicate-operation-name duplicate-method-path duplicate-resource-name duplicate-route duplicate-tool duplicate-mcp-resource
  identifier-collides-after-casing=warning
  path-variable-undeclared path-parameter-not-in-path path-variable-duplicated path-braces-unbalanced operation-path-own path-has-query
  path-no-leading-slash path-double-slash-after-join trailing-slash-drift duplicate-input-parameter body-on-get
  unit-without-action ref-and-call-conflict consumed-operation-unused with-source-unknown-prefix with-source-undeclared
  with-key-not-a-target-input target-required-input-unbound input-unused type-mismatch-through-with
  rest-path-variable-unreachable rest-path-has-query rest-path-trailing-slash route-shadowed forward-variable-not-path input-name-refused
  mapping-target-undeclared steps-name-pattern script-defaults-required aggregate-semantics-consistency jsonpath-suspicious-root=info
  output-opaque output-path-not-in-example
  tool-name-charset tool-name-length tool-name-numbered tool-name-from-prose too-many-tools hint-contradicts-method hint-read-only-post safe-unit-changes
  tool-description-missing tool-description-short tool-description-equals-name tools-same-description
  secret-literal markdown-unsafe oauth2-https-authserver oauth2-resource-https mcp-auth-stdio-conflict control-address-localhost-warning
  address-not-example description-truncated html-in-description info-dates-order
  name-cannot-become-identifier unsupported-content-type response-example-missing circular-object
  ignore-unused ignore-unknown-code schema`;

/** What the reference engine and other programs would not take, and everything a careful author would want to know. */
const strict = `${recommended}
  schema=error exposes-namespace-required=error identifier-collides-after-casing=error with-source-unknown-prefix=error
  with-source-undeclared=error path-placeholder-style=error rest-path-variable-unreachable=error jsonpath-suspicious-root=warning
  spec-version-outdated baseuri-not-example auth-missing-on-consumes expose-unauthenticated oauth2-scopes-defined
  rest-path-variable-undeclared body-on-delete array-without-items object-without-properties
  tool-schema-empty hints-missing input-description-missing tool-budget
  consumes-description rest-resource-description rest-operation-description aggregate-flow-description info-tags
  no-script-tags-in-markdown no-eval-in-markdown tunnel-with-public-baseuri-warns ignore-reason-missing
  reserved-word-clash pagination-not-declared error-shape-unknown operation-not-documentable`;

/** How well a model gets on with the tools. */
const agent = `
  tool-name-charset tool-name-length tool-name-numbered tool-name-from-prose tool-description-missing tool-description-short
  tool-description-equals-name tools-same-description description-truncated html-in-description too-many-tools tool-schema-empty
  input-description-missing hint-contradicts-method hint-read-only-post safe-unit-changes hints-missing tool-budget duplicate-tool unit-without-action
  with-source-undeclared with-key-not-a-target-input target-required-input-unbound input-unused type-mismatch-through-with
  output-opaque aggregate-semantics-consistency aggregate-flow-description markdown-unsafe`;

/** What lets others in, or secrets out. */
const security = `
  secret-literal base-uri-credentials base-uri-http auth-missing-on-consumes bind-key-undeclared expose-unauthenticated
  oauth2-https-authserver oauth2-resource-https oauth2-scopes-defined mcp-auth-stdio-conflict control-address-localhost-warning
  control-port-singleton-and-unique tunnel-identity-must-bind tunnel-fallback-direct-warns tunnel-with-public-baseuri-warns
  ssrf-input markdown-unsafe no-script-tags-in-markdown no-eval-in-markdown hint-contradicts-method hint-read-only-post safe-unit-changes
  script-defaults-required`;

/** How a document reads. */
const style = `
  name-not-kebab info-dates-order yaml-layout yaml-bom yaml-anchor-used yaml-ambiguous-scalar path-placeholder-style
  jsonpath-suspicious-root trailing-slash-drift rest-path-trailing-slash duplicate-resource-name html-in-description description-truncated
  info-tags consumes-description rest-resource-description rest-operation-description aggregate-flow-description
  steps-name-pattern spec-version-outdated key-order resources-unsorted path-casing-drift description-not-sentence tag-vocabulary
  spec-version-unquoted line-width`;

/** `undefined`: the severity a code has by itself. */
type Table = ReadonlyMap<string, Severity | undefined>;

const tables: Readonly<Record<Preset, Table>> = {
  recommended: parse(recommended),
  strict: parse(strict),
  official: parse(official),
  agent: parse(agent),
  security: parse(security),
  style: parse(style),
};

function parse(text: string): Table {
  return new Map(
    text
      .trim()
      .split(/\s+/)
      .map((entry) => {
        const [code = '', severity] = entry.split('=');
        return [code, severity as Severity | undefined];
      }),
  );
}

export function presetCodes(preset: Preset): readonly string[] {
  return [...tables[preset].keys()];
}

export function isInPreset(preset: Preset, code: string): boolean {
  return tables[preset].has(code);
}

export function isInAnyPreset(code: string): boolean {
  return presetNames.some((preset) => isInPreset(preset, code));
}

export function presetSeverity(preset: Preset, code: string): Severity | undefined {
  return tables[preset].get(code);
}

/**
 * Whether a preset is about the document as such. The others answer one question only, so what compiling finds is left
 * out of their answers, as long as the document can be read.
 */
export function isWholeView(preset: Preset): boolean {
  return preset === 'recommended' || preset === 'strict';
}
