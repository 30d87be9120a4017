// Each kind of credentials, against a service that checks them.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { apiKeyHeader } from '../../templates/runtime/client/api-key-header.ts';
import { apiKeyQuery } from '../../templates/runtime/client/api-key-query.ts';
import { bearer } from '../../templates/runtime/client/auth.ts';
import { basic } from '../../templates/runtime/client/basic.ts';
import { execute } from '../../templates/runtime/client/core.ts';
import { BadRequestError } from '../../templates/runtime/client/errors.ts';
import { forward } from '../../templates/runtime/client/forward.ts';
import { digest } from '../../templates/runtime/client/digest.ts';
import type { Auth } from '../../templates/runtime/client/http.ts';
import { secretText } from '../../templates/runtime/client/expression.ts';
import { md5 } from '../../templates/runtime/client/md5.ts';
import { clientCredentials } from '../../templates/runtime/client/oauth2.ts';
import { type Answer, core, fakeFetch, json, operation } from './client-fixture.ts';

const secrets = { TOKEN: 't', USER: 'ü', PASS: 'p:w' };

async function sentWith(auth: Auth, answers: readonly Answer[] = [json(1)], options: object = {}) {
  const { fetch, sent } = fakeFetch(answers);
  const result = await execute(
    core({ fetch, secrets }, { auth }),
    operation({ path: ['/x?a=1'] }),
    {},
    options,
  );
  return { sent, result };
}

describe('fixed credentials', () => {
  test.each([
    [bearer('TOKEN'), 'authorization', 'Bearer t'],
    [
      bearer(secretText({ kind: 'template', parts: ['k-', { kind: 'input', name: 'TOKEN' }] })),
      'authorization',
      'Bearer k-t',
    ],
    [basic('USER', 'PASS'), 'authorization', `Basic ${Buffer.from('ü:p:w').toString('base64')}`],
    [apiKeyHeader('X-Key', 'TOKEN'), 'x-key', 't'],
  ])('%#', async (auth, name, value) => {
    expect((await sentWith(auth)).sent[0]?.headers.get(name)).toBe(value);
    const { sent } = await sentWith(auth, [json(1)], { headers: { [name]: 'mine' } });
    expect(sent[0]?.headers.get(name)).toBe('mine');
    const none = await sentWith(auth, [json(1)], { headers: { [name.toUpperCase()]: null } });
    expect(none.sent[0]?.headers.has(name)).toBe(false);
  });

  test('a header that the caller takes away needs no credential', async () => {
    const { fetch, sent } = fakeFetch([json(1)]);
    const client = core({ fetch, headers: { authorization: null } }, { auth: bearer('TOKEN') });
    await execute(client, operation(), {});
    await execute(client, operation(), {}, { headers: { authorization: 'mine' } });
    expect(sent.map(({ headers }) => headers.get('authorization'))).toEqual([null, 'mine']);
  });

  test('in the query', async () => {
    const auth = apiKeyQuery('k', 'TOKEN');
    expect((await sentWith(auth)).sent[0]?.url).toBe('https://api.example.com/x?a=1&k=t');
    const { fetch, sent } = fakeFetch([json(1)]);
    const given = operation({ inputs: [{ name: 'k', in: 'query' }] });
    await execute(core({ fetch }, { auth }), given, { k: 'mine' });
    await execute(core({ fetch, secrets }, { auth }), operation(), {});
    expect(sent.map(({ url }) => new URL(url).search)).toEqual(['?k=mine', '?k=t']);
    const passed = core({ fetch, secrets }, { auth });
    await forward(passed, 'api', { method: 'GET', path: '/', search: '?k=theirs&a=1' });
    expect(new URL(sent[2]?.url ?? '').search).toBe('?a=1&k=t');
  });

  test.each(['a\nb', '山', 'a\u0000'])('%j cannot be sent, and is not told', async (TOKEN) => {
    const { fetch, sent } = fakeFetch([json(1)]);
    const error = await execute(
      core({ fetch, secrets: { TOKEN } }, { auth: bearer('TOKEN') }),
      operation(),
      {},
    ).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: 'config', attempts: 0 });
    expect(String(error)).not.toContain(TOKEN);
    expect(sent).toEqual([]);
  });

  test('a user with a colon, a header without a name', async () => {
    await expect(sentWith(basic('PASS', 'USER'))).rejects.toMatchObject({
      kind: 'config',
    });
    await expect(sentWith(apiKeyHeader('no name', 'TOKEN'))).rejects.toMatchObject({
      kind: 'config',
    });
  });
});

