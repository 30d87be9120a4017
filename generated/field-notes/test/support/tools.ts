// What each MCP tool does for a model: a good call sends what the capability says, a bad one is told what to change,
// and trouble with the upstream is a result, too.
import {
  InMemoryTransport,
  type Server,
  type Transport,
} from "@modelcontextprotocol/server";
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { McpDefinition, Tool } from "../../mcp/index.ts";
import { fakeFetch, json, type Answer, type FakeFetch } from "./fake-fetch.ts";

/** A call of a tool, and what it leads to. */
export interface ToolCase {
  readonly tool: string;
  readonly args: { readonly [name: string]: unknown };
  /** Method, URL and query; undefined: nothing, the answer is fixed. */
  readonly sends?: string;
  readonly json?: unknown;
  /** An answer to the first request, and what comes of it; without `gives` nobody can tell. */
  readonly example?: { readonly upstream: unknown; readonly gives?: unknown };
  /** Of steps: what is sent after the first request, and what the upstream says to that. */
  readonly later?: readonly SentLater[];
  /** More may be sent than can be told. */
  readonly isOpen?: boolean;
}

export interface SentLater {
  readonly sends: string;
  readonly json?: unknown;
  readonly upstream?: unknown;
}

export interface ToolSetup {
  readonly definition: McpDefinition;
  /** Values that may never come out. */
  readonly secrets: readonly string[];
  readonly connect: (surface: string, options: ClientSetup) => Server;
}

export interface ClientSetup {
  readonly fetch: typeof fetch;
  readonly maxRetries: number;
  readonly timeout?: number;
}

interface ToolResult {
  readonly isError?: boolean;
  readonly content: readonly { readonly text?: string }[];
  readonly structuredContent?: unknown;
}

type Call = (name: string, args: object) => Promise<ToolResult>;

export function toolTests(
  setup: ToolSetup,
  cases: { readonly [surface: string]: readonly ToolCase[] },
): void {
  for (const { id, tools } of setup.definition.surfaces)
    describe(`the tools of ${id}`, () => {
      let answer: Answer = () => json({ ok: true });
      let fake: FakeFetch = fakeFetch(() => answer(1));
      let call: Call = () => Promise.reject(new Error("not connected"));
      before(async () => {
        const all: typeof fetch = (...given) => fake.fetch(...given);
        const server = setup.connect(id, { fetch: all, maxRetries: 0 });
        call = await connect(server);
      });
      const fresh = (next: Answer): void => {
        answer = next;
        fake = fakeFetch((attempt) => answer(attempt));
      };

      for (const tool of tools)
        it(`${tool.name} says what to change`, async () => {
          fresh(() => json({}));
          for (const [args, words] of badArguments(tool))
            for (const name of [tool.name, ...(tool.aliases ?? [])]) {
              const result = await call(name, args);
              assert.equal(result.isError, true);
              for (const word of words)
                assert.ok(textOf(result).includes(word));
            }
          assert.equal(fake.requests.length, 0);
        });

      for (const one of cases[id] ?? [])
        it(`${one.tool} ${one.sends === undefined ? "answers" : `sends ${one.sends}`}`, async () => {
          const tool = tools.find(({ name }) => name === one.tool);
          const { args, example, later = [], isOpen = false } = one;
          const { sends } = one;
          const all = sends === undefined ? [] : [{ ...one, sends }, ...later];
          for (const name of [one.tool, ...(tool?.aliases ?? [])]) {
            fresh(answersOf(one));
            const result = await call(name, args);
            if (!isOpen) assert.notEqual(result.isError, true, textOf(result));
            const sent = isOpen
              ? fake.requests.slice(0, all.length)
              : fake.requests;
            assert.deepEqual(
              sent.map(inWords),
              all.map((request) => request.sends),
            );
            all.forEach(({ json: body }, index) => {
              if (body !== undefined)
                assert.deepEqual(sent[index]?.body, { json: body });
            });
            if (example?.gives !== undefined)
              assert.deepEqual(valueOf(result), example.gives);
          }
          for (const index of later.keys()) {
            fresh((attempt) =>
              attempt === index + 2 ? json({}, 500) : answersOf(one)(attempt),
            );
            const result = await call(one.tool, args);
            assert.equal(result.isError, true, textOf(result));
            assert.equal(fake.requests.length, index + 2);
          }
          if (sends === undefined) return;
          for (const [trouble, word] of troubles(
            setup.secrets,
            one.later === undefined,
          )) {
            fresh(trouble);
            const result = await call(one.tool, args);
            const text = textOf(result);
            if (word !== undefined) assert.equal(result.isError, true, text);
            assert.match(text, word ?? /./);
            for (const secret of setup.secrets)
              assert.ok(!text.includes(secret), "a secret came out");
          }
        });

      const first = cases[id]?.find(({ sends }) => sends !== undefined);
      if (first !== undefined)
        it("an upstream that never answers is given up", async () => {
          const { fetch } = fakeFetch(() => new Promise(() => {}));
          const options = { fetch, maxRetries: 0, timeout: 20 };
          const impatient = await connect(setup.connect(id, options));
          const result = await impatient(first.tool, first.args);
          assert.equal(result.isError, true);
          assert.match(textOf(result), /did not answer in time/);
        });
      after(() => fresh(() => json({})));
    });
}

