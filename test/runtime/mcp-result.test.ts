import { describe, expect, test } from 'vitest';
import { listTools } from '../../templates/runtime/mcp/list-tools.ts';
import type { Tool } from '../../templates/runtime/mcp/model.ts';
import { toResult, type ResultContext } from '../../templates/runtime/mcp/to-result.ts';
import type { ActionResult } from '../../templates/runtime/server/action.ts';
import { problem } from '../../templates/runtime/server/problem.ts';
import { clientError, literal } from './server-fake.ts';

const tool: Tool = {
  name: 'list',
  inputSchema: { type: 'object' },
  inputs: [{ name: 'page_size' }, { name: 'id' }, { name: '$top' }],
  action: { kind: 'mock', output: { kind: 'value', value: literal(1) } },
};
const context = (more: Partial<Tool> = {}): ResultContext => ({
  tool: { ...tool, ...more },
  redact: { text: (text) => text.replaceAll('hush', '***'), value: (value) => value },
  limits: { textBytes: 40, binaryBytes: 4, responseBytes: 6_000 },
});

function response(
  body: string | Uint8Array<ArrayBuffer> | null,
  type: string | undefined,
  status = 200,
  format: 'json' | 'binary' = 'json',
): ActionResult {
  const headers = type === undefined ? {} : { 'content-type': type };
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return { kind: 'response', response: new Response(bytes, { status, headers }), format };
}

const text = (...texts: readonly unknown[]): object[] =>
  texts.map((one) => ({ type: 'text', text: one }));

describe('toResult', () => {
  test.each<[string, ActionResult, object]>([
    [
      'an object',
      { kind: 'value', status: 200, value: { a: 1 } },
      { content: text('{"a":1}'), structuredContent: { a: 1 } },
    ],
    ['a list', { kind: 'value', status: 200, value: [1] }, { content: text('[1]') }],
    ['nothing', { kind: 'value', status: 200, value: undefined }, { content: text('null') }],
    [
      'JSON, made short',
      response('{ "a" : 1 }', 'application/json'),
      { content: text('{"a":1}'), structuredContent: { a: 1 } },
    ],
    ['JSON without a type', response('[ 1 ]', undefined), { content: text('[1]') }],
    ['JSON that is none', response('{hush', 'application/json'), { content: text('{***') }],
    ['text', response('<p>hush</p>', 'text/html; charset=utf-8'), { content: text('<p>***</p>') }],
    [
      'an empty body',
      response(null, undefined, 204),
      { content: text('The upstream service answered 204 and sent nothing back.') },
    ],
    [
      'an image',
      response('png', 'image/png'),
      { content: [{ type: 'image', data: 'cG5n', mimeType: 'image/png' }] },
    ],
    [
      'a sound',
      response('wav', 'audio/wav', 200, 'binary'),
      { content: [{ type: 'audio', data: 'd2F2', mimeType: 'audio/wav' }] },
    ],
    [
      'another file',
      response(new Uint8Array([255]), undefined, 200, 'binary'),
      {
        content: [
          {
            type: 'resource',
            resource: {
              uri: expect.stringMatching(/^urn:uuid:/),
              mimeType: 'application/octet-stream',
              blob: '/w==',
            },
          },
        ],
      },
    ],
    [
      'a file that is too large',
      response('12345', 'application/zip', 200, 'binary'),
      { content: text(expect.stringContaining('5 bytes; at most 4')), isError: true },
    ],
    [
      'a body that is too large',
      response('x'.repeat(6_001), 'text/plain'),
      { content: text('The upstream service answered with too much.'), isError: true },
    ],
    [
      'a long list',
      { kind: 'value', status: 200, value: Array.from({ length: 30 }, (_, index) => index) },
      {
        content: text(
          '[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15]',
          expect.stringMatching(/first 16 of 30 items.* with "page_size", "\$top"\.$/),
        ),
      },
    ],
  ])('%s', async (_, result, expected) => {
    expect(await toResult(result, context())).toEqual(expected);
  });

  test('a tool without arguments for less says so', async () => {
    const value = 'x'.repeat(100);
    const { content } = await toResult(
      { kind: 'value', status: 200, value },
      context({ inputs: [] }),
    );
    expect(content[1]).toEqual({
      type: 'text',
      text: 'Cut off after 40 of 102 bytes. No argument of this tool asks for less.',
    });
  });

  test.each<[number, RegExp]>([
    [400, /Change the arguments/],
    [401, /credentials of this server/],
    [404, /does not exist/],
    [429, /retry after: 7/],
    [503, /may succeed later/],
  ])('status %i says what to do, and what the upstream said', async (status, advice) => {
    const answer = new Response('hush now', { status, headers: { 'retry-after': '7' } });
    const result = await toResult(
      { kind: 'response', response: answer, format: 'json' },
      context(),
    );
    expect(result).toEqual({ content: text(expect.stringMatching(advice)), isError: true });
    expect(JSON.stringify(result)).toContain(`answered ${status}`);
    expect(JSON.stringify(result)).toContain('*** now');
  });

  test('an error page is cut', async () => {
    const result = await toResult(response('x'.repeat(5_999), 'text/html', 500), context());
    expect(JSON.stringify(result).length).toBeLessThan(4_400);
  });

  test.each<[ActionResult, string]>([
    [
      { kind: 'problem', problem: problem(502, 'It failed', { step: 'one' }) },
      'It failed (step "one").',
    ],
    [
      { kind: 'problem', problem: problem(504, 'No answer') },
      'No answer. It may have taken effect all the same: look before you try again.',
    ],
    [
      {
        kind: 'problem',
        problem: problem(500, 'Not configured'),
        cause: clientError('config', 'Set hush X'),
      },
      'Set *** X.',
    ],
    [
      {
        kind: 'problem',
        problem: problem(502, 'Unreachable'),
        cause: clientError('connection', 'http://inside'),
      },
      'Unreachable.',
    ],
  ])('%j', async (result, expected) => {
    expect(await toResult(result, context())).toEqual({ content: text(expected), isError: true });
  });
});

describe('listTools', () => {
  const properties = { id: { type: 'string', description: 'The id.' } };
  const model: Tool = {
    ...tool,
    name: 'b',
    description: 'All of it.',
    inputSchema: { type: 'object', properties },
  };
  const mirror: Tool = {
    ...model,
    name: 'a',
    like: 'b',
    inputSchema: {
      type: 'object',
      properties: { ...properties, team: { type: 'string', description: 'The team.' } },
    },
  };

  test('a mirror names its model and does not repeat it', () => {
    expect(listTools([mirror, model])[0]).toEqual({
      name: 'a',
      description: 'Like b.',
      inputSchema: {
        type: 'object',
        properties: { id: { type: 'string' }, team: { type: 'string', description: 'The team.' } },
      },
    });
  });

  test('a mirror whose model is not offered speaks for itself', () => {
    const [listed] = listTools([mirror]);
    expect(listed).toMatchObject({ description: 'All of it.', inputSchema: mirror.inputSchema });
  });
});
