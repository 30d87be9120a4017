// Orchestrations: steps in order, then mappings. A step that fails ends the run; what came before is not undone.
import { scopeOf, type Scope } from "./client-port.ts";
import { decode, type Decoded } from "./decode.ts";
import type { Action, Mapping, Step } from "./model.ts";
import { isObject, own, setOwn } from "./own.ts";
import { problem } from "./problem.ts";
import { project } from "./project.ts";
import { discard, readBytes } from "./read-bytes.ts";
import {
  call,
  evaluateAll,
  failed,
  shaped,
  type ActionContext,
  type ActionResult,
  type Inputs,
} from "./action.ts";

type Steps = Extract<Action, { kind: "steps" }>;
type CallStep = Extract<Step, { kind: "call" }>;
type ScriptStep = Extract<Step, { kind: "script" }>;
type LookupStep = Extract<Step, { kind: "lookup" }>;

export async function runSteps(
  context: ActionContext,
  action: Steps,
  inputs: Inputs,
  signal: AbortSignal | undefined,
): Promise<ActionResult> {
  const outputs: Record<string, unknown> = {};
  const scope = scopeOf(inputs, outputs);
  let last: ActionResult | undefined;
  for (const step of action.steps) {
    const started = performance.now();
    const ended = (failed: boolean): void =>
      tell(context, step.name, performance.now() - started, failed);
    switch (step.kind) {
      case "call": {
        const done = await callStep(context, step, scope, signal);
        ended(done.kind === "problem");
        if (done.kind === "problem") return done;
        setOwn(outputs, step.name, done.value);
        last = done.last;
        break;
      }
      case "lookup": {
        const wanted = context.client.evaluate(step.value, scope);
        setOwn(outputs, step.name, lookup(step, outputs, wanted));
        ended(false);
        break;
      }
      case "script": {
        const done = await scriptStep(
          context,
          step,
          scope,
          [inputs, outputs],
          signal,
        );
        ended(done.kind === "problem");
        if (done.kind === "problem") return done;
        setOwn(outputs, step.name, done.value);
        break;
      }
    }
  }
  if (action.mappings.length > 0) {
    const value = mapped(action.mappings, context, scope);
    return { kind: "value", status: 200, value };
  }
  return await shaped(
    context,
    action.output,
    last ?? { kind: "value", status: 200, value: null },
    scope,
  );
}

function tell(
  { step }: ActionContext,
  name: string,
  durationMs: number,
  failed: boolean,
): void {
  try {
    step?.({ name, durationMs, failed });
  } catch {
    // A hook that fails is no reason to fail a request.
  }
}

async function callStep(
  context: ActionContext,
  step: CallStep,
  scope: Scope,
  signal: AbortSignal | undefined,
): Promise<
  | { kind: "done"; value: unknown; last: ActionResult }
  | Extract<ActionResult, { kind: "problem" }>
> {
  const { name, format = "json" } = step;
  try {
    const response = await call(context, step, scope, signal);
    const { status, headers } = response;
    if (status >= 400) {
      await discard(response);
      return stopped(502, name, `Step "${name}" was answered with ${status}`);
    }
    const bytes = await readBytes(response, context.responseBytes);
    // Bytes may be what the flow answers with; nothing can be read in them.
    const decoded: Decoded =
      format === "binary"
        ? { kind: "value", value: null }
        : await decode(bytes, step);
    if (decoded.kind === "unsupported")
      return stopped(501, name, `Step "${name}" is answered in ${format}`);
    let value: unknown;
    if (decoded.kind === "value") value = decoded.value;
    // An "ok" in plain text is an answer like any other; broken JSON is not.
    else if (format !== "json")
      return {
        ...stopped(502, name, `Step "${name}" was not answered in ${format}`),
        cause: decoded.cause,
      };
    else if (/\bjson\b/i.test(headers.get("content-type") ?? "json"))
      return stopped(502, name, `Step "${name}" was answered with bad JSON`);
    else value = new TextDecoder().decode(bytes);
    if (step.projection !== undefined) {
      const { evaluate } = context.client;
      value = project(step.projection, value, scope, evaluate);
    }
    const body = bytes.byteLength === 0 ? null : bytes;
    const again = new Response(body, { status, headers });
    return {
      kind: "done",
      value,
      last: { kind: "response", response: again, format, reading: step },
    };
  } catch (error) {
    const result = failed(error, name);
    if (result.kind === "problem") return result;
    throw error;
  }
}

/** A script sees the inputs, then what earlier steps gave, then what it is given by name; the last of a name wins. */
async function scriptStep(
  context: ActionContext,
  { name, file, arguments: given = [], run }: ScriptStep,
  scope: Scope,
  seen: readonly Inputs[],
  signal: AbortSignal | undefined,
): Promise<
  { kind: "done"; value: unknown } | Extract<ActionResult, { kind: "problem" }>
> {
  if (run === undefined)
    return stopped(501, name, `The script of step "${name}" does not run here`);
  const visible: Record<string, unknown> = {};
  for (const values of [...seen, evaluateAll(context, given, scope)])
    for (const [key, value] of Object.entries(values))
      setOwn(visible, key, value);
  try {
    return { kind: "done", value: await run(visible, signal) };
  } catch (cause) {
    const late = cause instanceof Error && cause.name === "TimeoutError";
    const why = late ? "took too long" : "failed";
    const result = stopped(late ? 504 : 500, name, `Step "${name}" ${why}`);
    return { ...result, cause: new Error(`${file} ${why}`, { cause }) };
  }
}

function stopped(
  status: number,
  step: string,
  detail: string,
): Extract<ActionResult, { kind: "problem" }> {
  return { kind: "problem", problem: problem(status, detail, { step }) };
}

/** The first item whose field reads as the wanted text; for a list of wanted ones the list of hits. */
function lookup(
  step: LookupStep,
  outputs: Readonly<Record<string, unknown>>,
  wanted: unknown,
): unknown {
  const index = own(outputs, step.index);
  const items: readonly unknown[] = Array.isArray(index) ? index : [index];
  const find = (one: unknown): unknown => {
    if (one === undefined || one === null) return undefined;
    const item = items.find((candidate) => {
      const field = own(candidate, step.match);
      return (
        field !== undefined && field !== null && String(field) === String(one)
      );
    });
    return item === undefined ? undefined : pick(item, step.fields);
  };
  if (!Array.isArray(wanted)) return find(wanted);
  return wanted.map(find).filter((hit) => hit !== undefined);
}

function pick(item: unknown, fields: readonly string[]): unknown {
  if (fields.length === 0) return item;
  const result: Record<string, unknown> = {};
  for (const field of fields) setOwn(result, field, own(item, field) ?? null);
  return result;
}

/** Mappings without a value are left out. */
function mapped(
  mappings: readonly Mapping[],
  { client }: ActionContext,
  scope: Scope,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const { target, value } of mappings) {
    const evaluated = client.evaluate(value, scope);
    const last = target.at(-1);
    if (evaluated === undefined || last === undefined) continue;
    let at = result;
    for (const key of target.slice(0, -1)) {
      const existing = own(at, key);
      const next = isObject(existing) ? { ...existing } : {};
      setOwn(at, key, next);
      at = next;
    }
    setOwn(at, last, evaluated);
  }
  return result;
}
