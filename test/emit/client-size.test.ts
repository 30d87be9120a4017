// What a client weighs: bundled as users bundle it, minified and compressed. Numbers of the output rules, held.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { clientEmitter } from '../../src/emit/client/client-emitter.ts';
import type { OutputFile } from '../../src/emit/emitter.ts';
import { readTemplate } from '../../src/emit/read-template.ts';
import { capabilityOf } from '../support/compile.ts';
import { hasShared, projectRoot, readProject } from '../support/shared.ts';

const context = { template: readTemplate, place: (at: { pointer: string }): string => at.pointer };
const emit = (path: string): readonly OutputFile[] =>
  clientEmitter.emit(capabilityOf(readProject(path)), context);

/** Modules from emitted files, without a disk. */
function emitted(files: readonly OutputFile[]): Plugin {
  const contents = new Map(files.map(({ path, content }) => [`/${path}`, content]));
  return {
    name: 'emitted',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\./ }, ({ path, importer }) => ({
        path: join(importer === '<stdin>' ? '/' : join(importer, '..'), path),
        namespace: 'emitted',
        sideEffects: false,
      }));
      onLoad({ filter: /.*/, namespace: 'emitted' }, ({ path }) => ({
        contents: contents.get(path) ?? '',
        loader: 'ts',
      }));
    },
  };
}

async function weight(
  files: readonly OutputFile[],
  contents: string,
): Promise<{ gzip: number; text: string }> {
  const { outputFiles } = await build({
    stdin: { contents, loader: 'ts', sourcefile: '<stdin>' },
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
    plugins: [emitted(files)],
  });
  const text = outputFiles[0]?.text ?? '';
  return { gzip: gzipSync(text, { level: 9 }).length, text };
}

const oneCall = (name: string): string =>
  `import { createCore, ${name} } from './client/index.ts';
   export const run = (options, args) => ${name}(createCore(options), args);`;
const wholeClient = `import { createClient } from './client/index.ts';
   export const run = (options) => createClient(options);`;

describe('persons', () => {
  const files = emit('capabilities/posthog-persons.yaml');

  test('one call, with retries, limits, errors and credentials', async () => {
    const { gzip, text } = await weight(files, oneCall('personsList'));
    expect(gzip).toBeLessThanOrEqual(3900);
    expect(text).toContain('/persons/');
    expect(text, 'other operations').not.toContain('bulk_delete');
    expect(text, 'what nobody uses').not.toMatch(/multipart|boundary|cookie|Basic|Link|oauth/i);
  });

  test('all 48 operations', async () => {
    const { gzip, text } = await weight(files, wholeClient);
    expect(gzip).toBeLessThanOrEqual(4800);
    expect(text, 'paths once in the tree, not in descriptors as well').not.toContain(
      '/api/projects/{project_id}/persons/cohorts/',
    );
  });
});

test.skipIf(!hasShared)('740 operations', async () => {
  const files = emit('../shared/corpus/wild/regenerate/cloudflare/cloudflare-accounts.yaml');
  expect((await weight(files, wholeClient)).gzip).toBeLessThanOrEqual(10_500);
});

test('the runtime that every client has stays small', () => {
  const folder = join(projectRoot, 'templates/runtime/client');
  const optional =
    /^(basic|cookies|digest|expression|formats|log|md5|media|oauth2|pages|templates)\.ts$/;
  const lines = readdirSync(folder)
    .filter((name) => !optional.test(name))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line.trim() !== '' && !/^\s*(\/\/|\/\*\*|\*)/.test(line));
  expect(lines.length).toBeLessThanOrEqual(1000);
});
