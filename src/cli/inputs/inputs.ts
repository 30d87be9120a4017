// Path arguments → the capability files they mean, in an order that no machine changes.
import { dirname, relative, resolve, sep } from 'node:path';
import type { Project } from '../../config.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import type { Host } from '../../source/host.ts';
import { compareText } from '../../util/compare.ts';
import { isWebPath } from '../../util/web-path.ts';
import { UsageError } from '../usage-error.ts';
import { webName } from './web-host.ts';

export interface Inputs {
  /** Relative to the working folder, with `/`. Folders that cannot be listed are among them: reading says why. */
  readonly files: readonly string[];
  /** Those of the files that are such folders. */
  readonly unreadable: readonly string[];
  /** Whether a file that is gone would have been found by these arguments. */
  covers(absolutePath: string): boolean;
}

// At the start of a line, or of a document in braces; quoted or not.
const rootKey = /^\ufeff?(?:\{\s*)?["']?(?:naftiko|ikanos)["']?\s*:/m;

export async function findInputs(
  paths: readonly string[],
  project: Project,
  cwd: string,
  host: Host,
): Promise<Inputs> {
  const given = paths.length > 0;
  const wanted = given ? paths : configured(project, host);
  const base = given ? cwd : project.root;
  const found = new Set<string>();
  const covered: string[] = [];
  for (const path of wanted) {
    if (isWebPath(path)) {
      const name = webName(path);
      if (host.kind(name) !== 'file') throw new UsageError(notFetched(name));
      found.add(name);
      continue;
    }
    const absolute = resolve(base, path);
    const { files, folder } = await expandPath(path, absolute, base, host);
    for (const file of files) found.add(file);
    covered.push(folder);
    if (files.length === 0) throw new UsageError(nothingAt(path, absolute, host));
  }
  const shown = (all: Iterable<string>): readonly string[] =>
    [...all].map((file) => relativePath(cwd, file)).sort(compareText);
  const closed = [...found].filter((file) => !isWebPath(file) && host.kind(file) === 'folder');
  const isBelow = (path: string, folders: readonly string[]): boolean =>
    folders.some((folder) => path === folder || path.startsWith(`${folder}${sep}`));
  return {
    files: shown(found),
    unreadable: shown(closed),
    // Of what lies in a folder that cannot be listed nobody knows whether it is gone.
    covers: (path) => !isBelow(path, closed) && (!given || isBelow(path, covered)),
  };
}

/** URLs stay what they are. */
export function relativePath(from: string, to: string): string {
  if (isWebPath(to)) return to;
  return relative(from, to).replaceAll(sep, '/');
}

function configured({ root, config }: Project, host: Host): readonly string[] {
  if (config.capabilities !== undefined) return [config.capabilities].flat();
  if (host.kind(resolve(root, 'capabilities')) === 'folder') return ['capabilities'];
  throw new UsageError(
    'nothing to read: name a file or folder, set `capabilities` in capwright.config.yaml, or make a folder `capabilities`',
  );
}

/** `folder` is what the path covers: itself, or where a glob starts to vary. */
async function expandPath(
  path: string,
  absolute: string,
  base: string,
  host: Host,
): Promise<{ readonly files: readonly string[]; readonly folder: string }> {
  const kind = host.kind(absolute);
  // A file that is named is read, whatever it is called and whatever is in it.
  if (kind === 'file') return { files: [overlaidBy(absolute, host)], folder: absolute };
  if (kind === 'folder') return { files: filesBelow(absolute, host), folder: absolute };
  if (!/[*?[\]{}()!]/.test(path)) return { files: [], folder: absolute };
  const { glob } = await import('tinyglobby');
  const names = await glob(path, {
    cwd: base,
    absolute: true,
    onlyFiles: true,
    expandDirectories: false,
    followSymbolicLinks: false,
    ignore: ['**/node_modules/**', '**/.git/**'],
  });
  const files = names.map((name) => resolve(name)).filter((file) => isCapability(file, host));
  return { files, folder: resolve(base, dirname(path.replace(/[*?[\]{}()!].*$/s, '_'))) };
}

/** An overlay says nothing without its capability: naming one, as `*.yaml` of a shell or a hook does, means that. */
function overlaidBy(path: string, host: Host): string {
  const base = /^(.+)\.overlay\.ya?ml$/i.exec(path)?.[1];
  if (base === undefined || isCapability(path, host)) return path;
  return [`${base}.yaml`, `${base}.yml`].find((file) => host.kind(file) === 'file') ?? path;
}

function filesBelow(folder: string, host: Host): readonly string[] {
  const entries = host.list(folder);
  if (entries.length === 0 && host.read(folder).kind === 'denied') return [folder];
  return entries.flatMap(({ name, kind }) => {
    const path = resolve(folder, name);
    if (kind === 'folder') {
      return name.startsWith('.') || name === 'node_modules' ? [] : filesBelow(path, host);
    }
    return /\.ya?ml$/i.test(name) && isCapability(path, host) ? [path] : [];
  });
}

/** A file that cannot be read is kept: it is to be reported, not passed over. */
function isCapability(path: string, host: Host): boolean {
  const result = host.read(path);
  if (result.kind === 'text') return rootKey.test(result.text);
  return result.kind !== 'binary' && result.kind !== 'missing';
}

/** Files are changed in place, and what configurations name is there whenever they are used. */
function notFetched(url: string): string {
  const name = /\/(\w[\w.-]*)$/.exec(url)?.[1] ?? 'capability.yaml';
  return `${url} is not fetched here: \`fix\` and configurations take files. Save it first, with \`curl --fail --location --output ${name} URL\``;
}

function nothingAt(path: string, absolute: string, host: Host): string {
  const shown = JSON.stringify(path);
  if (host.kind(absolute) === 'folder') {
    return `no capability below ${shown}: no .yaml or .yml file there has a root key \`naftiko\` or \`ikanos\``;
  }
  if (/[*?[\]{}]/.test(path)) return `no capability matches ${shown}`;
  const siblings = host.list(dirname(absolute)).map(({ name }) => name);
  const name = absolute.slice(dirname(absolute).length + 1);
  return `no such file or folder: ${shown}${didYouMean(name, siblings)}`;
}
