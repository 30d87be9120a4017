// A small change of a large capability changes few files: what reviewers have to look at, and what builds make anew.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile, emit } from '../../src/compiler.ts';
import { clientEmitter } from '../../src/emit/client/client-emitter.ts';
import { nodeHost } from '../../src/source/host.ts';
import { projectRoot, sharedFiles } from '../support/shared.ts';

const file =
  sharedFiles('corpus/wild/regenerate/cloudflare').find((path) =>
    path.endsWith('/cloudflare-accounts.yaml'),
  ) ?? '';
const text = file === '' ? '' : readFileSync(join(projectRoot, file), 'utf8');

/** By path: what is emitted when the file has this text. */
function emitted(content: string): ReadonlyMap<string, string> {
  const disk = nodeHost(projectRoot);
  const host = {
    ...disk,
    read: (path: string) =>
      path === file ? ({ kind: 'text', text: content } as const) : disk.read(path),
  };
  const options = { preset: 'recommended', rules: {}, lint: false } as const;
  const { capability, sources } = compile(file, host, options);
  const files = emit(capability!, [clientEmitter], sources);
  return new Map(files.map((each) => [each.path, each.content]));
}

const changed = `description: Cloudflare Get Advertisement Status`;
const resource = `    - name: accounts-account_id-addressing-prefixes-prefix_id-bgp-status\n`;

test.skipIf(file === '')(
  'one operation of 740 touches three files at most (skipped without the corpus)',
  () => {
    const before = emitted(text);
    const touched = (edit: (content: string) => string): readonly string[] => {
      const content = edit(text);
      expect(content).not.toBe(text);
      const after = emitted(content);
      expect([...before.keys()].filter((path) => !after.has(path))).toEqual([]);
      return [...after].filter(([path, own]) => before.get(path) !== own).map(([path]) => path);
    };
    const module = 'client/operations/addressing.ts';
    expect(
      touched((content) => content.replace(changed, 'description: Says how it stands.')),
    ).toEqual(['capability.json', module]);
    expect(
      touched((content) =>
        content.replace(
          resource,
          `    - name: additional
      path: /accounts/{account_id}/addressing/prefixes/{prefix_id}/bgp/status
      operations:
      - name: ipaddressmanagementdynamicadvertisementreplaceadvertisementstatus
        method: PUT
        inputParameters:
        - name: prefix_id
          in: path
          type: string
${resource}`,
        ),
      ),
    ).toEqual(['capability.json', 'client/methods.ts', module]);
  },
);
