// The servers of a capability as a folder that Node can run: the same code that `generate` writes, in a place of its
// own that goes when the command ends.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OutputFile } from '../../emit/emitter.ts';
import { packagesOf } from '../../emit/typescript/packages.ts';
import { typeStripper } from '../../emit/typescript/strip-types.ts';
import { hashText } from '../../util/hash.ts';
import { packageFile } from '../../util/package-info.ts';
import { UsageError } from '../usage-error.ts';

export interface ServeFolder {
  /** The program that starts what is served over HTTP. */
  readonly http: string;
  /** The program that serves tools over standard input and output; undefined where there are none. */
  readonly stdio: string | undefined;
  /** Flags of Node that the programs need. */
  readonly nodeFlags: readonly string[];
  remove(): void;
}

const programs = ['server/node.ts', 'mcp/http.ts'] as const;
const stdioProgram = 'mcp/stdio.ts';

/** Throws a `UsageError` where a package is missing that what is served needs. `cwd`: where packages may be, too. */
export async function writeServeFolder(
  files: readonly OutputFile[],
  cwd: string,
): Promise<ServeFolder> {
  const code = files.filter(({ path }) => path.endsWith('.ts') && !path.startsWith('test/'));
  const packages = locatePackages(packagesOf(code.map(({ content }) => content)), [
    dirname(fileURLToPath(import.meta.url)),
    cwd,
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'capwright-serve-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const strips = nodeStripsTypes();
    const name = (path: string): string => (strips ? path : path.replace(/\.ts$/, '.js'));
    const strip = strips ? (text: string): string => text : typeStripper(strippedRuntime());
    const write = (path: string, text: string): void => {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    };
    for (const { path, content } of code) write(name(path), strip(content));
    write('package.json', '{"type":"module"}\n');
    const paths = new Set(code.map(({ path }) => path));
    const started = programs.filter((path) => paths.has(path));
    write('serve.mjs', entry(started.map(name)));
    for (const [packageName, place] of packages) {
      const link = join(folder, 'node_modules', packageName);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(place, link, 'junction');
    }
    return {
      http: join(folder, 'serve.mjs'),
      stdio: paths.has(stdioProgram) ? join(folder, name(stdioProgram)) : undefined,
      nodeFlags: strips ? stripFlags : [],
      remove,
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Ends with the command that started it, also where that was killed. */
function entry(started: readonly string[]): string {
  return [
    'process.on("disconnect", () => process.exit(1));',
    'process.channel?.unref();',
    ...started.map((path) => `await import("./${path}");`),
    'process.send?.("started");',
    '',
  ].join('\n');
}

const stripFlags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];

/** From Node 22.6 on; before that the types are taken out here. */
function nodeStripsTypes(): boolean {
  return process.allowedNodeEnvironmentFlags.has('--experimental-strip-types');
}

/** The runtime is the same for all: it was done when this program was built. From sources nothing is known. */
function strippedRuntime(): (text: string) => string | undefined {
  const file = packageFile('dist/runtime.json');
  if (!existsSync(file)) return () => undefined;
  const known = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, string>>;
  return (text) => known[hashText(text)];
}

function locatePackages(
  wanted: Readonly<Record<string, string>>,
  from: readonly string[],
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const missing: string[] = [];
  for (const [name, version] of Object.entries(wanted)) {
    const place = from.flatMap((folder) => findPackage(name, folder) ?? [])[0];
    if (place === undefined) missing.push(`${name}@${version.replace(/^\^/, '')}`);
    else found.set(name, place);
  }
  if (missing.length > 0) {
    const install = `npm install ${missing.join(' ')}`;
    throw new UsageError(`what is served needs packages that are not installed: ${install}`);
  }
  return found;
}

/** As Node looks for one: in `node_modules` of the folder and of those above it. */
function findPackage(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name);
    if (existsSync(join(place, 'package.json'))) return place;
    if (dirname(folder) === folder) return undefined;
  }
}
