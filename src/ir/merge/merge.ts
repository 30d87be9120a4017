// Several capabilities as one: a package. What they repeat becomes one, with every place kept; what only looks alike
// stays apart. The result does not depend on the order of the capabilities.
import { compareText } from '../../util/compare.ts';
import { slug } from '../../util/slug.ts';
import type { Capability, Operation, Stats } from '../capability.ts';
import { shapeKeys } from '../lower/dedupe.ts';
import { mergeFlows } from './merge-flows.ts';
import { uniteOperations } from './merge-operations.ts';
import { unifySecrets } from './merge-secrets.ts';
import { mergeServices } from './merge-services.ts';
import { mergeSurfaces } from './merge-surfaces.ts';
import { clientNames } from '../names/names.ts';

export function mergeCapabilities(name: string, capabilities: readonly Capability[]): Capability {
  const sorted = [...capabilities].sort((a, b) =>
    compareText(a.sources[0] ?? '', b.sources[0] ?? ''),
  );
  const id = slug(name);
  const { parts, secrets } = unifySecrets(sorted);
  const { services, serviceId } = mergeServices(id, parts);
  const { merged, operationId } = uniteOperations(parts, serviceId);
  const names = clientNames(merged);
  const shapes = shapeKeys(merged);
  const operations = merged.map((operation): Operation => ({
    ...operation,
    client: names.get(operation.id)!,
    shape: shapes.get(operation.id)!,
  }));
  const renames = { service: serviceId, operation: operationId };
  const { flows, flowId } = mergeFlows(parts, renames);
  const surfaces = mergeSurfaces(id, parts, operations, { ...renames, flow: flowId });
  return {
    id,
    format: [...new Set(parts.map(({ format }) => format))].sort().join(', '),
    title: name,
    tags: common(parts.map(({ tags }) => tags)),
    sources: [...new Set(parts.flatMap(({ sources }) => sources))],
    services,
    operations,
    flows,
    surfaces,
    secrets,
    stats: stats(parts, operations, surfaces),
  };
}

function common(lists: readonly (readonly string[])[]): readonly string[] {
  const [first = [], ...others] = lists;
  return first.filter((item) => others.every((list) => list.includes(item)));
}

function stats(
  parts: readonly Capability[],
  operations: Capability['operations'],
  surfaces: Capability['surfaces'],
): Stats {
  const sum = (kind: keyof Stats): number =>
    parts.reduce((total, part) => total + part.stats[kind].declared, 0);
  const routes = surfaces.flatMap((surface) => (surface.kind === 'rest' ? surface.routes : []));
  const tools = surfaces.flatMap((surface) => (surface.kind === 'mcp' ? surface.tools : []));
  return {
    operations: {
      declared: sum('operations'),
      unique: operations.length,
      shapes: new Set(operations.map(({ shape }) => shape)).size,
    },
    routes: { declared: sum('routes'), unique: routes.length },
    tools: { declared: sum('tools'), unique: tools.length },
  };
}
