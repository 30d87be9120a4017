// The surfaces beside the routes: control and skills.
import { spawn } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileText } from '../support/compile.ts';
import { json, runCapability, type RunningCapability } from '../support/run.ts';

const yaml = `
ikanos: 1.0.0-beta5
info: { display: Shop, description: d, version: 2.1.0 }
binds: [{ namespace: env, keys: { KEY: SHOP_KEY } }]
capability:
  consumes:
    - type: http
      namespace: up
      baseUri: https://up.test
      resources: { orders: { path: /orders, operations: { list: { method: GET } } } }
  exposes:
    - type: rest
      namespace: api
      port: 18080
      resources: { orders: { path: /orders, operations: { list: { method: GET, call: up.list }, stepped: { method: POST, steps: { first: { type: call, call: up.list } } } } } }
    - type: control
      port: 18082
      management: { health: true, info: true, scripting: { timeout: 5000, allowedLanguages: [javascript] } }
      observability: { traces: { sampling: 1, local: { buffer-size: 20 } } }
    - type: skill
      namespace: skills
      port: 18081
      authentication: { type: bearer, token: "{{KEY}}" }
      skills:
        orders:
          description: Reads orders
          license: MIT
          allowed-tools: list
          metadata: { team: shop }
          location: "file:///./FOLDER"
          tools:
            list: { description: Lists, from: { sourceNamespace: api, action: list } }
            guide: { description: How to, instruction: GUIDE.md }
        empty: { description: Nothing }
`;

type Fetch = (request: Request) => Promise<Response>;
let run: RunningCapability;
let control: Fetch;
let skills: Fetch;
/** The routes, traced. */
let ask: Fetch;
let untraced: Fetch;

type TracerClass = new (settings: object) => {
  log(entry: object): void;
  step(entry: object): void;
  fetch(next: typeof fetch): typeof fetch;
  serve(adapter: string, fetch: Fetch): Fetch;
};

let adapters: Map<string, boolean>;
beforeAll(async () => {
  run = await runCapability(yaml, () => json([1]), { built: true });
  const folder = join(run.folder, 'files');
  mkdirSync(join(folder, 'sub'), { recursive: true });
  writeFileSync(join(folder, 'GUIDE.md'), '# Guide');
  writeFileSync(join(folder, 'sub/data.bin'), Uint8Array.of(0, 255));
  writeFileSync(join(run.folder, 'outside.txt'), 'secret');
  symlinkSync(join(run.folder, 'outside.txt'), join(folder, 'link.txt'));
  const { Meter } = (await run.load('server/runtime/metrics.ts')) as {
    Meter: new () => {
      log(surface: string): unknown;
      step(entry: object): void;
      fetch: typeof fetch;
    };
  };
  const meter = new Meter();
  const app = (await run.load('server/app.ts')) as { createFetch: (options: object) => Fetch };
  const api = app.createFetch({
    client: { baseURL: run.upstream, fetch: meter.fetch },
    log: meter.log('api'),
  });
  for (const path of ['/orders', '/nowhere']) await api(new Request(`http://server.test${path}`));
  adapters = new Map([['api', true]]);
  const { createControl, controls } = (await run.load('server/control.ts')) as {
    createControl: (surface: object, options: object) => Fetch;
    controls: object[];
  };
  const { Tracer } = (await run.load('server/runtime/traces.ts')) as { Tracer: TracerClass };
  const tracer = new Tracer({ sampling: 1, propagation: 'w3c', size: 3 });
  const traced = app.createFetch({
    client: { baseURL: run.upstream, fetch: tracer.fetch(meter.fetch) },
    log: tracer.log,
    step: (entry: object) => {
      tracer.step(entry);
      meter.step(entry);
    },
  });
  ask = tracer.serve('api', traced);
  control = createControl(controls[0]!, { meter, adapters, tracer });
  untraced = createControl(controls[0]!, { meter, adapters });
  const side = (await run.load('server/skills.ts')) as {
    createSkills: (surface: object, options: object) => Fetch;
    skills: { skills: { location?: string }[] }[];
  };
  const { skillFiles } = (await run.load('server/runtime/skill-files.ts')) as {
    skillFiles: object;
  };
  const surface = JSON.parse(
    JSON.stringify(side.skills[0]).replaceAll('file:///./FOLDER', `file://${folder}`),
  ) as object;
  skills = side.createSkills(surface, { files: skillFiles, client: { secrets: { KEY: 'k' } } });
});
afterAll(() => run.close());

async function get(
  fetch: Fetch,
  path: string,
  headers: Record<string, string> = {},
): Promise<[number, string]> {
  const response = await fetch(new Request(`http://server.test${path}`, { headers }));
  return [response.status, await response.text()];
}

