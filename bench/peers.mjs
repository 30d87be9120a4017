// The tools that are compared: how each is run, and how one call and the whole client of its output are imported.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const packages = {
  '@hey-api/openapi-ts': '0.99.0',
  orval: '8.30.0',
  'openapi-typescript': '7.13.0',
  '@stoplight/spectral-cli': '6.16.3',
  // They generate for, and are checked by, a compiler of their own.
  typescript: '5.9.3',
};

/** Address of the server of faults; orval writes it into its output. */
export const faultPort = 48_713;

/** A folder with the peers, or why there is none. `CAPWRIGHT_PEERS` names one that was made before. */
export function installPeers() {
  const given = process.env['CAPWRIGHT_PEERS'];
  if (given !== undefined && existsSync(join(given, 'node_modules')))
    return { folder: given, kept: true };
  const folder = mkdtempSync(join(tmpdir(), 'capwright-peers-'));
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
  const names = Object.entries(packages).map(([name, version]) => `${name}@${version}`);
  const flags = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  const { status, stderr, error } = spawnSync('npm', [...flags, ...names], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 300_000,
  });
  return status === 0
    ? { folder }
    : {
        folder,
        problem: String(error ?? stderr)
          .trim()
          .split('\n')[0],
      };
}

/** Each gives its command, and the sources that import one call and everything; relative to its output folder. */
export function tools(root, peers) {
  const bin = (name) => join(peers, 'node_modules/.bin', name);
  return [
    {
      name: 'capwright',
      output: 'client',
      command: ({ file, out }) => [
        process.execPath,
        [
          join(root, 'dist/cli/main.js'),
          'generate',
          file,
          '--no-overlay',
          '--emit',
          'client',
          '--out',
          out,
          '--quiet',
        ],
      ],
      folder: ({ out, id }) => join(out, id),
      one: (operation) =>
        `import { createCore, ${operation} } from './client/index.ts';\nexport const run = (options, args) => ${operation}(createCore(options), args);`,
      all: `import { createClient } from './client/index.ts';\nexport const client = createClient;`,
    },
    {
      name: 'hey-api',
      output: '.',
      command: ({ spec, out }) => [
        bin('openapi-ts'),
        ['-i', spec, '-o', out, '-c', '@hey-api/client-fetch', '--silent'],
      ],
      folder: ({ out }) => out,
      one: (operation) => `export { ${operation} } from './sdk.gen.ts';`,
      all: `import * as sdk from './sdk.gen.ts';\nexport const client = { ...sdk };`,
    },
    {
      name: 'orval',
      output: '.',
      command: ({ spec, out }) => {
        mkdirSync(out, { recursive: true });
        const config = join(out, 'orval.config.mjs');
        const output = {
          target: join(out, 'api.ts'),
          client: 'fetch',
          baseUrl: `http://127.0.0.1:${faultPort}`,
        };
        writeFileSync(
          config,
          `export default ${JSON.stringify({ api: { input: spec, output } })};`,
        );
        return [bin('orval'), ['--config', config]];
      },
      folder: ({ out }) => out,
      one: (operation) => `export { ${operation} } from './api.ts';`,
      all: `import * as api from './api.ts';\nexport const client = { ...api };`,
    },
    {
      name: 'openapi-typescript',
      output: '.',
      command: ({ spec, out }) => [bin('openapi-typescript'), [spec, '-o', join(out, 'api.ts')]],
      folder: ({ out }) => out,
    },
  ];
}
