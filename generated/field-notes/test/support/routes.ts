// Tests of every route: what it sends is what the capability says; what it must not take is refused before anything is
// sent; what goes wrong upstream is told as it should be.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fakeFetch, json, type Answer, type Recorded } from "./fake-fetch.ts";
import type { WireTest } from "./wire.ts";

export interface RouteTest {
  readonly method: string;
  /** With `{name}` for its variables. */
  readonly path: string;
  readonly takes?: Taken;
  /** `query limit`: without it nothing is sent. */
  readonly required?: readonly string[];
  /** Those that do not take any text. */
  readonly typed?: readonly string[];
  /** What is sent, or the operation whose test says it; undefined: nobody can tell beforehand. */
  readonly sends?: string | WireTest["sends"];
  /** What becomes of an answer of the upstream; as it is where nothing is said. */
  readonly answers?: "shaped" | "by steps" | "nothing" | "not at all";
  /** An answer to the first request, and what comes of it; without `gives` nobody can tell. */
  readonly example?: { readonly upstream: unknown; readonly gives?: unknown };
  /** What is sent after the first request, and what the upstream says to that. */
  readonly later?: readonly {
    readonly sends: string | WireTest["sends"];
    readonly upstream?: unknown;
  }[];
}

export interface Taken {
  readonly path?: Texts;
  readonly query?: Texts;
  readonly headers?: Texts;
  readonly cookies?: Texts;
  readonly body?: {
    readonly type: string;
    readonly json?: unknown;
    readonly text?: string;
  };
}

type Texts = { readonly [name: string]: string | readonly string[] };

/** Options of the server; `authenticate` stands in for a check that a test cannot pass. */
export interface ServeOptions {
  readonly limits?: { readonly bodyBytes: number };
  readonly authenticate?: () => undefined;
}

export interface ClientSetup {
  readonly fetch: typeof fetch;
  readonly timeout?: number;
  readonly maxRetries: number;
}

export interface RouteSetup {
  readonly surface: string;
  readonly serve: (
    client: ClientSetup,
    options: ServeOptions,
  ) => (request: Request) => Promise<Response>;
  /** Credentials that are let in, or the status that everybody gets for whom a test has none. */
  readonly auth?: {
    readonly headers?: Texts;
    readonly query?: Texts;
    readonly denied?: number;
  };
  /** Values of credentials: no caller reads them. */
  readonly secrets?: readonly string[];
  /** Tests of operations, to look up what they send. */
  readonly operations: readonly WireTest[];
  readonly routes: readonly RouteTest[];
}

interface Outcome {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly requests: readonly Recorded[];
}

interface Asking {
  readonly answer?: Answer;
  readonly takes?: Taken;
  readonly method?: string;
  readonly timeout?: number;
  readonly bodyBytes?: number;
  readonly isStranger?: boolean;
}

/** The upstream when a test says nothing else. */
const plain: Answer = () => json({ test: "answer" });

/** One answer for each request. */
function answersOf({ example, later = [] }: RouteTest): Answer {
  const all = [example, ...later];
  return (attempt) => json(all[attempt - 1]?.upstream ?? { test: "answer" });
}

