// A client port over a table of answers, and short hands for the data of routes.
import { evaluate } from '../../templates/runtime/client/expression.ts';
import type { ClientPort, ForwardRequest } from '../../templates/runtime/server/client-port.ts';
import type {
  Expression,
  OperationRef,
  Route,
  RouteInput,
  ValueType,
} from '../../templates/runtime/server/model.ts';

export interface Sent {
  readonly operation: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal | undefined;
}

export interface FakePort extends ClientPort {
  readonly sent: Sent[];
  readonly forwarded: { readonly service: string; readonly request: ForwardRequest }[];
}

export type Answers = Readonly<
  Record<
    string,
    (args: Readonly<Record<string, unknown>>, signal?: AbortSignal) => Response | Promise<Response>
  >
>;

export function fakePort(
  answers: Answers = {},
  secrets: Readonly<Record<string, string>> = {},
): FakePort {
  const sent: Sent[] = [];
  const forwarded: { service: string; request: ForwardRequest }[] = [];
  const secret = (name: string): string => {
    const value = secrets[name];
    if (value === undefined)
      throw Object.assign(new Error(`${name} is missing`), { kind: 'config' });
    return value;
  };
  return {
    sent,
    forwarded,
    async send(operation, args, signal) {
      sent.push({ operation: operation.id, args, signal });
      const answer = answers[operation.id];
      if (answer === undefined) throw new Error(`no answer for ${operation.id}`);
      return await answer(args, signal);
    },
    async forward(service, request) {
      forwarded.push({ service, request });
      const answer = answers['forward'];
      return answer === undefined ? new Response('forwarded') : await answer({}, request.signal);
    },
    evaluate: (expression, scope) => evaluate(expression, { ...scope, secret }),
    secret,
  };
}

/** What the client throws where there is no answer. */
export function clientError(kind: string, message = kind): Error {
  return Object.assign(new Error(message), { kind });
}

export function operation(id: string, ...inputs: OperationRef['inputs'][number][]): OperationRef {
  return { id, path: [], inputs };
}

export const literal = (value: string | number | boolean | null): Expression => ({
  kind: 'literal',
  value,
});
export const input = (name: string): Expression => ({ kind: 'input', name });
export const stepOutput = (step: string, ...path: string[]): Expression => ({
  kind: 'step',
  step,
  path,
});

export const text: ValueType = { kind: 'scalar', scalar: 'string' };
export const integer: ValueType = { kind: 'scalar', scalar: 'integer' };

export function routeInput(
  name: string,
  place: RouteInput['in'],
  type: ValueType = text,
  required = false,
): RouteInput {
  return { name, in: place, type, required };
}

/** A route at a path written with braces; `{path*}` takes what is left. */
export function route(method: string, path: string, more: Partial<Route> = {}): Route {
  const parts = path
    .split(/(\{[^}]*\})/)
    .filter((part) => part !== '')
    .map((part) => {
      if (!part.startsWith('{')) return part;
      const variable = part.slice(1, -1);
      return variable.endsWith('*')
        ? { variable: variable.slice(0, -1), rest: true as const }
        : { variable };
    });
  return {
    name: `${method} ${path}`,
    method,
    path: parts,
    inputs: [],
    action: { kind: 'mock', output: { kind: 'value', value: literal(`${method} ${path}`) } },
    ...more,
  };
}
