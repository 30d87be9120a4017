// Who is let in: every kind of authentication of an adapter, as callers meet it.
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { boundSecrets, type BoundValue } from '../../templates/runtime/server/bind-files.ts';
import { compileText } from '../support/compile.ts';
import { runCapability, type RunningCapability, type RunOptions } from '../support/run.ts';
import { listen, stop } from '../support/upstream.ts';

let run: RunningCapability | undefined;
afterEach(async () => {
  await run?.close();
  run = undefined;
});

const yaml = (authentication: string): string => `
ikanos: 1.0.0-beta5
binds:
  - namespace: env
    keys: { USER: U, PASSWORD: P, KEY: K }
capability:
  exposes:
    - type: rest
      namespace: api
      port: 8080
      authentication: ${authentication}
      resources:
        hello:
          path: /hello
          operations:
            get: { method: GET, outputParameters: { text: { type: string, value: hello } } }
`;

async function start(authentication: string, options: RunOptions = {}): Promise<RunningCapability> {
  run = await runCapability(yaml(authentication), undefined, {
    ...options,
    secrets: { USER: 'ada', PASSWORD: 'pä:ss', KEY: 'k-1' },
  });
  return run;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('one credential', () => {
  it.each<[string, string, string, Record<string, string>, string]>([
    [
      'bearer',
      '{ type: bearer, token: "{{KEY}}" }',
      '/hello',
      { authorization: 'Bearer k-1' },
      'Bearer realm="api"',
    ],
    [
      'basic',
      '{ type: basic, username: "{{USER}}", password: "{{PASSWORD}}" }',
      '/hello',
      { authorization: `Basic ${base64('ada:pä:ss')}` },
      'Basic realm="api", charset="UTF-8"',
    ],
    [
      'apikey',
      '{ type: apikey, key: X-Key, value: "{{KEY}}" }',
      '/hello',
      { 'x-key': 'k-1' },
      'ApiKey realm="api"',
    ],
    [
      'apikey in the query',
      '{ type: apikey, key: key, value: "{{env.KEY}}", placement: query }',
      '/hello?key=k-1',
      {},
      'ApiKey realm="api"',
    ],
  ])('%s', async (_, authentication, path, headers, challenge) => {
    const { ask, answer } = await start(authentication);
    expect(await answer(`GET ${path}`, { headers })).toEqual({
      status: 200,
      body: { text: 'hello' },
    });
    const wrong = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, `${value}x`]),
    );
    for (const [at, given] of [
      [`${path}x`, wrong],
      ['/hello', {}],
      ['/nowhere', {}],
    ] as const) {
      const refused = await ask(`GET ${at}`, { headers: given });
      expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, challenge]);
    }
  });

  it('a server without its credential does not start', async () => {
    const { answer } = await start('{ type: bearer, token: "{{MISSING}}" }');
    await expect(answer('GET /hello')).rejects.toThrow(/bearer token/);
  });
});

describe('digest', () => {
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  function respond(
    challenge: string,
    { uri = '/hello?a=1', nc = '00000001', password = 'pä:ss', method = 'GET', user = 'ada' } = {},
  ): string {
    const nonce = /nonce="([^"]+)"/.exec(challenge)![1]!;
    const a1 = sha256(`${user}:api:${password}`);
    const response = sha256(`${a1}:${nonce}:${nc}:cn:auth:${sha256(`${method}:${uri}`)}`);
    return `Digest username="${user}", realm="api", nonce="${nonce}", uri="${uri}", algorithm=SHA-256, qop=auth, nc=${nc}, cnonce="cn", response="${response}"`;
  }

  it('lets in who knows the password, once for each count', async () => {
    const { ask } = await start('{ type: digest, username: "{{USER}}", password: "{{PASSWORD}}" }');
    const first = await ask('GET /hello?a=1');
    const challenge = first.headers.get('www-authenticate')!;
    expect([first.status, challenge]).toEqual([
      401,
      expect.stringMatching(/^Digest realm="api", qop="auth", algorithm=SHA-256/),
    ]);
    const attempt = async (authorization: string, what = 'GET /hello?a=1'): Promise<string> => {
      const { status, headers } = await ask(what, { headers: { authorization } });
      return `${status}${/stale=true/.test(headers.get('www-authenticate') ?? '') ? ' stale' : ''}`;
    };
    expect(await attempt(respond(challenge))).toBe('200');
    expect(await attempt(respond(challenge))).toBe('401 stale');
    expect(await attempt(respond(challenge, { nc: '00000002' }))).toBe('200');
    expect(await attempt(respond(challenge, { nc: '00000003', password: 'wrong' }))).toBe('401');
    expect(await attempt(respond(challenge, { nc: '00000003', user: 'eve' }))).toBe('401');
    expect(await attempt(respond(challenge, { nc: '00000003' }), 'GET /hello?a=2')).toBe('401');
    expect(await attempt(respond(challenge, { nc: '00000003' }), 'DELETE /hello?a=1')).toBe('401');
    expect(await attempt(respond('nonce="mine.1.2"', { nc: '00000001' }))).toBe('401 stale');
    expect(await attempt('Digest')).toBe('401');
  });
});