describe('a key in a header of its own, and redirects', () => {
  const moved = (status: number, location: string): Response =>
    new Response('', { status, headers: { location } });
  const keyed = apiKeyHeader('X-Key', 'TOKEN');
  const options = { headers: { authorization: 'mine', cookie: 'a=b' } };

  test.each([
    ['the same origin', [moved(302, '/y'), json(1)], ['t', 't'], ['mine', 'mine']],
    ['another host', [moved(302, 'https://evil.test/y'), json(1)], ['t', null], ['mine', null]],
    [
      'another port',
      [moved(307, 'https://api.example.com:8443/y'), json(1)],
      ['t', null],
      ['mine', null],
    ],
    [
      'no encryption',
      [moved(301, 'http://api.example.com/y'), json(1)],
      ['t', null],
      ['mine', null],
    ],
    [
      'there and away',
      [moved(308, '/y'), moved(302, '//evil.test'), json(1)],
      ['t', 't', null],
      ['mine', 'mine', null],
    ],
  ])('to %s', async (_, answers, keys, own) => {
    const { sent, result } = await sentWith(keyed, answers, options);
    expect(result).toBe(1);
    expect(sent.map(({ headers }) => headers.get('x-key'))).toEqual(keys);
    expect(sent.map(({ headers }) => headers.get('authorization'))).toEqual(own);
  });

  test.each([
    ['without an end', Array.from({ length: 30 }, () => moved(302, '/x'))],
    ['to nowhere', [moved(302, 'https://')]],
    [
      'that a browser keeps to itself',
      [() => Object.defineProperty(json(1), 'type', { value: 'opaqueredirect' })],
    ],
  ])('%s', async (_, answers) => {
    const failed = sentWith(keyed, answers, { maxRetries: 0 });
    await expect(failed).rejects.toMatchObject({ kind: 'connection' });
  });

  test('in a page of the same origin the browser follows, and stays there', async () => {
    vi.stubGlobal('document', { location: { origin: 'https://api.example.com' } });
    onTestFinished(() => void vi.unstubAllGlobals());
    const modes: unknown[] = [];
    const fetch: typeof globalThis.fetch = async (_, init) => {
      modes.push([init?.mode, init?.redirect, new Headers(init?.headers).get('x-key')]);
      return json(1);
    };
    await execute(core({ fetch, secrets }, { auth: keyed }), operation({ inputs: [] }), {});
    vi.stubGlobal('document', { location: { origin: 'https://app.example.com' } });
    await execute(core({ fetch, secrets }, { auth: keyed }), operation({ inputs: [] }), {});
    expect(modes).toEqual([
      ['same-origin', 'follow', 't'],
      [undefined, 'manual', 't'],
    ]);
  });

  test('a redirect that a browser keeps to itself says why it is not followed', async () => {
    const opaque = (): Response =>
      Object.defineProperty(json(1), 'type', { value: 'opaqueredirect' });
    await expect(sentWith(keyed, [opaque], { maxRetries: 0 })).rejects.toThrow(
      'the browser does not tell where it leads',
    );
  });

  test.each([
    ['POST', 302, 'GET', undefined],
    ['POST', 303, 'GET', undefined],
    ['PUT', 302, 'PUT', '{"a":1}'],
    ['POST', 307, 'POST', '{"a":1}'],
  ])('%s and %i: %s', async (method, status, then, body) => {
    const { fetch, sent } = fakeFetch([moved(status, '/y'), json(1)]);
    const put = operation({ method, inputs: [{ name: 'body', in: 'body' }] });
    await execute(core({ fetch, secrets }, { auth: keyed }), put, { body: { a: 1 } });
    expect(sent[1]).toMatchObject({ method: then });
    expect(sent[1]?.body ?? undefined).toEqual(body);
    expect(sent[1]?.headers.has('content-type')).toBe(body !== undefined);
  });

  test('a stream is not sent again; what is passed on is told where it leads', async () => {
    const { fetch, sent } = fakeFetch([moved(307, '/y')]);
    const client = core({ fetch, secrets }, { auth: keyed });
    const put = operation({ method: 'PUT', inputs: [{ name: 'body', in: 'body' }] });
    const body = new ReadableStream();
    await expect(execute(client, put, { body })).rejects.toMatchObject({ kind: 'connection' });
    const passed = await forward(client, 'api', { method: 'GET', path: '/' });
    expect([passed.status, passed.headers.get('location'), sent.length]).toEqual([307, '/y', 2]);
  });
});

