// docs/rules.md is what the rules say of themselves: `npm run rules-page` writes it.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { linterOf, path, rulesPage } from '../scripts/rules-page.mjs';
import { compile } from '../src/compiler.ts';
import { catalog } from '../src/diagnostics/catalog.ts';
import { example } from '../src/lint/example.ts';
import { presetNames } from '../src/lint/presets.ts';
import { rules } from '../src/lint/rules.ts';
import { codeNames, settingsOf } from '../src/lint/settings.ts';

const linter = { rules, catalog, codeNames, settingsOf, presetNames, example, compile };

it('the page of the rules is up to date', async () => {
  expect(await rulesPage(linterOf(linter))).toBe(readFileSync(path, 'utf8'));
}, 120_000);
