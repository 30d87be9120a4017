// package.json of a generated package: its owner's from the first run on, so made with everything it may ever need.
import type { Capability } from '../../ir/capability.ts';
import { compareText } from '../../util/compare.ts';
import { toolVersions } from '../typescript/packages.ts';
import type { Parts, Versions } from './project-parts.ts';

export function packageJson(capability: Capability, parts: Parts): string {
  const peers = inOrder({ ...parts.server?.packages, ...parts.mcp?.packages });
  const names = Object.keys(peers);
  const entry = (folder: string): object => ({
    types: `./dist/${folder}/index.d.ts`,
    default: `./dist/${folder}/index.js`,
  });
  const optional = names.map((name) => [name, { optional: true }] as const);
  const tests = [
    'client',
    ...(parts.server?.hasRoutes ? ['server'] : []),
    ...(parts.mcp ? ['tools'] : []),
  ];
  const value = {
    name: packageName(capability.id),
    version: '0.0.0',
    description: oneLine(capability.title),
    license: 'SEE LICENSE IN LICENSE',
    type: 'module',
    sideEffects: false,
    // For compilers that know no `exports` (`moduleResolution` `node10`): Node itself has gone by them since 12.
    main: './dist/client/index.js',
    types: './dist/client/index.d.ts',
    ...(parts.server || parts.mcp ? { typesVersions: { '*': typesOf(parts) } } : {}),
    // One build, ESM: Node gives it to `require` as well. TypeScript below 5.8, or `module` `node16`, does not take that
    // for granted; a `module-sync` condition changes nothing about it, and a second build would be a second set of classes.
    exports: {
      '.': entry('client'),
      ...(parts.server ? { './server': entry('server') } : {}),
      ...(parts.mcp ? { './mcp': entry('mcp') } : {}),
      './package.json': './package.json',
    },
    files: [
      'dist/client',
      ...(parts.server ? ['dist/server'] : []),
      ...(parts.mcp ? ['dist/mcp'] : []),
    ],
    engines: { node: '^20.19.0 || >=22.12.0' },
    scripts: {
      clean: `node --eval "fs.rmSync('dist', { recursive: true, force: true })"`,
      build: 'npm run clean && tsc --project tsconfig.json',
      prepack: 'npm run build',
      test: `npm run build && node --test ${tests.map((name) => `dist/test/${name}.test.js`).join(' ')}`,
      ...(parts.server ? { 'start:server': 'node dist/server/node.js' } : {}),
      ...(parts.mcp ? { 'start:mcp': 'node dist/mcp/stdio.js' } : {}),
    },
    ...(names.length === 0
      ? {}
      : {
          peerDependencies: peers,
          peerDependenciesMeta: Object.fromEntries(optional),
        }),
    devDependencies: inOrder({ ...peers, ...toolVersions }),
  };
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** Where the types of further entries are. */
function typesOf({ server, mcp }: Parts): Readonly<Record<string, readonly string[]>> {
  return {
    ...(server ? { server: ['./dist/server/index.d.ts'] } : {}),
    ...(mcp ? { mcp: ['./dist/mcp/index.d.ts'] } : {}),
  };
}

function inOrder(versions: Versions): Versions {
  return Object.fromEntries(Object.entries(versions).sort(([a], [b]) => compareText(a, b)));
}

/** The capability's id; names of Node's own modules and a few others are not to be had. */
export function packageName(id: string): string {
  return taken.has(id) ? `${id}-capability` : id;
}

const taken: ReadonlySet<string> = new Set(
  (
    'assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain ' +
    'events favicon.ico fs http http2 https inspector module net node_modules os path perf_hooks process punycode ' +
    'querystring readline repl sea sqlite stream string_decoder sys test timers tls trace_events tty url util v8 vm ' +
    'wasi worker_threads zlib'
  ).split(' '),
);

function oneLine(text: string): string {
  return text
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 200);
}
