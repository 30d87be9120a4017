import { describe, expect, it } from 'vitest';
import { commentsWith, isComment } from '../../src/lint/comments.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { parseYaml } from '../../src/source/yaml.ts';
import { compileFiles, compileText } from '../support/compile.ts';
import type { Preset } from '../../src/lint/presets.ts';

function source(text: string): SourceFile {
  return new SourceFile('a.yaml', text, parseYaml(text).nodes);
}

describe('comments', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['alone on a line', '# mark a\nkey: 1\n', ['mark a']],
    ['behind a value', 'key: 1 # mark a\n', ['mark a']],
    ['behind a quoted value', 'key: "x" # mark a\n', ['mark a']],
    ['in a quoted value', 'key: "x # mark a"\n', []],
    ['in a value with quotes around part of it', "key: 'it''s # mark a'\n", []],
    ['in a plain value, without a blank before', 'key: x#mark\n', []],
    ['in a block scalar', 'key: |\n  text\n  # mark a\nother: 1\n', []],
    ['in a folded one', 'key: >-\n  text\n\n  # mark a\n  more\nother: 1\n', []],
    ['behind a block scalar', 'key: |\n  text\n# mark a\nother: 1\n', ['mark a']],
    ['behind the head of a block scalar', 'key: | # mark a\n  text\n', ['mark a']],
    ['in a plain value of several lines', 'key: one\n  two\n# mark a\nother: 1\n', ['mark a']],
    ['in a quoted value of several lines', 'key: "one\n  # mark a\n  two"\n', []],
    ['in a flow', 'key: [1, # mark a\n  2]\n', ['mark a']],
    ['in a key', '"a # mark b": 1\n', []],
    ['two in one comment', '# mark mark\n', ['mark mark']],
    ['with a byte order mark', '\uFEFF# mark a\nkey: 1\n', ['mark a']],
    ['with other line ends', 'key: 1 # mark a\r\nother: 2 # mark b\r\n', ['mark a', 'mark b']],
    ['behind an alias', 'a: &x 1\nb: *x # mark a\n', ['mark a']],
    ['in text that is no YAML', 'key: [1\n# mark a\n', ['mark a']],
    ['a comment in a comment', 'key: 1 # one # mark a\n', ['one # mark a']],
  ])('%s', (_, text, expected) => {
    expect(commentsWith(source(text), 'mark').map((comment) => comment.text)).toEqual(expected);
  });

  it('know where they are', () => {
    const text = 'a: 1\nb: 2  # mark\n';
    const [comment] = commentsWith(source(text), 'mark');
    expect(comment).toMatchObject({ line: 2, start: 11, end: 17, isAlone: false });
    expect([isComment(source(text), 13), isComment(source(text), 8)]).toEqual([true, false]);
  });
});

/** A tool without a description and without an action, each on a line of its own. */
function withTools(before: string, behind = ''): string {
  return `naftiko: 1.0.0-alpha2
info: {label: x, description: x}
capability:
  consumes:
    - type: http
      namespace: shop
      baseUri: '' # HERE
      resources:
        - name: orders
          path: /orders
          operations:
            - name: list
              method: GET
  exposes:
    - type: mcp
      namespace: tools
      port: 1
      tools:
${before}
        - name: first # FIRST
          call: shop.list
${behind}
        - name: second
          call: shop.list
`;
}

function report(yaml: string, preset: Preset = 'recommended', rules = {}): readonly string[] {
  const { diagnostics, sources } = compileText(yaml, {
    lint: true,
    preset,
    rules: { schema: 'off', 'duplicate-tool': 'off', ...rules },
  });
  return diagnostics
    .flatMap(({ code, at, sites }) =>
      (sites ?? [at!]).map((place) => `${code}:${sources.get('test.yaml')!.range(place).line}`),
    )
    .sort();
}

