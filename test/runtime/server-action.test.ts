import { describe, expect, test } from 'vitest';
import type { ActionContext, ActionResult } from '../../templates/runtime/server/action.ts';
import type {
  Action,
  Flows,
  JsonPath,
  OperationRef,
  OutputNode,
  Step,
} from '../../templates/runtime/server/model.ts';
import { runAction } from '../../templates/runtime/server/run-action.ts';
import {
  clientError,
  fakePort,
  input,
  literal,
  operation,
  stepOutput,
  type Answers,
  type FakePort,
} from './server-fake.ts';

const whole: OutputNode = { kind: 'whole' };
const at = (...keys: string[]): JsonPath => ({
  source: '$',
  definite: true,
  segments: keys.map((key) => ({ kind: 'key', key })),
});
const path = (...keys: string[]): OutputNode => ({ kind: 'path', path: at(...keys) });

function setUp(answers: Answers = {}, flows: Flows = {}): ActionContext & { client: FakePort } {
  return { client: fakePort(answers, { KEY: 'k' }), flows, responseBytes: 1000 };
}

/** What a result says, with its body read. */
async function told(result: ActionResult): Promise<unknown> {
  switch (result.kind) {
    case 'response':
      return [result.response.status, await result.response.text()];
    case 'value':
      return [result.status, result.value];
    case 'problem':
      return [result.problem.status, result.problem.detail, result.problem.step].filter(
        (one) => one !== undefined,
      );
  }
}

const run = async (context: ActionContext, action: Action, inputs = {}): Promise<unknown> =>
  told(await runAction(context, action, inputs));

describe('call', () => {
  const get = operation(
    'get',
    { name: 'id', in: 'query', key: 'id_query' },
    { name: 'X-Y', in: 'header', key: 'x_y' },
  );
  const call = (output: OutputNode, format?: 'csv' | 'xml' | 'binary'): Action => ({
    kind: 'call',
    operation: get,
    arguments: [
      { name: 'id', value: input('id') },
      { name: 'X-Y', value: literal('z') },
      { name: 'absent', value: input('nothing') },
    ],
    output,
    ...(format === undefined ? {} : { format }),
  });

  test('arguments go under the names the client knows; absent ones do not go', async () => {
    const context = setUp({ get: () => new Response('{}') });
    await run(context, call(whole), { id: 7 });
    expect(context.client.sent[0]?.args).toEqual({ id_query: 7, x_y: 'z' });
  });

  test.each<[string, OperationRef, Record<string, unknown>]>([
    [
      'a path variable that is not listed',
      {
        id: 'get',
        path: ['/', { variable: 'id' }],
        inputs: [{ name: 'id', in: 'query', key: 'id_query' }],
      },
      { id: 7 },
    ],
    [
      'a path variable with a key',
      {
        id: 'get',
        path: [{ variable: 'id' }],
        inputs: [
          { name: 'id', in: 'query' },
          { name: 'id', in: 'path', key: 'id_path' },
        ],
      },
      { id_path: 7 },
    ],
    [
      'no path variable',
      {
        id: 'get',
        path: ['/'],
        inputs: [
          { name: 'id', in: 'query', key: 'id_' },
          { name: 'id', in: 'header' },
        ],
      },
      { id_: 7 },
    ],
  ])('%s', async (_, one, args) => {
    const context = setUp({ get: () => new Response('{}') });
    await run(
      context,
      { kind: 'call', operation: one, pass: ['id', 'absent'], output: whole },
      { id: 7 },
    );
    expect(context.client.sent[0]?.args).toEqual(args);
  });

  test.each<[string, Action, () => Response, unknown]>([
    [
      'whole passes everything',
      call(whole),
      () => new Response('not json', { status: 203 }),
      [203, 'not json'],
    ],
    [
      'whole passes errors',
      call(whole),
      () => new Response('gone', { status: 410 }),
      [410, 'gone'],
    ],
    ['a shape', call(path('a')), () => Response.json({ a: [1] }, { status: 201 }), [201, [1]]],
    [
      'errors are not shaped',
      call(path('a')),
      () => new Response('no', { status: 404 }),
      [404, 'no'],
    ],
    ['no body', call(path('a')), () => new Response(null, { status: 204 }), [204, null]],
    [
      'no JSON',
      call(path('a')),
      () => new Response('<a>'),
      [502, 'The upstream service did not answer with json'],
    ],
    ['csv', call(whole, 'csv'), () => new Response('a\n1'), [200, 'a\n1']],
    ['bytes are never shaped', call(path('a'), 'binary'), () => new Response('x'), [200, 'x']],
    [
      'a format nobody reads',
      call(path('a'), 'xml'),
      () => new Response('<a/>'),
      [501, 'Answers in the format xml cannot be shaped'],
    ],
    [
      'too much',
      call(path('a')),
      () => new Response('x'.repeat(1001)),
      [502, 'The upstream service answered with too much'],
    ],
  ])('%s', async (_, action, answer, expected) => {
    expect(await run(setUp({ get: answer }), action)).toEqual(expected);
  });

  test.each<[string, number]>([
    ['timeout', 504],
    ['connection', 502],
    ['abort', 499],
    ['validation', 400],
    ['config', 500],
    ['parse', 502],
  ])('%s is %i', async (kind, status) => {
    const context = setUp({
      get: () => {
        throw clientError(kind);
      },
    });
    const result = await runAction(context, call(whole), {});
    expect(result).toMatchObject({ kind: 'problem', problem: { status }, cause: { kind } });
  });

  test('a mistake of ours is thrown', async () => {
    const context = setUp({
      get: () => {
        throw new TypeError('ours');
      },
    });
    await expect(runAction(context, call(whole), {})).rejects.toThrow('ours');
  });

  test('the signal reaches the client', async () => {
    const context = setUp({ get: () => new Response() });
    const { signal } = new AbortController();
    await runAction(context, call(whole), {}, { signal });
    expect(context.client.sent[0]?.signal).toBe(signal);
  });
});

