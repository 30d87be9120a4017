// The page of the exposed MCP tools, resources and prompts.
import type { McpSurface, Tool } from '../../ir/capability.ts';
import type { View } from '../template.ts';
import { actionItems, actionSummary } from './action-text.ts';
import { toolCallSample } from './code-sample.ts';
import {
  argumentTable,
  description,
  hintsText,
  inferredItem,
  places,
  type PlaceText,
} from './fragments.ts';
import { anchorTag, code, docLink, fence, joined, type Markdown, words } from './markdown.ts';
import { markdownStrong, markdownText } from './markdown-inline.ts';
import { surfaceFacts } from './overview-page.ts';
import { sampleArguments } from './placeholders.ts';
import { repeats } from './rest-page.ts';
import { type SiteMap, toolPlace } from './site-map.ts';
import { table } from './table.ts';

export function mcpPage(site: SiteMap, place: PlaceText): View {
  return {
    surfaces: site.mcp.map((surface) => ({
      id: code(surface.id),
      description: description(surface.description),
      facts: surfaceFacts(surface, site.capability, place).slice(1),
      contents: surface.tools.map((tool) => {
        const link = docLink(code(tool.name), '', toolPlace(surface.id, tool).anchor);
        return words`${link}: ${actionSummary(tool.action, site)}`;
      }),
      tools: surface.tools.map((tool) => toolView(tool, surface, site, place)),
      resources: resourceTable(surface, site),
      prompts: promptTable(surface),
    })),
  };
}

function toolView(tool: Tool, surface: McpSurface, site: SiteMap, place: PlaceText): View {
  const aliases = tool.declaredNames.filter((name) => name !== tool.name);
  const hints = hintsText(tool.hints);
  return {
    anchor: anchorTag(toolPlace(surface.id, tool).anchor),
    heading: code(tool.name),
    title: tool.title === undefined ? undefined : markdownStrong(tool.title),
    description: repeats(tool, site) ? undefined : description(tool.description, tool.title),
    arguments: argumentTable(tool.inputs),
    facts: [
      ...actionItems(tool.action, site),
      ...inferredItem(tool.inputs),
      ...(hints === '' ? [] : [words`**Hints:** ${hints}`]),
      ...(aliases.length === 0
        ? []
        : [words`**Also known as:** ${joined(aliases.map(code), ', ')}`]),
      words`**Declared in:** ${places(tool.origins, place)}`,
    ],
    call: fence('json', toolCallSample(tool.name, sampleArguments(tool.inputs))),
  };
}

function resourceTable(surface: McpSurface, site: SiteMap): Markdown | undefined {
  return table(
    [words`Resource`, words`URI`, words`Media type`, words`Description`, words`From`],
    surface.resources.map((resource) => [
      code(resource.name),
      code(resource.uri),
      code(resource.mimeType ?? ''),
      markdownText(resource.description ?? resource.title ?? ''),
      resource.action === undefined
        ? code(resource.location ?? '')
        : actionSummary(resource.action, site),
    ]),
  );
}

function promptTable(surface: McpSurface): Markdown | undefined {
  return table(
    [words`Prompt`, words`Arguments`, words`Description`],
    surface.prompts.map((prompt) => [
      code(prompt.name),
      joined(
        prompt.arguments.map(({ name, required }) =>
          required ? code(name) : words`${code(name)} (optional)`,
        ),
        ', ',
      ),
      markdownText(prompt.description ?? prompt.title ?? ''),
    ]),
  );
}
