// The section of one operation.
import type { Operation } from '../../ir/capability.ts';
import type { View } from '../template.ts';
import { signature } from '../typescript/signature.ts';
import { clientPath, clientSample, toolCallSample } from './code-sample.ts';
import {
  description,
  fieldTable,
  fixedItems,
  parameterRow,
  parameterTable,
  places,
  type PlaceText,
  reachItems,
  requestLine,
  routeLink,
  toolLink,
} from './fragments.ts';
import { anchorTag, code, fence, joined, type Markdown, words } from './markdown.ts';
import { markdownStrong } from './markdown-inline.ts';
import { sampleArguments } from './placeholders.ts';
import { operationCurl } from './request-sample.ts';
import { authText, bodyText, responseText } from './service-text.ts';
import type { Entry, SiteMap } from './site-map.ts';
import { anchor } from './slugs.ts';

export type OperationView = View & { readonly heading: Markdown };

export function operationView(
  { operation, mirrors }: Entry,
  site: SiteMap,
  place: PlaceText,
): OperationView {
  const { capability } = site;
  const service = capability.services.find(({ id }) => id === operation.service);
  const { fields } = signature(operation, service?.auth);
  const body = bodyText(operation);
  const [tool] = site.tools.get(operation.id) ?? [];
  return {
    anchors: joined(
      [operation, ...mirrors].map(({ id }) => anchorTag(anchor(id))),
      '',
    ),
    heading: code(clientPath(operation)),
    request: code(requestLine(operation)),
    title: operation.title === undefined ? undefined : markdownStrong(operation.title),
    deprecated: operation.deprecated,
    description: description(operation.description, operation.title),
    parameters: parameterTable(
      [
        ...fields.filter(({ required }) => required),
        ...fields.filter(({ required }) => !required),
      ].map((field) =>
        parameterRow({
          ...field,
          name: field.key,
          in: field.wire.in,
          sentAs: field.key === field.wire.name ? undefined : field.wire.name,
        }),
      ),
    ),
    facts: [
      ...(body === undefined ? [] : [words`**Body:** ${body}`]),
      ...fixedItems(operation.inputs),
      words`**Response:** ${responseText(operation)}`,
      words`**Authentication:** ${authText(service?.auth, capability)}`,
      ...reachItems(operation.id, site),
      words`**Declared in:** ${places(operation.origins, place)}`,
    ],
    response: fieldTable(operation.output.type),
    mirrors:
      mirrors.length === 0 ? undefined : mirrors.map((mirror) => mirrorItem(mirror, site, place)),
    client: fence('ts', clientSample(operation, service?.auth)),
    curl: fence('sh', operationCurl(operation, service, capability)),
    tool:
      tool === undefined
        ? undefined
        : fence('json', toolCallSample(tool.unit.name, sampleArguments(tool.unit.inputs))),
  };
}

function mirrorItem(mirror: Operation, site: SiteMap, place: PlaceText): Markdown {
  const reached = [
    ...(site.routes.get(mirror.id) ?? []).map(routeLink),
    ...(site.tools.get(mirror.id) ?? []).map(toolLink),
  ];
  return joined(
    [
      words`${code(clientPath(mirror))}: ${code(requestLine(mirror))}`,
      ...(mirror.deprecated ? [words`deprecated`] : []),
      ...(reached.length === 0 ? [] : [words`reached by ${joined(reached, ', ')}`]),
      words`declared in ${places(mirror.origins, place)}`,
    ],
    '; ',
  );
}
