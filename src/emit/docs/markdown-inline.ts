// The choke point for one line of a document's text: headings, table cells, paragraphs. Code spans, http(s) links,
// bare URLs and emphasis are kept where they are complete; everything else is printed as the characters it is.
import {
  code,
  escapeInline,
  escapeStart,
  type Markdown,
  plainLine,
  trusted,
  webUrl,
} from './markdown.ts';

/** Most texts: words and punctuation that mean nothing to Markdown, anywhere. */
const plain = /^[A-Za-z0-9"'(][A-Za-z0-9 ,;'"()/?%.-]*$/;
const numbered = /^\d{1,9}[.)]/;

export function markdownText(text: string): Markdown {
  const line = plainLine(text);
  if (plain.test(line) && !numbered.test(line) && !line.includes('www.')) return trusted(line);
  return trusted(escapeStart(spans(line, everything)));
}

/** As `markdownText`, to be printed between marks of strong emphasis. */
export function markdownStrong(text: string): Markdown {
  const line = plainLine(text);
  return line === ''
    ? trusted('')
    : trusted(`**${spans(line, { ...everything, strong: false })}**`);
}

/** What may still be opened at this depth; a kind never nests in itself. */
interface Allowed {
  readonly links: boolean;
  readonly strong: boolean;
  readonly emphasis: boolean;
}

const everything: Allowed = { links: true, strong: true, emphasis: true };

interface Span {
  readonly text: string;
  /** Where the text goes on. */
  readonly end: number;
}

function spans(text: string, allowed: Allowed): string {
  let out = '';
  let literal = '';
  const flush = (next: string): void => {
    // An escape at the seam depends on what follows, and what follows is markup.
    out +=
      next.startsWith('[') && literal.endsWith('!')
        ? `${escapeInline(literal.slice(0, -1))}\\!`
        : escapeInline(literal);
    literal = '';
  };
  for (let at = 0; at < text.length;) {
    const span = spanAt(text, at, allowed);
    if (span !== undefined) {
      flush(span.text);
      out += span.text;
      at = span.end;
    } else if (text[at] === '\\' && /[!-/:-@[-`{-~]/.test(text[at + 1] ?? '')) {
      literal += text[at + 1];
      at += 2;
    } else {
      const run = text[at] === '`' ? runLength(text, at) : 1;
      literal += text.slice(at, at + run);
      at += run;
    }
  }
  flush('');
  return out;
}

function spanAt(text: string, at: number, allowed: Allowed): Span | undefined {
  switch (text[at]) {
    case '`':
      return codeAt(text, at);
    case '!':
      // An image becomes a link: pages load nothing from elsewhere.
      return text[at + 1] === '[' && allowed.links ? linkAt(text, at + 1, allowed) : undefined;
    case '[':
      return allowed.links ? linkAt(text, at, allowed) : undefined;
    case '<':
      return allowed.links ? autolinkAt(text, at) : undefined;
    case 'h':
    case 'H':
      return allowed.links ? bareUrlAt(text, at) : undefined;
    case '*':
    case '_':
      return emphasisAt(text, at, allowed);
    default:
      return undefined;
  }
}

function codeAt(text: string, at: number): Span | undefined {
  const run = runLength(text, at);
  const close = closingRun(text, at + run, run);
  if (close === -1) return undefined;
  const content = code(text.slice(at + run, close));
  return content === '' ? undefined : { text: content, end: close + run };
}

/** How far the end of a span is looked for: keeps hostile texts from costing the square of their length. */
const reach = 1000;

function closingRun(text: string, from: number, length: number): number {
  for (
    let at = text.indexOf('`', from);
    at !== -1 && at - from < reach;
    at = text.indexOf('`', at)
  ) {
    const run = runLength(text, at);
    if (run === length) return at;
    at += run;
  }
  return -1;
}

function runLength(text: string, at: number): number {
  let end = at;
  while (text[end] === text[at]) end++;
  return end - at;
}

// Sticky, so that a scan looks at its own place only.
const destination = /\(\s*<?(https?:\/\/[^\s<>()[\]`\\"']+)>?(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)/iy;

/** Texts are often cut at some length; what was to be a link then shows its label only. */
const cutDestination = /\((https?:[^\s()]*)$/iy;

function linkAt(text: string, at: number, allowed: Allowed): Span | undefined {
  const close = closingBracket(text, at);
  if (close === -1) return undefined;
  destination.lastIndex = close + 1;
  const match = destination.exec(text);
  const url = match?.[1] === undefined ? undefined : webUrl(match[1]);
  const label = text.slice(at + 1, close).trim();
  if (label === '') return undefined;
  const inner = spans(label, { ...allowed, links: false });
  if (match !== null && url !== undefined)
    return { text: `[${inner}](${url})`, end: close + 1 + match[0].length };
  cutDestination.lastIndex = close + 1;
  return cutDestination.test(text) ? { text: `${inner}…`, end: text.length } : undefined;
}

/** The bracket that closes the one at `at`. Labels hold no brackets; those in code spans do not count. */
function closingBracket(text: string, at: number): number {
  for (let i = at + 1; i < text.length && i - at < reach;) {
    const character = text[i];
    if (character === '[') return -1;
    if (character === ']') return i;
    i =
      character === '\\'
        ? i + 2
        : character === '`'
          ? (codeAt(text, i)?.end ?? i + runLength(text, i))
          : i + 1;
  }
  return -1;
}

const autolink = /<(https?:\/\/[^\s<>]+)>/iy;
const bareUrl = /https?:\/\/[^\s<>()[\]{}`\\"'|*]+/iy;

function autolinkAt(text: string, at: number): Span | undefined {
  autolink.lastIndex = at;
  const match = autolink.exec(text);
  const url = match?.[1] === undefined ? undefined : webUrl(match[1]);
  return match === null || url === undefined
    ? undefined
    : { text: `<${url}>`, end: at + match[0].length };
}

function bareUrlAt(text: string, at: number): Span | undefined {
  if (/[A-Za-z0-9]/.test(text[at - 1] ?? '')) return undefined;
  bareUrl.lastIndex = at;
  const found = bareUrl.exec(text)?.[0].replace(/[.,;:!?_~&]+$/, '');
  const url = found === undefined ? undefined : webUrl(found);
  return found === undefined || url === undefined
    ? undefined
    : { text: `<${url}>`, end: at + found.length };
}

function emphasisAt(text: string, at: number, allowed: Allowed): Span | undefined {
  const mark = text[at]!;
  const run = runLength(text, at);
  if (run > 2 || !(run === 2 ? allowed.strong : allowed.emphasis)) return undefined;
  if (!isOutside(text[at - 1]) || !isInside(text[at + run])) return undefined;
  for (let i = at + run; i < text.length && i - at < reach;) {
    if (text[i] === '\\') i += 2;
    else if (text[i] === '`') i = codeAt(text, i)?.end ?? i + runLength(text, i);
    else if (text[i] !== mark) i++;
    else {
      const closing = runLength(text, i);
      if (closing === run && isInside(text[i - 1]) && isOutside(text[i + run])) {
        const inner = spans(text.slice(at + run, i), {
          ...allowed,
          [run === 2 ? 'strong' : 'emphasis']: false,
        });
        const marks = run === 2 ? '**' : '_';
        return { text: `${marks}${inner}${marks}`, end: i + run };
      }
      i += closing;
    }
  }
  return undefined;
}

function isOutside(character: string | undefined): boolean {
  return character === undefined || /[\s.,;:!?()"'/-]/.test(character);
}

function isInside(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}`]/u.test(character);
}
