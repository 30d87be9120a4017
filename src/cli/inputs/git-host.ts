// The files of a revision, read through git: no checkout, no shell, nothing outside the repository.
import { execFileSync } from 'node:child_process';
import { relative, resolve, sep } from 'node:path';
import { decode, maxSourceBytes, type Host } from '../../source/host.ts';
import { compareText } from '../../util/compare.ts';
import { UsageError } from '../usage-error.ts';

export interface Revision {
  /** As given: `HEAD~1`, a tag, a branch. */
  readonly revision: string;
  /** As git has it: from the top of the repository, or from the working folder with `./` in front. */
  readonly path: string;
}

/** `HEAD~1:capabilities/notes.yaml`; a colon inside `@{…}` belongs to the revision. */
export function parseRevision(text: string): Revision | undefined {
  const match = /^((?:[^:{}]|\{[^{}]*\})+):(.*)$/s.exec(text);
  if (match === null) return undefined;
  const [, revision = '', path = ''] = match;
  return { revision, path };
}

export interface GitSide {
  readonly host: Host;
  /** The path that was asked for, relative to the working folder. */
  readonly path: string;
}

export function openRevision({ revision, path }: Revision, cwd: string): GitSide {
  const top = git(cwd, ['rev-parse', '--show-toplevel']);
  if (top === undefined)
    throw new UsageError(`cannot read \`${revision}:${path}\`: there is no git repository here`);
  // A name that looks like an option is none: everything behind this line uses the commit's hash.
  const commit = git(cwd, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${revision}^{commit}`,
  ]);
  if (commit === undefined) throw new UsageError(`git knows no revision \`${revision}\``);
  const root = top.toString().trimEnd();
  const absolute = resolve(/^\.\.?(\/|$)/.test(path) ? cwd : root, path);
  const host = gitHost(cwd, root, commit.toString().trimEnd());
  if (inside(root, absolute) === undefined)
    throw new UsageError(`\`${path}\` is outside the repository`);
  if (host.kind(absolute) === 'missing')
    throw new UsageError(`\`${revision}\` holds no \`${path}\``);
  return { host, path: relative(cwd, absolute).replaceAll(sep, '/') || '.' };
}

function gitHost(cwd: string, root: string, commit: string): Host {
  const kinds = new Map<string, 'file' | 'folder' | 'missing'>();
  const absolute = (path: string): string => resolve(cwd, path);
  const name = (path: string): string | undefined => {
    const file = inside(root, absolute(path));
    return file === undefined ? undefined : `${commit}:${file}`;
  };
  const kind: Host['kind'] = (path) => {
    const object = name(path);
    if (object === undefined) return 'missing';
    const known = kinds.get(object);
    if (known !== undefined) return known;
    const type = git(cwd, ['cat-file', '-t', object])?.toString().trimEnd();
    const found = type === 'tree' ? 'folder' : type === 'blob' ? 'file' : 'missing';
    kinds.set(object, found);
    return found;
  };
  return {
    kind,
    read(path) {
      const object = name(path);
      const found = kind(path);
      if (found === 'folder') return { kind: 'folder', detail: 'it is a folder' };
      const bytes =
        object === undefined || found === 'missing'
          ? undefined
          : git(cwd, ['cat-file', 'blob', object]);
      return bytes === undefined
        ? { kind: 'missing', detail: 'there is no such file' }
        : decode(bytes);
    },
    list(folder) {
      const object = name(folder);
      const rows = object === undefined ? undefined : git(cwd, ['ls-tree', '-z', object]);
      // `100644 blob <hash>\tname`; links (mode 120000) and submodules are left out.
      return (rows?.toString() ?? '')
        .split('\0')
        .flatMap((row) => {
          const match = /^(\d+) (blob|tree) \S+\t(.+)$/s.exec(row);
          if (match === null || match[1] === '120000') return [];
          return [
            {
              name: match[3] ?? '',
              kind: match[2] === 'tree' ? ('folder' as const) : ('file' as const),
            },
          ];
        })
        .sort((a, b) => compareText(a.name, b.name));
    },
    real: absolute,
    resolve: absolute,
  };
}

/** The path from the top of the repository with `/`; undefined where it leads out of it. */
function inside(root: string, path: string): string | undefined {
  const name = relative(root, path).replaceAll(sep, '/');
  return name === '..' || name.startsWith('../') || resolve(root, name) !== path ? undefined : name;
}

/** Undefined where git says no, or is not there. */
function git(cwd: string, args: readonly string[]): Buffer | undefined {
  try {
    return execFileSync('git', args, {
      cwd,
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: maxSourceBytes,
    });
  } catch {
    return undefined;
  }
}
