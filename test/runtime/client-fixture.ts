// A core over a fetch that answers from a list, for the tests of the client's runtime.
import type { CoreOptions } from '../../templates/runtime/client/http.ts';
import type { Operation } from '../../templates/runtime/client/operation.ts';
import type { ClientCore, Service } from '../../templates/runtime/client/service.ts';

export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: unknown;
  readonly redirect: string | undefined;
}

export type Answer =
  Response | Error | ((sent: Sent, signal: AbortSignal) => Promise<Response> | Response);

/** Gives the answers one after the other, the last of them for ever. */
export function fakeFetch(answers: readonly Answer[]): {
  readonly fetch: typeof fetch;
  readonly sent: Sent[];
} {
  const sent: Sent[] = [];
  const fake = async (url: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const { method = 'GET', headers, body, redirect, signal } = init;
    const request = { method, url: String(url), headers: new Headers(headers), body, redirect };
    const answer = answers[Math.min(sent.length, answers.length - 1)];
    sent.push(request);
    if (answer instanceof Error) throw answer;
    if (typeof answer === 'function')
      return answer(request, signal ?? new AbortController().signal);
    return answer?.clone() ?? new Response();
  };
  return { fetch: fake, sent };
}

export function operation(
  more: Partial<Operation<object, unknown>> = {},
): Operation<object, unknown> {
  return { id: 'api.get', service: 'api', method: 'GET', path: ['/x'], inputs: [], ...more };
}

export function core(options: CoreOptions, service: Partial<Service> = {}): ClientCore {
  return {
    services: [{ id: 'api', baseURL: 'https://api.example.com', ...service }],
    secrets: { TOKEN: 'API_TOKEN' },
    options: { env: {}, ...options },
  };
}

export const json = (value: unknown, init: ResponseInit = {}): Response =>
  new Response(JSON.stringify(value), init);

/** Never answers, and does not listen to its signal either. */
export const never = (): Promise<Response> => new Promise(() => undefined);
