// Readers of formats, by themselves. For XML the wanted values are what Jackson's XmlMapper 2.17 gives.
import { describe, expect, test } from 'vitest';
import { readHtml } from '../../templates/runtime/server/format-html.ts';
import { readMarkdown } from '../../templates/runtime/server/format-markdown.ts';
import { readXml } from '../../templates/runtime/server/format-xml.ts';
import { readYaml } from '../../templates/runtime/server/format-yaml.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('XML', () => {
  test.each([
    ['<r><a>1</a></r>', '{"a":"1"}'],
    ['<r><a/></r>', '{"a":""}'],
    ['<r><a></a></r>', '{"a":""}'],
    ['<r/>', '{}'],
    ['<r>text</r>', '{"":"text"}'],
    ["<r id='1'>text</r>", '{"id":"1","":"text"}'],
    ["<r><a id='1'>text</a></r>", '{"a":{"id":"1","":"text"}}'],
    ['<r><a>1</a><b>2</b><a>3</a></r>', '{"a":["1","3"],"b":"2"}'],
    ["<r><a id='1'/><a>x</a></r>", '{"a":[{"id":"1"},"x"]}'],
    ["<r><n:a xmlns:n='u'>1</n:a></r>", '{"a":"1"}'],
    ['<r> <a> x </a> </r>', '{"a":" x "}'],
    ['<r>one<a>1</a>two</r>', '{"":["one","two"],"a":"1"}'],
    ["<r><a a='1'><a>2</a></a></r>", '{"a":{"a":["1","2"]}}'],
    ["<r a='1'><a>2</a></r>", '{"a":["1","2"]}'],
    ['<r><![CDATA[<x>]]></r>', '{"":"<x>"}'],
    ['<r><a>&lt;&#65;&amp;</a></r>', '{"a":"<A&"}'],
    ['<r><!-- c --><a>1</a><?p x?></r>', '{"a":"1"}'],
    [
      "<?xml version='1.0'?><r><i><j>1</j><j>2</j></i><i><j>3</j></i></r>",
      '{"i":[{"j":["1","2"]},{"j":"3"}]}',
    ],
    ["<r><a xml:lang='en'>x</a></r>", '{"a":{"lang":"en","":"x"}}'],
    ['<r><a> </a></r>', '{"a":" "}'],
    ['<r><a>x<![CDATA[y]]>z</a></r>', '{"a":"xyz"}'],
    [
      '<r a="&quot;&#x41;"><![CDATA[&amp;]]>&unknown;&amp;lt;</r>',
      '{"a":"\\"A","":"&amp;&unknown;&lt;"}',
    ],
    [
      '<p:r xmlns:p="u" p:id="1"><__proto__>1</__proto__><hasOwnProperty/></p:r>',
      '{"id":"1","__proto__":"1","hasOwnProperty":""}',
    ],
    [
      '<r><constructor>1</constructor><toString>2</toString></r>',
      '{"constructor":"1","toString":"2"}',
    ],
  ])('%s', (text, wanted) => expect(JSON.stringify(readXml(bytes(text)))).toBe(wanted));

  test.each([
    ['not closed', '<r><a></r>'],
    ['no XML', 'hello'],
    ['nothing', ''],
    [
      'entities that grow',
      '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><r>&b;</r>',
    ],
    ['files', '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><r>&a;</r>'],
  ])('refuses %s', (_, text) => expect(() => readXml(bytes(text))).toThrow(/./));
});

describe('YAML', () => {
  test.each<[string, unknown]>([
    ['a: [1, yes, "2"]\nb: {c: null}\n', { a: [1, 'yes', '2'], b: { c: null } }],
    ['a: 1\n---\nb: 2\n', { a: 1 }],
    ['', null],
    ['a: &x [1]\nb: *x\n', { a: [1], b: [1] }],
  ])('%j', (text, wanted) => expect(readYaml(bytes(text))).toEqual(wanted));

  test.each(['a: [', 'a: *nobody'])('refuses %j', (text) =>
    expect(() => readYaml(bytes(text))).toThrow(/./),
  );

  test('refuses aliases that grow', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 9; i++)
      lines.push(`a${i}: &a${i} [${Array.from({ length: 9 }, () => `*a${i - 1}`).join(', ')}]`);
    expect(() => readYaml(bytes(lines.join('\n')))).toThrow(/./);
  });
});

const page = `<html><body>
<table class="other"><tr><th>X</th></tr><tr><td>1</td></tr></table>
<div id=main><table class="products">
  <thead><tr><th>Name</th><th> Price&nbsp;&euro; </th><th>Note</th></tr></thead>
  <tbody><tr><td>Caf&eacute; <b>au lait</b></td><td>3</td></tr>
  <tr><td>A</td><td>4</td><td><table><tr><td>inner</td></tr><tr><td>x</td></tr></table></td></tr></tbody>
</table></div></body></html>`;

describe('HTML', () => {
  const products = [
    { Name: 'Café au lait', 'Price €': '3', Note: null },
    { Name: 'A', 'Price €': '4', Note: 'innerx' },
  ];
  test('all tables', () => {
    expect(readHtml(bytes(page), undefined)).toEqual({
      tables: [[{ X: '1' }], products, [{ inner: 'x' }]],
    });
  });
  test.each([['table.products'], ['.products']])('%s', (selector) => {
    expect(readHtml(bytes(page), selector)).toEqual({ tables: [products] });
  });
  test('what holds tables', () => {
    expect(readHtml(bytes(page), '#main')).toEqual({ tables: [products, [{ inner: 'x' }]] });
  });
  test('no tables', () => expect(readHtml(bytes('<p>'), 'table')).toEqual({ tables: [] }));
});

const note = `---
title: Notes
tags: [a]
---
Before.

# Features

Some **text**.

| Feature | Status |
| --- | :-: |
| \`code\` | **done** |
| x |

## Detail

- one

# Other

End
`;

describe('Markdown', () => {
  const table = [
    { Feature: 'code', Status: 'done' },
    { Feature: 'x', Status: '' },
  ];
  test('all of it', () => {
    expect(readMarkdown(bytes(note), undefined)).toEqual({
      frontMatter: { title: 'Notes', tags: ['a'] },
      tables: [table],
      sections: [
        {
          heading: 'Features',
          level: 1,
          content: expect.stringMatching(
            /^Some \*\*text\*\*\.\n\n\| Feature[^]*\| x \|$/,
          ) as string,
        },
        { heading: 'Detail', level: 2, content: '- one' },
        { heading: 'Other', level: 1, content: 'End' },
      ],
    });
  });
  test('under a heading', () => {
    expect(readMarkdown(bytes(note), 'features')).toMatchObject({
      tables: [table],
      sections: [{ heading: 'Features' }, { heading: 'Detail' }],
    });
    expect(readMarkdown(bytes(note), '## Detail')).toMatchObject({
      tables: [],
      sections: [{ heading: 'Detail' }],
    });
    expect(readMarkdown(bytes(note), 'nowhere')).toMatchObject({ tables: [], sections: [] });
  });
  test('a rule is no front matter', () => {
    expect(readMarkdown(bytes('Text\n\n---\na: 1\n---\n'), undefined)).toMatchObject({
      frontMatter: {},
    });
  });
});
