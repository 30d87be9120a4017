// HTML of a description as Markdown. Undefined for what Markdown has no way to say, and for marks that do not match.

/** What stands around the inside of an element. */
const around: Readonly<Record<string, readonly [before: string, after: string]>> = {
  p: ['\n\n', '\n\n'],
  div: ['\n\n', '\n\n'],
  b: ['**', '**'],
  strong: ['**', '**'],
  i: ['*', '*'],
  em: ['*', '*'],
  code: ['`', '`'],
  span: ['', ''],
  u: ['', ''],
  small: ['', ''],
  ul: ['\n\n', '\n\n'],
  ol: ['\n\n', '\n\n'],
  li: ['\n- ', ''],
  h1: ['\n\n# ', '\n\n'],
  h2: ['\n\n## ', '\n\n'],
  h3: ['\n\n### ', '\n\n'],
  h4: ['\n\n#### ', '\n\n'],
  h5: ['\n\n##### ', '\n\n'],
  h6: ['\n\n###### ', '\n\n'],
};
/** HTML lets their ends be left out, and texts that were cut off have none. */
const open: ReadonlySet<string> = new Set(['p', 'div', 'ul', 'ol', 'li']);
const alone: Readonly<Record<string, string>> = { br: '\n', hr: '\n\n---\n\n' };
const others = /^(?:table|t[hrd]|tbody|thead|blockquote|img|pre|sup|sub|details|summary)$/;

interface Element {
  readonly name: string;
  readonly href?: string;
  text: string;
}

const token =
  /(?<code>(`+)[\s\S]*?\2)|<(?<close>\/?)(?<name>[a-z][a-z0-9]*)(?<rest>(?:\s[^<>]*)?)\/?>/gi;

export function markdownOfHtml(html: string): string | undefined {
  const stack: Element[] = [{ name: '', text: '' }];
  let index = 0;
  const write = (text: string): void => void (stack.at(-1)!.text += text);
  for (const match of html.matchAll(token)) {
    write(html.slice(index, match.index));
    index = match.index + match[0].length;
    const { code, close, name: written = '', rest = '' } = match.groups!;
    const name = written.toLowerCase();
    if (others.test(name)) return undefined;
    if (alone[name] !== undefined) write(close === '' ? alone[name] : '');
    else if (code !== undefined || (around[name] === undefined && name !== 'a')) write(match[0]);
    else if (close === '') {
      const href = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(rest);
      stack.push({ name, text: '', ...(href && { href: href[1] ?? href[2] ?? href[3] ?? '' }) });
    } else {
      while (stack.at(-1)!.name !== name && open.has(stack.at(-1)!.name)) end(stack);
      const isOpen = stack.at(-1)!.name === name;
      if (isOpen ? !end(stack) : !open.has(name)) return undefined;
    }
  }
  write(html.slice(index));
  while (open.has(stack.at(-1)!.name)) end(stack);
  const [{ text } = { text: '' }, unfinished] = stack;
  if (unfinished !== undefined) return undefined;
  return text
    .replace(/[ \t]*\n[ \t]*/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Puts the last element into the one around it; false where Markdown cannot say it. */
function end(stack: Element[]): boolean {
  const { name, text, href } = stack.pop()!;
  const [, before = '', inner = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? [];
  const [left, right] =
    name === 'a' ? (href === undefined ? ['', ''] : ['[', `](${href})`]) : around[name]!;
  const isSaid =
    inner === '' ||
    (name === 'code'
      ? !/[`\n*\]]/.test(inner)
      : name !== 'a' || !/[()\s]|^\w*script:/i.test(href ?? ''));
  const isBlock = left.includes('\n') || right.includes('\n');
  const marked = inner === '' ? '' : `${left}${inner}${right}`;
  stack.at(-1)!.text += isBlock ? marked : `${before}${marked}${after}`;
  return isSaid;
}
