// A `fetch` that reaches nobody: it remembers what it was asked and answers as it is told.

export interface Recorded {
  readonly method: string;
  /** Without query. */
  readonly url: string;
  readonly query: Values;
  readonly headers: { readonly [name: string]: string };
  readonly body: Body | undefined;
}

export type Values = { readonly [name: string]: string | readonly string[] };

export type Body =
  | { readonly json: unknown }
  | { readonly text: string }
  | { readonly form: Values };

/** `attempt` counts from 1. */
export type Answer = (attempt: number) => Response | Promise<Response>;

export interface FakeFetch {
  readonly fetch: typeof fetch;
  readonly requests: readonly Recorded[];
}

export function fakeFetch(answer: Answer): FakeFetch {
  const requests: Recorded[] = [];
  return {
    requests,
    fetch: async (input, init = {}) => {
      const url = new URL(input instanceof Request ? input.url : input);
      const headers = new Headers(init.headers);
      requests.push({
        method: init.method ?? "GET",
        url: url.origin + url.pathname,
        query: record([...url.searchParams]),
        headers: Object.fromEntries(headers),
        body: await readBody(init.body, headers.get("content-type") ?? ""),
      });
      return heard(init.signal, answer(requests.length));
    },
  };
}

export function json(
  value: unknown,
  status = 200,
  headers: { readonly [name: string]: string } = {},
): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { "content-type": "application/json", ...headers },
  });
}

/** Ends with the signal, as a connection does. */
function heard(
  signal: AbortSignal | null | undefined,
  answer: Response | Promise<Response>,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason));
    Promise.resolve(answer).then(resolve, reject);
  });
}

async function readBody(
  body: RequestInit["body"],
  type: string,
): Promise<Body | undefined> {
  if (body === undefined || body === null) return undefined;
  if (body instanceof FormData || body instanceof URLSearchParams) {
    const pairs: [string, string][] = [];
    for (const [name, value] of body as Iterable<[string, string | File]>)
      pairs.push([name, typeof value === "string" ? value : await file(value)]);
    return { form: record(pairs) };
  }
  const text = await new Response(body).text();
  if (!/[/+]json\b/i.test(type)) return { text };
  try {
    return { json: JSON.parse(text) };
  } catch {
    return { text };
  }
}

async function file(value: File): Promise<string> {
  return `${value.name} (${value.type}): ${await value.text()}`;
}

/** In order of name; a name that comes several times has a list. */
function record(pairs: readonly (readonly [string, string])[]): Values {
  const values = new Map<string, string | readonly string[]>();
  for (const [name, value] of pairs) {
    const before = values.get(name);
    values.set(name, before === undefined ? value : [before, value].flat());
  }
  return Object.fromEntries([...values].sort(([a], [b]) => (a < b ? -1 : 1)));
}
