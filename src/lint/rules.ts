// The rules, in the order their findings read best: what breaks a call first, what reads badly last.
import { baseUriEmpty } from './rules/base-uri-empty.ts';
import { baseUriTemplated } from './rules/base-uri-templated.ts';
import { bindKeyUndeclared } from './rules/bind-key-undeclared.ts';
import { descriptionTruncated } from './rules/description-truncated.ts';
import { duplicateOperationIdentical } from './rules/duplicate-operation-identical.ts';
import { duplicateOperationName } from './rules/duplicate-operation-name.ts';
import { duplicateRoute } from './rules/duplicate-route.ts';
import { duplicateTool } from './rules/duplicate-tool.ts';
import { operationPathOwn } from './rules/operation-path-own.ts';
import { pathBracesUnbalanced } from './rules/path-braces-unbalanced.ts';
import { pathParameterNotInPath } from './rules/path-parameter-not-in-path.ts';
import { pathVariableUndeclared } from './rules/path-variable-undeclared.ts';
import { toolNameNumbered } from './rules/tool-name-numbered.ts';
import { tooManyTools } from './rules/too-many-tools.ts';
import { unitWithoutAction } from './rules/unit-without-action.ts';
import { withSourceUndeclared } from './rules/with-source-undeclared.ts';
import { withSourceUnknownPrefix } from './rules/with-source-unknown-prefix.ts';
import type { Rule } from './rule.ts';

export const rules: readonly Rule[] = [
  baseUriEmpty,
  baseUriTemplated,
  bindKeyUndeclared,
  duplicateOperationIdentical,
  duplicateOperationName,
  duplicateRoute,
  duplicateTool,
  pathVariableUndeclared,
  pathParameterNotInPath,
  pathBracesUnbalanced,
  operationPathOwn,
  unitWithoutAction,
  withSourceUnknownPrefix,
  withSourceUndeclared,
  toolNameNumbered,
  tooManyTools,
  descriptionTruncated,
];
