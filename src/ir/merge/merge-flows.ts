// Flows of several capabilities: equal ones become one, others of the same id get that of their capability before it.
import { stableJson } from '../../util/stable-json.ts';
import type { Capability, Flow } from '../capability.ts';
import { renameAction, type Renames } from './merge-actions.ts';

export interface MergedFlows {
  readonly flows: readonly Flow[];
  readonly flowId: (part: number, id: string) => string;
}

export function mergeFlows(
  parts: readonly Capability[],
  renames: Omit<Renames, 'flow'>,
): MergedFlows {
  const merged = new Map<string, Flow>();
  const contents = new Map<string, string>();
  const ids = new Map<string, string>();
  parts.forEach((capability, part) => {
    for (const flow of capability.flows) {
      // A flow never calls another one.
      const own: Flow = {
        ...flow,
        action: renameAction(flow.action, part, { ...renames, flow: (_, id) => id }),
      };
      const content = stableJson(own, ['at', 'origins']);
      const known = contents.get(content) ?? freeId(flow.id, capability.id, merged);
      const first = merged.get(known);
      contents.set(content, known);
      ids.set(`${part} ${flow.id}`, known);
      merged.set(
        known,
        first === undefined
          ? { ...own, id: known }
          : { ...first, origins: [...first.origins, ...own.origins] },
      );
    }
  });
  return { flows: [...merged.values()], flowId: (part, id) => ids.get(`${part} ${id}`) ?? id };
}

function freeId(id: string, capability: string, taken: ReadonlyMap<string, Flow>): string {
  if (!taken.has(id)) return id;
  const own = `${capability}-${id}`;
  let unique = own;
  for (let number = 2; taken.has(unique); number++) unique = `${own}-${number}`;
  return unique;
}