/** What refusals of tokens say beside what is wrong. */
const place = 'resource_metadata="http://server.test/.well-known/oauth-protected-resource"';

describe('oauth2', () => {
  const keys = generateKeyPair('ES256', { extractable: true });
  let metadata = true;
  let issuer = '';
  const fetched: string[] = [];
  const server: Server = createServer((request, response) => {
    fetched.push(request.url ?? '');
    void keys.then(async ({ publicKey }) => {
      const known = request.url?.endsWith('/keys')
        ? { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' }] }
        : metadata && request.url === '/.well-known/openid-configuration'
          ? { issuer, jwks_uri: `${issuer}/keys` }
          : undefined;
      response.writeHead(known === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(known ?? {}));
    });
  });
  beforeAll(async () => {
    issuer = await listen(server);
  });
  afterAll(() => stop(server));

  const authentication = (): string =>
    `{ type: oauth2, authorizationServerUri: "${issuer}", resource: "https://api.test", scopes: [read, write] }`;
  const token = async (
    claims: Record<string, unknown> = {},
    header: object = {},
    key?: CryptoKey,
  ): Promise<string> =>
    new SignJWT({
      iss: issuer,
      aud: 'https://api.test',
      scope: 'read write more',
      exp: Math.floor(Date.now() / 1000) + 60,
      ...claims,
    })
      .setProtectedHeader({ alg: 'ES256', kid: 'k', ...header })
      .sign(key ?? (await keys).privateKey);

  it('lets in tokens of this server for this resource, and fetches the keys once', async () => {
    const { ask, answer } = await start(authentication());
    const attempt = async (bearer: string | undefined): Promise<[number, string | null]> => {
      const response = await ask(
        'GET /hello',
        bearer === undefined ? {} : { headers: { authorization: `Bearer ${bearer}` } },
      );
      return [response.status, response.headers.get('www-authenticate')];
    };
    fetched.length = 0;
    expect(
      await answer('GET /hello', { headers: { authorization: `Bearer ${await token()}` } }),
    ).toEqual({ status: 200, body: { text: 'hello' } });
    expect(
      await attempt(
        await token({
          aud: ['other', 'https://api.test'],
          scope: undefined,
          scp: ['read', 'write'],
        }),
      ),
    ).toEqual([200, null]);
    expect(fetched.filter((url) => url === '/keys')).toHaveLength(1);
    const past = Math.floor(Date.now() / 1000) - 60;
    const invalid: [number, string] = [401, `Bearer realm="api", error="invalid_token", ${place}`];
    expect(await attempt(undefined)).toEqual([401, `Bearer realm="api", ${place}`]);
    for (const claims of [
      { iss: 'https://evil.test' },
      { aud: 'https://other.test' },
      { exp: past },
      { exp: undefined },
      { nbf: past + 600 },
    ])
      expect(await attempt(await token(claims))).toEqual(invalid);
    expect(await attempt(await token({}, {}, (await generateKeyPair('ES256')).privateKey))).toEqual(
      invalid,
    );
    expect(await attempt('not.a.token')).toEqual(invalid);
    expect(await attempt(`${base64('{"alg":"none"}')}.${base64(`{"iss":"${issuer}"}`)}.`)).toEqual(
      invalid,
    );
    expect(await attempt(await token({ scope: 'read' }))).toEqual([
      403,
      `Bearer realm="api", error="insufficient_scope", scope="read write", ${place}`,
    ]);
  });

  it('tells callers where tokens come from, before they have one, pages of other sites too', async () => {
    const { ask, answer } = await start(authentication(), {
      server: { allowedHosts: ['server.test'] },
    });
    const path = '/.well-known/oauth-protected-resource';
    const about = {
      resource: 'https://api.test',
      resource_name: 'test',
      authorization_servers: [issuer],
      scopes_supported: ['read', 'write'],
      bearer_methods_supported: ['header'],
    };
    const headers = { origin: 'https://page.test' };
    expect(await answer(`GET ${path}`, { headers })).toEqual({ status: 200, body: about });
    const preflight = await ask(`OPTIONS ${path}`, { headers });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([
      204,
      '*',
    ]);
    expect((await answer(`POST ${path}`, { headers })).status).toBe(403);
    expect((await answer('GET /hello', { headers })).status).toBe(403);
    expect((await answer(`GET ${path}x`)).status).toBe(401);
  });

  it('behind a proxy, names the place that callers know', async () => {
    const { ask } = await start(authentication(), {
      server: { publicUrl: 'https://shop.test/api' },
    });
    expect((await ask('GET /hello')).headers.get('www-authenticate')).toBe(
      'Bearer realm="api", resource_metadata="https://shop.test/.well-known/oauth-protected-resource/api"',
    );
    expect((await ask('GET /.well-known/oauth-protected-resource/api')).status).toBe(200);
  });

  it('lets nobody in while keys cannot be found', async () => {
    metadata = false;
    const { answer } = await start(authentication());
    const headers = { authorization: `Bearer ${await token()}` };
    expect((await answer('GET /hello', { headers })).status).toBe(503);
    metadata = true;
    expect((await answer('GET /hello', { headers })).status).toBe(200);
  });

  it('is never open: what cannot be checked is said when the file is compiled, and refused', async () => {
    for (const broken of [
      authentication().replace(/ resource: .*?,/, ''),
      authentication().replace(issuer, 'auth'),
    ]) {
      expect(compileText(yaml(broken)).diagnostics.map(({ code }) => code)).toContain(
        'auth-unchecked',
      );
      const { answer, close } = await start(broken);
      const headers = { authorization: `Bearer ${await token()}` };
      expect((await answer('GET /hello', { headers })).status).toBe(501);
      await close();
    }
  });

  it('a check of one’s own takes the place of what is declared', async () => {
    const { answer } = await start(authentication(), { server: { authenticate: () => undefined } });
    expect((await answer('GET /hello')).status).toBe(200);
  });
});

describe('oauth2 by introspection', () => {
  const now = (): number => Math.floor(Date.now() / 1000);
  const good = (): Record<string, unknown> => ({
    active: true,
    aud: ['other', 'https://api.test'],
    scope: 'read write',
    exp: now() + 60,
  });
  let issuer = '';
  let says: (token: string) => unknown = good;
  let asked: { authorization: string | undefined; body: string }[] = [];
  const server: Server = createServer((request, response) => {
    const answer = (status: number, value: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(typeof value === 'string' ? value : JSON.stringify(value));
    };
    if (request.url === '/.well-known/oauth-authorization-server')
      return answer(200, { issuer, introspection_endpoint: `${issuer}/introspect` });
    if (request.url !== '/introspect' || request.method !== 'POST') return answer(404, {});
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      asked.push({ authorization: request.headers.authorization, body });
      const said = says(new URLSearchParams(body).get('token') ?? '');
      answer(said === undefined ? 500 : 200, said ?? {});
    });
  });
  beforeAll(async () => {
    issuer = await listen(server);
  });
  afterAll(() => stop(server));
  afterEach(() => {
    says = good;
    asked = [];
  });

  const startAsking = async (): Promise<(token?: string) => Promise<string>> => {
    run = await runCapability(
      yaml(
        `{ type: oauth2, authorizationServerUri: "${issuer}", resource: "https://api.test", scopes: [read, write], tokenValidation: introspection }`,
      ),
      undefined,
      {
        secrets: {
          OAUTH_INTROSPECTION_CLIENT_ID: 'me',
          OAUTH_INTROSPECTION_CLIENT_SECRET: 'a b:c',
        },
      },
    );
    const { ask } = run;
    return async (token) => {
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const response = await ask('GET /hello', { headers });
      return [
        response.status,
        /error="(\w+)"/.exec(response.headers.get('www-authenticate') ?? '')?.[1],
      ]
        .filter((part) => part !== undefined)
        .join(' ');
    };
  };

  it('asks with its own credentials, once for a token', async () => {
    const attempt = await startAsking();
    expect(await attempt()).toBe('401');
    expect(asked).toEqual([]);
    expect(await Promise.all(['a+b', 'a+b', 'a+b'].map(attempt))).toEqual(['200', '200', '200']);
    expect(await attempt('a+b')).toBe('200');
    expect(asked).toEqual([
      {
        authorization: `Basic ${base64('me:a+b%3Ac')}`,
        body: 'token=a%2Bb&token_type_hint=access_token',
      },
    ]);
    expect(await attempt('c')).toBe('200');
    expect(asked).toHaveLength(2);
  });

  it('lets in what is active, for this resource, in time, with all scopes', async () => {
    const attempt = await startAsking();
    const cases: [string, Record<string, unknown>, string][] = [
      ['a', { aud: 'https://api.test' }, '200'],
      ['b', { exp: undefined }, '200'],
      ['c', { active: false }, '401 invalid_token'],
      ['d', { active: 'true' }, '401 invalid_token'],
      ['e', { aud: 'https://other.test' }, '401 invalid_token'],
      ['f', { aud: undefined }, '401 invalid_token'],
      ['g', { iss: 'https://evil.test' }, '401 invalid_token'],
      ['h', { exp: now() - 60 }, '401 invalid_token'],
      ['i', { exp: 'soon' }, '401 invalid_token'],
      ['j', { nbf: now() + 60 }, '401 invalid_token'],
      ['k', { scope: 'read' }, '403 insufficient_scope'],
      ['l', { scope: undefined }, '403 insufficient_scope'],
    ];
    says = (token) => ({ ...good(), ...cases.find(([name]) => name === token)?.[1] });
    for (const [name, , wanted] of cases)
      expect([name, await attempt(name)]).toEqual([name, wanted]);
    expect(await attempt('x'.repeat(20_000))).toBe('401 invalid_token');
    // What was refused is asked about again.
    says = good;
    expect(await attempt('c')).toBe('200');
  });

  it('lets nobody in while the authorization server does not answer', async () => {
    const attempt = await startAsking();
    for (const answer of [
      undefined,
      'no JSON',
      '[]',
      `{"active":true,"x":"${'x'.repeat(300_000)}"}`,
    ]) {
      says = () => answer;
      expect(await attempt('a')).toBe('503');
    }
    says = good;
    expect(await attempt('a')).toBe('200');
  });

  it('does not start without its credentials, and says which variables hold them', async () => {
    await startAsking();
    expect(run!.capability.secrets.map(({ variable }) => variable)).toEqual(
      expect.arrayContaining([
        'OAUTH_INTROSPECTION_CLIENT_ID',
        'OAUTH_INTROSPECTION_CLIENT_SECRET',
      ]),
    );
    const { createFetch } = (await run!.load('server/app.ts')) as {
      createFetch: (options: object) => unknown;
    };
    expect(() => createFetch({ client: { secrets: {}, env: {} } })).toThrow(/client id/);
  });
});

