// Which route a path and a method mean. Literal text wins over variables; variables may share a segment with text.
import type { Route, RoutePathPart } from "./model.ts";

export type Match =
  | {
      readonly kind: "route";
      readonly route: Route;
      readonly variables: ReadonlyMap<string, string>;
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

/** Patterns by their texts, segment by segment; what is more than text is behind `other`. */
interface Branch {
  readonly texts: Map<string, Branch>;
  other: Branch | undefined;
  readonly ends: Ranked[];
  readonly rests: Ranked[];
}

interface Ranked {
  readonly pattern: Pattern;
  /** Its place among all patterns, the one that wins first. */
  readonly rank: number;
}

interface Hit extends Ranked {
  readonly variables: Map<string, string>;
}

/** HEAD is answered by GET, and a trailing slash may be there or not, where no route says otherwise. */
export function createMatcher(routes: readonly Route[]): Matcher {
  const root = branch();
  const patterns = routes.map(compile).sort(compare);
  for (const [rank, pattern] of patterns.entries())
    plant(root, { pattern, rank });

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
    const visit = (at: Branch | undefined, depth: number): void => {
      if (at === undefined) return;
      const { ends, rests } = at;
      const complete = depth === raw.length ? ends.length : 0;
      for (let i = 0; i < complete + rests.length; i++) {
        const { pattern, rank } = (
          i < complete ? ends[i] : rests[i - complete]
        )!;
        const variables = match(pattern, decoded);
        if (variables === undefined) continue;
        if (pattern.rest !== undefined) {
          const left = raw.slice(depth).join("/");
          variables.set(pattern.rest, slash && left !== "" ? `${left}/` : left);
        }
        hits.push({ pattern, rank, variables });
      }
      const text = decoded[depth];
      if (text === undefined) return;
      visit(at.texts.get(text), depth + 1);
      visit(at.other, depth + 1);
    };
    visit(root, 0);
    return choose(hits, method, slash);
  };
}

function branch(): Branch {
  return { texts: new Map(), other: undefined, ends: [], rests: [] };
}

function plant(root: Branch, ranked: Ranked): void {
  const { texts, rest } = ranked.pattern;
  let at = root;
  for (const text of texts) {
    let next = text === undefined ? at.other : at.texts.get(text);
    if (next === undefined) {
      next = branch();
      if (text === undefined) at.other = next;
      else at.texts.set(text, next);
    }
    at = next;
  }
  (rest === undefined ? at.ends : at.rests).push(ranked);
}

function choose(hits: readonly Hit[], method: string, slash: boolean): Match {
  if (hits.length === 0) return { kind: "none" };
  for (const wanted of method === "HEAD" ? ["HEAD", "GET"] : [method]) {
    let best: Hit | undefined;
    for (const hit of hits) {
      const { route } = hit.pattern;
      if (route.method !== wanted && route.method !== "ALL") continue;
      if (best === undefined || wins(hit, best, slash)) best = hit;
    }
    if (best === undefined) continue;
    const { pattern, variables } = best;
    return { kind: "route", route: pattern.route, variables };
  }
  return { kind: "method", allow: allowed(hits) };
}

/** Of patterns alike, the one that ends as the path does; else, the one that was declared first. */
function wins(a: Hit, b: Hit, slash: boolean): boolean {
  const isExact = a.pattern.slash === slash;
  return compare(a.pattern, b.pattern) === 0 &&
    isExact !== (b.pattern.slash === slash)
    ? isExact
    : a.rank < b.rank;
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
    // Requests are compared decoded.
    const [head = "", ...tail] = part
      .split("/")
      .map((text) => decodeSegment(text) ?? text);
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

/** The variables of a pattern whose texts are those of the path. */
function match(
  { segments, texts }: Pattern,
  decoded: readonly string[],
): Map<string, string> | undefined {
  const variables = new Map<string, string>();
  for (let i = 0; i < segments.length; i++) {
    if (
      texts[i] === undefined &&
      !matchSegment(segments[i]!, decoded[i] ?? "", variables)
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
