// The only use of prettier: emitted text in its default style, by file extension. Loaded when first needed.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { importModule } from '../util/import-module.ts';

const parsers: Readonly<Record<string, string>> = {
  ts: 'typescript',
  mts: 'typescript',
  tsx: 'typescript',
  js: 'babel',
  mjs: 'babel',
  json: 'json',
  md: 'markdown',
  css: 'css',
  html: 'html',
  yaml: 'yaml',
  yml: 'yaml',
};

/** Text of a kind that prettier does not know is returned as it is. */
export async function format(path: string, content: string): Promise<string> {
  const parser = parsers[path.slice(path.lastIndexOf('.') + 1)];
  if (parser === undefined) return content;
  const prettier = (await importModule('prettier')) as typeof import('prettier');
  try {
    return await prettier.format(content, { parser });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`emitted file ${path} does not parse: ${reason}`, { cause: error });
  }
}

/** What formatted output depends on besides its source: `prettier-3.10.1`. Does not load prettier. */
export function formatterVersion(): string {
  const path = createRequire(import.meta.url).resolve('prettier/package.json');
  const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string };
  return `prettier-${version}`;
}
