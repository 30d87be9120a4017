// What a client does when things go wrong: retries, time limits, abort, errors by status, answers nobody can read,
// values that do not belong into a path.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fakeFetch, json, type Answer, type Recorded } from "./fake-fetch.ts";

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly timeout?: number;
  readonly deadline?: number;
  readonly maxRetries?: number;
  readonly idempotencyKey?: string;
}

type Call<Client> = (client: Client, options?: CallOptions) => Promise<unknown>;

export interface FaultSetup<Client> {
  readonly connect: (
    fetcher: typeof fetch,
    env: { readonly [variable: string]: string },
  ) => Client;
  readonly env: { readonly [variable: string]: string };
  /** An operation that answers with JSON and may be repeated. */
  readonly read?: Call<Client>;
  /** One that must not be repeated. */
  readonly write?: Call<Client>;
  /** A value for the path; it stands in the segment of that number. */
  readonly path?: {
    readonly call: (client: Client, value: never) => Promise<unknown>;
    readonly url: string;
    readonly segment: number;
  };
  /** Variables without which `read` has no credentials. */
  readonly required: readonly string[];
}

interface Outcome {
  readonly error: ErrorShape | undefined;
  readonly value: unknown;
  readonly requests: readonly Recorded[];
  readonly milliseconds: number;
}

interface ErrorShape extends Error {
  readonly kind?: string;
  readonly status?: number;
  readonly attempts?: number;
  readonly body?: unknown;
  readonly requestId?: string;
}

const soon = { "retry-after-ms": "1" };

const classes: readonly (readonly [status: number, name: string])[] = [
  [400, "BadRequestError"],
  [401, "AuthenticationError"],
  [403, "PermissionDeniedError"],
  [404, "NotFoundError"],
  [409, "ConflictError"],
  [418, "StatusError"],
  [422, "UnprocessableEntityError"],
  [429, "RateLimitError"],
  [500, "ServerError"],
  [503, "ServerError"],
];

const payloads: readonly (readonly [name: string, value: unknown])[] = [
  ["nothing", ""],
  ["a dot", "."],
  ["two dots", ".."],
  ["dots in code", "%2e%2e"],
  ["dots in code twice", "%252e%252e"],
  ["a step up", "../admin"],
  ["a slash", "a/b"],
  ["a backslash", "..\\admin"],
  ["a query", "a?admin=1"],
  ["a fragment", "a#b"],
  ["a line break", "a\r\nb"],
  ["half a character", "\ud800"],
  ["null", null],
  ["undefined", undefined],
  ["not a number", Number.NaN],
  ["an object", { a: 1 }],
];

