import { describe, expect, test } from 'vitest';
import { renderTemplate, type SafeText, type View } from '../../src/emit/template.ts';

const safe = (text: string): SafeText => text as SafeText;

test('prints values as they are, with blocks and partials', () => {
  const view: View = {
    name: safe('<a & b>'),
    items: [safe('x'), safe('y')],
    shown: true,
    count: 2,
  };
  const source =
    '{{name}} {{count}}\n{{#if shown}}\n{{#each items}}\n- {{> item text=this}}\n{{/each}}\n{{/if}}\n';
  expect(renderTemplate('t', source, view, { item: '[{{text}}]' })).toBe(
    '<a & b> 2\n- [x]\n- [y]\n',
  );
});

test('compiles the same text once and still prints each view', () => {
  expect(renderTemplate('t', 'a {{b}}', { b: safe('1') })).toBe('a 1');
  expect(renderTemplate('t', 'a {{b}}', { b: safe('2') })).toBe('a 2');
});

describe('what a view does not have', () => {
  test.each(['{{missing}}', '{{a.b.c}}', '{{> missing this}}'])(
    '%s throws, naming the template',
    (source) => {
      expect(() => renderTemplate('docs/x.hbs', source, {})).toThrow('docs/x.hbs');
    },
  );
});

describe('what data cannot reach', () => {
  test.each([
    '{{log name}}',
    '{{lookup this "constructor"}}',
    '{{#with name}}{{this}}{{/with}}',
    '{{name.constructor}}',
    '{{name.constructor.constructor}}',
  ])('%s', (source) => {
    expect(() => renderTemplate('t', source, { name: safe('x') })).toThrow('template t');
  });

  test.each([
    '{{constructor}}',
    '{{toString}}',
    '{{__proto__}}',
    '{{#each __proto__}}x{{/each}}',
    '{{#if toString}}x{{/if}}',
  ])('%s is empty', (source) => expect(renderTemplate('t', source, {})).toBe(''));

  test('text that looks like a template is printed, not run', () => {
    expect(renderTemplate('t', '{{name}}', { name: safe('{{name}}{{#each x}}') })).toBe(
      '{{name}}{{#each x}}',
    );
  });

  test('names of helpers and of prototypes are plain members', () => {
    const view: View = Object.fromEntries(
      ['each', 'if', 'constructor'].map((name) => [name, safe(name)]),
    );
    expect(renderTemplate('t', '{{this.each}}{{this.if}}{{this.constructor}}', view)).toBe(
      'eachifconstructor',
    );
  });
});

test('a raw string does not fit into a view', () => {
  // @ts-expect-error only text that passed a choke point may be printed
  const view: View = { name: 'raw' };
  expect(view).toBeDefined();
});