describe('control', () => {
  it('is alive, and ready while all adapters run', async () => {
    expect(await get(control, '/health/live')).toEqual([200, '{"status":"UP"}']);
    expect(await get(control, '/health/ready')).toEqual([
      200,
      '{"status":"UP","adapters":{"api":"started"}}',
    ]);
    adapters.set('api', false);
    expect(await get(control, '/health/ready')).toEqual([
      503,
      '{"status":"DEGRADED","adapters":{"api":"stopped"}}',
    ]);
  });

  it('says what it is', async () => {
    const [status, body] = await get(control, '/status');
    expect([status, JSON.parse(body)]).toEqual([
      200,
      expect.objectContaining({
        capability: { id: 'test', title: 'Shop', version: '2.1.0', format: 'ikanos-1.0.0-beta5' },
      }),
    ]);
  });

  it('counts requests and calls, in the text format of Prometheus', async () => {
    const [status, text] = await get(control, '/metrics');
    expect(status).toBe(200);
    expect(text).toMatch(
      /^ikanos_request_total\{adapter="api",operation="\w+",method="GET",status="200"\} 1$/m,
    );
    expect(text).toMatch(
      /^ikanos_request_total\{adapter="api",operation="none",method="GET",status="404"\} 1$/m,
    );
    expect(text).toMatch(/^ikanos_request_duration_seconds_bucket\{.*le="\+Inf"\} 1$/m);
    expect(text).toMatch(
      /^ikanos_http_client_request_total\{host="127\.0\.0\.1:\d+",method="GET",status="200"\} 1$/m,
    );
    for (const line of text.trimEnd().split('\n'))
      expect(line).toMatch(
        /^(# HELP \w+ [A-Z][^\n]+\.|# TYPE \w+ (counter|gauge|histogram)|\w+(\{(\w+="[^"]*",?)+\})? [\d.e+-]+)$/,
      );
  });

  it('keeps the last traces: the route, its steps and calls, and hands their ids on', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const request = (method: string, path: string, headers = {}): Request =>
      new Request(`http://server.test${path}`, { method, headers });
    await ask(request('GET', '/nowhere'));
    await ask(request('GET', '/nowhere'));
    const parent = `00-${traceId}-b7ad6b7169203331-01`;
    await ask(request('POST', '/orders', { traceparent: parent }));
    await ask(request('GET', '/orders'));
    expect(run.requests.at(-2)?.headers['traceparent']).toMatch(
      new RegExp(`^00-${traceId}-(?!b7ad6b7169203331)[0-9a-f]{16}-01$`),
    );
    const own = /^00-([0-9a-f]{32})-/.exec(
      String(run.requests.at(-1)?.headers['traceparent']),
    )?.[1];
    const list = async (query = ''): Promise<Record<string, unknown>[]> =>
      (
        JSON.parse((await get(control, `/traces${query}`))[1]) as {
          traces: Record<string, unknown>[];
        }
      ).traces;
    const all = await list();
    // The oldest is gone.
    expect(all.map(({ operation, status }) => [operation, status])).toEqual([
      [expect.any(String), 200],
      [expect.any(String), 200],
      ['none', 404],
    ]);
    expect(all.map((trace) => trace['traceId']).slice(0, 2)).toEqual([own, traceId]);
    expect(all[0]).toEqual({
      traceId: own,
      adapter: 'api',
      operation: expect.any(String),
      method: 'GET',
      status: 200,
      started: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      durationMs: expect.any(Number),
    });
    expect(await list('?operation=none')).toEqual([all[2]]);
    expect(await list('?status=404')).toEqual([all[2]]);
    expect(await list('?status=error')).toEqual([]);
    const [status, text] = await get(control, `/traces/${traceId}`);
    expect([status, JSON.parse(text)]).toEqual([
      200,
      {
        ...all[1],
        spans: [
          expect.objectContaining({
            kind: 'call',
            name: `GET ${new URL(run.upstream).host}`,
            status: 200,
          }),
          expect.objectContaining({ kind: 'step', name: 'first' }),
        ],
      },
    ]);
    expect((await get(control, '/traces/none'))[0]).toBe(404);
    expect((await get(control, '/metrics'))[1]).toMatch(
      /^ikanos_step_duration_seconds_count\{step="first",outcome="done"\} 1$/m,
    );
    expect((await get(untraced, '/traces'))[0]).toBe(503);
    expect((await get(untraced, '/traces/x'))[0]).toBe(503);
  });

  it('shows how scripts run, and what it cannot do is said when the file is compiled', async () => {
    expect(await get(control, '/scripting')).toEqual([
      200,
      '{"enabled":true,"timeoutMs":5000,"allowedLanguages":["javascript"]}',
    ]);
    const text = yaml
      .replace('info: true,', 'info: true, reload: true, validate: false, logs: { stream: true },')
      .replace('timeout: 5000', 'timeout: 5000, statementLimit: 5')
      .replace(
        'sampling: 1,',
        'sampling: 1 }, exporters: { otlp: { endpoint: "http://x" } }, metrics: {',
      )
      .replace('buffer-size: 20', 'enabled: false');
    const { diagnostics, capability } = compileText(text);
    expect(
      diagnostics
        .filter(({ code }) => code === 'control-unserved')
        .map(({ message }) => message.split(' ')[0]),
    ).toEqual(['`reload`', '`logs`', '`statementLimit`', '`otlp`']);
    expect(capability?.surfaces.find(({ kind }) => kind === 'control')).toMatchObject({
      metrics: false,
      traces: { sampling: 1, propagation: 'w3c', size: 100 },
    });
    const off = yaml.replace('buffer-size: 20', 'enabled: false');
    expect(
      compileText(off).capability?.surfaces.find(({ kind }) => kind === 'control'),
    ).not.toHaveProperty('traces');
  });

  it('has nothing else, and takes nothing', async () => {
    expect((await get(control, '/nowhere'))[0]).toBe(404);
    expect(
      (await control(new Request('http://server.test/health/live', { method: 'POST' }))).status,
    ).toBe(405);
  });
});

