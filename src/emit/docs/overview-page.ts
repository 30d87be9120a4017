// The first page: what the capability is, what it needs, what it offers, where it comes from.
import type { Capability, Operation, Surface } from '../../ir/capability.ts';
import type { View } from '../template.ts';
import { quickStart } from './code-sample.ts';
import { description, type PlaceText } from './fragments.ts';
import { contentsTable, groupTitle } from './group-page.ts';
import { code, docLink, fence, joined, type Markdown, words } from './markdown.ts';
import { markdownText } from './markdown-inline.ts';
import { authText, baseUrlText, serversText } from './service-text.ts';
import type { SiteMap } from './site-map.ts';
import { table } from './table.ts';

export function overviewPage(site: SiteMap, place: PlaceText): View {
  const { capability } = site;
  return {
    title: titleOf(capability),
    description: description(capability.description, capability.title),
    contents: [
      ...(site.pages.length === 0 ? [] : [docLink(words`Quick start`, '', 'quick-start')]),
      ...(capability.services.length === 0
        ? []
        : [docLink(words`Consumed services`, '', 'services')]),
      ...(capability.secrets.length === 0 ? [] : [docLink(words`Secrets`, '', 'secrets')]),
      ...(site.pages.length === 0 ? [] : [docLink(words`Operations`, '', 'operations')]),
      ...(capability.surfaces.length === 0
        ? []
        : [docLink(words`Exposed surfaces`, '', 'surfaces')]),
      ...(site.rest.length === 0 ? [] : [docLink(words`REST routes`, 'rest.md')]),
      ...(site.mcp.length === 0 ? [] : [docLink(words`MCP tools`, 'mcp.md')]),
      ...(site.flows.size === 0 ? [] : [docLink(words`Flows`, 'flows.md')]),
      docLink(words`Provenance`, '', 'provenance'),
    ],
    quickStart:
      site.pages.length === 0 ? undefined : fence('ts', quickStart(capability, firstCall(site))),
    services: capability.services.map((service) => ({
      id: code(service.id),
      description: description(service.description, capability.description),
      facts: [
        words`**Base URL:** ${baseUrlText(service.baseUrl)}`,
        ...(service.servers === undefined ? [] : [words`**Known at:** ${serversText(service)}`]),
        words`**Authentication:** ${authText(service.auth, capability)}`,
        words`**Declared in:** ${code(place(service.at))}`,
      ],
    })),
    secrets: table(
      [words`Variable`, words`From`, words`Description`, words`Declared in`],
      capability.secrets.map((secret) => [
        code(secret.variable),
        secret.file === undefined ? words`environment` : words`file ${code(secret.file)}`,
        markdownText(secret.description ?? ''),
        code(place(secret.at)),
      ]),
    ),
    pages: site.pages.map(({ group, file, entries }) => ({
      title: docLink(groupTitle(group), file),
      contents: contentsTable(entries, file),
    })),
    surfaces: capability.surfaces.map((surface) => ({
      id: code(surface.id),
      description: description(surface.description),
      facts: surfaceFacts(surface, capability, place),
      skills: surface.kind === 'skill' ? skillTable(surface) : undefined,
    })),
    counts: countTable(capability),
    provenance: [
      words`**Source:** ${joined(
        capability.sources.map((source) => code(baseName(source))),
        ', ',
      )}`,
      words`**Format:** ${code(capability.format)}`,
      ...(capability.tags.length === 0
        ? []
        : [words`**Tags:** ${joined(capability.tags.map(markdownText), ', ')}`]),
    ],
  };
}

/** Best something that reads and asks for nothing. */
function firstCall({ pages }: SiteMap): Operation | undefined {
  const operations = pages.flatMap(({ entries }) => entries.map(({ operation }) => operation));
  const reading = operations.filter(({ method, deprecated }) => method === 'GET' && !deprecated);
  const easy = reading.find(
    ({ inputs }) => !inputs.some(({ required, value }) => required && value === undefined),
  );
  return easy ?? reading[0] ?? operations[0];
}

/** Output does not depend on where a project lies. */
function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

export function titleOf(capability: Capability): Markdown {
  const title = markdownText(capability.title);
  return title === '' ? code(capability.id) : title;
}

/** What every surface has: kind, address, authentication, where it is declared. */
export function surfaceFacts(
  surface: Surface,
  capability: Capability,
  place: PlaceText,
): readonly Markdown[] {
  const address = `${surface.address ?? 'localhost'}${surface.port === undefined ? '' : `:${surface.port}`}`;
  const stdio = surface.kind === 'mcp' && surface.transport === 'stdio';
  return [
    ...contents(surface),
    ...(stdio ? [words`**Transport:** stdio`] : []),
    ...(!stdio && (surface.address ?? surface.port) !== undefined
      ? [words`**Address:** ${code(address)}`]
      : []),
    words`**Authentication:** ${authText(surface.auth, capability)}`,
    words`**Declared in:** ${code(place(surface.at))}`,
  ];
}

function contents(surface: Surface): readonly Markdown[] {
  switch (surface.kind) {
    case 'rest':
      return [words`**REST:** ${docLink(count(surface.routes.length, words`route`), 'rest.md')}`];
    case 'mcp': {
      const parts = [
        count(surface.tools.length, words`tool`),
        ...(surface.resources.length === 0
          ? []
          : [count(surface.resources.length, words`resource`)]),
        ...(surface.prompts.length === 0 ? [] : [count(surface.prompts.length, words`prompt`)]),
      ];
      return [words`**MCP:** ${docLink(joined(parts, ', '), 'mcp.md')}`];
    }
    case 'skill':
      return [words`**Skills:** ${surface.skills.length}`];
    case 'control': {
      const parts = [
        ...(surface.health ? [code('/health')] : []),
        ...(surface.info ? [code('/status')] : []),
        ...(surface.metrics ? [code('/metrics')] : []),
        ...(surface.traces === undefined ? [] : [code('/traces')]),
        ...(surface.scripting === undefined ? [] : [code('/scripting')]),
      ];
      return [
        words`**Control:** ${
          parts.length === 0 ? words`nothing switched on` : joined(parts, ', ')
        }`,
      ];
    }
  }
}

function count(number: number, noun: Markdown): Markdown {
  return number === 1 ? words`1 ${noun}` : words`${number} ${noun}s`;
}

function skillTable(surface: Extract<Surface, { kind: 'skill' }>): Markdown | undefined {
  return table(
    [words`Skill`, words`Description`, words`Tools`],
    surface.skills.map((skill) => [
      code(skill.name),
      markdownText(skill.description ?? ''),
      joined(
        skill.tools.map((tool) =>
          tool.from === undefined
            ? code(tool.name)
            : words`${code(tool.name)} (${code(`${tool.from.surface}.${tool.from.action}`)})`,
        ),
        ', ',
      ),
    ]),
  );
}

function countTable({ stats }: Capability): Markdown | undefined {
  const { operations, routes, tools } = stats;
  return table(
    [words`What`, words`Declared`, words`Distinct`, words`Shapes`],
    [
      [
        words`Operations`,
        words`${operations.declared}`,
        words`${operations.unique}`,
        words`${operations.shapes}`,
      ],
      [words`Routes`, words`${routes.declared}`, words`${routes.unique}`, words``],
      [words`Tools`, words`${tools.declared}`, words`${tools.unique}`, words``],
    ],
  );
}