describe('flow, mock, forward, unimplemented', () => {
  const flows: Flows = {
    'a.double': {
      constants: [{ name: 'fixed', value: literal('always') }],
      action: {
        kind: 'mock',
        output: {
          kind: 'object',
          properties: [
            { name: 'given', node: { kind: 'value', value: input('n') } },
            { name: 'fixed', node: { kind: 'value', value: input('fixed') } },
          ],
        },
      },
    },
    'a.call': {
      constants: [],
      action: { kind: 'call', operation: operation('get'), arguments: [], output: whole },
    },
  };
  const flow = (id: string, output: OutputNode): Action => ({
    kind: 'flow',
    flow: id,
    arguments: [
      { name: 'n', value: input('x') },
      { name: 'fixed', value: literal('ignored') },
    ],
    output,
  });
  test.each<[string, Action, unknown]>([
    ['a flow with its constants', flow('a.double', whole), [200, { given: 5, fixed: 'always' }]],
    ['a flow, shaped', flow('a.double', path('given')), [200, 5]],
    ['a flow that calls, shaped', flow('a.call', path('a')), [200, 1]],
    [
      'no such flow',
      flow('constructor', whole),
      [501, 'This is not implemented: its flow is missing'],
    ],
    ['a mock', { kind: 'mock', output: { kind: 'value', value: input('x') } }, [200, 5]],
    [
      'forward without a request',
      { kind: 'forward', service: 's', headers: [] },
      [501, 'This can only be reached through HTTP'],
    ],
    [
      'unimplemented',
      { kind: 'unimplemented', reason: 'it calls nothing' },
      [501, 'This is not implemented: it calls nothing'],
    ],
  ])('%s', async (_, action, expected) => {
    expect(
      await run(setUp({ get: () => Response.json({ a: 1 }) }, flows), action, { x: 5 }),
    ).toEqual(expected);
  });
});

