// A route as the data that the server matches, reads inputs by, and runs.
import type { Action, Argument, Input, Operation, PathPart, Route } from '../../ir/capability.ts';
import type { Type } from '../../ir/type.ts';
import {
  actionLiteral,
  constantLiterals,
  typeLiteral,
  type ActionNames,
} from '../typescript/action-literal.ts';
import type { LiteralValue } from '../typescript/literal.ts';

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

export function routeLiteral(route: Route, handler: string, names: ActionNames): LiteralValue {
  const constants = constantLiterals(route.inputs);
  return {
    name: handler,
    method: route.method,
    path: pathLiteral(route),
    inputs: askedInputs(route).map((input) => ({
      name: input.name,
      in: input.in,
      type: isPlainText(input.type) ? undefined : typeLiteral(input.type),
      required: input.required || undefined,
    })),
    body: bodyLiteral(route, names.operations),
    constants: constants.length === 0 ? undefined : constants,
    action: actionLiteral(route.action, names),
    binary: isBinary(route.action, names) ? route.binary && { ...route.binary } : undefined,
  };
}

/** Whether an answer may be bytes, as far as the action itself tells. */
function isBinary(action: Action, { operations }: ActionNames): boolean {
  if (action.kind === 'call') return operations.get(action.operation)?.output.format === 'binary';
  return action.kind === 'flow' || action.kind === 'steps';
}

/** What the runtime assumes anyway. */
function isPlainText(type: Type): boolean {
  return type.kind === 'scalar' && type.scalar === 'string' && type.pattern === undefined;
}

/** The last variable of a route that forwards takes all that is left of the path. */
function pathLiteral(route: Route): LiteralValue {
  const last = route.path.length - 1;
  const isRest = (part: PathPart, index: number): boolean =>
    route.action.kind === 'forward' &&
    index === last &&
    typeof part !== 'string' &&
    part.variable === 'path' &&
    String(route.path[index - 1] ?? '/').endsWith('/');
  return route.path.map((part, index) =>
    typeof part === 'string'
      ? part
      : { variable: part.variable, rest: isRest(part, index) || undefined },
  );
}

/** One input is the body as a whole when it is called so, or feeds one that is; else inputs are members of an object. */
function bodyLiteral(route: Route, operations: ReadonlyMap<string, Operation>): LiteralValue {
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
