// Bodies, cookies and values that are made of the arguments; forms as they go over the wire.
import { describe, expect, test } from 'vitest';
import { cookies } from '../../templates/runtime/client/cookies.ts';
import { execute } from '../../templates/runtime/client/core.ts';
import { computed, type Expression } from '../../templates/runtime/client/expression.ts';
import { asMedia } from '../../templates/runtime/client/media.ts';
import type { OperationInput } from '../../templates/runtime/client/operation.ts';
import { formOf, jsonOf, multipartOf, textOf } from '../../templates/runtime/client/templates.ts';
import { core, fakeFetch, json, operation } from './client-fixture.ts';

async function sentFor(args: object, more: Parameters<typeof operation>[0]) {
  const { fetch, sent } = fakeFetch([json({})]);
  const client = core({ fetch, secrets: { TOKEN: 't' } });
  await execute(client, operation({ method: 'POST', ...more }), args);
  const [request] = sent;
  if (request === undefined) throw new Error('nothing was sent');
  return request;
}

const input = (name: string): Expression => ({ kind: 'input', name });
const literal = (value: string): Expression => ({ kind: 'literal', value });

describe('cookies', () => {
  const inputs: OperationInput[] = [
    {
      name: 'cookie',
      in: 'header',
      value: cookies([
        { name: 'session', key: 'session' },
        { name: 'odd name', key: 'odd' },
      ]),
    },
  ];

  test.each([
    [{ session: 'a;b=c\r\nd' }, 'session=a%3Bb%3Dc%0D%0Ad'],
    [{ session: 'é', odd: 1 }, 'session=%C3%A9; odd%20name=1'],
    [{ session: null, odd: ['a', 'b'] }, 'odd%20name=%5B%22a%22%2C%22b%22%5D'],
    [{}, null],
  ])('%j', async (args, header) => {
    expect((await sentFor(args, { inputs })).headers.get('cookie')).toBe(header);
  });

  test('half a surrogate pair is refused', async () => {
    await expect(sentFor({ session: '\ud800' }, { inputs })).rejects.toMatchObject({
      kind: 'validation',
      attempts: 0,
    });
  });
});

describe('bodies made of arguments', () => {
  test('JSON', async () => {
    const body = jsonOf({
      kind: 'object',
      members: [
        { name: 'a', value: input('x') },
        { name: '__proto__', value: literal('p') },
        { name: 'none', value: input('missing') },
      ],
    });
    expect((await sentFor({ x: [1] }, { body })).body).toBe('{"a":[1],"__proto__":"p"}');
  });

  test('text', async () => {
    const body = textOf('text/csv', { kind: 'template', parts: ['a,', input('x')] });
    const request = await sentFor({ x: 1 }, { body });
    expect([request.body, request.headers.get('content-type')]).toEqual(['a,1', 'text/csv']);
  });

  test('a form', async () => {
    const body = formOf([
      { name: 'a&b', value: input('x') },
      { name: 'none', value: input('missing') },
    ]);
    expect(String((await sentFor({ x: ['1', '=&'] }, { body })).body)).toBe('a%26b=1&a%26b=%3D%26');
  });

  test('of several parts', async () => {
    const body = multipartOf([
      { name: 'plain', value: input('x') },
      { name: 'file', value: input('x'), filename: literal('a"b\r\n.txt') },
      { name: 'typed', value: input('x'), contentType: 'text/csv' },
      { name: 'bytes', value: input('bytes'), contentType: 'image/png' },
      { name: 'blob', value: input('blob') },
      { name: 'named', value: input('named'), filename: literal('other') },
      { name: 'none', value: input('missing') },
    ]);
    const args = {
      x: 'é',
      bytes: new Uint8Array([1]),
      blob: new Blob(['b'], { type: 'text/plain' }),
      named: new File(['n'], 'own'),
    };
    const data = (await sentFor(args, { body })).body as FormData;
    const parts = [...data].map(([name, value]) =>
      typeof value === 'string' ? [name, value] : [name, value.name, value.type],
    );
    expect(parts).toEqual([
      ['plain', 'é'],
      ['file', 'a"b\r\n.txt', ''],
      ['typed', 'blob', 'text/csv'],
      ['bytes', 'blob', 'image/png'],
      ['blob', 'blob', 'text/plain'],
      ['named', 'other', ''],
    ]);
    // As the platform writes it: no name leaves its quotes.
    const text = await new Response(data).text();
    expect(text).toContain('filename="a%22b%0D%0A.txt"');
  });
});

describe('forms of what the caller gives', () => {
  const inputs: OperationInput[] = [{ name: 'data', in: 'body' }];
  const body = asMedia('multipart/form-data');

  test('a stream is refused: it would have to be kept to be sent', async () => {
    const sending = sentFor({ data: { file: new ReadableStream() } }, { inputs, body });
    await expect(sending).rejects.toMatchObject({ kind: 'validation', attempts: 0 });
    await expect(sending).rejects.toThrow('`file` is a stream');
  });

  test('fields of a body are collected', async () => {
    const fields: OperationInput[] = ['a', 'b', '__proto__'].map((name) => ({ name, in: 'field' }));
    const request = await sentFor(JSON.parse('{"a":1,"__proto__":2}'), { inputs: fields });
    expect(request.body).toBe('{"a":1,"__proto__":2}');
    expect((await sentFor({}, { inputs: fields })).body).toBe(undefined);
  });
});

describe('values that are worked out', () => {
  const query = (name: string, value: Expression, key?: string): OperationInput => ({
    name,
    in: 'query',
    value: computed(value),
    ...(key === undefined ? {} : { key }),
  });
  const asked = (name: string, key: string): OperationInput => ({ name, in: 'variable', key });

  test.each<[object, OperationInput[], string]>([
    [{ secret: 1 }, [query('k', { kind: 'secret', name: 'TOKEN' })], '?k=t'],
    // By its name on the wire where no argument is called so, else the argument.
    [{ own: 1 }, [asked('wire', 'own'), query('k', input('wire'))], '?k=1'],
    [{ own: 1, wire: 2 }, [asked('wire', 'own'), query('k', input('wire'))], '?k=2'],
    [{ free: 3 }, [query('k', input('free'))], '?k=3'],
  ])('%j', async (args, inputs, search) => {
    expect(new URL((await sentFor(args, { inputs })).url).search).toBe(search);
  });

  test('without arguments there are none', async () => {
    const { fetch, sent } = fakeFetch([json(1)]);
    const inputs = [query('k', input('free'))];
    await execute(core({ fetch }), operation({ inputs }), undefined);
    expect(sent[0]?.url).toBe('https://api.example.com/x');
  });

  test('a path variable under another name', async () => {
    const inputs: OperationInput[] = [
      { name: 'id', in: 'path', key: 'id_path', required: true },
      { name: 'id', in: 'query' },
    ];
    const path = ['/a/', { variable: 'id' }, '/', { variable: 'other' }];
    const request = await sentFor({ id_path: 1, id: 2, other: 3 }, { path, inputs });
    expect(request.url).toBe('https://api.example.com/a/1/3?id=2');
    await expect(sentFor({ id: 2, other: 3 }, { path, inputs })).rejects.toThrow(
      '`id_path` is missing',
    );
  });
});
