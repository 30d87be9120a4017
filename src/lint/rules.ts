// The rules, in the order their findings read best: what breaks a call first, what reads badly last. `npm run rules-page`
// writes docs/rules.md from them.
import { addressNotExample } from './rules/address-not-example.ts';
import { aggregateFlowDescription } from './rules/aggregate-flow-description.ts';
import { aggregateSemanticsConsistency } from './rules/aggregate-semantics-consistency.ts';
import { aggregatesNamespaceRequired } from './rules/aggregates-namespace-required.ts';
import { aggregatesUniqueFunctionName } from './rules/aggregates-unique-function-name.ts';
import { arrayWithoutItems } from './rules/array-without-items.ts';
import { authMissingOnConsumes } from './rules/auth-missing-on-consumes.ts';
import { baseUriCredentials } from './rules/base-uri-credentials.ts';
import { baseUriEmpty } from './rules/base-uri-empty.ts';
import { baseUriHttp } from './rules/base-uri-http.ts';
import { baseUriNotAbsolute } from './rules/base-uri-not-absolute.ts';
import { baseUriTemplated } from './rules/base-uri-templated.ts';
import { baseUriTrailingSlash } from './rules/base-uri-trailing-slash.ts';
import { baseuriNotExample } from './rules/baseuri-not-example.ts';
import { bindKeyUndeclared } from './rules/bind-key-undeclared.ts';
import { bindKeyUnused } from './rules/bind-key-unused.ts';
import { bindLocationUnread } from './rules/bind-location-unread.ts';
import { bodyOnDelete } from './rules/body-on-delete.ts';
import { bodyOnGet } from './rules/body-on-get.ts';
import { circularObject } from './rules/circular-object.ts';
import { consumedOperationUnused } from './rules/consumed-operation-unused.ts';
import { consumesDescription } from './rules/consumes-description.ts';
import { controlAddressLocalhostWarning } from './rules/control-address-localhost-warning.ts';
import { controlPortSingletonAndUnique } from './rules/control-port-singleton-and-unique.ts';
import { descriptionNotSentence } from './rules/description-not-sentence.ts';
import { descriptionTruncated } from './rules/description-truncated.ts';
import { duplicateInputParameter } from './rules/duplicate-input-parameter.ts';
import { duplicateMcpResource } from './rules/duplicate-mcp-resource.ts';
import { duplicateMethodPath } from './rules/duplicate-method-path.ts';
import { duplicateNamespace } from './rules/duplicate-namespace.ts';
import { duplicateOperationIdentical } from './rules/duplicate-operation-identical.ts';
import { duplicateOperationName } from './rules/duplicate-operation-name.ts';
import { duplicateResourceName } from './rules/duplicate-resource-name.ts';
import { duplicateRoute } from './rules/duplicate-route.ts';
import { duplicateTool } from './rules/duplicate-tool.ts';
import { errorShapeUnknown } from './rules/error-shape-unknown.ts';
import { exposeUnauthenticated } from './rules/expose-unauthenticated.ts';
import { exposesNamespaceRequired } from './rules/exposes-namespace-required.ts';
import { forwardVariableNotPath } from './rules/forward-variable-not-path.ts';
import { hintContradictsMethod } from './rules/hint-contradicts-method.ts';
import { hintReadOnlyPost } from './rules/hint-read-only-post.ts';
import { hintsMissing } from './rules/hints-missing.ts';
import { htmlInDescription } from './rules/html-in-description.ts';
import { identifierCollidesAfterCasing } from './rules/identifier-collides-after-casing.ts';
import { importFromNotSelf } from './rules/import-from-not-self.ts';
import { importFromRequired } from './rules/import-from-required.ts';
import { importImportRequired } from './rules/import-import-required.ts';
import { importUniqueAlias } from './rules/import-unique-alias.ts';
import { infoDatesOrder } from './rules/info-dates-order.ts';
import { infoTags } from './rules/info-tags.ts';
import { inputDescriptionMissing } from './rules/input-description-missing.ts';
import { inputNameRefused } from './rules/input-name-refused.ts';
import { inputUnused } from './rules/input-unused.ts';
import { jsonpathSuspiciousRoot } from './rules/jsonpath-suspicious-root.ts';
import { keyOrder } from './rules/key-order.ts';
import { lineWidth } from './rules/line-width.ts';
import { mappingTargetUndeclared } from './rules/mapping-target-undeclared.ts';
import { markdownUnsafe } from './rules/markdown-unsafe.ts';
import { mcpAuthStdioConflict } from './rules/mcp-auth-stdio-conflict.ts';
import { nameCannotBecomeIdentifier } from './rules/name-cannot-become-identifier.ts';
import { nameNotKebab } from './rules/name-not-kebab.ts';
import { noEvalInMarkdown } from './rules/no-eval-in-markdown.ts';
import { noScriptTagsInMarkdown } from './rules/no-script-tags-in-markdown.ts';
import { oauth2HttpsAuthserver } from './rules/oauth2-https-authserver.ts';
import { oauth2ResourceHttps } from './rules/oauth2-resource-https.ts';
import { oauth2ScopesDefined } from './rules/oauth2-scopes-defined.ts';
import { objectWithoutProperties } from './rules/object-without-properties.ts';
import { operationNotDocumentable } from './rules/operation-not-documentable.ts';
import { operationPathOwn } from './rules/operation-path-own.ts';
import { outputOpaque } from './rules/output-opaque.ts';
import { outputPathNotInExample } from './rules/output-path-not-in-example.ts';
import { paginationNotDeclared } from './rules/pagination-not-declared.ts';
import { pathBracesUnbalanced } from './rules/path-braces-unbalanced.ts';
import { pathCasingDrift } from './rules/path-casing-drift.ts';
import { pathDoubleSlashAfterJoin } from './rules/path-double-slash-after-join.ts';
import { pathHasQuery } from './rules/path-has-query.ts';
import { pathNoLeadingSlash } from './rules/path-no-leading-slash.ts';
import { pathParameterNotInPath } from './rules/path-parameter-not-in-path.ts';
import { pathPlaceholderStyle } from './rules/path-placeholder-style.ts';
import { pathVariableDuplicated } from './rules/path-variable-duplicated.ts';
import { pathVariableUndeclared } from './rules/path-variable-undeclared.ts';
import { portConflict } from './rules/port-conflict.ts';
import { refAndCallConflict } from './rules/ref-and-call-conflict.ts';
import { reservedWordClash } from './rules/reserved-word-clash.ts';
import { resourcesUnsorted } from './rules/resources-unsorted.ts';
import { responseExampleMissing } from './rules/response-example-missing.ts';
import { restOperationDescription } from './rules/rest-operation-description.ts';
import { restPathHasQuery } from './rules/rest-path-has-query.ts';
import { restPathTrailingSlash } from './rules/rest-path-trailing-slash.ts';
import { restPathVariableUndeclared } from './rules/rest-path-variable-undeclared.ts';
import { restPathVariableUnreachable } from './rules/rest-path-variable-unreachable.ts';
import { restResourceDescription } from './rules/rest-resource-description.ts';
import { routeShadowed } from './rules/route-shadowed.ts';
import { safeUnitChanges } from './rules/safe-unit-changes.ts';
import { scriptDefaultsRequired } from './rules/script-defaults-required.ts';
import { secretLiteral } from './rules/secret-literal.ts';
import { specVersionOutdated } from './rules/spec-version-outdated.ts';
import { specVersionUnquoted } from './rules/spec-version-unquoted.ts';
import { ssrfInput } from './rules/ssrf-input.ts';
import { standaloneNoImports } from './rules/standalone-no-imports.ts';
import { stepsNamePattern } from './rules/steps-name-pattern.ts';
import { tagVocabulary } from './rules/tag-vocabulary.ts';
import { targetRequiredInputUnbound } from './rules/target-required-input-unbound.ts';
import { tooManyTools } from './rules/too-many-tools.ts';
import { toolBudget } from './rules/tool-budget.ts';
import { toolDescriptionEqualsName } from './rules/tool-description-equals-name.ts';
import { toolDescriptionMissing } from './rules/tool-description-missing.ts';
import { toolDescriptionShort } from './rules/tool-description-short.ts';
import { toolNameCharset } from './rules/tool-name-charset.ts';
import { toolNameFromProse } from './rules/tool-name-from-prose.ts';
import { toolNameLength } from './rules/tool-name-length.ts';
import { toolNameNumbered } from './rules/tool-name-numbered.ts';
import { toolSchemaEmpty } from './rules/tool-schema-empty.ts';
import { toolsSameDescription } from './rules/tools-same-description.ts';
import { trailingSlashDrift } from './rules/trailing-slash-drift.ts';
import { tunnelFallbackDirectWarns } from './rules/tunnel-fallback-direct-warns.ts';
import { tunnelIdentityMustBind } from './rules/tunnel-identity-must-bind.ts';
import { tunnelWithPublicBaseuriWarns } from './rules/tunnel-with-public-baseuri-warns.ts';
import { typeMismatchThroughWith } from './rules/type-mismatch-through-with.ts';
import { unitWithoutAction } from './rules/unit-without-action.ts';
import { unknownCapabilityShape } from './rules/unknown-capability-shape.ts';
import { unsupportedContentType } from './rules/unsupported-content-type.ts';
import { withKeyNotATargetInput } from './rules/with-key-not-a-target-input.ts';
import { withSourceUndeclared } from './rules/with-source-undeclared.ts';
import { withSourceUnknownPrefix } from './rules/with-source-unknown-prefix.ts';
import { yamlAmbiguousScalar } from './rules/yaml-ambiguous-scalar.ts';
import { yamlAnchorUsed } from './rules/yaml-anchor-used.ts';
import { yamlBom } from './rules/yaml-bom.ts';
import { yamlLayout } from './rules/yaml-layout.ts';
import type { Rule } from './rule.ts';

