// What routes are called in generated code: by the client method they call where they call one, else by their own name.
import type { Capability, RestSurface, Route } from '../../ir/capability.ts';
import { compareText } from '../../util/compare.ts';
import { identifier, Scope, typeIdentifier } from '../typescript/names.ts';

export interface RouteNames {
  /** The handler: `personsList`. */
  readonly handler: string;
  /** The type of its inputs: `PersonsListInputs`. */
  readonly inputs: string;
}

export function restSurfaces(capability: Capability): readonly RestSurface[] {
  return capability.surfaces.filter((surface) => surface.kind === 'rest');
}

/** Unique in the capability, and independent of the order of declaration. */
export function routeNames(capability: Capability): ReadonlyMap<Route, RouteNames> {
  const client = new Map(
    capability.operations.map((operation) => [operation.id, operation.client]),
  );
  const scope = new Scope(usedByServer);
  const sorted = restSurfaces(capability)
    .flatMap((surface) =>
      surface.routes.map((route) => ({ route, key: `${surface.id} ${route.id}` })),
    )
    .sort((a, b) => compareText(a.key, b.key));
  return new Map(
    sorted.map(({ route }) => {
      const { action } = route;
      const path = action.kind === 'call' ? client.get(action.operation) : undefined;
      const words = path ?? [
        route.name ?? `${route.method.toLowerCase()} ${route.id.replace(/^\S+ /, '')}`,
      ];
      return [route, claim(scope, identifier(words))];
    }),
  );
}

function claim(scope: Scope, stem: string): RouteNames {
  for (let number = 1; ; number++) {
    const handler = number === 1 ? stem : `${stem}${number}`;
    const inputs = `${typeIdentifier([handler])}Inputs`;
    if (scope.claimAll([handler, inputs])) return { handler, inputs };
  }
}

/** Names that the generated modules of a server use or export themselves. */
const usedByServer: readonly string[] = [
  'Handler Handlers HandlerContext Route Surface Definition BinaryInput definition handlers createApp createFetch',
  'ServerOptions Promise Response Request AnyHandlers',
].flatMap((line) => line.split(' '));