/** Arguments that do not fit, and words that have to be in what is said of them. */
function badArguments(tool: Tool): readonly (readonly [object, string[]])[] {
  const quoted = (name: string): string => JSON.stringify(name);
  const surplus = "no such argument";
  const bad: [object, string[]][] = [
    [{ [surplus]: 1 }, [quoted(surplus), tool.name]],
  ];
  const missing = tool.inputs.filter(({ required }) => required === true);
  if (missing.length > 0)
    bad.push([{}, missing.map(({ name }) => quoted(name))]);
  const typed = tool.inputs.find(
    ({ type }) => type?.kind !== "unknown" && type?.kind !== "union",
  );
  if (typed !== undefined) {
    const { name, type } = typed;
    // An object fits nothing but an object.
    const isObject = type?.kind === "object" || type?.kind === "record";
    bad.push([{ [name]: isObject ? 1.5 : {} }, [quoted(name)]]);
  }
  return bad;
}

/** How upstreams fail (of a step less is told); a word of what a model is told, where that is an error. */
function troubles(
  secrets: readonly string[],
  isWhole: boolean,
): readonly (readonly [Answer, RegExp | undefined])[] {
  const said = { error: `no, ${secrets.join(" ")}` };
  return [
    [() => json(said, 400), /400/],
    [() => json(said, 404), /404/],
    [
      () => json(said, 429, { "retry-after": "7" }),
      isWhole ? /429[^]*7/ : /429/,
    ],
    [() => json(said, 500), /500/],
    [() => Promise.reject(new TypeError("fetch failed")), /./],
    [
      () =>
        new Response("{", { headers: { "content-type": "application/json" } }),
      undefined,
    ],
    [() => json(said), undefined],
  ];
}

/** One answer for each request. */
function answersOf({ example, later = [] }: ToolCase): Answer {
  const all = [example, ...later];
  return (attempt) => json(all[attempt - 1]?.upstream ?? { ok: true });
}

function inWords({
  method,
  url,
  query,
}: FakeFetch["requests"][number]): string {
  const pairs = Object.entries(query).flatMap(([name, values]) =>
    [values].flat().map((value) => [name, value]),
  );
  const search = new URLSearchParams(pairs).toString();
  return `${method} ${url}${search === "" ? "" : `?${search}`}`;
}

function textOf({ content }: ToolResult): string {
  return content.map(({ text = "" }) => text).join("\n");
}

/** Text is given as it is, everything else as JSON. */
function valueOf(result: ToolResult): unknown {
  if (result.structuredContent !== undefined) return result.structuredContent;
  const text = textOf(result);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The protocol by hand: enough of it to call tools. */
async function connect(server: Server): Promise<Call> {
  const [here, there]: readonly [Transport, Transport] =
    InMemoryTransport.createLinkedPair();
  const waiting = new Map<unknown, (message: Message) => void>();
  const receive = (message: Message): void =>
    waiting.get(message.id)?.(message);
  Object.assign(here, { onmessage: receive });
  await server.connect(there);
  await here.start();
  let last = 0;
  const request = async (method: string, params: object): Promise<unknown> => {
    const id = ++last;
    const answered = new Promise<Message>((resolve) =>
      waiting.set(id, resolve),
    );
    await here.send({ jsonrpc: "2.0", id, method, params: { ...params } });
    const { result, error } = await answered;
    assert.equal(error, undefined, JSON.stringify(error));
    return result;
  };
  await request("initialize", {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo: { name: "tests", version: "1" },
  });
  await here.send({ jsonrpc: "2.0", method: "notifications/initialized" });
  return async (name, args) =>
    (await request("tools/call", { name, arguments: args })) as ToolResult;
}

interface Message {
  readonly id?: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
}
