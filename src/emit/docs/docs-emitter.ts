// Reference documentation in Markdown: an overview, a page for each group of operations, one for each kind of surface.
// Pages come out formatted; a test holds them to what prettier makes of them.
import type { Capability } from '../../ir/capability.ts';
import type { EmitContext, Emitter, OutputFile } from '../emitter.ts';
import { renderTemplate, type View } from '../template.ts';
import { flowsPage } from './flows-page.ts';
import { groupPage } from './group-page.ts';
import { mcpPage } from './mcp-page.ts';
import { overviewPage, titleOf } from './overview-page.ts';
import { restPage } from './rest-page.ts';
import { siteMap } from './site-map.ts';

export const docsEmitter: Emitter = {
  name: 'docs',
  summary: 'reference documentation in Markdown',
  emit: emitDocs,
};

const partials = ['list', 'operation', 'surface'] as const;

function emitDocs(capability: Capability, context: EmitContext): readonly OutputFile[] {
  const site = siteMap(capability);
  const { place } = context;
  const parts = Object.fromEntries(
    partials.map((name) => [name, context.template(`docs/${name}.hbs`)]),
  );
  const page = (file: string, template: string, view: View): OutputFile => ({
    path: `docs/${file}`,
    content: renderTemplate(
      template,
      context.template(template),
      { capability: titleOf(capability), ...view },
      parts,
    ),
    verbatim: true,
  });
  return [
    page('README.md', 'docs/overview.hbs', overviewPage(site, place)),
    ...site.pages.map((group) => page(group.file, 'docs/group.hbs', groupPage(group, site, place))),
    ...(site.rest.length === 0 ? [] : [page('rest.md', 'docs/rest.hbs', restPage(site, place))]),
    ...(site.mcp.length === 0 ? [] : [page('mcp.md', 'docs/mcp.hbs', mcpPage(site, place))]),
    ...(site.flows.size === 0 ? [] : [page('flows.md', 'docs/flows.hbs', flowsPage(site, place))]),
  ];
}