describe('OAuth 2 client credentials', () => {
  const settings = {
    authorizationServer: 'https://login.example.com/t/',
    clientId: 'USER',
    clientSecret: 'PASS',
    scopes: ['a', 'b'],
    resource: 'https://r',
    audience: 'aud',
  };
  const tokenEndpoint = 'https://login.example.com/token';
  const token = (value: string, seconds?: number): Response =>
    json({ access_token: value, expires_in: seconds });

  test('one token for all requests, with what the server wants to know', async () => {
    const { fetch, sent } = fakeFetch([token('one', 3600), json(1)]);
    const client = core(
      { fetch, secrets },
      { auth: clientCredentials({ ...settings, tokenEndpoint }) },
    );
    await Promise.all([execute(client, operation(), {}), execute(client, operation(), {})]);
    await execute(client, operation(), {});
    expect(sent.map(({ url }) => url)).toEqual([
      tokenEndpoint,
      ...Array(3).fill('https://api.example.com/x'),
    ]);
    expect(String(sent[0]?.body)).toBe(
      'grant_type=client_credentials&scope=a+b&resource=https%3A%2F%2Fr&audience=aud',
    );
    expect(sent[0]?.headers.get('authorization')).toBe(`Basic ${btoa('%C3%BC:p%3Aw')}`);
    expect(sent.slice(1).map(({ headers }) => headers.get('authorization'))).toEqual(
      Array(3).fill('Bearer one'),
    );
  });

  test('a token that is about to expire or is refused is replaced', async () => {
    const auth = clientCredentials({ ...settings, tokenEndpoint });
    const { fetch, sent } = fakeFetch([
      token('one', 10),
      json(1),
      token('two'),
      new Response('', { status: 401 }),
      token('three'),
      json(2),
    ]);
    const client = core({ fetch, secrets }, { auth });
    expect([
      await execute(client, operation(), {}),
      await execute(client, operation(), {}),
    ]).toEqual([1, 2]);
    expect(
      sent
        .map(({ headers }) => headers.get('authorization'))
        .filter((value) => value?.startsWith('Bearer')),
    ).toEqual(['Bearer one', 'Bearer two', 'Bearer three']);
  });

  test('those who wait for one token get errors of their own', async () => {
    const { fetch } = fakeFetch([json({ error: 'x' }, { status: 400 })]);
    const auth = clientCredentials({ ...settings, tokenEndpoint });
    const client = core({ fetch, secrets }, { auth });
    const [a, b] = await Promise.all(
      ['/a', '/b'].map((path) =>
        execute(client, operation({ path: [path] }), {}).catch((error: unknown) => error),
      ),
    );
    expect(a).not.toBe(b);
    expect(a).toBeInstanceOf(BadRequestError);
    for (const [error, url] of [
      [a, '/a'],
      [b, '/b'],
    ])
      expect(error).toMatchObject({
        message: `The authorization server answered 400 (GET ${url})`,
        url,
        attempts: 0,
      });
  });

  test('a token that is the same after a refusal is not tried again', async () => {
    const auth = clientCredentials({ ...settings, tokenEndpoint });
    const refusal = new Response('', { status: 401 });
    const { fetch, sent } = fakeFetch([token('one'), refusal, token('one')]);
    const client = core({ fetch, secrets }, { auth });
    await expect(execute(client, operation(), {})).rejects.toMatchObject({ status: 401 });
    expect(sent).toHaveLength(3);
  });

  test('a token that somebody else has replaced is taken as it is', async () => {
    const auth = clientCredentials({ ...settings, tokenEndpoint });
    const tokens = ['one', 'two'];
    const { fetch, sent } = fakeFetch([
      async ({ url, headers }) => {
        if (url === tokenEndpoint) return token(tokens.shift() ?? 'three');
        const isOld = headers.get('authorization') === 'Bearer one';
        // The second to be refused hears of it when the first has a new one.
        if (isOld && url.endsWith('/late')) await new Promise((done) => setTimeout(done, 20));
        const stuck = new ReadableStream({ cancel: () => Promise.reject(new Error('stuck')) });
        return isOld ? new Response(stuck, { status: 401 }) : json(1);
      },
    ]);
    const client = core({ fetch, secrets }, { auth });
    const paths = ['/soon', '/late'].map((path) => operation({ path: [path] }));
    expect(await Promise.all(paths.map((one) => execute(client, one, {})))).toEqual([1, 1]);
    expect(sent.filter(({ url }) => url === tokenEndpoint)).toHaveLength(2);
  });

  test('what the caller says about the header holds', async () => {
    for (const auth of [clientCredentials(settings), digest('USER', 'PASS')]) {
      const { sent } = await sentWith(auth, [json(1)], { headers: { authorization: 'mine' } });
      expect(sent.map(({ headers }) => headers.get('authorization'))).toEqual(['mine']);
    }
  });

  test('the endpoint is looked up', async () => {
    const metadata = json({ token_endpoint: tokenEndpoint });
    const auth = clientCredentials(settings);
    const { sent } = await sentWith(auth, [
      new Response('', { status: 404 }),
      metadata,
      token('one'),
      json(1),
    ]);
    expect(sent.map(({ url }) => url).slice(0, 3)).toEqual([
      'https://login.example.com/.well-known/oauth-authorization-server/t',
      'https://login.example.com/t/.well-known/openid-configuration',
      tokenEndpoint,
    ]);
  });

  test.each([
    [
      'no client id',
      { ...settings, clientId: undefined },
      [json(1)],
      { kind: 'config', attempts: 0 },
    ],
    ['no metadata', settings, [new Response('no')], { kind: 'connection' }],
    [
      'refused',
      { ...settings, tokenEndpoint },
      [json({ error: 'x' }, { status: 400 })],
      { kind: 'status', status: 400 },
    ],
    ['no token', { ...settings, tokenEndpoint }, [json(null)], { kind: 'connection' }],
    [
      'no connection',
      { ...settings, tokenEndpoint },
      [new TypeError('down')],
      { kind: 'connection' },
    ],
    ['no JSON', { ...settings, tokenEndpoint }, [new Response('<html>')], { kind: 'connection' }],
  ] as [string, Parameters<typeof clientCredentials>[0], Answer[], object][])(
    '%s',
    async (_name, given, answers, error) => {
      await expect(
        sentWith(clientCredentials(given), answers, { maxRetries: 0 }),
      ).rejects.toMatchObject(error);
    },
  );
});

