// What a reader's renderer makes of Markdown: GitHub's dialect, parsed by a library the product does not use.
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

export interface Node {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly children?: readonly Node[];
}

export function parse(text: string): Node {
  return fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }) as Node;
}

export function* walk(node: Node): Generator<Node> {
  yield node;
  for (const item of node.children ?? []) yield* walk(item);
}

/** The characters a reader sees. */
export function visible(node: Node): string {
  return node.value ?? (node.children ?? []).map(visible).join(node.type === 'root' ? '\n' : '');
}

export function types(node: Node): readonly string[] {
  return [...new Set([...walk(node)].map((item) => item.type))];
}

export function urls(node: Node): readonly string[] {
  return [...walk(node)].flatMap((item) => (item.url === undefined ? [] : [item.url]));
}
