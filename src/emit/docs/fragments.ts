// Pieces several pages share: links, what reaches what, tables of what goes in and what comes out.
import type { Hints, Input, PathPart, Route, Tool } from '../../ir/capability.ts';
import type { Expression } from '../../ir/expression.ts';
import type { Type } from '../../ir/type.ts';
import type { Location } from '../../source/location.ts';
import { clientPath } from './code-sample.ts';
import { code, docLink, joined, type Markdown, words } from './markdown.ts';
import { markdownBlock } from './markdown-block.ts';
import { markdownText } from './markdown-inline.ts';
import { asked, isCredential } from './placeholders.ts';
import { flowPlace, type Reach, routePlace, type SiteMap, toolPlace } from './site-map.ts';
import { table } from './table.ts';
import { expressionText, fields, typeText } from './type-text.ts';

export type PlaceText = (at: Location) => string;

const nothing: Markdown = words``;

export function pathText(path: readonly PathPart[]): string {
  return path.map((part) => (typeof part === 'string' ? part : `{${part.variable}}`)).join('');
}

export function requestLine(unit: {
  readonly method: string;
  readonly path: readonly PathPart[];
}): string {
  return `${unit.method} ${pathText(unit.path)}`;
}

export function operationLink(id: string, site: SiteMap): Markdown {
  const operation = site.operations.get(id);
  const place = site.places.get(id);
  if (operation === undefined || place === undefined) return code(id);
  return docLink(code(clientPath(operation)), place.file, place.anchor);
}

export function routeLink({ surface, unit }: Reach<Route>): Markdown {
  const place = routePlace(surface, unit);
  return docLink(code(requestLine(unit)), place.file, place.anchor);
}

export function toolLink({ surface, unit }: Reach<Tool>): Markdown {
  const place = toolPlace(surface, unit);
  return docLink(code(unit.name), place.file, place.anchor);
}

export function flowLink(id: string, site: SiteMap): Markdown {
  const place = flowPlace(id);
  return site.flows.has(id) ? docLink(code(id), place.file, place.anchor) : code(id);
}

/** What reaches an operation or a flow, as items of a list. */
export function reachItems(id: string, site: SiteMap): readonly Markdown[] {
  const routes = site.routes.get(id) ?? [];
  const tools = site.tools.get(id) ?? [];
  return [
    ...(routes.length === 0 ? [] : [words`**REST:** ${joined(routes.map(routeLink), ', ')}`]),
    ...(tools.length === 0 ? [] : [words`**MCP:** ${joined(tools.map(toolLink), ', ')}`]),
  ];
}

export function places(origins: readonly Location[], place: PlaceText): Markdown {
  return joined([...new Set(origins.map(place))].map(code), ', ');
}

/** The description as a block, unless it says no more than what stands above it. */
export function description(
  text: string | undefined,
  ...above: readonly (string | undefined)[]
): Markdown | undefined {
  if (text === undefined || above.some((other) => other?.trim() === text.trim())) return undefined;
  const block = markdownBlock(text);
  return block === '' ? undefined : block;
}

export function parameterRow(input: {
  readonly name: string;
  readonly in: Input['in'];
  readonly type: Type;
  readonly required: boolean;
  readonly description?: string | undefined;
  readonly inferred: boolean;
  readonly sentAs?: string | undefined;
}): readonly Markdown[] {
  const notes = [
    ...(input.description === undefined ? [] : [markdownText(input.description)]),
    ...(input.sentAs === undefined ? [] : [words`Sent as ${code(input.sentAs)}.`]),
    ...(input.inferred ? [words`_Inferred, not declared._`] : []),
  ];
  return [
    code(input.name),
    input.in === 'variable' ? nothing : words`${markdownText(input.in)}`,
    code(typeText(input.type)),
    input.required ? words`yes` : words`no`,
    joined(
      notes.filter((note) => note !== ''),
      ' ',
    ),
  ];
}

const parameterHeads = [
  words`Parameter`,
  words`In`,
  words`Type`,
  words`Required`,
  words`Description`,
];

export function parameterTable(rows: readonly (readonly Markdown[])[]): Markdown | undefined {
  return table(parameterHeads, rows);
}

export function inputTable(inputs: readonly Input[]): Markdown | undefined {
  return parameterTable(unmarked(asked(inputs)).map(parameterRow));
}

/** Where nothing is declared, `inferredItem` says so once. */
function unmarked<Item extends { readonly inferred: boolean }>(
  inputs: readonly Item[],
): readonly Item[] {
  return inputs.every(({ inferred }) => inferred)
    ? inputs.map((input) => ({ ...input, inferred: false }))
    : inputs;
}

export function inferredItem(inputs: readonly Input[]): readonly Markdown[] {
  const list = asked(inputs);
  return list.length > 0 && list.every(({ inferred }) => inferred)
    ? [words`**Parameters:** inferred from what is called, none is declared`]
    : [];
}

/** Arguments of a tool have no place of their own. */
export function argumentTable(inputs: readonly Input[]): Markdown | undefined {
  return table(
    parameterHeads.filter((_, column) => column !== 1),
    unmarked(asked(inputs)).map((input) => parameterRow(input).filter((_, column) => column !== 1)),
  );
}

/** Inputs the caller is not asked for. */
export function fixedItems(inputs: readonly Input[]): readonly Markdown[] {
  return inputs.flatMap((input) =>
    input.value === undefined || input.in === 'variable'
      ? []
      : [
          words`**Sent as well:** ${markdownText(input.in)} ${code(input.name)} = ${fixedText(input.name, input.value)}`,
        ],
  );
}

function fixedText(name: string, value: Expression): Markdown {
  return value.kind === 'literal' && isCredential(name)
    ? words`a fixed value`
    : code(expressionText(value));
}

export function fieldTable(type: Type): Markdown | undefined {
  return table(
    [words`Field`, words`Type`, words`Description`],
    fields(type).map(({ path, type, required, description }) => [
      code(path),
      words`${code(typeText(type, 1))}${required ? nothing : words`, optional`}`,
      description === undefined ? nothing : markdownText(description),
    ]),
  );
}

export function hintsText(hints: Hints): Markdown {
  const parts = [
    hints.readOnly === undefined ? [] : [hints.readOnly ? words`reads only` : words`writes`],
    hints.destructive === undefined || hints.readOnly === true
      ? []
      : [hints.destructive ? words`destructive` : words`not destructive`],
    hints.idempotent === undefined || hints.readOnly === true
      ? []
      : [hints.idempotent ? words`idempotent` : words`not idempotent`],
    hints.openWorld === undefined
      ? []
      : [hints.openWorld ? words`open world` : words`closed world`],
  ];
  return joined(parts.flat(), ', ');
}
