import { describe, expect, it } from 'vitest';
import { missingParts } from '../../src/cli/generate/check-packages.ts';
import { cli, project } from './memory-session.ts';
import * as compiler from '../../src/compiler.ts';
import { readProject } from '../support/shared.ts';

describe('what a package.json lacks', () => {
  const wanted = {
    type: 'module',
    exports: { '.': {}, './mcp': {}, './package.json': './package.json' },
    peerDependencies: { hono: '^4.0.0' },
  };
  it.each<[string, object, readonly string[]]>([
    ['nothing', wanted, []],
    [
      'nothing, in other places',
      { ...wanted, peerDependencies: {}, dependencies: { hono: '4' } },
      [],
    ],
    ['an export', { ...wanted, exports: { '.': {} } }, ['the export `./mcp`']],
    ['a package', { ...wanted, peerDependencies: {} }, ['the package `hono`']],
    ['its type', { ...wanted, type: 'commonjs' }, ['`"type": "module"`']],
    [
      'everything',
      [],
      ['the export `.`', 'the export `./mcp`', 'the package `hono`', '`"type": "module"`'],
    ],
  ])('%s', (_, found, missing) => {
    expect(missingParts(JSON.stringify(wanted), JSON.stringify(found))).toEqual(missing);
  });
  it('everything, where it is no JSON', () =>
    expect(missingParts(JSON.stringify(wanted), '{')).toHaveLength(4));
});

it('generate says so and leaves the file alone', async () => {
  const own = '{ "name": "mine", "version": "1.2.3", "type": "module", "exports": { ".": {} } }';
  const folder = project({
    'capabilities/shipyard.yaml': readProject('capabilities/shipyard.yaml'),
    'generated/shipyard/package.json': own,
  });
  const result = await cli(folder, 'generate --emit client,server,mcp,project', { compiler });
  expect(result.code).toBe(0);
  expect(result.err).toContain('output-package-outdated');
  expect(result.err).toContain('./server');
  const again = await cli(folder, 'generate --check --emit client,server,mcp,project', {
    compiler,
  });
  expect(again.code).toBe(0);
});