describe('skills', () => {
  const ask = (path: string): Promise<[number, string]> =>
    get(skills, path, { authorization: 'Bearer k' });

  it('are listed and described', async () => {
    expect((await get(skills, '/skills'))[0]).toBe(401);
    expect(JSON.parse((await ask('/skills'))[1])).toEqual({
      count: 2,
      skills: [
        { name: 'orders', description: 'Reads orders', license: 'MIT' },
        { name: 'empty', description: 'Nothing' },
      ],
    });
    expect(JSON.parse((await ask('/skills/orders'))[1])).toEqual({
      name: 'orders',
      description: 'Reads orders',
      license: 'MIT',
      'allowed-tools': 'list',
      metadata: { team: 'shop' },
      tools: [
        {
          name: 'list',
          description: 'Lists',
          type: 'derived',
          derived: { targetNamespace: 'api', action: 'list', mode: 'rest' },
        },
        { name: 'guide', description: 'How to', type: 'instruction', instruction: 'GUIDE.md' },
      ],
    });
  });

  it('show their files, and no others', async () => {
    expect(JSON.parse((await ask('/skills/orders/contents'))[1])).toEqual({
      name: 'orders',
      files: ['GUIDE.md', 'sub/data.bin'],
    });
    expect(await ask('/skills/orders/contents/GUIDE.md')).toEqual([200, '# Guide']);
    for (const path of [
      'link.txt',
      '../outside.txt',
      '%2e%2e%2foutside.txt',
      'sub%2f..%2f..%2foutside.txt',
      'sub',
      'none',
      '%00',
      '%zz',
    ])
      expect([path, (await ask(`/skills/orders/contents/${path}`))[0]]).toEqual([path, 404]);
    for (const path of [
      '/skills/none',
      '/skills/empty/contents',
      '/skills/empty/download',
      '/skills/__proto__',
      '/other',
    ])
      expect((await ask(path))[0]).toBe(404);
  });

  it('come as an archive', async () => {
    const response = await skills(
      new Request('http://server.test/skills/orders/download', {
        headers: { authorization: 'Bearer k' },
      }),
    );
    expect([
      response.status,
      response.headers.get('content-type'),
      response.headers.get('content-disposition'),
    ]).toEqual([200, 'application/zip', 'attachment; filename="orders.zip"']);
    const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
    expect(
      Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, [...bytes].join()])),
    ).toEqual({ 'orders/GUIDE.md': '35,32,71,117,105,100,101', 'orders/sub/data.bin': '0,255' });
  });
});

it('the program starts them all', async () => {
  const program = spawn(process.execPath, [join(run.folder, 'server/node.js')], {
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', SHOP_KEY: 'k' },
  });
  let output = '';
  program.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  program.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await expect
    .poll(() => output, { timeout: 10_000 })
    .toMatch(
      /^api listens on http:\/\/127\.0\.0\.1:\d+\nskills listens on .*:18081\ncontrol listens on http:\/\/localhost:18082\n$/,
    );
  await (await fetch(`${/^api listens on (\S+)$/m.exec(output)![1]}/nowhere`)).text();
  const listed = await fetch('http://localhost:18082/traces?status=404');
  expect(await listed.json()).toEqual({
    traces: [expect.objectContaining({ adapter: 'api', status: 404 })],
  });
  const ended = new Promise((resolve) => program.once('exit', resolve));
  program.kill('SIGTERM');
  await ended;
});
