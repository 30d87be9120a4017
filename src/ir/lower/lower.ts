// Program → Capability: what the documents mean, told once. The order of work: secrets, services, operations
// (merged, named), flows, surfaces.
import { posix } from 'node:path';
import type { Report } from '../../document/fields.ts';
import type { Program } from '../../document/program.ts';
import { locationKey } from '../../source/location-key.ts';
import { groupBy } from '../../util/group-by.ts';
import { stableJson } from '../../util/stable-json.ts';
import { capabilityId } from '../../util/slug.ts';
import type { Capability, Flow, Operation } from '../capability.ts';
import { mergeOperations, operationsByPlace, shapeKeys, type MergedOperation } from './dedupe.ts';
import { lowerService, type LoweredService, type RawOperation } from './lower-service.ts';
import { lowerFlow, type SurfaceContext } from './lower-flow.ts';
import { lowerSurface } from './lower-surface.ts';
import { clientNames } from '../names/names.ts';
import { SecretTable } from './secrets.ts';

export function lower(program: Program, report: Report): Capability {
  return lowerWith(program, report, (merged) => ({
    names: clientNames(merged),
    shapes: shapeKeys(merged),
  }));
}

/** Reports what `lower` reports, for those who ask for nothing else: finding names costs as much as all the rest. */
export function checkMeaning(program: Program, report: Report): void {
  lowerWith(program, report, () => undefined);
}

interface Naming {
  readonly names: ReadonlyMap<string, readonly string[]>;
  readonly shapes: ReadonlyMap<string, string>;
}

function lowerWith(
  program: Program,
  report: Report,
  name: (operations: readonly MergedOperation[]) => Naming | undefined,
): Capability {
  const secrets = new SecretTable(program);
  const services = uniqueServices(program.apis.map((api) => lowerService(api, secrets, report)));
  const raw = services
    .flatMap((service) => service.operations)
    .map((operation) => withSchema(operation, program));
  const merged = mergeOperations(raw);
  const naming = name(merged);
  const operations = merged.map((operation): Operation => ({
    ...operation,
    client: naming?.names.get(operation.id) ?? [],
    shape: naming?.shapes.get(operation.id) ?? operation.id,
  }));
  const byId = new Map(operations.map((operation) => [operation.id, operation]));
  const flows = new Map<string, Flow>();
  const context: SurfaceContext = {
    program,
    operations: operationsByPlace(operations),
    secrets,
    report,
    flows,
    operation: (id) => byId.get(id),
    clientPath: naming && ((id) => byId.get(id)?.client),
  };
  const all: Flow[] = [];
  for (const { namespace, aggregate } of program.aggregates)
    for (const item of aggregate.flows) {
      const flow = lowerFlow(namespace, item, context);
      all.push(flow);
      flows.set(flow.id, flow);
    }
  const ids = surfaceIds(program);
  const surfaces = program.adapters.map((adapter, index) =>
    lowerSurface(adapter, ids[index]!, context),
  );
  const { info, file, format } = program.main;
  const sum = (count: (item: (typeof surfaces)[number]) => number): number =>
    surfaces.reduce((total, item) => total + count(item), 0);
  return {
    id: capabilityId(file),
    format,
    title: info.display ?? posix.basename(file).replace(/\.[^.]*$/, ''),
    ...(info.description === undefined ? {} : { description: info.description }),
    ...(info.version === undefined ? {} : { version: info.version }),
    tags: info.tags,
    sources: program.documents.flatMap(({ file: read, overlay }) =>
      overlay === undefined ? [read] : [read, overlay],
    ),
    services: [...new Map(services.map(({ service }) => [service.id, service])).values()],
    operations,
    flows: all,
    surfaces: surfaces.map(({ surface }) => surface),
    secrets: secrets.all(),
    stats: {
      operations: {
        declared: raw.length,
        unique: operations.length,
        shapes: new Set(operations.map(({ shape }) => shape)).size,
      },
      routes: {
        declared: sum((item) => item.routes),
        unique: sum(({ surface }) => (surface.kind === 'rest' ? surface.routes.length : 0)),
      },
      tools: {
        declared: sum((item) => item.tools),
        unique: sum(({ surface }) => (surface.kind === 'mcp' ? surface.tools.length : 0)),
      },
    },
  };
}

/** A schema that is a file is the text of that file from here on. */
function withSchema(operation: RawOperation, program: Program): RawOperation {
  const { format } = operation.output;
  if (format !== 'avro' && format !== 'protobuf') return operation;
  const { schema: _path, ...output } = operation.output;
  const file = program.schemas.get(locationKey(operation.at));
  return { ...operation, output: file === undefined ? output : { ...output, schema: file.text } };
}

/**
 * One namespace may be consumed several times. Entries with the same base URL and authentication are one service;
 * others keep the name with a number behind it.
 */
function uniqueServices(services: readonly LoweredService[]): readonly LoweredService[] {
  const groups = groupBy(services, ({ service }) => service.id);
  return services.map((lowered) => {
    const { service, operations } = lowered;
    const connection = ({ service: { baseUrl, auth } }: LoweredService): string =>
      stableJson({ baseUrl, auth }, ['at']);
    const kinds = [...new Set(groups.get(service.id)!.map(connection))];
    const index = kinds.indexOf(connection(lowered));
    if (index === 0) return lowered;
    const id = `${service.id}-${index + 1}`;
    return {
      service: { ...service, id },
      operations: operations.map((operation) => ({ ...operation, service: id })),
    };
  });
}

/** The adapters' namespaces; where one is missing or repeated, its kind and number tell them apart. */
function surfaceIds(program: Program): readonly string[] {
  const groups = groupBy(program.adapters, (adapter) => adapter.namespace);
  return program.adapters.map((adapter) => {
    const same = groups.get(adapter.namespace)!;
    const name = adapter.namespace === '' ? adapter.kind : adapter.namespace;
    const index = same.indexOf(adapter);
    return adapter.namespace !== '' && index === 0
      ? name
      : same.length === 1
        ? name
        : `${name}-${index + 1}`;
  });
}
