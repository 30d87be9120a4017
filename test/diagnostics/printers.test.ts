import { expect, test } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { locate } from '../../src/diagnostics/locate.ts';
import { plainPalette } from '../../src/diagnostics/palette.ts';
import type { PrintOptions } from '../../src/diagnostics/print/printer.ts';
import { printers } from '../../src/diagnostics/print/printers.ts';
import { SourceFile } from '../../src/source/source-file.ts';

const source = new SourceFile(
  'dir, a/b.yaml',
  'one: 1\ntwo: 2\nthree: 3\nfour: 4\nfive: 5\nsix: 6\n',
);
const sources = new Map([[source.path, source]]);
const span = (start: number, length: number) => ({ file: source.path, start, end: start + length });

const single: Diagnostic = {
  code: 'call-unresolved',
  severity: 'error',
  message: 'no `shop.<lst>` & | "it"\n%\u001b[31m\u202e',
  at: span(12, 1),
  related: [{ message: 'declared here', at: span(0, 3) }],
  fix: { title: 'call `list`', safe: false, edits: [] },
};
const group: Diagnostic = {
  code: 'shape',
  severity: 'warning',
  message: 'odd',
  at: span(7, 3),
  sites: [span(7, 3), span(14, 5), span(23, 4), span(31, 4), span(39, 3)],
};
const everywhere: Diagnostic = {
  code: 'output-locked',
  severity: 'info',
  message: 'busy',
  at: undefined,
};

const options: PrintOptions = {
  palette: plainPalette,
  width: 80,
  all: false,
  files: [source.path, 'clean.yaml'],
  summaryOf: (code) => (code === 'shape' ? 'A shape' : undefined),
  version: '1.2.3',
};

function print(
  format: string,
  diagnostics: readonly Diagnostic[],
  changed: Partial<PrintOptions> = {},
): string {
  const printer = printers.get(format);
  expect(printer).toBeDefined();
  return [...(printer?.(locate(diagnostics, sources), { ...options, ...changed }) ?? [])].join('');
}

const all = [single, group, everywhere];

test('json: the contract, one entry for each place, sorted', () => {
  const items = JSON.parse(print('json', all)) as Record<string, unknown>[];
  expect(items.map(({ file, line, column, code }) => [file, line, column, code])).toEqual([
    ['', 1, 1, 'output-locked'],
    [source.path, 2, 1, 'shape'],
    [source.path, 2, 6, 'call-unresolved'],
    [source.path, 3, 1, 'shape'],
    [source.path, 4, 1, 'shape'],
    [source.path, 5, 1, 'shape'],
    [source.path, 6, 1, 'shape'],
  ]);
  expect(items[2]).toEqual({
    file: source.path,
    line: 2,
    column: 6,
    endLine: 2,
    endColumn: 7,
    pointer: '',
    code: 'call-unresolved',
    severity: 'error',
    message: single.message,
    fix: 'unsafe',
    related: [{ file: source.path, line: 1, column: 1, message: 'declared here' }],
  });
});

test('json: an empty array when there is nothing', () => {
  expect(print('json', [])).toBe('[]\n');
  expect(print('jsonl', [])).toBe('');
});

test('jsonl: one object a line', () => {
  const lines = print('jsonl', all).trimEnd().split('\n');
  expect(lines).toHaveLength(7);
  expect(lines.map((line) => JSON.parse(line) as object)).toEqual(JSON.parse(print('json', all)));
});

test('no format lets a control character or an override through', () => {
  for (const format of printers.keys()) {
    // oxlint-disable-next-line no-control-regex
    expect(print(format, all), format).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  }
  expect(print('pretty', all)).not.toContain('\u202e');
  expect(print('json', all)).not.toContain('\u202e');
});

test('pretty: a frame for each finding, first places of a group, a summary', () => {
  expect(print('pretty', [group, { ...single, message: 'no `shop.lst`' }])).toBe(
    [
      'error[call-unresolved]: no `shop.lst`',
      '  at dir, a/b.yaml:2:6',
      '    1 | one: 1',
      '  > 2 | two: 2',
      '      |      ^',
      '    3 | three: 3',
      '  note: declared here dir, a/b.yaml:1:1',
      '  possible fix: call `list`',
      '',
      'warning[shape] ×5: odd',
      '  at dir, a/b.yaml:2:1',
      '    1 | one: 1',
      '  > 2 | two: 2',
      '      | ^^^',
      '    3 | three: 3',
      '  also at 3:1, 4:1, 5:1 and 1 more',
      '',
      '1 error, 1 warning at 6 places in 2 files',
      '`capwright explain call-unresolved` says more about a code',
      '`capwright fix --unsafe` can put 1 of them right',
      '',
    ].join('\n'),
  );
  expect(print('pretty', [])).toBe('no findings in 2 files\n');
});

