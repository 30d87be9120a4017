// Routes and tools of several capabilities: one for each thing they do, as far as the declarations agree.
import { groupBy } from '../../util/group-by.ts';
import { stableJson } from '../../util/stable-json.ts';
import type { Hints, McpSurface, RestSurface, Route, Tool } from '../capability.ts';
import { joinUnits, renameAction, type Renames } from './merge-actions.ts';
import { families, type Declaration, type Family } from './merge-families.ts';
import { longest, mostFrequent, texts } from './merge-text.ts';
import { pathText } from '../parse/parse-path.ts';
import { toolNames, unnumbered } from '../names/tool-names.ts';

export type Member<T> = Declaration<T>;

const provenance = ['at', 'origins', 'id'];

export function uniteRoutes(
  surfaces: readonly Member<RestSurface>[],
  renames: Renames,
): readonly Route[] {
  const declared = surfaces.flatMap(({ item, part }) =>
    item.routes.map((route): Member<Route> => ({
      item: { ...route, action: renameAction(route.action, part, renames) },
      part,
    })),
  );
  const key = (route: Route): string => `${route.method} ${pathText(route.path)}`;
  const united = [...groupBy(declared, ({ item }) => key(item)).values()].flatMap((group) =>
    families(group, { ...kinship<Route>(), name: (route) => route.name ?? '' }).map((family) => {
      const { name: _, ...route } = described(family);
      const name = mostFrequent(family.members.flatMap(({ item }) => item.name ?? []));
      return { ...route, ...(name === undefined ? {} : { name }) };
    }),
  );
  const counts = new Map<string, number>();
  return united.map((route) => {
    const id = key(route);
    const count = (counts.get(id) ?? 0) + 1;
    counts.set(id, count);
    return { ...route, id: count === 1 ? id : `${id} #${count}` };
  });
}

export function uniteTools(
  surface: string,
  surfaces: readonly Member<McpSurface>[],
  renames: Renames,
  clientPath: (operation: string) => readonly string[] | undefined,
): Pick<McpSurface, 'tools' | 'resources' | 'prompts'> {
  const declared = surfaces.flatMap(({ item, part }) =>
    item.tools.map((tool): Member<Tool> => ({
      item: { ...tool, action: renameAction(tool.action, part, renames) },
      part,
    })),
  );
  // What calls one operation may be one tool, whatever it is called; other tools only under one name.
  const subject = ({ action, declaredNames, name }: Tool): string =>
    action.kind === 'call'
      ? `call ${action.operation}`
      : `name ${unnumbered(declaredNames[0] ?? name)}`;
  const united = [...groupBy(declared, ({ item }) => subject(item)).values()].flatMap((group) =>
    families(group, {
      ...kinship<Tool>(),
      join: joinTools,
      name: ({ name }) => unnumbered(name),
    }).map((family) => {
      const names = family.members.flatMap(({ item }) => [item.name, ...item.declaredNames]);
      return {
        tool: described(family),
        best: mostFrequent(family.members.map(({ item }) => item.name))!,
        declared: [...new Set(names)],
      };
    }),
  );
  const names = toolNames(
    united.map(({ tool, best, declared: all }) => ({
      declared: [best, ...all.filter((name) => name !== best)],
      base: unnumbered(best),
      description: tool.description,
      client: tool.action.kind === 'call' ? clientPath(tool.action.operation) : undefined,
    })),
  );
  return {
    tools: united.map(({ tool, declared: all }, index) => {
      const name = names[index]!;
      return {
        ...tool,
        id: `${surface}.${name}`,
        name,
        declaredNames: all.filter((other) => other !== name),
      };
    }),
    resources: uniqueItems(
      surfaces.flatMap(({ item, part }) =>
        item.resources.map((resource) =>
          resource.action === undefined
            ? resource
            : { ...resource, action: renameAction(resource.action, part, renames) },
        ),
      ),
    ),
    prompts: uniqueItems(surfaces.flatMap(({ item }) => item.prompts)),
  };
}

/** Of items that differ in their places only the first. */
export function uniqueItems<T>(items: readonly T[]): readonly T[] {
  return [...groupBy(items, (item) => stableJson(item, ['at'])).values()].map(([first]) => first!);
}

function kinship<T extends Route | Tool>(): {
  readonly content: (item: T) => string;
  readonly size: (item: T) => number;
  readonly join: (a: T, b: T) => T | undefined;
} {
  const contents = new Map<T, string>();
  return {
    content: (item) => {
      const known = contents.get(item) ?? stableJson(item, provenance);
      contents.set(item, known);
      return known;
    },
    size: (item) => item.inputs.length,
    join: (a, b) => {
      const unit = joinUnits(a, b);
      if (unit === undefined) return undefined;
      const deprecated = a.deprecated === true || b.deprecated === true;
      return {
        ...a,
        ...unit,
        tags: [...new Set([...a.tags, ...b.tags])],
        ...(deprecated ? { deprecated } : {}),
      };
    },
  };
}

const { join: joinRouteOrTool } = kinship<Tool>();

function joinTools(a: Tool, b: Tool): Tool | undefined {
  const hints = joinHints(a.hints, b.hints);
  const tool = joinRouteOrTool(a, b);
  return hints && tool && { ...tool, hints };
}

/** Undefined where one says what the other denies. */
function joinHints(a: Hints, b: Hints): Hints | undefined {
  const keys = ['readOnly', 'destructive', 'idempotent', 'openWorld'] as const;
  return keys.some((key) => a[key] !== undefined && b[key] !== undefined && a[key] !== b[key])
    ? undefined
    : { ...b, ...a };
}

function described<T extends Route | Tool>({
  item,
  members,
}: Family<T>): Omit<T, 'title' | 'description'> & Partial<Pick<T, 'title' | 'description'>> {
  const all = members.map((member) => member.item);
  const origins = all.flatMap((unit) => unit.origins);
  const { title: _, description: __, ...rest } = item;
  return {
    ...rest,
    ...texts(
      longest(all.map(({ title }) => title)),
      longest(all.map(({ description }) => description)),
    ),
    origins,
    at: origins[0]!,
  };
}
