// HTML as Markdown, and texts that run code in backticks.
import { describe, expect, it } from 'vitest';
import { markdownOfHtml } from '../../src/lint/html-markdown.ts';
import { isUnsafe, withoutRunning } from '../../src/lint/unsafe-markdown.ts';

describe('HTML', () => {
  const cases: readonly (readonly [html: string, markdown: string | undefined])[] = [
    ['<p>All of them.</p>', 'All of them.'],
    ['<p>One.</p><p>Two.</p>', 'One.\n\nTwo.'],
    ['One.<br/>Two.', 'One.\nTwo.'],
    ['a<b> bold </b>word', 'a **bold** word'],
    ['<i>a</i> and <em>b</em>', '*a* and *b*'],
    ['<code>a_b</code> and `<b>` stays', '`a_b` and `<b>` stays'],
    ['see <a href="/docs#x">the docs</a>.', 'see [the docs](/docs#x).'],
    ['see <a>the docs</a>.', 'see the docs.'],
    ['<ul><li>One<li>Two</ul>after', '- One\n- Two\n\nafter'],
    ['<h2>Title</h2>Text', '## Title\n\nText'],
    ['<p>cut off', 'cut off'],
    ['a </p> b', 'a  b'],
    ['the <id> of it', 'the <id> of it'],
    ['<b>never closed', undefined],
    ['<b>crossed <i>over</b></i>', undefined],
    ['<table><tr><td>1</td></tr></table>', undefined],
    ['<code>a`b</code>', undefined],
    ['<a href="javascript:alert(1)">x</a>', undefined],
    ['<a href="a b">x</a>', undefined],
  ];
  it.each(cases)('%s', (html, markdown) => {
    expect(markdownOfHtml(html)).toBe(markdown);
  });
});

describe('what runs', () => {
  const cases: readonly (readonly [text: string, quoted: string | undefined])[] = [
    ['a <script>x()</script> b', 'a `<script>x()</script>` b'],
    ['a <SCRIPT src=x> b', 'a `<SCRIPT src=x>` b'],
    ['<img src=x onerror=alert(1)>', '`<img src=x onerror=alert(1)>`'],
    ['[x](javascript:alert(1))', '`[x](javascript:alert(1))`'],
    ['go to javascript:alert(1) now', 'go to `javascript:alert(1)` now'],
    ['`<script>` and <iframe src=y>', '`<script>` and `<iframe src=y>`'],
    ['<script a`b>', undefined],
  ];
  it.each(cases)('%s', (text, quoted) => {
    expect(isUnsafe(text)).toBe(true);
    expect(withoutRunning(text)).toBe(quoted);
    if (quoted !== undefined) expect(isUnsafe(quoted)).toBe(false);
  });
});
