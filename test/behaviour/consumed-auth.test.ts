// Credentials towards the upstream, as they arrive there.
import { afterEach, describe, expect, it } from 'vitest';
import {
  json,
  runCapability,
  type Answer,
  type RunningCapability,
  type RunOptions,
} from '../support/run.ts';

let run: RunningCapability | undefined;
afterEach(async () => {
  await run?.close();
  run = undefined;
});

async function start(
  authentication: string,
  answer?: Answer,
  options: RunOptions = {},
): Promise<RunningCapability> {
  const yaml = `
ikanos: 1.0.0-beta5
binds:
  - namespace: env
    keys: { USER: U, PASSWORD: P, KEY: K }
capability:
  consumes:
    - type: http
      namespace: up
      baseUri: https://up.test
      ${authentication === '' ? '' : `authentication: ${authentication}`}
      resources:
        things:
          path: /things
          operations:
            get: { method: GET, inputParameters: { q: { in: query } } }
  exposes:
    - type: rest
      namespace: api
      port: 8080
      resources:
        things:
          path: /things
          operations:
            get: { method: GET, call: up.get }
`;
  run = await runCapability(yaml, answer, {
    ...options,
    secrets: { USER: 'ada', PASSWORD: 'pä:ss', KEY: 'k&y', ...options.secrets },
  });
  return run;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('authentication of consumed APIs', () => {
  it.each<[string, string, string, string | undefined]>([
    ['none', '', 'authorization', undefined],
    ['bearer', '{ type: bearer, token: "{{KEY}}" }', 'authorization', 'Bearer k&y'],
    [
      'bearer of a namespace',
      '{ type: bearer, token: "{{env.KEY}}" }',
      'authorization',
      'Bearer k&y',
    ],
    [
      'basic',
      '{ type: basic, username: "{{USER}}", password: "{{PASSWORD}}" }',
      'authorization',
      `Basic ${base64('ada:pä:ss')}`,
    ],
    [
      'apikey in a header',
      '{ type: apikey, key: X-Api-Key, value: "{{KEY}}", placement: header }',
      'x-api-key',
      'k&y',
    ],
    [
      'apikey without a place',
      '{ type: apikey, key: X-Api-Key, value: "{{KEY}}" }',
      'x-api-key',
      'k&y',
    ],
  ])('%s', async (_, authentication, header, wanted) => {
    const { answer, requests } = await start(authentication);
    // The caller's own credentials are for this server and go no further.
    expect(
      (await answer('GET /things?q=1', { headers: { authorization: 'Bearer of-the-caller' } }))
        .status,
    ).toBe(200);
    expect(requests[0]!.headers[header]).toBe(wanted);
    expect(requests[0]!.query).toEqual([['q', '1']]);
  });

  it('apikey in the query', async () => {
    const { answer, requests } = await start(
      '{ type: apikey, key: api key, value: "{{KEY}}", placement: query }',
    );
    await answer('GET /things?q=1');
    expect(requests[0]!.query).toEqual([
      ['q', '1'],
      ['api key', 'k&y'],
    ]);
  });

  it('digest', async () => {
    const { answer, requests } = await start(
      '{ type: digest, username: "{{USER}}", password: "{{PASSWORD}}" }',
      ({ headers }) =>
        headers.authorization === undefined
          ? {
              status: 401,
              headers: {
                'www-authenticate': 'Digest realm="r", nonce="n1", qop="auth", algorithm=SHA-256',
              },
            }
          : json({ ok: true }),
    );
    expect(await answer('GET /things?q=1')).toEqual({ status: 200, body: { ok: true } });
    expect(requests).toHaveLength(2);
    expect(requests[1]!.headers.authorization).toMatch(
      /^Digest username="ada", realm="r", nonce="n1", uri="\/up\/things\?q=1"/,
    );
  });

  it('oauth2: client credentials, and the token kept', async () => {
    const asked: string[] = [];
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const request = new Request(input, init);
      if (!request.url.startsWith('https://auth.test/')) return globalThis.fetch(request);
      asked.push(`${request.method} ${request.url} ${await request.text()}`);
      return Response.json({ access_token: 't-1', token_type: 'Bearer', expires_in: 3600 });
    };
    const { answer, requests } = await start(
      '{ type: oauth2, authorizationServerUri: https://auth.test, resource: https://up.test, tokenEndpoint: https://auth.test/token, scopes: [read, write] }',
      undefined,
      { secrets: { OAUTH_CLIENT_ID: 'me', OAUTH_CLIENT_SECRET: 's' }, client: { fetch } },
    );
    await answer('GET /things');
    await answer('GET /things');
    expect(requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer t-1',
      'Bearer t-1',
    ]);
    expect(asked).toEqual([
      expect.stringMatching(
        /^POST https:\/\/auth\.test\/token .*grant_type=client_credentials.*scope=read(\+|%20)write/,
      ),
    ]);
  });

  it('a credential that is missing is told to nobody but the log', async () => {
    const { answer, requests } = await start('{ type: bearer, token: "{{NOBODY_SET_THIS}}" }');
    const { status, body } = await answer('GET /things');
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('NOBODY_SET_THIS');
    expect(requests).toEqual([]);
  });
});
