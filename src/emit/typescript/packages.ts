// Packages that generated code imports, and the versions it is made for.
import { compareText } from '../../util/compare.ts';

/** The only place that says a version; a test holds it to what the runtime is tested with. */
export const packageVersions: Readonly<Record<string, string>> = {
  '@hono/node-server': '^2.1.8',
  '@modelcontextprotocol/server': '^2.4.0',
  'fast-xml-parser': '^5.12.1',
  fflate: '^0.8.3',
  hono: '^4.13.19',
  jose: '^6.2.17',
  marked: '^18.2.1',
  'node-html-parser': '^9.0.7',
  yaml: '^2.9.1',
};

/** What a generated package is built with; nothing of it is imported. */
export const toolVersions = {
  '@types/node': '^20.19.43',
  typescript: '^5.9.3 || ^7.0.2',
} as const;

/** Those that the texts of modules import, by name, with their versions. */
export function packagesOf(contents: readonly string[]): Readonly<Record<string, string>> {
  const names = new Set<string>();
  for (const content of contents)
    for (const [, name] of content.matchAll(
      /^(?:import\b|export\b|\}).*\bfrom "((?:@[^/"]+\/)?[^./"@][^/"]*)[^"]*";$/gm,
    ))
      if (name !== undefined && !name.startsWith('node:')) names.add(name);
  return Object.fromEntries([...names].sort(compareText).map((name) => [name, versionOf(name)]));
}

function versionOf(name: string): string {
  const version = packageVersions[name];
  if (version === undefined)
    throw new Error(`generated code imports ${name}, whose version is not known`);
  return version;
}
