// What a client weighs: bundled as users bundle it, minified and compressed. Numbers of the output rules, held.
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { clientEmitter } from '../../src/emit/client/client-emitter.ts';
import type { OutputFile } from '../../src/emit/emitter.ts';
import { readTemplate } from '../../src/emit/read-template.ts';
import { runtimeFiles } from '../../src/emit/typescript/runtime-files.ts';
import { capabilityOf, compileText } from '../support/compile.ts';
import { hasShared, readProject } from '../support/shared.ts';

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

test('what sends requests is at most 1,000 lines, comments and all', () => {
  const files = runtimeFiles(['client/client.ts', 'client/core.ts'], readTemplate);
  const lines = files.flatMap(({ content }) => content.trimEnd().split('\n'));
  expect(lines.length).toBeLessThanOrEqual(1000);
});

test('a client has what its capability needs of the runtime, and no more', () => {
  const runtime = (yaml: string): string =>
    clientEmitter
      .emit(compileText(yaml).capability!, context)
      .flatMap(({ path }) => /runtime\/(.*)\.ts$/.exec(path)?.[1] ?? [])
      .join(' ');
  const small = 'client core errors http log operation request response service transmit url value';
  const one = (more: string): string => `
naftiko: 1.0.0-alpha1
info: { title: One, description: One operation. }
capability:
  consumes:
    - type: http
      namespace: api
      baseUri: https://api.example.com
      resources:
        - name: things
          path: /things
          operations:
            - name: get
              method: GET
              outputParameters: ${more}
`;
  expect(runtime(one('[{ name: id, type: string, value: $.id }]'))).toBe(small);
  expect(runtime(one('[{ name: all, type: array, value: $, items: { type: string } }]'))).toBe(
    small.replace('request', 'pages request'),
  );
});
