// What a route, tool, resource or flow does when it is called, in words with links.
import type { Action, Argument, OutputNode } from '../../ir/capability.ts';
import type { Expression } from '../../ir/expression.ts';
import { code, joined, type Markdown, words, trusted } from './markdown.ts';
import { markdownText } from './markdown-inline.ts';
import { flowLink, operationLink } from './fragments.ts';
import { isCredential } from './placeholders.ts';
import type { SiteMap } from './site-map.ts';
import { expressionText, outputType, typeText } from './type-text.ts';

/** One or more items of a list; further lines are indented below their item. */
export function actionItems(action: Action, site: SiteMap): readonly Markdown[] {
  switch (action.kind) {
    case 'call':
      return [
        words`**Calls** ${operationLink(action.operation, site)}${settings(action.arguments)}`,
        ...answer(action.output),
      ];
    case 'flow':
      return [
        words`**Runs** the flow ${flowLink(action.flow, site)}${settings(action.arguments)}`,
        ...answer(action.output),
      ];
    case 'steps':
      return [
        words`**Steps:**\n${joined(
          action.steps.map((step, i) => trusted(`  ${i + 1}. ${stepText(step, site)}`)),
          '\n',
        )}`,
        ...action.mappings.map(
          ({ target, value }) =>
            words`**Result:** ${code(target.join('.'))} = ${code(expressionText(value))}`,
        ),
        ...answer(action.output),
      ];
    case 'mock':
      return [words`**Answers** with a fixed example; nothing is called`, ...answer(action.output)];
    case 'forward':
      return [
        words`**Forwards** every request to ${code(action.service)}`,
        ...(action.headers.length === 0
          ? []
          : [words`**Headers passed on:** ${joined(action.headers.map(code), ', ')}`]),
      ];
    case 'unimplemented':
      return [words`**Not implemented:** ${markdownText(action.reason)}`];
  }
}

/** The same in one table cell. */
export function actionSummary(action: Action, site: SiteMap): Markdown {
  switch (action.kind) {
    case 'call':
      return operationLink(action.operation, site);
    case 'flow':
      return flowLink(action.flow, site);
    case 'steps':
      return joined(
        action.steps.map((step) =>
          step.kind === 'call' ? operationLink(step.operation, site) : code(step.name),
        ),
        ', ',
      );
    case 'mock':
      return words`a fixed example`;
    case 'forward':
      return words`passed on to ${code(action.service)}`;
    case 'unimplemented':
      return words`not implemented`;
  }
}

function stepText(
  step: Extract<Action, { kind: 'steps' }>['steps'][number],
  site: SiteMap,
): Markdown {
  switch (step.kind) {
    case 'call':
      return words`${code(step.name)} calls ${operationLink(step.operation, site)}${settings(step.arguments)}`;
    case 'lookup':
      return words`${code(step.name)} finds in ${code(step.index)} the item whose ${code(step.match)} is ${code(expressionText(step.value))}`;
    case 'script':
      return words`${code(step.name)} runs the script ${code(step.file)}`;
  }
}

/** Arguments that are more than an input handed on under its own name. */
function settings(list: readonly Argument[]): Markdown {
  const told = list.filter(
    ({ name, value }) =>
      !(value.kind === 'input' && value.name === name && value.path === undefined),
  );
  if (told.length === 0) return words``;
  return words` with ${joined(
    told.map(({ name, value }) => words`${code(name)} = ${valueText(name, value)}`),
    ', ',
  )}`;
}

function valueText(name: string, value: Expression): Markdown {
  return value.kind === 'literal' && isCredential(name)
    ? words`a fixed value`
    : code(expressionText(value));
}

function answer(output: OutputNode): readonly Markdown[] {
  if (output.kind === 'whole' && output.type.kind === 'unknown') return [];
  return [words`**Response:** ${code(typeText(outputType(output)))}`];
}
