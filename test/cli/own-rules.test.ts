// The rule of docs/own-rules.md works as it stands there, and every command knows it.
import { expect, test } from 'vitest';
import { compile } from '../../src/compiler.ts';
import { rulePages } from '../../src/cli/rule-pages.ts';
import { readProject } from '../support/shared.ts';
import { cli as run, project, type Outcome } from './memory-session.ts';

const doc = readProject('docs/own-rules.md');
const block = (language: string): string =>
  new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(doc)![1]!;

const files = {
  'capwright.config.yaml': block('yaml'),
  'lint/owner-tag.mjs': block('js'),
  'a.yaml': readProject('capabilities/order-desk.yaml'),
};

async function cli(folder: string, argv: string): Promise<Outcome> {
  return run(folder, argv, { compiler: { compile }, pages: rulePages() });
}

test('lint runs it', async () => {
  const { out } = await cli(project(files), 'lint a.yaml --format compact');
  expect(out).toMatch(/^a\.yaml:\d+:\d+: error: no tag says which team owns this \[owner-tag\]$/m);
  const config = files['capwright.config.yaml'].replace('error', '{ severity: error, least: 0 }');
  const none = await cli(project({ ...files, 'capwright.config.yaml': config }), 'lint a.yaml');
  expect(none.out).not.toContain('owner-tag');
});

test('rules and explain know it', async () => {
  const folder = project(files);
  expect((await cli(folder, 'rules')).out).toMatch(/^owner-tag +warning +The capability does not/m);
  const { out } = await cli(folder, 'explain owner-tag');
  expect(out).toContain('Whoever is woken up at night');
  expect((await cli(folder, 'explain owner-tga')).err).toContain('did you mean `owner-tag`?');
});
