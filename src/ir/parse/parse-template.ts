// Text with `{{name}}` holes, parsed once. What a name means is the scope's business, not the parser's.
import type { Expression } from '../expression.ts';

export type TemplatePart = string | { readonly name: string };

export interface TemplateResult {
  readonly parts: readonly TemplatePart[];
  /** What is wrong with it, in words; the parts are then the text as it stands. */
  readonly problem?: string;
}

/** `"a {{b}} c"` → `["a ", { name: "b" }, " c"]`. `{{{b}}}` and `{{&b}}` mean the same: nothing here escapes HTML. */
export function parseTemplate(text: string): TemplateResult {
  if (!text.includes('{{')) return { parts: text === '' ? [] : [text] };
  const parts: TemplatePart[] = [];
  let position = 0;
  for (;;) {
    const open = text.indexOf('{{', position);
    if (open === -1) break;
    const triple = text.startsWith('{{{', open);
    const close = text.indexOf(triple ? '}}}' : '}}', open);
    if (close === -1) return { parts: [text], problem: '`{{` is never closed: write `{{name}}`' };
    const name = text
      .slice(open + (triple ? 3 : 2), close)
      .trim()
      .replace(/^&\s*/, '');
    if (/^[#^/!>=]/.test(name))
      return {
        parts: [text],
        problem: `\`{{${name}}}\` is more than a name: sections, partials and comments are not part of the format`,
      };
    if (!isTemplateName(name))
      return { parts: [text], problem: `\`{{${name}}}\` does not hold a name` };
    if (open > position) parts.push(text.slice(position, open));
    parts.push({ name });
    position = close + (triple ? 3 : 2);
  }
  if (position < text.length) parts.push(text.slice(position));
  return { parts };
}

/** Names may hold anything but braces and white space: parameters are called `filter[asset.name]` or `$top`. */
function isTemplateName(name: string): boolean {
  return name !== '' && !/[{}\s]/.test(name);
}

/** Text parts and resolved holes as one expression; a lone hole keeps its own kind of value. */
export function templateExpression(parts: readonly (string | Expression)[]): Expression {
  if (parts.length === 0) return { kind: 'literal', value: '' };
  if (parts.every((part) => typeof part === 'string'))
    return { kind: 'literal', value: parts.join('') };
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'object') return only;
  return { kind: 'template', parts };
}