export const rules: readonly Rule[] = [
  unknownCapabilityShape,
  specVersionOutdated,
  yamlBom,
  yamlAnchorUsed,
  yamlAmbiguousScalar,
  baseUriEmpty,
  baseUriNotAbsolute,
  baseUriTemplated,
  baseUriCredentials,
  baseUriHttp,
  baseUriTrailingSlash,
  baseuriNotExample,
  duplicateNamespace,
  exposesNamespaceRequired,
  aggregatesNamespaceRequired,
  aggregatesUniqueFunctionName,
  portConflict,
  controlPortSingletonAndUnique,
  importFromRequired,
  importImportRequired,
  importUniqueAlias,
  importFromNotSelf,
  standaloneNoImports,
  bindKeyUndeclared,
  bindKeyUnused,
  bindLocationUnread,
  authMissingOnConsumes,
  tunnelIdentityMustBind,
  tunnelFallbackDirectWarns,
  tunnelWithPublicBaseuriWarns,
  duplicateOperationIdentical,
  duplicateOperationName,
  duplicateMethodPath,
  duplicateResourceName,
  duplicateRoute,
  duplicateTool,
  duplicateMcpResource,
  identifierCollidesAfterCasing,
  nameCannotBecomeIdentifier,
  reservedWordClash,
  pathVariableUndeclared,
  pathParameterNotInPath,
  pathVariableDuplicated,
  pathBracesUnbalanced,
  pathPlaceholderStyle,
  operationPathOwn,
  pathHasQuery,
  pathNoLeadingSlash,
  pathDoubleSlashAfterJoin,
  trailingSlashDrift,
  duplicateInputParameter,
  bodyOnGet,
  bodyOnDelete,
  unsupportedContentType,
  paginationNotDeclared,
  operationNotDocumentable,
  unitWithoutAction,
  responseExampleMissing,
  circularObject,
  errorShapeUnknown,
  refAndCallConflict,
  consumedOperationUnused,
  withSourceUnknownPrefix,
  withSourceUndeclared,
  withKeyNotATargetInput,
  targetRequiredInputUnbound,
  inputUnused,
  typeMismatchThroughWith,
  restPathVariableUnreachable,
  restPathVariableUndeclared,
  restPathHasQuery,
  restPathTrailingSlash,
  routeShadowed,
  forwardVariableNotPath,
  mappingTargetUndeclared,
  stepsNamePattern,
  scriptDefaultsRequired,
  aggregateSemanticsConsistency,
  jsonpathSuspiciousRoot,
  outputOpaque,
  arrayWithoutItems,
  objectWithoutProperties,
  outputPathNotInExample,
  toolNameCharset,
  toolNameLength,
  toolNameNumbered,
  toolNameFromProse,
  tooManyTools,
  toolBudget,
  toolSchemaEmpty,
  hintContradictsMethod,
  hintReadOnlyPost,
  safeUnitChanges,
  hintsMissing,
  toolDescriptionMissing,
  toolDescriptionShort,
  toolDescriptionEqualsName,
  toolsSameDescription,
  inputDescriptionMissing,
  inputNameRefused,
  secretLiteral,
  markdownUnsafe,
  noScriptTagsInMarkdown,
  noEvalInMarkdown,
  exposeUnauthenticated,
  oauth2HttpsAuthserver,
  oauth2ResourceHttps,
  oauth2ScopesDefined,
  mcpAuthStdioConflict,
  controlAddressLocalhostWarning,
  addressNotExample,
  ssrfInput,
  descriptionTruncated,
  htmlInDescription,
  infoTags,
  consumesDescription,
  restResourceDescription,
  restOperationDescription,
  aggregateFlowDescription,
  nameNotKebab,
  pathCasingDrift,
  descriptionNotSentence,
  tagVocabulary,
  infoDatesOrder,
  yamlLayout,
  lineWidth,
  keyOrder,
  resourcesUnsorted,
  specVersionUnquoted,
];
