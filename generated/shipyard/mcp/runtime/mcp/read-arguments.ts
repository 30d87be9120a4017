// From the arguments a model gave to the inputs of an action, or to words that say what to change.
import type { Inputs } from "../server/action.ts";
import { checkValue, hasForbiddenKey } from "../server/check-value.ts";
import type { ValueType } from "../server/model.ts";
import { isObject, own, setOwn } from "../server/own.ts";
import { fromBase64 } from "./media.ts";
import type { Tool, ToolInput } from "./model.ts";

export type ReadArguments =
  | { readonly kind: "inputs"; readonly inputs: Inputs }
  | { readonly kind: "refused"; readonly text: string };

const string: ValueType = { kind: "scalar", scalar: "string" };

export function readArguments(
  tool: Pick<Tool, "name" | "inputs">,
  given: unknown = {},
): ReadArguments {
  if (!isObject(given) || hasForbiddenKey(given))
    return {
      kind: "refused",
      text: "The arguments have to be a plain object.",
    };
  if (!isShallow(given))
    return {
      kind: "refused",
      text: `The arguments are nested more than ${deepest} levels deep.`,
    };
  const flaws: string[] = [];
  const inputs: Record<string, unknown> = {};
  const surplus = Object.keys(given).filter(
    (name) => !tool.inputs.some((input) => input.name === name),
  );
  for (const input of tool.inputs) {
    const { name, required = false } = input;
    const value = valueOf(input, own(given, name));
    if (value === undefined) {
      if (required) flaws.push(`${JSON.stringify(name)} is required`);
      continue;
    }
    const { usable, messages } = readValue(input, value);
    for (const message of messages)
      flaws.push(`${JSON.stringify(name)}${message}`);
    setOwn(inputs, name, usable);
  }
  for (const name of surplus.slice(0, mostNamed))
    flaws.push(`${JSON.stringify(cut(name))} is no argument of this tool`);
  if (surplus.length > mostNamed)
    flaws.push(`nor are ${surplus.length - mostNamed} more`);
  if (flaws.length === 0) return { kind: "inputs", inputs };
  const takes = tool.inputs.map(inWords).join(", ") || "no arguments";
  const lines = flaws.map((flaw) => `- ${flaw}`).join("\n");
  return {
    kind: "refused",
    text: `The arguments do not fit the tool ${tool.name}:\n${lines}\nIt takes ${takes}.`,
  };
}

/** Answers are not to be larger than what they answer. */
const mostNamed = 20;

function cut(name: string): string {
  return name.length > 100 ? `${name.slice(0, 100)}…` : name;
}

/** What is nested without end would end the stack of whoever writes it as JSON. */
const deepest = 100;

function isShallow(root: unknown): boolean {
  let level: readonly unknown[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return false;
    level = level.flatMap((value): readonly unknown[] => {
      if (Array.isArray(value)) return value.filter(isNested);
      return isObject(value) ? Object.values(value).filter(isNested) : [];
    });
  }
  return true;
}

function isNested(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** Models write null for what they leave out. */
function valueOf(
  { type = string, required }: ToolInput,
  value: unknown,
): unknown {
  const isLeftOut =
    value === null && required !== true && checkValue(type, null).length > 0;
  return isLeftOut ? undefined : value;
}

function readValue(
  { type = string }: ToolInput,
  value: unknown,
): { readonly usable: unknown; readonly messages: readonly string[] } {
  if (type.kind === "binary") {
    const bytes = typeof value === "string" ? fromBase64(value) : undefined;
    const messages = bytes === undefined ? [" must be text in base64"] : [];
    return { usable: bytes, messages };
  }
  const messages = checkValue(type, value).map(({ pointer, message }) =>
    pointer === "" ? ` ${message}` : ` at ${pointer} ${message}`,
  );
  return { usable: value, messages };
}

function inWords({ name, type = string, required }: ToolInput): string {
  const kind = type.kind === "scalar" ? type.scalar : type.kind;
  const words = [
    ...(kind === "unknown" ? [] : [kind === "record" ? "object" : kind]),
    ...(required === true ? ["required"] : []),
  ];
  return `${JSON.stringify(name)}${words.length === 0 ? "" : ` (${words.join(", ")})`}`;
}
