// Runtime modules with all that they import, as they are below `templates/runtime`: a copy is complete by itself.
import { posix } from 'node:path';
import { compareText } from '../../util/compare.ts';

export interface RuntimeFile {
  /** Below `templates/runtime`. */
  readonly name: string;
  readonly content: string;
}

/** `template` reads a file below `templates/`. */
export function runtimeFiles(
  entries: readonly string[],
  template: (path: string) => string,
): readonly RuntimeFile[] {
  const found = new Map<string, string>();
  const pending = [...entries];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (found.has(name)) continue;
    const content = template(`runtime/${name}`);
    found.set(name, content);
    for (const [, specifier = ''] of content.matchAll(/\bfrom "(\.{1,2}\/[^"]+)";/g))
      pending.push(posix.join(posix.dirname(name), specifier));
  }
  return [...found]
    .sort(([a], [b]) => compareText(a, b))
    .map(([name, content]) => ({ name, content }));
}
