// What happened to the last requests: the route, its steps, the calls to other services, and how long each took.
// Names and numbers only; nothing of what callers or services sent. Trace ids are taken over and passed on.
/// <reference types="node" />
import { AsyncLocalStorage } from "node:async_hooks";
import type { LogEntry, StepEntry } from "./log.ts";

export interface TraceSettings {
  /** Which part of the requests is kept, from 0 to 1; callers that trace themselves decide for theirs. */
  readonly sampling: number;
  readonly propagation: "w3c" | "b3";
  /** How many traces are kept: the last ones. */
  readonly size: number;
}

export interface Span {
  readonly kind: "step" | "call";
  /** Of a step; method and host of a call. */
  readonly name: string;
  /** Since the request began, in milliseconds. */
  readonly startMs: number;
  readonly durationMs: number;
  /** Of a call that was answered. */
  readonly status?: number;
  readonly failed?: true;
}

export interface Trace {
  readonly traceId: string;
  readonly adapter: string;
  /** `none` where no route was reached. */
  readonly operation: string;
  readonly method: string;
  readonly status: number;
  /** RFC 3339. */
  readonly started: string;
  readonly durationMs: number;
  readonly spans: readonly Span[];
}

interface Open {
  readonly traceId: string;
  readonly sampled: boolean;
  readonly began: number;
  readonly spans: Span[];
  operation: string;
}

export type TraceSummary = Omit<Trace, "spans"> & { readonly spans: undefined };

type Fetch = (request: Request) => Response | Promise<Response>;

const mostSpans = 200;

export class Tracer {
  readonly #settings: TraceSettings;
  readonly #open = new AsyncLocalStorage<Open>();
  readonly #kept: Trace[] = [];

  constructor(settings: TraceSettings) {
    this.#settings = settings;
  }

  /** A server whose requests are traced. */
  serve(
    adapter: string,
    fetch: Fetch,
  ): (request: Request) => Promise<Response> {
    return (request) => {
      const parent = parentOf(request.headers);
      const open: Open = {
        traceId: parent?.traceId ?? hexId(16),
        sampled: parent?.sampled ?? Math.random() < this.#settings.sampling,
        began: performance.now(),
        spans: [],
        operation: "none",
      };
      return this.#open.run(open, async () => {
        const started = new Date().toISOString();
        let status = 500;
        try {
          const response = await fetch(request);
          status = response.status;
          return response;
        } finally {
          const { traceId, operation, spans, sampled } = open;
          const { method } = request;
          const durationMs = since(open.began);
          if (sampled)
            this.#keep({
              traceId,
              adapter,
              operation,
              method,
              status,
              started,
              durationMs,
              spans,
            });
        }
      });
    };
  }

  /** A log hook that tells which route was reached. */
  readonly log = ({ route }: Pick<LogEntry, "route">): void => {
    const open = this.#open.getStore();
    if (open !== undefined && route !== undefined) open.operation = route;
  };

  readonly step = ({ name, durationMs, failed }: StepEntry): void => {
    const open = this.#open.getStore();
    if (open === undefined) return;
    const startMs = Math.max(0, rounded(since(open.began) - durationMs));
    add(open, {
      kind: "step",
      name,
      startMs,
      durationMs: rounded(durationMs),
      ...(failed && { failed: true as const }),
    });
  };

  /** `fetch`, traced: the trace goes on in the service that is called. */
  fetch(next: typeof globalThis.fetch): typeof globalThis.fetch {
    return async (input, init) => {
      const open = this.#open.getStore();
      if (open === undefined) return next(input, init);
      const isRequest = input instanceof Request;
      const url = new URL(isRequest ? input.url : input);
      const method = init?.method ?? (isRequest ? input.method : "GET");
      const headers = new Headers(
        init?.headers ?? (isRequest ? input.headers : undefined),
      );
      const [name, value] = this.#context(open);
      if (!headers.has(name)) headers.set(name, value);
      const startMs = since(open.began);
      let status: number | undefined;
      try {
        const response = await next(input, { ...init, headers });
        status = response.status;
        return response;
      } finally {
        add(open, {
          kind: "call",
          name: `${method} ${url.host}`,
          startMs,
          durationMs: rounded(since(open.began) - startMs),
          ...(status === undefined ? {} : { status }),
          ...(!(status !== undefined && status < 400) && {
            failed: true as const,
          }),
        });
      }
    };
  }

  /** Newest first. `status` is a status code, `ok` or `error`. */
  list(operation?: string, status?: string): readonly TraceSummary[] {
    return this.#kept
      .filter(
        (trace) =>
          (operation === undefined || trace.operation === operation) &&
          (status === undefined || matches(trace.status, status)),
      )
      .map((trace) => ({ ...trace, spans: undefined }))
      .reverse();
  }

  find(traceId: string): Trace | undefined {
    return [...this.#kept].reverse().find((trace) => trace.traceId === traceId);
  }

  #context({ traceId, sampled }: Open): readonly [name: string, value: string] {
    const ids = `${traceId}-${hexId(8)}`;
    return this.#settings.propagation === "b3"
      ? ["b3", `${ids}-${sampled ? "1" : "0"}`]
      : ["traceparent", `00-${ids}-${sampled ? "01" : "00"}`];
  }

  #keep(trace: Trace): void {
    this.#kept.push(trace);
    if (this.#kept.length > this.#settings.size) this.#kept.shift();
  }
}

function matches(status: number, wanted: string): boolean {
  switch (wanted.toLowerCase()) {
    case "ok":
      return status < 500;
    case "error":
      return status >= 500;
    default:
      return String(status) === wanted;
  }
}

/** The trace of a caller, in the way of W3C or of B3. */
function parentOf(
  headers: Headers,
): { readonly traceId: string; readonly sampled: boolean } | undefined {
  const w3c = /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-([\da-f]{2})(?:-|$)/.exec(
    headers.get("traceparent") ?? "",
  );
  const b3 = /^([\da-f]{32}|[\da-f]{16})-[\da-f]{16}(?:-([01d]))?(?:-|$)/.exec(
    headers.get("b3") ?? "",
  );
  const [, id, flag] = w3c ?? b3 ?? [];
  if (id === undefined || /^0+$/.test(id)) return undefined;
  const sampled =
    w3c === null ? flag !== "0" : (parseInt(flag ?? "0", 16) & 1) === 1;
  return { traceId: id.padStart(32, "0"), sampled };
}

function add({ spans }: Open, span: Span): void {
  if (spans.length < mostSpans) spans.push(span);
}

function hexId(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
}

function since(began: number): number {
  return rounded(performance.now() - began);
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
