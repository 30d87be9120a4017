// Markdown as a type of its own: a string that went through here or through markdown-inline/-block. Everything the
// docs print is built of these, so text of a document cannot reach a page unescaped without a type error.
import type { SafeText } from '../template.ts';

declare const markdown: unique symbol;

export type Markdown = SafeText & { readonly [markdown]: true };

/** The brand itself. Only for text whose safety the line that calls this shows. */
export function trusted(text: string): Markdown {
  return text as Markdown;
}

/** Our own words with safe values in them: words`Calls ${code(id)}.` */
export function words(
  texts: TemplateStringsArray,
  ...values: readonly (Markdown | number)[]
): Markdown {
  return trusted(texts.reduce((text, word, i) => `${text}${values[i - 1] ?? ''}${word}`));
}

export function joined(parts: readonly Markdown[], separator: string): Markdown {
  return trusted(parts.join(separator));
}

/** One line without what no reader should meet: controls, direction overrides, invisible characters, broken surrogates. */
export function plainLine(text: string): string {
  if (/^[!-~](?:[ -~]*[!-~])?$/.test(text) && !text.includes('  ')) return text;
  return wellFormed(text).replaceAll(invisible, '').replaceAll(/\s+/g, ' ').trim();
}

export function wellFormed(text: string): string {
  return text.replaceAll(loneSurrogate, '\uFFFD');
}

/** As `plainLine`, with every blank and line end where it was. */
export function plainText(text: string): string {
  return wellFormed(text)
    .replaceAll(invisible, '')
    .replaceAll(/[\t\v\f\r\u0085\u2028\u2029]/g, ' ');
}

/** Several lines, otherwise as `plainLine`: for what is printed between fences. */
export function plainLines(text: string): readonly string[] {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) =>
      /^[ -~]*$/.test(line)
        ? line.trimEnd()
        : wellFormed(line).replaceAll(invisible, '').replaceAll('\t', '  ').trimEnd(),
    );
}

const loneSurrogate = /\p{Surrogate}/gu;

// Controls but for white space; soft hyphen, Arabic letter mark, zero-width space, marks, overrides, isolates, tags.
const invisible =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/** A code span, whatever is in the text. */
export function code(text: string): Markdown {
  const content = plainLine(text);
  if (content === '') return trusted('');
  // A pipe behind a backslash cannot be said in the code span of a table cell: its backslash would eat the escape.
  if (/\\\|/.test(content)) return trusted(escapeText(content));
  const ticks = '`'.repeat(shortestFreeRun(content));
  const pad = content.startsWith('`') || content.endsWith('`') ? ' ' : '';
  return trusted(`${ticks}${pad}${content}${pad}${ticks}`);
}

function shortestFreeRun(content: string): number {
  const runs = new Set((content.match(/`+/g) ?? []).map((run) => run.length));
  let length = 1;
  while (runs.has(length)) length++;
  return length;
}

/** A fenced block; the fence is longer than any run of its marks inside. */
export function fence(language: string, text: string): Markdown {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const marks = '`'.repeat(longest + 1);
  return trusted(`${marks}${language}\n${plainLines(text).join('\n')}\n${marks}`);
}

/** A link whose target is an http(s) URL of a document; just the label for any other. */
export function webLink(label: Markdown, url: string): Markdown {
  const target = webUrl(url);
  return target === undefined ? label : trusted(`[${label}](${target})`);
}

/** A link within the docs: a file name and an anchor we made ourselves. */
export function docLink(label: Markdown, file: string, anchor?: string): Markdown {
  const target = `${file}${anchor === undefined ? '' : `#${anchor}`}`;
  if (!/^[A-Za-z0-9._#/-]+$/.test(target)) throw new Error(`not a link of the docs: ${target}`);
  return trusted(`[${label}](${target})`);
}

/** The target of a `docLink`. */
export function anchorTag(anchor: string): Markdown {
  if (!/^[a-z0-9._-]+$/.test(anchor)) throw new Error(`not an anchor: ${anchor}`);
  return trusted(`<a id="${anchor}"></a>`);
}

/** An http(s) URL, encoded so far that nothing in it ends a link, a table cell or a code span. */
export function webUrl(text: string): string | undefined {
  if (!/^https?:\/\/[^\s/?#]/i.test(text) || invisibleOnce.test(text)) return undefined;
  return wellFormed(text).replaceAll(/[^A-Za-z0-9\-._~:/?#@!&+,=%*]/gu, (character) =>
    // encodeURIComponent leaves ' ( ) alone.
    encodeURIComponent(character).replaceAll(
      /['()]/g,
      (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
    ),
  );
}

const invisibleOnce = new RegExp(invisible.source, 'u');

/** A paragraph's worth of text with no meaning as Markdown, wherever in a line it stands. */
export function escapeText(text: string): string {
  return escapeStart(escapeInline(text));
}

/**
 * Characters that would mean something within a line. What looks like a URL is broken up, too: renderers that link bare
 * URLs take the backslash of an escape behind one for a part of it, and the escaped character comes alive.
 */
export function escapeInline(text: string): string {
  return text.replaceAll(/[\\`*_[\]<~$!&{}]|:(?=\/\/)|(?<=www)\./gi, (character, at: number) => {
    const before = text[at - 1] ?? ' ';
    const after = text[at + 1] ?? ' ';
    switch (character) {
      case '_':
        return alphanumeric.test(before) && alphanumeric.test(after) ? character : '\\_';
      case '&':
        return /[#\w]/.test(after) ? '\\&' : character;
      case '!':
        return after === ' ' || alphanumeric.test(after) ? character : '\\!';
      case '{':
      case '}':
        // Double braces are code to some site generators.
        return before === character || after === character ? `\\${character}` : character;
      default:
        return `\\${character}`;
    }
  });
}

const alphanumeric = /[A-Za-z0-9]/;

/** What would begin a list, heading, quotation, rule or definition at the start of a line, or end a heading. */
export function escapeStart(text: string): string {
  const closed = text.replace(/(^|\s)(#+)$/, '$1\\$2');
  return closed.replace(
    /^(\d{1,9})?([-+#>=.)])/,
    (all, digits: string | undefined, mark: string) => {
      const rest = closed.slice(all.length);
      const number = mark === '.' || mark === ')';
      if (number !== (digits !== undefined)) return all;
      if (mark !== '>' && mark !== '=' && mark !== '#' && !/^(\s|-|$)/.test(rest)) return all;
      return `${digits ?? ''}\\${mark}`;
    },
  );
}
