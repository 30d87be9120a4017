// URL paths with variables, `{x}` and `{{x}}` alike.
import type { PathPart } from '../capability.ts';

export interface PathResult {
  readonly parts: readonly PathPart[];
  /** False where a brace has no partner; it is then part of the text. */
  readonly balanced: boolean;
}

/** `"/a/{b}.json"` → `["/a/", { variable: "b" }, ".json"]` */
export function parsePath(path: string): PathResult {
  const parts: PathPart[] = [];
  let text = '';
  let balanced = true;
  let index = 0;
  while (index < path.length) {
    const match = /^\{\{\s*([^{}]+?)\s*\}\}|^\{\s*([^{}]+?)\s*\}/.exec(
      path.slice(index, index + 300),
    );
    if (path[index] === '{' && match !== null) {
      if (text !== '') parts.push(text);
      text = '';
      parts.push({ variable: match[1] ?? match[2] ?? '' });
      index += match[0].length;
      continue;
    }
    if (path[index] === '{' || path[index] === '}') balanced = false;
    text += path[index]!;
    index++;
  }
  if (text !== '') parts.push(text);
  return { parts, balanced };
}

/** The path as people write it: `/a/{b}.json`. */
export function pathText(parts: readonly PathPart[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : `{${part.variable}}`)).join('');
}

export function pathVariables(parts: readonly PathPart[]): readonly string[] {
  return [...new Set(parts.flatMap((part) => (typeof part === 'string' ? [] : [part.variable])))];
}

/** Segments between slashes, each with its parts; `/a/{b}.json` → `[["a"], [{ variable: "b" }, ".json"]]`. */
export function pathSegments(parts: readonly PathPart[]): readonly (readonly PathPart[])[] {
  const segments: PathPart[][] = [[]];
  for (const part of parts) {
    if (typeof part !== 'string') {
      segments.at(-1)!.push(part);
      continue;
    }
    part.split('/').forEach((text, index) => {
      if (index > 0) segments.push([]);
      if (text !== '') segments.at(-1)!.push(text);
    });
  }
  return segments.filter((segment) => segment.length > 0);
}
