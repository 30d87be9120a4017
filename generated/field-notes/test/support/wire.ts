// One test for each operation: what its method and its function send is what the capability says, to the last header.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Client, ClientCore } from "../../client/index.ts";
import { fakeFetch, json, type Body, type Values } from "./fake-fetch.ts";

export interface WireCase<Args> {
  readonly name: string;
  readonly method: (
    client: Client,
  ) => (args: Args, options?: CallHeaders) => Promise<unknown>;
  readonly function: (
    core: ClientCore,
    args: Args,
    options?: CallHeaders,
  ) => Promise<unknown>;
  readonly args: NoInfer<Args>;
  readonly options?: CallHeaders;
  /** Undefined: the call is refused and nothing is sent. */
  readonly sends?: {
    readonly method: string;
    readonly url: string;
    readonly query: Values;
    readonly headers: { readonly [name: string]: string };
    readonly body?: Body;
  };
}

interface CallHeaders {
  readonly headers?: { readonly [name: string]: string };
}

export interface WireTest {
  readonly name: string;
  readonly sends: WireCase<never>["sends"];
  readonly method: (client: Client) => Promise<unknown>;
  readonly function: (core: ClientCore) => Promise<unknown>;
}

/** Holds the arguments against the types of both. */
export function wireCase<Args>(test: WireCase<Args>): WireTest {
  const { name, sends, args, options } = test;
  return {
    name,
    sends,
    method: (client) => test.method(client)(args, options),
    function: (core) => test.function(core, args, options),
  };
}

export function wireTests(
  connect: (fetcher: typeof fetch) => Client,
  core: (fetcher: typeof fetch) => ClientCore,
  tests: readonly WireTest[],
): void {
  describe("what each operation sends", () => {
    for (const test of tests)
      it(test.name, async () => {
        await check(test, (fetcher) => test.method(connect(fetcher)));
        await check(test, (fetcher) => test.function(core(fetcher)));
      });
  });
}

async function check(
  { sends }: WireTest,
  call: (fetcher: typeof fetch) => Promise<unknown>,
): Promise<void> {
  const { fetch, requests } = fakeFetch(() => json({}));
  if (sends === undefined) {
    await assert.rejects(async () => call(fetch));
    assert.equal(requests.length, 0);
    return;
  }
  await call(fetch);
  assert.equal(requests.length, 1);
  assert.deepEqual(requests[0], { body: undefined, ...sends });
}