test('pretty: many findings are a list a file, errors first, and a table of their causes', () => {
  const other = new SourceFile('z.yaml', source.text);
  const both = new Map([...sources, [other.path, other]]);
  const safe = { title: 'drop it', safe: true, edits: [] };
  const many: readonly Diagnostic[] = [
    ...[7, 14, 23, 31, 39].map((start, index): Diagnostic => ({
      ...group,
      message: `odd ${index}`,
      at: span(start, 3),
      sites: [span(start, 3)],
      fix: safe,
    })),
    { ...single, message: 'no `lst`' },
    ...[0, 7, 14, 23].map((start): Diagnostic => ({
      code: 'note',
      severity: 'info',
      message: 'by the way',
      at: { file: other.path, start, end: start + 3 },
    })),
    {
      code: 'shape',
      severity: 'warning',
      message: 'odd',
      at: { file: other.path, start: 0, end: 3 },
    },
  ];
  const text = [...printers.get('pretty')!(locate(many, both), options)].join('');
  expect(text.split('\n')).toEqual([
    'dir, a/b.yaml',
    '  2:6  error[call-unresolved]: no `lst`',
    '  2:1  warning[shape]: odd 0',
    '  3:1  warning[shape]: odd 1',
    '  4:1  warning[shape]: odd 2',
    '  5:1  warning[shape]: odd 3',
    '  6:1  warning[shape]: odd 4',
    '',
    'z.yaml',
    '  1:1  warning[shape]: odd',
    '  1:1  info[note]: by the way',
    '  2:1  info[note]: by the way',
    '  3:1  info[note]: by the way',
    '  4:1  info[note]: by the way',
    '',
    'by cause',
    '  error[call-unresolved]  1 place in 1 file',
    '  warning[shape]          6 places in 2 files  A shape',
    '  info[note]              4 places in 1 file',
    '',
    '1 error, 6 warnings, 4 info in 2 files',
    '`capwright explain call-unresolved` says more about a code',
    '`capwright fix` can put 5 of them right, with `--unsafe` 1 more',
    '',
  ]);
});

test('compact: one line each; all places with --all', () => {
  expect(print('compact', [group])).toBe('dir, a/b.yaml:2:1: warning: odd (×5) [shape]\n');
  expect(print('compact', [group], { all: true }).split('\n')).toHaveLength(6);
});

test('github: escaped workflow commands', () => {
  expect(print('github', [single])).toBe(
    '::error file=dir%2C a/b.yaml,line=2,col=6,endColumn=7,title=call-unresolved::' +
      'no `shop.<lst>` & | "it"%0A%25\\u{1b}[31m\\u{202e}\n',
  );
  expect(print('github', [])).toBe('');
});

test('github: one annotation a cause, as ten of a kind are shown; all places with --all', () => {
  expect(print('github', [group])).toBe(
    '::warning file=dir%2C a/b.yaml,line=2,col=1,endColumn=4,title=shape::odd (×5)\n',
  );
  expect(print('github', [group], { all: true }).trimEnd().split('\n')).toHaveLength(5);
});

test('sarif: a valid run, clean or not', () => {
  const log = JSON.parse(print('sarif', all)) as { runs: { results: Record<string, unknown>[] }[] };
  expect(log).toMatchObject({
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'capwright', semanticVersion: '1.2.3' } } }],
  });
  expect(log.runs[0]?.results).toHaveLength(7);
  expect(log.runs[0]?.results[2]).toMatchObject({
    ruleId: 'call-unresolved',
    level: 'error',
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'dir%2C%20a/b.yaml' },
          region: { startLine: 2, startColumn: 6, endLine: 2, endColumn: 7 },
        },
      },
    ],
  });
  const prints = log.runs[0]?.results.map(({ partialFingerprints }) =>
    JSON.stringify(partialFingerprints),
  );
  expect(new Set(prints).size).toBe(7);
  expect(JSON.parse(print('sarif', []))).toMatchObject({ runs: [{ results: [] }] });
});

test('junit: findings fail, clean files pass, information passes', () => {
  const text = print('junit', all);
  expect(text).toContain('<testsuites name="capwright" tests="8" failures="6">');
  expect(text).toContain('<testsuite name="clean.yaml" tests="1" failures="0">');
  expect(text).toContain('no `shop.&lt;lst&gt;` &amp; | &quot;it&quot;&#10;%');
});

test('checkstyle: well-formed when empty', () => {
  expect(print('checkstyle', [])).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n</checkstyle>\n',
  );
  expect(print('checkstyle', [group]).match(/<error /g)).toHaveLength(5);
});

test('gitlab: fingerprints are unique', () => {
  const issues = JSON.parse(print('gitlab', [group])) as { fingerprint: string }[];
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(5);
  expect(print('gitlab', [])).toBe('[]\n');
});

test('markdown: text of a document is never markup', () => {
  const text = print('markdown', [
    { ...single, message: '<b>*x*</b> [a](http://e.com) @user | cell `a|b`' },
  ]);
  expect(text).toContain(
    '&lt;b&gt;\\*x\\*&lt;/b&gt; \\[a\\]\\(http://\u200be.com\\) @\u200buser \\| cell `a\\|b`',
  );
  expect(print('markdown', [])).toBe('**capwright:** no findings in 2 files.\n');
});

test('the same finding in two runs is kept once', () => {
  expect(locate([single, single, group], sources)).toHaveLength(2);
});
