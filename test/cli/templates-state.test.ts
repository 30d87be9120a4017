import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { templatesState } from '../../src/cli/generate/templates-state.ts';
import { project } from './memory-session.ts';

test('an edit, a new file and a renamed one are each another state', () => {
  const folder = project({ 'docs/a.hbs': 'a', 'runtime/b.ts': 'b' });
  const path = join(folder, 'docs/a.hbs');
  utimesSync(path, 1, 1);
  const states = [templatesState(folder)];
  expect(templatesState(folder)).toBe(states[0]);
  writeFileSync(path, 'c');
  states.push(templatesState(folder));
  utimesSync(path, 1, 1);
  writeFileSync(join(folder, 'docs/d.hbs'), '');
  states.push(templatesState(folder));
  expect(new Set(states).size).toBe(3);
});

test('our own are found', () => {
  expect(templatesState()).toContain('project/README.hbs');
});