export function routeTests(setup: RouteSetup): void {
  const { surface, routes, operations, auth = {}, secrets = [] } = setup;
  const sends = new Map(operations.map((test) => [test.name, test.sends]));
  const ask = async (
    route: RouteTest,
    asking: Asking = {},
  ): Promise<Outcome> => {
    const { answer = plain, timeout, bodyBytes, isStranger = false } = asking;
    const fake = fakeFetch(answer);
    const client = { fetch: fake.fetch, maxRetries: 0 };
    const isOpen = auth.denied !== undefined && !isStranger;
    const server = setup.serve(
      timeout === undefined ? client : { ...client, timeout },
      {
        ...(bodyBytes === undefined ? {} : { limits: { bodyBytes } }),
        ...(isOpen ? { authenticate: () => undefined } : {}),
      },
    );
    const response = await server(
      requestOf(
        asking.method ?? route.method,
        route,
        asking.takes ?? route.takes ?? {},
        isStranger ? {} : auth,
      ),
    );
    const { status, headers } = response;
    return {
      status,
      headers,
      text: await response.text(),
      requests: fake.requests,
    };
  };
  const each = (
    title: string,
    check: (route: RouteTest) => Promise<void>,
    isMeant: (route: RouteTest) => boolean = () => true,
  ): void => {
    const meant = routes.filter(isMeant);
    describe(`${surface}: ${title}`, { skip: meant.length === 0 }, () => {
      for (const route of meant)
        it(`${route.method} ${route.path}`, () => check(route));
    });
  };
  const calls = ({ sends: sent, answers }: RouteTest): boolean =>
    sent !== undefined && answers !== "nothing";

  const wanted = (sent: RouteTest["sends"]): WireTest["sends"] =>
    typeof sent === "string" ? sends.get(sent) : sent;

  each("what each route sends and gives", async (route) => {
    const { example, answers, later = [] } = route;
    const { status, text, requests } = await ask(route, {
      answer: answersOf(route),
    });
    const first = wanted(route.sends);
    const all =
      first === undefined
        ? []
        : [first, ...later.map(({ sends: sent }) => wanted(sent))];
    all.forEach((request, index) =>
      assert.deepEqual(requests[index], { body: undefined, ...request }),
    );
    const isTold = answers !== "by steps" || example?.gives !== undefined;
    if (answers === "not at all") assert.equal(status, 501);
    if (answers === "nothing" || answers === "not at all")
      assert.equal(requests.length, 0);
    if (first !== undefined && isTold)
      assert.equal(requests.length, all.length);
    const gives = (body: unknown): void =>
      // To HEAD everything is answered but the body.
      route.method === "HEAD"
        ? assert.deepEqual([status, text], [200, ""])
        : assert.deepEqual([status, JSON.parse(text)], [200, body]);
    if (
      example?.gives !== undefined &&
      (first !== undefined || answers === "nothing")
    )
      gives(example.gives);
    if (first !== undefined && answers === undefined) gives({ test: "answer" });
  });

  each(
    "what a route does when a later request fails",
    async (route) => {
      for (const index of (route.later ?? []).keys()) {
        const { status, text, requests } = await ask(route, {
          answer: (attempt) =>
            attempt === index + 2
              ? json({ secret: "x" }, 500)
              : answersOf(route)(attempt),
        });
        assert.equal(status, 502, text);
        assert.equal(requests.length, index + 2);
      }
    },
    ({ later = [] }) => later.length > 0,
  );

  each("what each route refuses", async (route) => {
    const refused = async (
      status: number,
      asking: Asking,
    ): Promise<Outcome> => {
      const outcome = await ask(route, asking);
      assert.equal(outcome.status, status, outcome.text);
      assert.equal(outcome.requests.length, 0);
      assert.match(outcome.headers.get("content-type") ?? "", /problem\+json/);
      return outcome;
    };
    const { takes = {}, required = [], typed = [] } = route;
    for (const label of required)
      assert.match(
        (await refused(400, { takes: without(takes, label) })).text,
        naming(label),
      );
    for (const label of typed)
      assert.match(
        (await refused(400, { takes: garbled(takes, label) })).text,
        naming(label),
      );
    const { body } = takes;
    if (body !== undefined) {
      const { type } = body;
      await refused(413, {
        bodyBytes: 64,
        takes: { ...takes, body: { type, text: "x".repeat(65) } },
      });
      if (/[/+]json\b/i.test(type)) {
        await refused(400, { takes: { ...takes, body: { type, text: "{" } } });
        await refused(400, {
          takes: { ...takes, body: { type, text: '{"__proto__":{}}' } },
        });
        await refused(415, {
          takes: { ...takes, body: { type: "text/html", text: "<p>" } },
        });
      }
    }
    if (!routes.some(({ method }) => method === "ALL")) {
      const { headers } = await refused(405, {
        method: "PROPFIND",
        takes: pathOnly(takes),
      });
      const allowed = (headers.get("allow") ?? "").split(", ");
      assert.ok(allowed.includes(route.method), allowed.join());
    }
  });

  const strangers = auth.denied ?? (setup.auth === undefined ? undefined : 401);
  if (strangers !== undefined)
    each("who is let in", async (route) => {
      const { status, requests } = await ask(route, { isStranger: true });
      assert.equal(status, strangers);
      assert.equal(requests.length, 0);
    });

  each(
    "what comes of an upstream in trouble",
    async (route) => {
      const passed = route.answers === undefined || route.answers === "shaped";
      for (const status of [404, 429, 500]) {
        const told = await ask(route, {
          answer: () =>
            json({ secret: "x", said: secrets.join(" ") }, status, {
              "retry-after": "7",
            }),
        });
        for (const value of secrets)
          assert.ok(!told.text.includes(value), "a credential came out");
        assert.equal(told.status, passed ? status : 502);
        if (passed) assert.equal(told.headers.get("retry-after"), "7");
        else assert.ok(!told.text.includes("secret"));
      }
      const broken = await ask(route, {
        answer: () => {
          throw new TypeError("fetch failed");
        },
      });
      assert.equal(broken.status, 502);
      const silent = await ask(route, {
        timeout: 5,
        answer: () => new Promise(() => undefined),
      });
      assert.equal(silent.status, 504);
      const half = await ask(route, {
        answer: () =>
          new Response('{"half":', {
            headers: { "content-type": "application/json" },
          }),
      });
      if (route.answers === undefined && route.method !== "HEAD")
        assert.equal(half.text, '{"half":');
      else if (route.example?.gives !== undefined)
        assert.equal(half.status, 502);
    },
    calls,
  );
}

