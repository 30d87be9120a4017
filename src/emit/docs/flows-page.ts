// The page of the flows: reusable functions that routes and tools run.
import type { View } from '../template.ts';
import { actionItems, actionSummary } from './action-text.ts';
import {
  argumentTable,
  description,
  hintsText,
  inferredItem,
  places,
  type PlaceText,
  reachItems,
} from './fragments.ts';
import { anchorTag, code, docLink, words } from './markdown.ts';
import { flowPlace, type SiteMap } from './site-map.ts';

export function flowsPage(site: SiteMap, place: PlaceText): View {
  const { flows } = site.capability;
  return {
    contents: flows.map(({ id, action }) => {
      const link = docLink(code(id), '', flowPlace(id).anchor);
      return words`${link}: ${actionSummary(action, site)}`;
    }),
    flows: flows.map((flow) => {
      const hints = hintsText(flow.hints);
      return {
        anchor: anchorTag(flowPlace(flow.id).anchor),
        heading: code(flow.id),
        description: description(flow.description),
        arguments: argumentTable(flow.inputs),
        facts: [
          ...actionItems(flow.action, site),
          ...inferredItem(flow.inputs),
          ...(hints === '' ? [] : [words`**Hints:** ${hints}`]),
          ...reachItems(flow.id, site),
          words`**Declared in:** ${places(flow.origins, place)}`,
        ],
      };
    }),
  };
}
