// Which route a path and a method mean. Literal text wins over variables; variables may share a segment with text.
import type { Route, RoutePathPart } from "./model.ts";

export type Match =
  | {
      readonly kind: "route";
      readonly route: Route;
      readonly variables: ReadonlyMap<string, string>;
      readonly allow: readonly string[];
    }
  | { readonly kind: "method"; readonly allow: readonly string[] }
  | { readonly kind: "none" }
  /** A percent sign that is not followed by what it should be. */
  | { readonly kind: "malformed" };

export type Matcher = (method: string, pathname: string) => Match;

type Segment = readonly RoutePathPart[];

interface Pattern {
  readonly route: Route;
  readonly segments: readonly Segment[];
  /** The text of a segment that is nothing but text. */
  readonly texts: readonly (string | undefined)[];
  readonly slash: boolean;
  /** The variable that takes what is left, slashes and all. */
  readonly rest: string | undefined;
}

/** HEAD is answered by GET, and a trailing slash may be there or not, where no route says otherwise. */
export function createMatcher(routes: readonly Route[]): Matcher {
  const patterns = routes.map(compile).sort(compare);
  const byLength = new Map<number, Pattern[]>();
  for (const pattern of patterns) {
    if (pattern.rest !== undefined) continue;
    const list = byLength.get(pattern.segments.length) ?? [];
    list.push(pattern);
    byLength.set(pattern.segments.length, list);
  }
  const rests = patterns.filter((pattern) => pattern.rest !== undefined);

  return (method, pathname) => {
    const raw = pathname.split("/").slice(1);
    const slash = raw.length > 1 && raw.at(-1) === "";
    if (slash || (raw.length === 1 && raw[0] === "")) raw.pop();
    const decoded: string[] = [];
    for (const segment of raw) {
      const text = decodeSegment(segment);
      if (text === undefined) return { kind: "malformed" };
      decoded.push(text);
    }
    const hits: Hit[] = [];
    for (const pattern of byLength.get(raw.length) ?? []) {
      const variables = match(pattern, decoded);
      if (variables !== undefined) hits.push({ pattern, variables });
    }
    for (const pattern of rests) {
      const variables = match(pattern, decoded);
      if (variables === undefined || pattern.rest === undefined) continue;
      const left = raw.slice(pattern.segments.length).join("/");
      variables.set(pattern.rest, slash && left !== "" ? `${left}/` : left);
      hits.push({ pattern, variables });
    }
    return choose(hits, method, slash);
  };
}

interface Hit {
  readonly pattern: Pattern;
  readonly variables: Map<string, string>;
}

function choose(hits: readonly Hit[], method: string, slash: boolean): Match {
  if (hits.length === 0) return { kind: "none" };
  const allow = allowed(hits);
  for (const wanted of method === "HEAD" ? ["HEAD", "GET"] : [method]) {
    const fits = hits.filter(
      ({ pattern: { route } }) =>
        route.method === wanted || route.method === "ALL",
    );
    const [first] = fits;
    if (first === undefined) continue;
    const exact = fits.find(
      ({ pattern }) =>
        pattern.slash === slash && compare(pattern, first.pattern) === 0,
    );
    const { pattern, variables } = exact ?? first;
    return { kind: "route", route: pattern.route, variables, allow };
  }
  return { kind: "method", allow };
}

const everyMethod = [
  "DELETE",
  "GET",
  "HEAD",
  "OPTIONS",
  "PATCH",
  "POST",
  "PUT",
];

function allowed(hits: readonly Hit[]): readonly string[] {
  const methods = new Set(["OPTIONS"]);
  for (const { pattern } of hits) {
    const { method } = pattern.route;
    if (method === "ALL") return everyMethod;
    methods.add(method);
    if (method === "GET") methods.add("HEAD");
  }
  return everyMethod.filter((method) => methods.has(method));
}

function compile(route: Route): Pattern {
  const segments: RoutePathPart[][] = [[]];
  let rest: string | undefined;
  for (const part of route.path) {
    if (typeof part !== "string") {
      if (part.rest === true) rest = part.variable;
      else segments.at(-1)?.push(part);
      continue;
    }
    const [head = "", ...tail] = part.split("/");
    if (head !== "") segments.at(-1)?.push(head);
    for (const text of tail) segments.push(text === "" ? [] : [text]);
  }
  // What is before the first slash is empty, and so is what is behind the last one.
  if (segments[0]?.length === 0) segments.shift();
  const slash = segments.length > 0 && segments.at(-1)?.length === 0;
  if (slash) segments.pop();
  const texts = segments.map(textOf);
  return { route, segments, texts, slash, rest };
}

function match(
  { segments, texts }: Pattern,
  decoded: readonly string[],
): Map<string, string> | undefined {
  if (decoded.length < segments.length) return undefined;
  for (let i = 0; i < texts.length; i++) {
    if (texts[i] !== undefined && texts[i] !== decoded[i]) return undefined;
  }
  const variables = new Map<string, string>();
  for (const [i, segment] of segments.entries()) {
    if (
      texts[i] === undefined &&
      !matchSegment(segment, decoded[i] ?? "", variables)
    )
      return undefined;
  }
  return variables;
}

function textOf(segment: Segment): string | undefined {
  let text = "";
  for (const part of segment) {
    if (typeof part !== "string") return undefined;
    text += part;
  }
  return text;
}

/** Variables take as little as they can, but one character at least; the last part ends where the segment ends. */
function matchSegment(
  parts: Segment,
  text: string,
  variables: Map<string, string>,
): boolean {
  let at = 0;
  let open: string | undefined;
  for (const [i, part] of parts.entries()) {
    if (typeof part !== "string") {
      // Two variables in a row: the first takes one character.
      if (open !== undefined) {
        if (at >= text.length) return false;
        variables.set(open, text.slice(at, at + 1));
        at += 1;
      }
      open = part.variable;
      continue;
    }
    const last = i === parts.length - 1;
    if (open === undefined) {
      if (!text.startsWith(part, at)) return false;
      at += part.length;
      if (last && at !== text.length) return false;
      continue;
    }
    const end = last ? text.length - part.length : text.indexOf(part, at + 1);
    if (end <= at || !text.startsWith(part, end)) return false;
    variables.set(open, text.slice(at, end));
    open = undefined;
    at = end + part.length;
  }
  if (open === undefined) return at === text.length;
  if (at >= text.length) return false;
  variables.set(open, text.slice(at));
  return true;
}

function decodeSegment(segment: string): string | undefined {
  if (!segment.includes("%")) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

/** Segment by segment: text before a mix, a mix with more text before one with less, variables last. */
function compare(a: Pattern, b: Pattern): number {
  const length = Math.max(a.segments.length, b.segments.length);
  for (let i = 0; i < length; i++) {
    const difference = weight(b.segments[i]) - weight(a.segments[i]);
    if (difference !== 0) return difference;
  }
  return Number(a.rest !== undefined) - Number(b.rest !== undefined);
}

function weight(segment: Segment | undefined): number {
  if (segment === undefined) return -1;
  let text = 0;
  let variables = 0;
  for (const part of segment) {
    if (typeof part === "string") text += part.length;
    else variables += 1;
  }
  return variables === 0 ? Number.MAX_SAFE_INTEGER : text;
}