describe('binds of files', () => {
  it('are read when the program starts; what is missing is named', async () => {
    const { folder } = await start('{ type: bearer, token: "{{KEY}}" }');
    const files = mkdtempSync(join(folder, 'secrets-'));
    writeFileSync(join(files, 'a.yaml'), 'key: 1\nnested: { a: 1 }\n');
    writeFileSync(join(files, 'b.json'), '{"key":"json"}');
    writeFileSync(join(files, 'c.json'), '{"key": sec');
    const at = (name: string, key = 'key'): BoundValue => ({
      name: 'KEY',
      location: `file://${join(files, name)}`,
      key,
    });
    expect(boundSecrets([at('a.yaml')])).toEqual({ KEY: '1' });
    expect(boundSecrets([at('b.json')])).toEqual({ KEY: 'json' });
    const here = `file:///./${files.slice(process.cwd().length + 1)}/b.json`;
    expect(boundSecrets([{ name: 'KEY', location: here, key: 'key' }])).toEqual({ KEY: 'json' });
    for (const [name, key] of [
      ['none.yaml', 'key'],
      ['a.yaml', 'other'],
      ['a.yaml', 'nested'],
      ['c.json', 'key'],
    ] as const)
      expect(() => boundSecrets([at(name, key)])).toThrow(name);
    expect(() => boundSecrets([at('c.json')])).not.toThrow(/sec\b/);
    expect(() => boundSecrets([{ name: 'KEY', location: 'vault://x/y', key: 'k' }])).toThrow(
      'vault://x/y',
    );
    rmSync(files, { recursive: true });
  });

  it('reach the program that starts the server', async () => {
    run = await runCapability(
      yaml('{ type: bearer, token: "{{KEY}}" }').replace(
        '- namespace: env',
        '- namespace: vault\n    location: "file:///./secrets/shop.yaml"',
      ),
    );
    expect(readFileSync(join(run.folder, 'server/node.ts'), 'utf8')).toContain(
      'name: "KEY", location: "file:///./secrets/shop.yaml", key: "K"',
    );
  });
});