function requestOf(
  method: string,
  route: RouteTest,
  takes: Taken,
  auth: { readonly headers?: Texts; readonly query?: Texts },
): Request {
  const url = new URL(
    `http://localhost${filled(route.path, takes.path ?? {})}`,
  );
  for (const [name, value] of pairs({ ...takes.query, ...auth.query }))
    url.searchParams.append(name, value);
  const headers = new Headers();
  for (const [name, value] of pairs({ ...takes.headers, ...auth.headers }))
    headers.set(name, value);
  const cookies = pairs(takes.cookies ?? {}).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  if (cookies.length > 0) headers.set("cookie", cookies.join("; "));
  const { body } = takes;
  if (body !== undefined) headers.set("content-type", body.type);
  return new Request(url, {
    method: method === "ALL" ? "GET" : method,
    headers,
    ...(body === undefined
      ? {}
      : { body: body.text ?? JSON.stringify(body.json) }),
  });
}

/** Text as it stands there, percent-encoded like everything else. */
function filled(path: string, values: Texts): string {
  return path
    .split(/(\{[^{}]*\})/)
    .map((part) =>
      part.startsWith("{")
        ? encodeURIComponent(String(values[part.slice(1, -1)] ?? "x"))
        : part.split("/").map(encodeURIComponent).join("/"),
    )
    .join("");
}

function pairs(texts: Texts): readonly (readonly [string, string])[] {
  return Object.entries(texts).flatMap(([name, value]) =>
    [value].flat().map((text) => [name, text] as const),
  );
}

function without(takes: Taken, label: string): Taken {
  const { body, ...rest } = takes;
  if (!label.startsWith("body ")) return changed(takes, label, undefined);
  if (typeof body?.json !== "object" || body.json === null) return rest;
  const { [nameOf(label)]: gone, ...members } = body.json as Record<
    string,
    unknown
  >;
  // A body of one input is that input.
  return gone === undefined
    ? rest
    : { ...rest, body: { ...body, json: members } };
}

/** With a value that only fits where everything does. */
function garbled(takes: Taken, label: string): Taken {
  const { body } = takes;
  if (!label.startsWith("body ")) return changed(takes, label, "no such value");
  const members = (body?.json ?? {}) as Record<string, unknown>;
  const json = { ...members, [nameOf(label)]: { no: "such value" } };
  return { ...takes, body: { type: "application/json", json } };
}

function changed(
  takes: Taken,
  label: string,
  value: string | undefined,
): Taken {
  const place = placeOf(label);
  const { [nameOf(label)]: _, ...others } = takes[place] ?? {};
  return {
    ...takes,
    [place]:
      value === undefined ? others : { ...others, [nameOf(label)]: value },
  };
}

function placeOf(label: string): "path" | "query" | "headers" | "cookies" {
  const [place = ""] = label.split(" ", 1);
  if (place === "header") return "headers";
  if (place === "cookie") return "cookies";
  return place === "path" ? "path" : "query";
}

function nameOf(label: string): string {
  return label.slice(label.indexOf(" ") + 1);
}

function naming(label: string): RegExp {
  const name = JSON.stringify(nameOf(label));
  return new RegExp(name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
}

function pathOnly({ path }: Taken): Taken {
  return path === undefined ? {} : { path };
}