export function faultTests<Client>(setup: FaultSetup<Client>): void {
  const { read, write, path } = setup;
  const run = async (
    call: Call<Client>,
    answer: Answer,
    options?: CallOptions,
    env = setup.env,
  ): Promise<Outcome> => {
    const fake = fakeFetch(answer);
    const start = performance.now();
    const outcome = await call(setup.connect(fake.fetch, env), options).then(
      (value) => ({ value, error: undefined }),
      (error: ErrorShape) => ({ value: undefined, error }),
    );
    const milliseconds = performance.now() - start;
    return { ...outcome, requests: fake.requests, milliseconds };
  };
  const never = (): Promise<Response> => new Promise(() => undefined);

  describe("what is sent again", { skip: read === undefined }, () => {
    if (read === undefined) return;
    for (const status of [408, 429, 500, 502, 503, 504])
      it(`${status}, until it goes well`, async () => {
        const { value, requests } = await run(read, (attempt) =>
          attempt < 3 ? json({}, status, soon) : json({ done: true }),
        );
        assert.deepEqual(value, { done: true });
        assert.equal(requests.length, 3);
        assert.deepEqual(requests[2], requests[0]);
      });

    it("twice and no more", async () => {
      const { error, requests } = await run(read, () => json({}, 503, soon));
      assert.equal(error?.name, "ServerError");
      assert.equal(error?.attempts, 3);
      assert.equal(requests.length, 3);
    });

    it("as often as the caller says", async () => {
      const { requests } = await run(read, () => json({}, 503, soon), {
        maxRetries: 0,
      });
      assert.equal(requests.length, 1);
    });

    it("a broken connection", async () => {
      const { value, requests } = await run(read, (attempt) => {
        if (attempt === 1) throw new TypeError("fetch failed");
        return json({ done: true });
      });
      assert.deepEqual(value, { done: true });
      assert.equal(requests.length, 2);
    });

    it("not before Retry-After", async () => {
      const { milliseconds, requests } = await run(read, (attempt) =>
        attempt === 1 ? json({}, 429, { "retry-after": "1" }) : json({}),
      );
      assert.equal(requests.length, 2);
      assert.ok(milliseconds >= 990, `${milliseconds} ms`);
    });

    it("not where the deadline comes first", async () => {
      const { error, requests, milliseconds } = await run(
        read,
        () => json({}, 503, { "retry-after": "30" }),
        { deadline: 100 },
      );
      assert.equal(error?.status, 503);
      assert.equal(requests.length, 1);
      assert.ok(milliseconds < 1000, `${milliseconds} ms`);
    });
  });

  describe("what is not", { skip: write === undefined }, () => {
    if (write === undefined) return;
    it("a request that may already have worked", async () => {
      const { error, requests } = await run(write, () => json({}, 503, soon));
      assert.equal(error?.name, "ServerError");
      assert.equal(requests.length, 1);
    });

    it("but with an idempotency key, the same each time", async () => {
      const { requests } = await run(write, () => json({}, 503, soon), {
        idempotencyKey: "key-1",
      });
      const keys = requests.map(({ headers }) => headers["idempotency-key"]);
      assert.deepEqual(keys, ["key-1", "key-1", "key-1"]);
    });
  });

  describe("limits", { skip: read === undefined }, () => {
    if (read === undefined) return;
    it("the time for one attempt", async () => {
      const { error, milliseconds } = await run(read, never, {
        timeout: 30,
        maxRetries: 0,
      });
      assert.equal(error?.kind, "timeout");
      assert.ok(milliseconds < 500, `${milliseconds} ms`);
    });

    it("the time for everything", async () => {
      const { error, milliseconds } = await run(read, never, { deadline: 30 });
      assert.equal(error?.kind, "timeout");
      assert.ok(milliseconds < 500, `${milliseconds} ms`);
    });

    it("the caller's signal, also between attempts", async () => {
      const signal = AbortSignal.timeout(30);
      const late = { "retry-after": "20" };
      const { error, milliseconds } = await run(
        read,
        () => json({}, 503, late),
        { signal },
      );
      assert.equal(error?.kind, "abort");
      assert.ok(milliseconds < 500, `${milliseconds} ms`);
    });

    it("a signal that came before the call", async () => {
      const signal = AbortSignal.abort();
      const { error, requests } = await run(read, never, { signal });
      assert.equal(error?.kind, "abort");
      assert.equal(requests.length, 0);
    });
  });

  describe("errors", { skip: read === undefined }, () => {
    if (read === undefined) return;
    for (const [status, name] of classes)
      it(`${status} is a ${name}`, async () => {
        const body = { detail: "no" };
        const { error } = await run(
          read,
          () => json(body, status, { "x-request-id": "r-1" }),
          { maxRetries: 0 },
        );
        assert.ok(error instanceof Error);
        assert.equal(error.name, name);
        assert.equal(error.kind, "status");
        assert.equal(error.status, status);
        assert.deepEqual(error.body, body);
        assert.equal(error.requestId, "r-1");
      });

    it("an error without a body", async () => {
      const empty = (): Response => new Response(null, { status: 404 });
      const { error } = await run(read, empty);
      assert.equal(error?.name, "NotFoundError");
      assert.equal(error?.body, undefined);
    });

    it("an answer that is not JSON", async () => {
      const { error } = await run(read, () => new Response("<html>"));
      assert.equal(error?.kind, "parse");
    });

    it("no connection", async () => {
      const broken = (): Response => {
        throw new TypeError("fetch failed");
      };
      const { error } = await run(read, broken, { maxRetries: 0 });
      assert.equal(error?.kind, "connection");
    });

    for (const variable of setup.required)
      it(`a missing credential: ${variable}`, async () => {
        const env = { ...setup.env, [variable]: "" };
        const { error, requests } = await run(read, () => json({}), {}, env);
        assert.equal(error?.kind, "config");
        assert.ok(error?.message.includes(variable), error?.message);
        assert.equal(requests.length, 0);
      });
  });

  describe("values in a path", { skip: path === undefined }, () => {
    if (path === undefined) return;
    for (const [name, value] of payloads)
      it(name, async () => {
        const { error, requests } = await run(
          (client) => path.call(client, value as never),
          () => json({}),
        );
        if (error !== undefined) {
          assert.equal(error.kind, "validation");
          assert.equal(requests.length, 0);
          return;
        }
        const segments = requests[0]?.url.split("/") ?? [];
        assert.equal(decodeURIComponent(segments[path.segment] ?? ""), value);
        segments[path.segment] = "*";
        assert.equal(segments.join("/"), path.url);
        assert.equal(requests[0]?.query["admin"], undefined);
      });
  });
}
