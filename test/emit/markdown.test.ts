import fc from 'fast-check';
import prettier from 'prettier';
import { describe, expect, test, vi } from 'vitest';
import { code, fence, plainLine, webUrl } from '../../src/emit/docs/markdown.ts';
import { markdownBlock, summary } from '../../src/emit/docs/markdown-block.ts';
import { markdownText } from '../../src/emit/docs/markdown-inline.ts';
import { type Node, parse, types, urls, visible, walk } from './markdown-oracle.ts';

const inlineTypes = new Set([
  'root',
  'paragraph',
  'text',
  'inlineCode',
  'strong',
  'emphasis',
  'link',
]);
const blockTypes = new Set([...inlineTypes, 'list', 'listItem', 'code']);

vi.setConfig({ testTimeout: 60_000 });

/** Texts made of what Markdown finds interesting. */
const pieces = [
  '`',
  '``',
  '```',
  '~~~',
  '*',
  '**',
  '***',
  '_',
  '__',
  '~~',
  '[',
  ']',
  '](',
  '(',
  ')',
  '![',
  '!',
  '<',
  '>',
  '</',
  '/>',
  '<!--',
  '-->',
  '<script>',
  '</script>',
  '<img src=x onerror=alert(1)>',
  '<![CDATA[',
  '<?',
  'javascript:alert(1)',
  'data:text/html,x',
  'https://a.example/b_c',
  'http://',
  'https://',
  'www.a_b.example',
  'a@b_c.example',
  '|',
  '\\',
  '\\\\',
  '\\|',
  '\n',
  '\n\n',
  '\r\n',
  '\t',
  ' ',
  '  ',
  '    ',
  '# ',
  '## ',
  '- ',
  '+ ',
  '* ',
  '1. ',
  '2) ',
  '> ',
  '---',
  '===',
  '|---|',
  '| a | b |',
  '[^1]',
  '[^1]: x',
  '[x]: https://a.example',
  '- [ ] ',
  '&lt;',
  '&#60;',
  '&amp;',
  '&',
  '$',
  '$$',
  '{{',
  '}}',
  '{%',
  ':',
  'a',
  'b1',
  'snake_case',
  'Word',
  '.',
  '"',
  "'",
  '=',
  '^',
  '#',
  '\u202e',
  '\u200b',
  '\ud800',
  '\u0000',
  '\u2028',
  '\u00a0',
  'é',
  '語',
  '😀',
] as const;
const hostile = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 24 }).map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
);
const runs = { numRuns: Number(process.env.RUNS ?? 1500) };

function expectSafe(tree: Node, allowed: ReadonlySet<string>): void {
  for (const type of types(tree)) expect(allowed).toContain(type);
  for (const url of urls(tree)) expect(url).toMatch(/^(https?:\/\/|mailto:)/i);
}

function table(cell: string): string {
  return `| a | b |\n| --- | --- |\n| ${cell.replaceAll('|', '\\|')} | END |\n`;
}

describe('one line of hostile text', () => {
  test('is one paragraph of harmless nodes', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const tree = parse(`# Before\n\n${markdownText(text)}\n\n## After \`x\``);
        expectSafe(tree, new Set([...inlineTypes, 'heading']));
        expect(tree.children!.length).toBeLessThanOrEqual(3);
        expect(visible(tree.children!.at(-1)!)).toBe('After x');
      }),
      runs,
    );
  });

  test('stays in its table cell', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const tree = parse(table(markdownText(text)));
        expectSafe(tree, new Set([...inlineTypes, 'table', 'tableRow', 'tableCell']));
        const cells = tree.children![0]!.children![1]!.children!;
        expect(cells).toHaveLength(2);
        expect(visible(cells[1]!)).toBe('END');
      }),
      runs,
    );
  });

  test('stays in its heading and its list item', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const tree = parse(`## ${markdownText(text)}\n\n- ${markdownText(text)}\n\nEND`);
        expectSafe(tree, new Set([...inlineTypes, 'heading', 'list', 'listItem']));
        expect(tree.children!.map((node) => node.type)).toEqual(['heading', 'list', 'paragraph']);
        expect(visible(tree.children![0]!)).toBe(visible(tree.children![1]!));
      }),
      runs,
    );
  });

  test('survives the formatter', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const line = `${markdownText(text)}\n`;
        fc.pre(line !== '\n');
        const once = await prettier.format(line, { parser: 'markdown' });
        expectSafe(parse(once), inlineTypes);
        expect(once).toBe(line);
      }),
      { numRuns: runs.numRuns / 3 },
    );
  });

  test('loses no visible character when there is no markup in it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'ab1 ,.:;!?-+#=>|&$~^%@(){}'), maxLength: 40 }),
        (text) => {
          expect(visible(parse(`x ${markdownText(text)}`))).toBe(`x ${plainLine(text)}`.trim());
        },
      ),
      runs,
    );
  });
});

test('a hostile name as code is that name, in a line and in a cell', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const name = plainLine(text);
      expect(visible(parse(`x ${code(text)} y`))).toBe(name === '' ? 'x  y' : `x ${name} y`);
      const cells = parse(table(code(text))).children![0]!.children![1]!.children!;
      expect(cells.map(visible)).toEqual([name, 'END']);
    }),
    runs,
  );
});

