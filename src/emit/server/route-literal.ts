// A route as the data that the server matches, reads inputs by, and runs.
import type { Action, PathPart, Route } from '../../ir/capability.ts';
import type { Type } from '../../ir/type.ts';
import {
  actionLiteral,
  constantLiterals,
  typeLiteral,
  type ActionNames,
} from '../typescript/action-literal.ts';
import type { LiteralValue } from '../typescript/literal.ts';
import { askedInputs, routeBody } from '../typescript/route-inputs.ts';

export function routeLiteral(route: Route, handler: string, names: ActionNames): LiteralValue {
  const constants = constantLiterals(route.inputs);
  const body = routeBody(route, names.operations);
  return {
    name: handler,
    method: route.method,
    path: pathLiteral(route),
    inputs: askedInputs(route).map((input) => ({
      name: input.name,
      in: input.in,
      type: isPlainText(input.type) ? undefined : typeLiteral(input.type, names),
      required: input.required || undefined,
    })),
    body: body && { ...body },
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
