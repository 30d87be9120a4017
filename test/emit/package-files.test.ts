// How many files a large capability's package has: installing one and looking through it takes time for each.
import { expect, test } from 'vitest';
import { compile, emit, emitterNames, loadEmitters } from '../../src/compiler.ts';
import { nodeHost } from '../../src/source/host.ts';
import { projectRoot, sharedFiles } from '../support/shared.ts';

const file = sharedFiles('corpus/wild/regenerate/cloudflare').find((path) =>
  path.endsWith('/cloudflare-accounts.yaml'),
);

test.skipIf(file === undefined)(
  'the package of 740 operations has fewer than 400 files, with both servers (skipped without the corpus)',
  async () => {
    const options = { preset: 'recommended', rules: {}, lint: false } as const;
    const { capability, sources } = compile(file!, nodeHost(projectRoot), options);
    const files = emit(capability!, await loadEmitters(emitterNames), sources);
    const modules = files.filter(({ path }) => /^(client|server|mcp)\/.*\.ts$/.test(path));
    // Each is published as JavaScript and as its types; beside them lie package.json, README.md, LICENSE.
    expect(2 * modules.length + 3).toBeLessThan(400);
    for (const { path, content } of modules)
      expect(content.split('\n').length, path).toBeLessThan(2_500);
  },
);
