// Shell commands. One function quotes: `shellWord`.
import { plainText, wellFormed } from './markdown.ts';
import type { Pieces } from './placeholders.ts';

/** One word of a command line, whatever is in its text; variables are expanded, nothing else is. */
export function shellWord(parts: Pieces): string {
  const clean = merged(parts);
  if (clean.every((part) => typeof part === 'string')) {
    const text = clean.join('');
    return /^[A-Za-z0-9_./:=@%+-]+$/.test(text) && !text.startsWith('~') ? text : single(text);
  }
  if (clean.every((part) => typeof part !== 'string' || !/[\\"$`!\n]/.test(part))) {
    return `"${clean.map((part, i) => (typeof part === 'string' ? part : expansion(part.variable, clean[i + 1]))).join('')}"`;
  }
  return clean
    .map((part) => (typeof part === 'string' ? single(part) : `"$${part.variable}"`))
    .join('');
}

function single(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function expansion(variable: string, next: Pieces[number] | undefined): string {
  return typeof next === 'string' && /^[A-Za-z0-9_[]/.test(next)
    ? `\${${variable}}`
    : `$${variable}`;
}

/** Neighbouring texts joined, unprintable characters taken out: what is shown is what would run. */
function merged(parts: Pieces): Pieces {
  const out: Pieces[number][] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (typeof part === 'string' && typeof last === 'string') out[out.length - 1] = last + part;
    else out.push(part);
  }
  return out
    .map((part) => (typeof part === 'string' ? plainText(part) : part))
    .filter((part) => part !== '' || out.length === 1);
}

export interface Request {
  readonly method: string;
  readonly url: Pieces;
  /** Options behind the URL, each with its value: `--header`, `X-Key: …`. */
  readonly options: readonly { readonly flag: string; readonly value?: Pieces }[];
}

export function curl({ method, url, options }: Request): string {
  const verb = method === 'HEAD' ? '--head ' : method === 'GET' ? '' : `--request ${method} `;
  const lines = options.map(({ flag, value }) =>
    value === undefined ? flag : `${flag} ${shellWord(value)}`,
  );
  return [`curl ${verb}${shellWord(url)}`, ...lines.map((line) => `  ${line}`)].join(' \\\n');
}

/** Text percent-encoded for a path segment or a query. */
export function urlText(text: string): string {
  return encodeURIComponent(wellFormed(text));
}
