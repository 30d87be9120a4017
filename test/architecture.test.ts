// The shape of the code holds: layers, cycles, sizes, names, and who may use which dependency.
import { readFileSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isLong, lineLimit, longFiles, problems, type Source } from './architecture-rules.ts';

describe('the architecture', () => {
  const sources = [...read('src'), ...read('templates/runtime')];

  it('is found', () => {
    expect(sources.length).toBeGreaterThan(20);
  });

  it('holds', () => {
    expect(problems(sources)).toEqual([]);
  });

  it('lists no long file that has become short or is gone', () => {
    const long = new Set(sources.filter(isLong).map(({ path }) => path));
    expect(Object.keys(longFiles).filter((path) => !long.has(path))).toEqual([]);
  });
});

describe('the check of the architecture', () => {
  const head = '// Owns something.\n';
  const cases: readonly (readonly [string, Readonly<Record<string, string>>, readonly string[]])[] =
    [
      [
        'an import to the right',
        { 'src/util/a.ts': "import { b } from '../document/b.ts';", 'src/document/b.ts': '' },
        ['src/util/a.ts: util may not import document (src/document/b.ts)'],
      ],
      [
        'lint and ir apart, for types and at run time as well',
        {
          'src/ir/a.ts': "export type A = import('../lint/b.ts').B;",
          'src/lint/b.ts': "export const b = await import('../ir/c.ts');",
          'src/ir/c.ts': '',
        },
        [
          'src/ir/a.ts: ir may not import lint (src/lint/b.ts)',
          'src/lint/b.ts: lint may not import ir (src/ir/c.ts)',
        ],
      ],
      [
        'emitters apart, and shared parts from them',
        {
          'src/emit/docs/a.ts': "import { b } from '../client/b.ts';",
          'src/emit/client/b.ts': '',
          'src/emit/typescript/c.ts':
            "export type { B } from '../client/b.ts';\nexport const c = 1;",
        },
        [
          'src/emit/docs/a.ts: the emitter docs may not import client (src/emit/client/b.ts)',
          'src/emit/typescript/c.ts: typescript may not import client (src/emit/client/b.ts)',
        ],
      ],
      [
        'the document behind the IR',
        {
          'src/emit/docs/a.ts': "import type { D } from '../../document/document.ts';",
          'src/document/document.ts': '',
        },
        ['src/emit/docs/a.ts: emit may not import document (src/document/document.ts)'],
      ],
      [
        'a cycle of types',
        {
          'src/ir/a.ts': "import type { B } from './b.ts';",
          'src/ir/b.ts': "export * from './c.ts';\nexport const b = 1;",
          'src/ir/c.ts': "import { a } from './a.ts';",
        },
        ['src/ir/a.ts: imports itself by way of src/ir/b.ts, src/ir/c.ts'],
      ],
      [
        'dependencies out of place or unknown',
        {
          'src/ir/a.ts': "import { Project } from 'ts-morph';\nimport path from 'node:path';",
          'src/cli/b.ts':
            "import { x } from '@scope/left-pad/x';\nimport 'node:fs/promises';\nrequire('ajv/dist/2020.js');",
        },
        [
          'src/ir/a.ts: ts-morph may be imported by src/emit/typescript/, src/emit/client/, src/emit/server/ only',
          'src/cli/b.ts: @scope/left-pad has no owner',
          'src/cli/b.ts: ajv may be imported by src/document/verdict.ts, src/config.ts only',
        ],
      ],
      [
        'generated code that reaches for the compiler',
        {
          'templates/runtime/a.ts': "import { b } from '../../src/util/b.ts';",
          'src/util/b.ts': '',
        },
        ['templates/runtime/a.ts: imports src/util/b.ts, which is not copied with it'],
      ],
      [
        'default exports and barrels',
        {
          'src/ir/a.ts': 'export default 1;',
          'src/ir/b.ts': 'const b = 1;\nexport { b as default };',
          'src/ir/c.ts': 'export default function c() {}',
          'src/ir/d.ts': "export * from './e.ts';",
          'src/ir/e.ts': '',
        },
        [
          'src/ir/a.ts: has a default export',
          'src/ir/b.ts: has a default export',
          'src/ir/c.ts: has a default export',
          'src/ir/d.ts: only exports what others hold',
        ],
      ],
      [
        'names, sizes and marks',
        {
          'src/ir/lowerThings.ts': '',
          'src/elsewhere/a.ts': '',
          'src/ir/long.ts': '\n'.repeat(lineLimit),
          'src/ir/mark.ts': `// TO${'DO'}: later`,
        },
        [
          'src/ir/lowerThings.ts: is not named in kebab-case',
          'src/elsewhere/a.ts: belongs to no layer',
          'src/ir/long.ts: has 321 lines, the limit is 320',
          'src/ir/mark.ts: holds a mark for later',
        ],
      ],
      [
        'what is right',
        { 'src/ir/a.ts': "import '../document/b.ts';", 'src/document/b.ts': '' },
        [],
      ],
    ];

  it.each(cases)('sees %s', (_name, files, expected) => {
    const sources = Object.entries(files).map(([path, text]) => ({ path, text: head + text }));
    expect([...problems(sources)].sort()).toEqual([...expected].sort());
  });

  it('wants a head comment of one to four lines', () => {
    const one = (text: string): readonly string[] => problems([{ path: 'src/ir/a.ts', text }]);
    expect(one('export const a = 1;\n')).toEqual(['src/ir/a.ts: has no head comment']);
    expect(one(`${'// Words.\n'.repeat(5)}export const a = 1;\n`)).toEqual([
      'src/ir/a.ts: has a head comment of 5 lines',
    ]);
    expect(one(`#!/usr/bin/env node\n${'// Words.\n'.repeat(4)}`)).toEqual([]);
  });
});

function read(folder: string): readonly Source[] {
  const root = fileURLToPath(new URL('..', import.meta.url));
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.includes('node_modules'))
    .map((path) => posix.join(folder, path.replaceAll('\\', '/')))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}
