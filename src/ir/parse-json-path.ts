// JSONPath text → segments. Only what can be compiled ahead is taken; the rest is refused with the reason.
import type { JsonPath, PathSegment } from './expression.ts';

export type JsonPathResult = { readonly path: JsonPath } | { readonly problem: string };

/** `$.a[*].b`, `$['a b'][0]`, `$..id`, `a.b` (the `$.` may be left out), `$` and `$.` (the whole value). */
export function parseJsonPath(source: string): JsonPathResult {
  const text = source.trim();
  const segments: PathSegment[] = [];
  let rest = text.startsWith('$') ? text.slice(1) : `.${text}`;
  if (rest === '.' || rest === '') return { path: { source, definite: true, segments } };
  while (rest !== '') {
    const step = readSegment(rest);
    if ('problem' in step) return { problem: step.problem };
    segments.push(step.segment);
    rest = rest.slice(step.length);
  }
  const definite = segments.every((segment) => segment.kind === 'key' || segment.kind === 'index');
  return { path: { source, definite, segments } };
}

type Step = { readonly segment: PathSegment; readonly length: number } | { readonly problem: string };

function readSegment(rest: string): Step {
  if (rest.startsWith('..')) {
    const name = /^\.\.(\*|[^.[\]*()\s]+)/.exec(rest);
    if (name === null) return { problem: '`..` must be followed by a name or `*`' };
    const key = name[1];
    return { segment: key === '*' ? { kind: 'descend' } : { kind: 'descend', key: key! }, length: name[0].length };
  }
  if (rest.startsWith('.*')) return { segment: { kind: 'wildcard' }, length: 2 };
  if (rest.startsWith('.[')) return shifted(readBracket(rest.slice(1)));
  if (rest.startsWith('.')) {
    // Names with spaces are read as they stand: the reference engine retries them in brackets.
    const name = /^\.([^.[\]*()?@]+)/.exec(rest);
    if (name === null) return { problem: `\`${rest}\` is not a step of a path` };
    if (rest[name[0].length] === '(') return { problem: `functions such as \`${name[1]}()\` are not supported` };
    return { segment: { kind: 'key', key: name[1]!.trim() }, length: name[0].length };
  }
  if (rest.startsWith('[')) return readBracket(rest);
  return { problem: `\`${rest}\` is not a step of a path` };
}

function shifted(step: Step): Step {
  return 'problem' in step ? step : { segment: step.segment, length: step.length + 1 };
}

function readBracket(rest: string): Step {
  const quoted = /^\[\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*\]/.exec(rest);
  if (quoted !== null)
    return { segment: { kind: 'key', key: (quoted[1] ?? quoted[2] ?? '').replace(/\\(.)/g, '$1') }, length: quoted[0].length };
  const index = /^\[\s*(-?\d{1,9})\s*\]/.exec(rest);
  if (index !== null) return { segment: { kind: 'index', index: Number(index[1]) }, length: index[0].length };
  const wildcard = /^\[\s*\*\s*\]/.exec(rest);
  if (wildcard !== null) return { segment: { kind: 'wildcard' }, length: wildcard[0].length };
  const slice = /^\[\s*(-?\d{1,9})?\s*:\s*(-?\d{1,9})?\s*\]/.exec(rest);
  if (slice !== null) {
    const start = slice[1] === undefined ? {} : { start: Number(slice[1]) };
    const end = slice[2] === undefined ? {} : { end: Number(slice[2]) };
    return { segment: { kind: 'slice', ...start, ...end }, length: slice[0].length };
  }
  if (rest.startsWith('[?')) return { problem: 'filters (`[?(…)]`) are not supported' };
  return { problem: `\`${rest}\` is not a step of a path` };
}
