// Files below `templates/`, read once. They ship with the package at the same depth below `src` and `dist`.
import { readFileSync } from 'node:fs';

const texts = new Map<string, string>();

/** `readTemplate('runtime/client/core.ts')` */
export function readTemplate(path: string): string {
  let text = texts.get(path);
  if (text === undefined) {
    text = readFileSync(new URL(`../../templates/${path}`, import.meta.url), 'utf8');
    texts.set(path, text);
  }
  return text;
}
