import { foldName } from '../../src/util/fold-name.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJsonPath } from '../../src/ir/parse/parse-json-path.ts';
import { parsePath, pathSegments, pathText, pathVariables } from '../../src/ir/parse/parse-path.ts';
import { parseTemplate } from '../../src/ir/parse/parse-template.ts';

describe('paths', () => {
  it.each([
    ['/a/{b}', ['/a/', { variable: 'b' }]],
    ['/a/{{b}}/c', ['/a/', { variable: 'b' }, '/c']],
    ['/{{ b }}', ['/', { variable: 'b' }]],
    ['/Calls/{CallSid}.json', ['/Calls/', { variable: 'CallSid' }, '.json']],
    ['/{name}:clone', ['/', { variable: 'name' }, ':clone']],
    ['/{a}{b}', ['/', { variable: 'a' }, { variable: 'b' }]],
    ['/x/{filter[a.b]}', ['/x/', { variable: 'filter[a.b]' }]],
    ['', []],
  ])('%s', (path, parts) => {
    expect(parsePath(path)).toEqual({ parts, balanced: true });
  });

  it.each(['/a/{b', '/a/b}', '/{a}}', '/{{a}', '/{}'])(
    '%s keeps braces without a partner as text',
    (path) => {
      const { parts, balanced } = parsePath(path);
      expect(balanced).toBe(false);
      expect(pathText(parts).replaceAll(/[{}]/g, '')).toBe(path.replaceAll(/[{}]/g, ''));
    },
  );

  it('cuts segments at slashes', () => {
    expect(pathSegments(parsePath('/a/{b}.json/c').parts)).toEqual([
      ['a'],
      [{ variable: 'b' }, '.json'],
      ['c'],
    ]);
    expect(pathVariables(parsePath('/{a}/{b}/{a}').parts)).toEqual(['a', 'b']);
  });

  it('loses nothing, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('/', 'a', '{', '}', '{{', '}}', 'é', ' ', '-'), { maxLength: 20 }),
        (pieces) => {
          const path = pieces.join('');
          expect(pathText(parsePath(path).parts).replaceAll(/[{} ]/g, '')).toBe(
            path.replaceAll(/[{} ]/g, ''),
          );
        },
      ),
    );
  });

  it.each([
    ['environment-id', 'environment_id'],
    ['paymentPspReference', 'paymentpspreference'],
    ['Été-1', 'été1'],
  ])('%s folds like %s', (a, b) => expect(foldName(a)).toBe(foldName(b)));
});

describe('templates', () => {
  it.each([
    ['plain', ['plain']],
    ['{{a}}', [{ name: 'a' }]],
    ['Bearer {{ env.KEY }}!', ['Bearer ', { name: 'env.KEY' }, '!']],
    ['{{{raw}}}{{&raw}}', [{ name: 'raw' }, { name: 'raw' }]],
    ['{{filter[a.b]}}', [{ name: 'filter[a.b]' }]],
    ['{a}', ['{a}']],
    ['', []],
  ])('%s', (text, parts) => expect(parseTemplate(text)).toEqual({ parts }));

  it.each([
    '{{a',
    'x {{#list}}y{{/list}}',
    '{{> partial}}',
    '{{}}',
    '{{a b}}',
    '{{! note}}',
    '{{=<% %>=}}',
  ])('%s is refused', (text) => {
    expect(parseTemplate(text)).toMatchObject({
      parts: [text],
      problem: expect.stringMatching(/./) as string,
    });
  });
});

describe('JSONPath', () => {
  const key = (name: string): object => ({ kind: 'key', key: name });
  it.each([
    ['$', []],
    ['$.', []],
    ['$.a.b', [key('a'), key('b')]],
    ['a.b', [key('a'), key('b')]],
    ['$[\'a b\']["c"]', [key('a b'), key('c')]],
    ['$.a[0][-1]', [key('a'), { kind: 'index', index: 0 }, { kind: 'index', index: -1 }]],
    ['$.a b.c', [key('a b'), key('c')]],
    ['$.[0]', [{ kind: 'index', index: 0 }]],
    ['$.imo-number', [key('imo-number')]],
  ])('%s names one value', (text, segments) => {
    expect(parseJsonPath(text)).toEqual({ path: { source: text, definite: true, segments } });
  });

  it.each([
    ['$[*].a', [{ kind: 'wildcard' }, key('a')]],
    ['$.*', [{ kind: 'wildcard' }]],
    ['$..id', [{ kind: 'descend', key: 'id' }]],
    ['$..*', [{ kind: 'descend' }]],
    ['$.a[1:3]', [key('a'), { kind: 'slice', start: 1, end: 3 }]],
    ['$[:2]', [{ kind: 'slice', end: 2 }]],
  ])('%s names a list', (text, segments) => {
    expect(parseJsonPath(text)).toEqual({ path: { source: text, definite: false, segments } });
  });

  it.each([
    '$.a[',
    '$.a[?(@.x]',
    '$.nope()',
    '$..',
    '$.a[?(1)]',
    '$.a[?(@.b =~ /(/)]',
    '$.sum(1',
    "$['a',]",
    '$.a[0,]',
    '$.length().b',
    '$a]',
    '$.a..',
    "$['a",
  ])('%s is refused with a reason', (text) => {
    expect(parseJsonPath(text)).toEqual({ problem: expect.stringMatching(/./) as string });
  });

  it('ends, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '$',
            '.',
            '..',
            '[',
            ']',
            "'",
            '"',
            '*',
            ':',
            '0',
            '-1',
            'a',
            ' ',
            '?',
            '(',
            ')',
            '@',
            '==',
            '&&',
            'x()',
            ',',
          ),
          { maxLength: 24 },
        ),
        (pieces) => {
          parseJsonPath(pieces.join(''));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
