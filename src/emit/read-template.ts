// Files below `templates/`, read once.
import { readFileSync } from 'node:fs';
import { packageFile } from '../util/package-info.ts';

const texts = new Map<string, string>();

/** `readTemplate('runtime/client/core.ts')` */
export function readTemplate(path: string): string {
  let text = texts.get(path);
  if (text === undefined) {
    text = readFileSync(packageFile(`templates/${path}`), 'utf8');
    texts.set(path, text);
  }
  return text;
}