describe('steps', () => {
  const callStep = (name: string, more: Partial<Extract<Step, { kind: 'call' }>> = {}): Step => ({
    kind: 'call',
    name,
    operation: operation(name),
    arguments: [],
    ...more,
  });
  const lookup = (more: Partial<Extract<Step, { kind: 'lookup' }>> = {}): Step => ({
    kind: 'lookup',
    name: 'hit',
    index: 'users',
    match: 'id',
    value: literal(2),
    fields: ['name', 'nothing'],
    ...more,
  });
  const steps = (
    list: Step[],
    mappings: Extract<Action, { kind: 'steps' }>['mappings'] = [],
    output: OutputNode = whole,
  ): Action => ({
    kind: 'steps',
    steps: list,
    mappings,
    output,
  });
  const answers: Answers = {
    users: () => Response.json([{ id: 1, name: 'a' }, { id: '2', name: 'b' }, null, 3]),
    get: ({ of }) => Response.json({ of, deep: { n: 1 } }),
    text: () => new Response('ok', { headers: { 'content-type': 'text/plain' } }),
    broken: () => new Response('{', { headers: { 'content-type': 'application/json' } }),
    nothing: () => new Response(null, { status: 204 }),
    fails: () => new Response('secret text', { status: 404 }),
    offline: () => {
      throw clientError('connection');
    },
    late: () => {
      throw clientError('timeout');
    },
    bug: () => {
      throw new TypeError('ours');
    },
  };

  test.each<[string, Action, unknown]>([
    [
      'the last response is the answer',
      steps([callStep('users'), callStep('get')]),
      [200, '{"deep":{"n":1}}'],
    ],
    ['the last response, shaped', steps([callStep('get')], [], path('deep', 'n')), [200, 1]],
    [
      'outputs feed later steps',
      steps([
        callStep('users'),
        callStep('get', { arguments: [{ name: 'of', value: stepOutput('users', '1', 'name') }] }),
      ]),
      [200, '{"of":"b","deep":{"n":1}}'],
    ],
    [
      'mappings build the answer',
      steps(
        [callStep('get'), callStep('users')],
        [
          { target: ['a', 'b'], value: stepOutput('get', 'deep', 'n') },
          { target: ['a', 'c'], value: literal(2) },
          { target: ['gone'], value: stepOutput('get', 'nope') },
          { target: [], value: literal(3) },
          { target: ['__proto__', 'x'], value: literal(4) },
        ],
      ),
      [200, JSON.parse('{"a":{"b":1,"c":2},"__proto__":{"x":4}}')],
    ],
    [
      'mappings do not change what steps gave',
      steps(
        [callStep('get')],
        [
          { target: ['d'], value: stepOutput('get', 'deep') },
          { target: ['d', 'n'], value: literal(9) },
          { target: ['e'], value: stepOutput('get', 'deep') },
        ],
      ),
      [200, { d: { n: 9 }, e: { n: 1 } }],
    ],
    [
      'a projection',
      steps(
        [callStep('get', { projection: path('deep') })],
        [{ target: ['x'], value: stepOutput('get') }],
      ),
      [200, { x: { n: 1 } }],
    ],
    [
      'lookup',
      steps([callStep('users'), lookup()], [{ target: ['x'], value: stepOutput('hit') }]),
      [200, { x: { name: 'b', nothing: null } }],
    ],
    [
      'lookup without fields',
      steps(
        [callStep('users'), lookup({ fields: [] })],
        [{ target: ['x'], value: stepOutput('hit') }],
      ),
      [200, { x: { id: '2', name: 'b' } }],
    ],
    [
      'lookup of several',
      steps(
        [
          callStep('users'),
          lookup({
            value: { kind: 'array', items: [literal(2), literal(9), literal(1)] },
            fields: ['id'],
          }),
        ],
        [{ target: ['x'], value: stepOutput('hit') }],
      ),
      [200, { x: [{ id: '2' }, { id: 1 }] }],
    ],
    [
      'lookup without a hit',
      steps(
        [callStep('users'), lookup({ value: literal(9) })],
        [{ target: ['x'], value: stepOutput('hit') }],
      ),
      [200, {}],
    ],
    [
      'lookup of nothing',
      steps(
        [callStep('users'), lookup({ value: input('none') })],
        [{ target: ['x'], value: stepOutput('hit') }],
      ),
      [200, {}],
    ],
    [
      'lookup in one object',
      steps(
        [
          callStep('get', { name: 'users', projection: path('deep') }),
          lookup({ match: 'n', value: literal('1'), fields: [] }),
        ],
        [{ target: ['x'], value: stepOutput('hit') }],
      ),
      [200, { x: { n: 1 } }],
    ],
    [
      'plain text is an answer',
      steps([callStep('text')], [{ target: ['x'], value: stepOutput('text') }]),
      [200, { x: 'ok' }],
    ],
    ['no body is null', steps([callStep('nothing')]), [204, '']],
    [
      'broken JSON',
      steps([callStep('broken')]),
      [502, 'Step "broken" was answered with bad JSON', 'broken'],
    ],
    [
      'a format nobody reads',
      steps([callStep('get', { format: 'avro' })]),
      [501, 'Step "get" is answered in avro', 'get'],
    ],
    [
      'an error status stops',
      steps([callStep('fails'), callStep('get')]),
      [502, 'Step "fails" was answered with 404', 'fails'],
    ],
    [
      'no connection stops',
      steps([callStep('offline'), callStep('get')]),
      [502, 'The upstream service could not be reached', 'offline'],
    ],
    [
      'no answer in time stops',
      steps([callStep('late')]),
      [504, 'The upstream service did not answer in time', 'late'],
    ],
    [
      'scripts',
      steps([{ kind: 'script', name: 'js', file: 'a.js' }]),
      [501, 'The script of step "js" does not run here', 'js'],
    ],
    ['no call at all', steps([lookup()]), [200, null]],
  ])('%s', async (_, action, expected) => {
    expect(await run(setUp(answers), action)).toEqual(expected);
  });

  test('nothing is called after a failure', async () => {
    const context = setUp(answers);
    await run(context, steps([callStep('fails'), callStep('get')]));
    expect(context.client.sent.map((one) => one.operation)).toEqual(['fails']);
  });

  test('a mistake of ours is thrown', async () => {
    await expect(runAction(setUp(answers), steps([callStep('bug')]), {})).rejects.toThrow('ours');
  });
});