describe('a block of hostile text', () => {
  test('consists of harmless nodes and swallows nothing', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const tree = parse(`# Before\n\n${markdownBlock(text)}\n\n## After`);
        expectSafe(tree, new Set([...blockTypes, 'heading']));
        expect([...walk(tree)].filter((node) => node.type === 'heading').map(visible)).toEqual([
          'Before',
          'After',
        ]);
        expect(tree.children!.at(-1)!.type).toBe('heading');
      }),
      runs,
    );
  });

  test('survives the formatter', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const block = `# Before\n\n${markdownBlock(text)}\n\n## After\n`;
        fc.pre(markdownBlock(text) !== '');
        expect(await prettier.format(block, { parser: 'markdown' })).toBe(block);
      }),
      { numRuns: runs.numRuns / 3 },
    );
  });
});

describe('what authors mean is kept', () => {
  test.each([
    ['plain words, (as they are) 100% of "them".', 'plain words, (as they are) 100% of "them".'],
    ['a `code` span', 'a `code` span'],
    ['**bold** and *slanted* and _slanted_', '**bold** and _slanted_ and _slanted_'],
    ['a [link](https://a.example/b) here', 'a [link](https://a.example/b) here'],
    ['a [link](https://a.example/b "title")', 'a [link](https://a.example/b)'],
    ['[`code`](https://a.example)', '[`code`](https://a.example)'],
    ['see https://a.example/b_c.', 'see <https://a.example/b_c>.'],
    ['<https://a.example>', '<https://a.example>'],
    ['snake_case_name and a * b', 'snake_case_name and a \\* b'],
    ['1. first', '1\\. first'],
    ['two\nlines', 'two lines'],
  ])('%j', (text, expected) => expect(markdownText(text)).toBe(expected));
});

describe('what is cut, wrong or hostile is shown as text', () => {
  test.each([
    ['the `$set` [properties](https://posthog.com/docs/product-analytic', 'the `$set` properties…'],
    ['an `open span', 'an \\`open span'],
    ['**open', '\\*\\*open'],
    ['[x](javascript:alert(1))', '\\[x\\](javascript:alert(1))'],
    ['![x](https://a.example/t.gif)', '[x](https://a.example/t.gif)'],
    ['![x](data:image/svg+xml,1)', '\\!\\[x\\](data:image/svg+xml,1)'],
    ['<script>alert(1)</script>', '\\<script>alert(1)\\</script>'],
    ['[RFC3230][1]', '\\[RFC3230\\]\\[1\\]'],
    ['&lt;b&gt;', '\\&lt;b\\&gt;'],
    ['abc\u202edef\u0000', 'abcdef'],
    ['xhttps://a.example</script>', 'xhttps\\://a.example\\</script>'],
    ['WWW.a.example<img>', 'WWW\\.a.example\\<img>'],
    ['# not a heading', '\\# not a heading'],
    ['- no list', '\\- no list'],
  ])('%j', (text, expected) => expect(markdownText(text)).toBe(expected));
});

test.each([
  ['# Title\ntext', '**Title**\n\ntext'],
  ['Title\n=====\ntext', '**Title**\n\ntext'],
  ['- a\n- b\n  more\n\nend', '- a\n- b more\n\nend'],
  ['1) a\n2) b', '1. a\n2. b'],
  ['```\n# x\n```\nend', '```\n# x\n```\n\nend'],
  ['```json\n{}\n```', '```\n{}\n```'],
  ['````sh\n```\n````', '````sh\n```\n````'],
  ['```\nopen', '\\`\\`\\` open'],
  ['| a | b |\n|---|---|\n| 1 | 2 |', '```\n| a | b |\n|---|---|\n| 1 | 2 |\n```'],
  ['> quoted\n> text', 'quoted text'],
  ['<details>\n\n# x', '\\<details>\n\n**x**'],
])('block %j', (text, expected) => expect(markdownBlock(text)).toBe(expected));

test.each([
  ['a', '`a`'],
  ['a`b', '``a`b``'],
  ['`', '`` ` ``'],
  [' a\nb ', '`a b`'],
  ['', ''],
  ['a\\|b', 'a\\\\|b'],
])('code %j', (text, expected) => expect(code(text)).toBe(expected));

test('a fence is longer than what it holds', () => {
  expect(fence('sh', 'echo ```` x')).toBe('`````sh\necho ```` x\n`````');
});

test.each([
  ['https://a.example/x?y=(1)&z="2"', 'https://a.example/x?y=%281%29&z=%222%22'],
  ['HTTPS://a.example', 'HTTPS://a.example'],
  ['javascript:alert(1)', undefined],
  ['//a.example', undefined],
  ['https://', undefined],
])('url %j', (text, expected) => expect(webUrl(text)).toBe(expected));

test.each([
  ['First one. Second one.', 'First one'],
  ['Use e.g. this one. Not that.', 'Use e.g. this one'],
  [`${'word '.repeat(40)}`, `${'word '.repeat(19)}word…`],
])('summary %j', (text, expected) => expect(summary(text)).toBe(expected));

test('the time is linear in the length', () => {
  const started = performance.now();
  for (const piece of [
    '`',
    '**a ',
    '[',
    '[a](',
    '<https://',
    '`` ` ',
    '*a* **',
    '\\',
    '| a |\n',
    '- a\n',
    '```\n',
  ]) {
    markdownBlock(piece.repeat(20_000));
  }
  expect(performance.now() - started).toBeLessThan(5_000);
});
