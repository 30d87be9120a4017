// Is a value what its type says? Values of bodies are checked as they are; text from elsewhere is converted first.
import type { ValueType } from "./model.ts";
import { isObject, own } from "./own.ts";

export interface Flaw {
  /** JSON pointer into the value. */
  readonly pointer: string;
  readonly message: string;
}

/** More would make answers larger than the requests they answer. */
const maxFlaws = 100;

export function checkValue(type: ValueType, value: unknown): readonly Flaw[] {
  const flaws: Flaw[] = [];
  check(type, value, "", flaws);
  return flaws;
}

function check(
  type: ValueType,
  value: unknown,
  pointer: string,
  flaws: Flaw[],
): void {
  if (flaws.length >= maxFlaws) return;
  const unless = (good: boolean, message: string): void => {
    if (!good) flaws.push({ pointer, message });
  };
  switch (type.kind) {
    case "unknown":
      return;
    case "null":
      return unless(value === null, "must be null");
    case "binary":
      return unless(
        value instanceof Uint8Array || typeof value === "string",
        "must be text or bytes",
      );
    case "scalar":
      if (!isScalar(type.scalar, value))
        return unless(false, `must be ${withArticle(type.scalar)}`);
      return unless(
        type.pattern === undefined || fits(type, type.pattern, String(value)),
        `must match ${type.pattern}`,
      );
    case "enum":
      return unless(
        type.values.some((one) => one === value),
        `must be one of ${type.values.map((one) => JSON.stringify(one)).join(", ")}`,
      );
    case "array":
      if (!Array.isArray(value)) return unless(false, "must be a list");
      for (let i = 0; i < value.length && flaws.length < maxFlaws; i++)
        check(type.items, value[i], `${pointer}/${i}`, flaws);
      return;
    case "record":
      if (!isObject(value)) return unless(false, "must be an object");
      for (const [name, member] of Object.entries(value))
        check(type.values, member, `${pointer}/${escape(name)}`, flaws);
      return;
    case "object":
      if (!isObject(value)) return unless(false, "must be an object");
      for (const { name, type: of, required } of type.properties) {
        const member = own(value, name);
        const at = `${pointer}/${escape(name)}`;
        if (member !== undefined) check(of, member, at, flaws);
        else if (required) flaws.push({ pointer: at, message: "is required" });
      }
      return;
    case "union":
      return unless(
        type.members.some((one) => checkValue(one, value).length === 0),
        "is of none of the possible types",
      );
  }
}

/**
 * Text as a value of the type, where it can be read as one; else the text as it is, for `checkValue` to refuse.
 * Several texts are the items of a list.
 */
export function fromText(type: ValueType, texts: readonly string[]): unknown {
  if (type.kind === "array")
    return texts.map((text) => fromText(type.items, [text]));
  const [text] = texts;
  if (text === undefined || texts.length > 1) return texts;
  switch (type.kind) {
    case "scalar":
      return scalarFromText(type.scalar, text);
    case "null":
      return text === "null" ? null : text;
    case "enum":
      return type.values.find((one) => String(one) === text) ?? text;
    case "object":
    case "record":
      return jsonFromText(text);
    case "union":
      for (const member of type.members) {
        const value = fromText(member, texts);
        if (checkValue(member, value).length === 0) return value;
      }
      return text;
    default:
      return text;
  }
}

function scalarFromText(
  scalar: "string" | "number" | "integer" | "boolean",
  text: string,
): unknown {
  if (scalar === "boolean" && (text === "true" || text === "false"))
    return text === "true";
  const isNumber = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text);
  if ((scalar === "number" || scalar === "integer") && isNumber)
    return Number(text);
  return text;
}

function jsonFromText(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    const isHostile = isDeeperThan(value, maxDepth) || hasForbiddenKey(value);
    return isHostile ? text : value;
  } catch {
    return text;
  }
}

/** Lists and objects in each other: more than anybody means, and less than what whoever walks them can take. */
export const maxDepth = 100;

export function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (depth < 0) return true;
  for (const item of Object.values(value))
    if (isDeeperThan(item, depth - 1)) return true;
  return false;
}

/** What JSON can write such a key with; few texts hold any of it, and the others need no search. */
export function mayHoldForbiddenKey(json: string): boolean {
  return /__proto__|constructor|\\u/.test(json);
}

/** Keys that reach a prototype once a careless merge copies them. */
export function hasForbiddenKey(root: unknown): boolean {
  const pending: unknown[] = [root];
  while (pending.length > 0) {
    const value = pending.pop();
    if (Array.isArray(value)) {
      for (const item of value) pending.push(item);
    } else if (isObject(value)) {
      if (Object.hasOwn(value, "__proto__")) return true;
      if (own(own(value, "constructor"), "prototype") !== undefined)
        return true;
      for (const item of Object.values(value)) pending.push(item);
    }
  }
  return false;
}

function isScalar(
  scalar: "string" | "number" | "integer" | "boolean",
  value: unknown,
): boolean {
  if (scalar === "integer") return Number.isSafeInteger(value);
  if (scalar === "number") return Number.isFinite(value);
  return typeof value === scalar;
}

function withArticle(noun: string): string {
  return `${noun === "integer" ? "an" : "a"} ${noun}`;
}

function escape(segment: string): string {
  return segment.replaceAll("~", "~0").replaceAll("/", "~1");
}

const expressions = new Map<string, RegExp>();

function fits(
  { matches }: { readonly matches?: (text: string) => boolean },
  pattern: string,
  text: string,
): boolean {
  return matches === undefined ? expression(pattern).test(text) : matches(text);
}

/** Patterns are known to compile: the generator leaves out those that do not. */
function expression(pattern: string): RegExp {
  let compiled = expressions.get(pattern);
  if (compiled === undefined) {
    try {
      compiled = new RegExp(pattern, "u");
    } catch {
      compiled = new RegExp(pattern);
    }
    expressions.set(pattern, compiled);
  }
  return compiled;
}
