// The page of the exposed REST routes.
import type { RestSurface, Route } from '../../ir/capability.ts';
import type { View } from '../template.ts';
import { actionItems, actionSummary } from './action-text.ts';
import {
  description,
  fixedItems,
  inferredItem,
  inputTable,
  places,
  type PlaceText,
  requestLine,
} from './fragments.ts';
import { anchorTag, code, docLink, fence, words } from './markdown.ts';
import { surfaceFacts } from './overview-page.ts';
import { routeCurl } from './request-sample.ts';
import { routePlace, type SiteMap } from './site-map.ts';

export function restPage(site: SiteMap, place: PlaceText): View {
  return {
    surfaces: site.rest.map((surface) => ({
      id: code(surface.id),
      description: description(surface.description),
      facts: surfaceFacts(surface, site.capability, place).slice(1),
      contents: surface.routes.map((route) => {
        const link = docLink(code(requestLine(route)), '', routePlace(surface.id, route).anchor);
        return words`${link}: ${actionSummary(route.action, site)}`;
      }),
      routes: surface.routes.map((route) => routeView(route, surface, site, place)),
    })),
  };
}

function routeView(route: Route, surface: RestSurface, site: SiteMap, place: PlaceText): View {
  return {
    anchor: anchorTag(routePlace(surface.id, route).anchor),
    heading: code(requestLine(route)),
    description: repeats(route, site) ? undefined : description(route.description ?? route.title),
    parameters: inputTable(route.inputs),
    facts: [
      ...actionItems(route.action, site),
      ...inferredItem(route.inputs),
      ...fixedItems(route.inputs),
      words`**Declared in:** ${places(route.origins, place)}`,
    ],
    curl: fence('sh', routeCurl(route, surface, site.capability)),
  };
}

/** Whether the operation behind a unit says the same already, one click away. */
export function repeats(unit: Pick<Route, 'description' | 'action'>, site: SiteMap): boolean {
  if (unit.action.kind === 'call')
    return site.operations.get(unit.action.operation)?.description === unit.description;
  return (
    unit.action.kind === 'flow' &&
    site.flows.get(unit.action.flow)?.description === unit.description
  );
}