describe('digest', () => {
  /** RFC 7616, section 3.9.1, computed by the platform's own hashes. */
  const check = (header: string | null, algorithm: string, uri: string): boolean => {
    const field = (name: string): string =>
      new RegExp(`${name}="?([^",]*)`).exec(header ?? '')?.[1] ?? '';
    const hash = (text: string): string =>
      createHash(/256/.test(algorithm) ? 'sha256' : 'md5')
        .update(text)
        .digest('hex');
    const plain = hash('ü:a "realm":p:w');
    const a1 = algorithm.endsWith('-sess')
      ? hash(`${plain}:${field('nonce')}:${field('cnonce')}`)
      : plain;
    const middle =
      field('qop') === ''
        ? field('nonce')
        : `${field('nonce')}:${field('nc')}:${field('cnonce')}:auth`;
    return (
      field('response') === hash(`${a1}:${middle}:${hash(`GET:${uri}`)}`) && field('uri') === uri
    );
  };
  const challenge = (more: string): Response =>
    new Response('', {
      status: 401,
      headers: {
        'www-authenticate': `Basic realm="b", Digest realm="a \\"realm\\"", nonce="n1"${more}`,
      },
    });

  test.each([
    ['MD5', ', qop="auth,auth-int", opaque="o"'],
    ['MD5', ''],
    ['MD5-sess', ', qop=auth, algorithm=MD5-sess'],
    ['SHA-256', ', qop="auth", algorithm=SHA-256'],
  ])('%s%s', async (algorithm, more) => {
    const { fetch, sent } = fakeFetch([challenge(more), json(1)]);
    const client = core({ fetch, secrets }, { auth: digest('USER', 'PASS') });
    await execute(client, operation({ path: ['/x?a=1'] }), {});
    await execute(client, operation({ path: ['/y'] }), {});
    const headers = sent.map((each) => each.headers.get('authorization'));
    expect(headers[0]).toBe(null);
    expect(check(headers[1] ?? null, algorithm, '/x?a=1')).toBe(true);
    expect(check(headers[2] ?? null, algorithm, '/y')).toBe(true);
    expect(sent).toHaveLength(3);
    if (more !== '') expect(headers[2]).toContain('nc=00000002');
  });

  test.each([
    undefined,
    'Digest realm=x',
    'Digest',
    'Digest realm=x, nonce=n, realm',
    'Basic realm="b"',
  ])('a challenge like %j cannot be answered', async (header) => {
    const headers = header === undefined ? {} : { 'www-authenticate': header };
    const answer = new Response('', { status: 401, headers });
    const result = sentWith(digest('USER', 'PASS'), [answer]);
    await expect(result).rejects.toMatchObject({
      status: 401,
      attempts: 1 + Number(/nonce/.test(header ?? '')),
    });
  });

  test.each([', algorithm=SHA-512', ', qop="auth-int"'])('%s cannot be answered', async (more) => {
    await expect(sentWith(digest('USER', 'PASS'), [challenge(more)])).rejects.toMatchObject({
      status: 401,
    });
  });

  test('wrong credentials are not tried for ever; missing ones not once', async () => {
    const { fetch, sent } = fakeFetch([challenge('')]);
    const client = core({ fetch, secrets }, { auth: digest('USER', 'PASS') });
    await expect(execute(client, operation(), {})).rejects.toMatchObject({ status: 401 });
    await expect(execute(client, operation(), {})).rejects.toMatchObject({ status: 401 });
    expect(sent).toHaveLength(3);
    await expect(
      execute(core({ fetch }, { auth: digest('USER', 'PASS') }), operation(), {}),
    ).rejects.toMatchObject({ kind: 'config', attempts: 0 });
  });

  test('MD5 is MD5', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200, unit: 'grapheme' }), (text) => {
        expect(md5(text)).toBe(createHash('md5').update(text).digest('hex'));
      }),
    );
  });
});
