// Surfaces of several capabilities: one of each kind, or one for each way of authentication, so that nothing that was
// guarded becomes open. Routes and tools in merge-units.ts.
import { groupBy } from '../../util/group-by.ts';
import { stableJson } from '../../util/stable-json.ts';
import type {
  ControlSurface,
  Capability,
  Operation,
  Skill,
  SkillSurface,
  Surface,
} from '../capability.ts';
import type { Renames } from './merge-actions.ts';
import { agreed } from './merge-text.ts';
import { uniqueItems, uniteRoutes, uniteTools, type Member } from './merge-units.ts';

export function mergeSurfaces(
  name: string,
  parts: readonly Capability[],
  operations: readonly Operation[],
  renames: Renames,
): readonly Surface[] {
  const all = parts.flatMap((capability, part) =>
    capability.surfaces.map((surface): Member<Surface> => ({ item: surface, part })),
  );
  const groups = [
    ...groupBy(all, ({ item }) =>
      stableJson([item.kind, item.kind === 'mcp' ? item.transport : '', item.auth]),
    ).values(),
  ];
  const ids = surfaceIds(name, groups);
  const newIds = new Map(
    groups.flatMap((group, index) =>
      group.map(({ item, part }) => [`${part} ${item.id}`, ids[index]!]),
    ),
  );
  const surfaceId = (part: number, id: string): string => newIds.get(`${part} ${id}`) ?? id;
  const clients = new Map(operations.map((operation) => [operation.id, operation.client]));
  return groups.map((group, index): Surface => {
    const [{ item: first }] = group as [Member<Surface>];
    const description = agreed(group.map(({ item }) => item.description));
    const base = {
      id: ids[index]!,
      ...(description === undefined ? {} : { description }),
      ...(first.address === undefined ? {} : { address: first.address }),
      ...(first.port === undefined ? {} : { port: first.port }),
      ...(first.auth === undefined ? {} : { auth: first.auth }),
      ...common(group, 'maxBytes'),
      at: first.at,
    };
    switch (first.kind) {
      case 'rest':
        return { ...base, kind: 'rest', routes: uniteRoutes(of(group, 'rest'), renames) };
      case 'mcp':
        return {
          ...base,
          kind: 'mcp',
          transport: first.transport,
          ...common(of(group, 'mcp'), 'ttlMs'),
          ...common(of(group, 'mcp'), 'cacheScope'),
          ...uniteTools(base.id, of(group, 'mcp'), renames, (id) => clients.get(id)),
        };
      case 'skill':
        return {
          ...base,
          kind: 'skill',
          skills: uniqueItems(of(group, 'skill').flatMap((member) => skills(member, surfaceId))),
        };
      case 'control': {
        const controls = of(group, 'control').map(({ item }) => item);
        const any = (key: 'health' | 'info' | 'metrics'): boolean =>
          controls.some((control) => control[key]);
        return {
          ...base,
          kind: 'control',
          health: any('health'),
          info: any('info'),
          metrics: any('metrics'),
          ...firstOf(controls, 'traces'),
          ...firstOf(controls, 'scripting'),
        };
      }
    }
  });
}

function firstOf<K extends 'traces' | 'scripting'>(
  controls: readonly ControlSurface[],
  key: K,
): Partial<Pick<ControlSurface, K>> {
  const found = controls.find((control) => control[key] !== undefined);
  return found === undefined ? {} : ({ [key]: found[key] } as Pick<ControlSurface, K>);
}

/** What all of them say alike; nothing where one says it otherwise or not at all. */
function common<T extends Surface, K extends keyof T>(
  group: readonly Member<T>[],
  key: K,
): Partial<Pick<T, K>> {
  const [first] = group;
  const value = first?.item[key];
  const isCommon = value !== undefined && group.every(({ item }) => item[key] === value);
  return isCommon ? ({ [key]: value } as Partial<Pick<T, K>>) : {};
}

function of<K extends Surface['kind']>(
  group: readonly Member<Surface>[],
  kind: K,
): readonly Member<Extract<Surface, { readonly kind: K }>>[] {
  return group.filter(
    (member): member is Member<Extract<Surface, { readonly kind: K }>> => member.item.kind === kind,
  );
}

function skills(
  { item, part }: Member<SkillSurface>,
  surfaceId: (part: number, id: string) => string,
): readonly Skill[] {
  return item.skills.map((skill) => ({
    ...skill,
    tools: skill.tools.map((tool) =>
      tool.from === undefined
        ? tool
        : { ...tool, from: { ...tool.from, surface: surfaceId(part, tool.from.surface) } },
    ),
  }));
}

/** The id that all have; else the package's name with the kind behind it. */
function surfaceIds(
  name: string,
  groups: readonly (readonly Member<Surface>[])[],
): readonly string[] {
  const taken = new Set<string>();
  return groups.map((group) => {
    const wanted = agreed(group.map(({ item }) => item.id)) ?? `${name}-${group[0]!.item.kind}`;
    let unique = wanted;
    for (let number = 2; taken.has(unique); number++) unique = `${wanted}-${number}`;
    taken.add(unique);
    return unique;
  });
}
