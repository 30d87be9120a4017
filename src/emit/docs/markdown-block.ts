// The choke point for a longer text of a document: paragraphs, flat lists and closed fences are kept. Headings become
// bold lines, tables are shown as typed, and whatever else there is becomes paragraphs. Each comes out on lines of our own.
import { code, fence, type Markdown, plainLine, plainLines, trusted } from './markdown.ts';
import { markdownStrong, markdownText } from './markdown-inline.ts';

type Block =
  | { readonly kind: 'paragraph' | 'heading'; readonly text: string }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: string[] };

export function markdownBlock(text: string): Markdown {
  if (!/[\n\r\u2028\u2029]/.test(text) && !/^\s*(#|>|[-*+]\s|\d)/.test(text))
    return markdownText(text);
  return trusted(
    blocks(plainLines(text))
      .map(print)
      .filter((block) => block !== '')
      .join('\n\n'),
  );
}

function print(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return markdownText(block.text);
    case 'heading':
      return markdownStrong(block.text);
    case 'code':
      return fence(block.language, block.text);
    case 'list':
      return block.items
        .map((item) => markdownText(item))
        .filter((item) => item !== '')
        .map((item, i) => `${block.ordered ? `${i + 1}.` : '-'} ${item}`)
        .join('\n');
  }
}

const fenceStart = /^ {0,3}(`{3,}|~{3,})\s*([A-Za-z0-9+-]*)\s*$/;
const heading = /^ {0,3}#{1,6}(?:\s+(.*?))?\s*#*$/;
const listItem = /^\s*(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/;
const rule = /^ {0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$/;
const underline = /^ {0,3}(?:=+|-{2,})$/;
const tableRow = /^\s*\|.*\|\s*$/;

function blocks(lines: readonly string[]): readonly Block[] {
  const out: Block[] = [];
  let open: string[] = [];
  const close = (kind: 'paragraph' | 'heading' = 'paragraph'): void => {
    if (open.length > 0) out.push({ kind, text: open.join(' ') });
    open = [];
  };
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const item = listItem.exec(line);
    const fenced = closedFence(lines, i);
    const last = out.at(-1);
    if (line.trim() === '') close();
    else if (fenced !== undefined) {
      close();
      out.push({ kind: 'code', language: fenced.language, text: fenced.lines.join('\n') });
      i = fenced.end;
    } else if (heading.test(line)) {
      close();
      out.push({ kind: 'heading', text: heading.exec(line)?.[1] ?? '' });
    } else if (open.length > 0 && underline.test(line)) close('heading');
    else if (rule.test(line)) close();
    else if (tableRow.test(line) && tableRow.test(lines[i + 1] ?? '')) {
      close();
      const from = i;
      while (tableRow.test(lines[i + 1] ?? '')) i++;
      out.push({ kind: 'code', language: '', text: lines.slice(from, i + 1).join('\n') });
    } else if (item !== null) {
      close();
      const ordered = item[1] !== undefined;
      if (last?.kind === 'list' && last.ordered === ordered) last.items.push(item[2]!);
      else out.push({ kind: 'list', ordered, items: [item[2]!] });
    } else if (open.length === 0 && last?.kind === 'list' && lines[i - 1]?.trim() !== '') {
      last.items.push(`${last.items.pop()} ${line.trim()}`);
    } else open.push(line.replace(/^\s*(?:>\s?)*/, ''));
  }
  close();
  return out;
}

/** Languages that no formatter of Markdown rewrites between fences. */
const languages = new Set([
  'bash',
  'console',
  'go',
  'http',
  'java',
  'php',
  'python',
  'ruby',
  'sh',
  'shell',
  'text',
]);

/** The fence opened on line `start`, when there is one and it is closed. */
function closedFence(
  lines: readonly string[],
  start: number,
):
  | { readonly language: string; readonly lines: readonly string[]; readonly end: number }
  | undefined {
  const [, marks, language] = fenceStart.exec(lines[start]!) ?? [];
  if (marks === undefined) return undefined;
  for (let end = start + 1; end < lines.length; end++) {
    const line = lines[end]!.trim();
    if (line.length >= marks.length && line === marks[0]!.repeat(line.length)) {
      return {
        language: languages.has(language!) ? language! : '',
        lines: lines.slice(start + 1, end),
        end,
      };
    }
  }
  return undefined;
}

/** The first sentence of a text, for tables of contents: whole words, at most `limit` characters. */
export function summary(text: string, limit = 100): Markdown {
  const first = plainLine(text.split(/\n\s*\n/)[0] ?? '');
  const sentence =
    /^.*?(?<!\b(?:e\.g|i\.e|vs|etc|incl|no))[.!?](?=\s|$)/i.exec(first)?.[0] ?? first;
  if (sentence.length <= limit) return markdownText(sentence.replace(/\.$/, ''));
  const cut = sentence.slice(0, limit);
  return trusted(`${markdownText(cut.slice(0, Math.max(cut.lastIndexOf(' '), 1)))}…`);
}

/** A code span, or a dash where there is nothing to show. */
export function codeOrDash(text: string | undefined): Markdown {
  return text === undefined || plainLine(text) === '' ? trusted('–') : code(text);
}