describe('ignoring', () => {
  const plain = ['base-uri-empty:7', 'tool-description-missing:20', 'tool-description-missing:23'];

  it('nothing', () => {
    expect(report(withTools(''))).toEqual(plain);
  });

  it.each<readonly [string, string, readonly string[]]>([
    [
      'the next line',
      withTools('        # capwright-ignore-next-line tool-description-missing -- it says all'),
      ['base-uri-empty:7', 'tool-description-missing:23'],
    ],
    [
      'a line',
      withTools('').replace('# FIRST', '# capwright-ignore-line tool-description-missing -- why'),
      ['base-uri-empty:7', 'tool-description-missing:23'],
    ],
    [
      'a block',
      withTools(
        '        # capwright-ignore-start tool-description-missing -- why',
        '        # capwright-ignore-end',
      ),
      ['base-uri-empty:7', 'tool-description-missing:23'],
    ],
    [
      'a block without an end',
      withTools('        # capwright-ignore-start tool-description-missing -- why'),
      ['base-uri-empty:7'],
    ],
    [
      'the file',
      `# capwright-ignore-file tool-description-missing, base-uri-empty -- why\n${withTools('')}`,
      [],
    ],
    [
      'the file, from its end',
      `${withTools('')}# capwright-ignore-file tool-description-missing base-uri-empty -- why\n`,
      [],
    ],
    [
      'by an official name',
      withTools('').replace(
        '# HERE',
        '# capwright-ignore-line ikanos-baseuri-not-example base-uri-empty -- why',
      ),
      ['tool-description-missing:20', 'tool-description-missing:23'],
    ],
    [
      'in text, where it is none',
      withTools('').replace('label: x', "label: '# capwright-ignore-file base-uri-empty -- x'"),
      plain,
    ],
    [
      'with another word behind',
      withTools('        # capwright-ignore-next-liner tool-description-missing'),
      plain,
    ],
  ])('%s', (_, yaml, expected) => {
    expect(report(yaml)).toEqual(expected);
  });

  it('two comments above one line', () => {
    const comments =
      '        # capwright-ignore-next-line tool-description-missing -- a\n        # capwright-ignore-next-line tool-name-numbered -- b';
    expect(report(withTools(comments))).toEqual([
      'base-uri-empty:7',
      'ignore-unused:20',
      'tool-description-missing:24',
    ]);
  });

  it('a group says how many of its places are left', () => {
    const { diagnostics } = compileText(
      withTools('        # capwright-ignore-next-line tool-description-missing -- why'),
      { lint: true },
    );
    const group = diagnostics.find(({ code }) => code === 'tool-description-missing');
    expect(group?.message).toBe(
      '2 tools of `tools` without a description: `first`, `second`; 1 of 2 places are ignored',
    );
    expect(group?.sites).toBeUndefined();
  });

  it('what nothing reports, what does not exist, what names nothing', () => {
    expect(
      report(withTools('        # capwright-ignore-next-line base-uri-empty -- why')),
    ).toContain('ignore-unused:19');
    expect(
      report(withTools('        # capwright-ignore-next-line base-uri-emtpy -- why')),
    ).toContain('ignore-unknown-code:19');
    expect(report(withTools('        # capwright-ignore-next-line -- why'))).toContain(
      'ignore-unknown-code:19',
    );
    expect(report(withTools('        # capwright-ignore-end'))).toContain('ignore-unused:19');
    const { diagnostics } = compileText(
      withTools('# capwright-ignore-next-line base-uri-emtpy -- why'),
      { lint: true },
    );
    expect(diagnostics.find(({ code }) => code === 'ignore-unknown-code')?.message).toContain(
      'did you mean `base-uri-empty`?',
    );
  });

  it('a rule that does not run is not ignored in vain', () => {
    const yaml = withTools('        # capwright-ignore-next-line hints-missing -- why');
    expect(report(yaml)).toEqual([
      'base-uri-empty:7',
      'tool-description-missing:20',
      'tool-description-missing:23',
    ]);
    expect(report(yaml, 'official')).not.toContain('ignore-unused:19');
    expect(report(yaml, 'strict').filter((line) => line.startsWith('hints-missing'))).toEqual([
      'hints-missing:23',
    ]);
  });

  it('a reason is asked for under strict', () => {
    const yaml = withTools('        # capwright-ignore-next-line tool-description-missing');
    expect(report(yaml)).not.toContain('ignore-reason-missing:19');
    expect(report(yaml, 'strict')).toContain('ignore-reason-missing:19');
    expect(report(yaml, 'strict', { 'ignore-reason-missing': 'off' })).not.toContain(
      'ignore-reason-missing:19',
    );
  });

  it('never hides what keeps a file from being compiled', () => {
    const { diagnostics } = compileText(
      '# capwright-ignore-file shape schema -- no\nnaftiko: 1.0.0-alpha2\ncapability: []\n',
      { lint: true },
    );
    expect(diagnostics.map(({ code, severity }) => `${code} ${severity}`)).toContain('shape error');
  });

  it('holds for what compiling reports, and in imported files', () => {
    const main =
      'ikanos: 1.0.0-beta5\ncapability:\n  consumes:\n    - {from: ./shared.yaml, import: shop}\n  exposes:\n    - {type: mcp, namespace: tools, port: 1, tools: {a: {description: Lists all there is., call: shop.lst}}} # MARK\n';
    const shared =
      'ikanos: 1.0.0-beta5\nconsumes:\n  - {type: http, namespace: shop, baseUri: https://shop.dev, resources: {r: {path: /a, operations: {list: {method: FETCH}}}}} # MARK\n';
    const codes = (one: string, two: string): readonly string[] =>
      compileFiles({ 'main.yaml': one, 'shared.yaml': two }, { lint: true })
        .diagnostics.map(({ code }) => code)
        .filter((code) => code === 'call-unresolved' || code === 'method-unknown');
    expect(codes(main, shared)).toEqual(['call-unresolved', 'method-unknown']);
    expect(
      codes(main.replace('MARK', 'capwright-ignore-line call-unresolved -- later'), shared),
    ).toEqual(['method-unknown']);
  });
});

it('rules and comments see a document with its overlay', () => {
  const yaml = withTools(
    '        # capwright-ignore-next-line tool-description-missing -- why',
  ).replace('label: x', "label: 'x # capwright-ignore-file base-uri-empty -- no'");
  const overlay =
    'overlay: 1.0.0\ninfo: {title: x, version: 1.0.0}\nactions:\n  - target: $.info\n    update: {tags: [a]}\n';
  const { diagnostics } = compileFiles(
    { 'test.yaml': yaml, 'test.overlay.yaml': overlay },
    { lint: true, preset: 'strict' },
  );
  const codes = diagnostics.map(({ code }) => code);
  expect(codes).toContain('base-uri-empty');
  expect(codes).not.toContain('info-tags');
  expect(diagnostics.find(({ code }) => code === 'tool-description-missing')?.message).toContain(
    '1 of 2 places are ignored',
  );
});
