// What a route asks its callers for, and how it reads their bodies.
import type { Argument, Input, Operation, Route } from '../../ir/capability.ts';

/** The request body: one input takes all of it, or each body input is a member of a JSON object. */
export type RouteBody =
  | { readonly kind: 'whole'; readonly input: string; readonly contentType: string }
  | { readonly kind: 'fields' };

const readable: ReadonlySet<string> = new Set(['path', 'query', 'header', 'cookie', 'body']);

/** The inputs a caller is asked for; where a name stands in two places, the path wins, then the first. */
export function askedInputs(route: Route): readonly Input[] {
  const asked = route.inputs.filter((input) => input.value === undefined && readable.has(input.in));
  const order = ['path', 'query', 'header', 'cookie', 'body'];
  return asked.filter(
    (input) =>
      !asked.some((other) => {
        if (other === input || other.name !== input.name) return false;
        const difference = order.indexOf(other.in) - order.indexOf(input.in);
        return difference < 0 || (difference === 0 && asked.indexOf(other) < asked.indexOf(input));
      }),
  );
}

/** One input is the body as a whole when it is called so, or feeds one that is; else inputs are members of an object. */
export function routeBody(
  route: Route,
  operations: ReadonlyMap<string, Operation>,
): RouteBody | undefined {
  const inputs = askedInputs(route).filter((input) => input.in === 'body');
  const [only] = inputs;
  if (only === undefined) return undefined;
  if (inputs.length > 1) return { kind: 'fields' };
  const contentType = fedContentType(route, only.name, operations);
  if (contentType === undefined && !isWhole(only)) return { kind: 'fields' };
  return {
    kind: 'whole',
    input: only.name,
    contentType: contentType ?? (only.type.kind === 'binary' ? '*/*' : 'application/json'),
  };
}

/** Equal for routes that no request can tell apart: the first of a surface answers. */
export function routeShape(route: Route): string {
  return JSON.stringify([
    route.method,
    route.path.map((part) => (typeof part === 'string' ? part : null)),
  ]);
}

function isWhole(input: Input): boolean {
  return input.type.kind === 'binary' || /^(request)?[-_ ]?(body|payload)$/i.test(input.name);
}

/** The content type of the upstream body that is this input and nothing else. */
function fedContentType(
  route: Route,
  name: string,
  operations: ReadonlyMap<string, Operation>,
): string | undefined {
  if (route.action.kind !== 'call') return undefined;
  const body = operations.get(route.action.operation)?.body;
  if (body?.kind !== 'input') return undefined;
  const isFed = ({ name: target, value }: Argument): boolean =>
    target === body.input &&
    value.kind === 'input' &&
    value.name === name &&
    value.path === undefined;
  return route.action.arguments.some(isFed) ? body.contentType : undefined;
}
