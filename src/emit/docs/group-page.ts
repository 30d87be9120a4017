// The page of one group of operations.
import type { View } from '../template.ts';
import { clientPath } from './code-sample.ts';
import { type PlaceText, requestLine } from './fragments.ts';
import { code, docLink, type Markdown, words } from './markdown.ts';
import { summary } from './markdown-block.ts';
import { operationView } from './operation-view.ts';
import type { Entry, GroupPage, SiteMap } from './site-map.ts';
import { anchor } from './slugs.ts';
import { table } from './table.ts';

export function groupTitle(group: readonly string[]): Markdown {
  return code(group.length === 0 ? 'client' : group.join('.'));
}

export function groupPage(page: GroupPage, site: SiteMap, place: PlaceText): View {
  return {
    title: groupTitle(page.group),
    contents: page.entries.map(
      ({ operation }) =>
        words`${docLink(code(clientPath(operation)), '', anchor(operation.id))}: ${code(requestLine(operation))}`,
    ),
    operations: page.entries.map((entry) => operationView(entry, site, place)),
  };
}

/** One line an operation, linked to its section in `file`. */
export function contentsTable(entries: readonly Entry[], file: string): Markdown | undefined {
  return table(
    [words`Operation`, words`Request`, words`Summary`],
    entries.map(({ operation }) => [
      docLink(code(clientPath(operation)), file, anchor(operation.id)),
      code(requestLine(operation)),
      operation.deprecated ? words`Deprecated. ${summaryOf(operation)}` : summaryOf(operation),
    ]),
  );
}

export function summaryOf(unit: {
  readonly title?: string;
  readonly description?: string;
}): Markdown {
  return summary(unit.title ?? unit.description ?? '');
}
