// The parts of a program as flat lists, for whoever looks at all of one kind.
import type {
  Adapter,
  ExposedOperation,
  ExposedResource,
  McpAdapter,
  RestAdapter,
  Tool,
  Unit,
} from './document.ts';
import { remember } from '../util/remember.ts';
import { operationsOf, type CallTarget, type Program } from './program.ts';

/** Operations of consumed APIs that stand in the main document; imported ones are checked in their own file. */
export const ownOperations = remember((program: Program): readonly CallTarget[] =>
  program.apis.filter(({ api }) => api.at.file === program.main.file).flatMap(operationsOf),
);

export function ownAdapters(program: Program): readonly Adapter[] {
  return program.adapters.filter((adapter) => adapter.at.file === program.main.file);
}

export const ownRoutes = remember(
  (
    program: Program,
  ): readonly {
    readonly adapter: RestAdapter;
    readonly resource: ExposedResource;
    readonly operation: ExposedOperation;
  }[] =>
    ownAdapters(program).flatMap((adapter) =>
      adapter.kind !== 'rest'
        ? []
        : adapter.resources.flatMap((resource) =>
            resource.operations.map((operation) => ({ adapter, resource, operation })),
          ),
    ),
);

export const ownTools = remember(
  (program: Program): readonly { readonly adapter: McpAdapter; readonly tool: Tool }[] =>
    ownAdapters(program).flatMap((adapter) =>
      adapter.kind === 'mcp' ? adapter.tools.map((tool) => ({ adapter, tool })) : [],
    ),
);

/** Everything exposed that takes inputs: routes and tools, with the namespace of their adapter. */
export const ownUnits = remember(
  (program: Program): readonly { readonly namespace: string; readonly unit: Unit }[] => [
    ...ownRoutes(program).map(({ adapter, operation }) => ({
      namespace: adapter.namespace,
      unit: operation,
    })),
    ...ownTools(program).map(({ adapter, tool }) => ({ namespace: adapter.namespace, unit: tool })),
  ],
);
