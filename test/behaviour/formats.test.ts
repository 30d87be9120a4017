// Answers in formats other than JSON: shaped by routes and read by steps, or passed on as they are.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codesOf, compileFiles } from '../support/compile.ts';
import { connectTools } from '../support/mcp.ts';
import { runCapability, type RunningCapability } from '../support/run.ts';

const formats: readonly (readonly [
  format: string,
  schema: string | undefined,
  body: string,
  mapping: string,
  wanted: unknown,
])[] = [
  [
    'xml',
    undefined,
    '<r><user id="1"><name>Ada</name></user><user id="2"/></r>',
    '$.user[0].name',
    'Ada',
  ],
  ['yaml', undefined, 'users:\n  - { name: Ada }\n', '$.users[0].name', 'Ada'],
  ['csv', undefined, 'name,age\r\n"Ada, A",36\r\n', '$[0].name', 'Ada, A'],
  ['tsv', undefined, 'name\tage\nAda\t36\n', '$[0].age', '36'],
  ['psv', undefined, 'name|age\nAda|36\n', '$[0].name', 'Ada'],
  [
    'html',
    'table.users',
    '<table><tr><td>x</td></tr></table><table class=users><tr><th>name</th></tr><tr><td>Ada</td></tr></table>',
    '$.tables[0][0].name',
    'Ada',
  ],
  ['markdown', 'Users', '# Users\n\n| name |\n| - |\n| Ada |\n', '$.tables[0][0].name', 'Ada'],
];

const yaml = `
ikanos: 1.0.0-beta5
capability:
  consumes:
    - type: http
      namespace: up
      baseUri: https://up.test
      resources:
        things:
          path: /things
          operations:
${formats.map(([format, schema]) => `            ${format}: { method: GET, outputRawFormat: ${format}${schema === undefined ? '' : `, outputSchema: "${schema}"`} }\n`).join('')}            binary: { method: GET, outputRawFormat: binary, outputMediaType: image/png }
  exposes:
    - type: rest
      namespace: api
      port: 8080
      resources:
${[...formats.map(([format]) => format), 'binary']
  .map((format) => {
    const mapping = formats.find(([name]) => name === format)?.[3] ?? '$.a';
    return `        ${format}:
          path: /${format}
          operations:
            shaped: { method: GET, call: up.${format}, outputParameters: [{ type: string, mapping: "${mapping}" }] }
            raw: { method: POST, call: up.${format} }
            stepped: { method: PUT, steps: { one: { type: call, call: up.${format} } }, outputParameters: [{ type: string, mapping: "${mapping}" }] }
`;
  })
  .join('')}`;

let run: RunningCapability;
let sent: { body: string | Uint8Array; type: string };
beforeAll(async () => {
  run = await runCapability(yaml, () => ({
    body: sent.body,
    headers: { 'content-type': sent.type },
  }));
});
afterAll(() => run.close());

describe.each(formats)('%s', (format, _schema, body, _mapping, wanted) => {
  it('is shaped, read by steps, and passed on untouched without a shape', async () => {
    sent = { body, type: 'application/octet-stream' };
    expect(await run.answer(`GET /${format}`)).toEqual({ status: 200, body: wanted });
    expect(await run.answer(`PUT /${format}`)).toEqual({ status: 200, body: wanted });
    expect(await run.answer(`POST /${format}`)).toEqual({ status: 200, body });
  });

  it('what is malformed is a bad gateway', async () => {
    sent = { body: Uint8Array.of(0xff, 0xfe, 0x00), type: 'text/plain' };
    expect((await run.answer(`GET /${format}`)).status).toBe(502);
    expect((await run.answer(`PUT /${format}`)).status).toBe(502);
  });
});

it('avro is read by the schema that the capability names', async () => {
  const text = yaml
    .replace('outputRawFormat: xml', 'outputRawFormat: avro, outputSchema: schemas/user.avsc')
    .replaceAll('$.user[0].name', '$.name');
  const schema =
    '{ "type": "record", "name": "User", "fields": [{ "name": "name", "type": "string" }] }';
  const avro = await runCapability({ 'test.yaml': text, 'schemas/user.avsc': schema }, () => ({
    body: Uint8Array.of(6, 65, 100, 97),
    headers: { 'content-type': 'avro/binary' },
  }));
  for (const method of ['GET', 'PUT'])
    expect(await avro.answer(`${method} /xml`)).toEqual({ status: 200, body: 'Ada' });
  await avro.close();
  const codes = (files: Record<string, string>): readonly string[] =>
    codesOf(compileFiles({ 'test.yaml': text, ...files }));
  expect(codes({})).toEqual(['schema-file-missing']);
  expect(codes({ 'schemas/user.avsc': '{' })).toEqual(['schema-file-invalid']);
});

describe('protobuf', () => {
  const text = yaml
    .replace('outputRawFormat: xml', 'outputRawFormat: protobuf, outputSchema: schemas/shop.proto')
    .replaceAll('$.user[0].name', '$.users[0].name').concat(`    - type: mcp
      namespace: agent
      port: 8081
      tools:
        called: { description: Calls, call: up.xml, outputParameters: [{ type: string, mapping: "$.users[0].name" }] }
        whole: { description: Passes all of it on, call: up.xml }
        stepped:
          description: Steps
          steps: { one: { type: call, call: up.xml } }
          mappings: [{ target: name, value: $.one.users.0.name }]
`);
  const files = {
    'test.yaml': text,
    'schemas/shop.proto':
      'syntax = "proto3"; import "user.proto"; message Shop { repeated User users = 1; }',
    'schemas/user.proto': 'syntax = "proto3"; message User { string name = 1; }',
  };

  it('is read by the message that the capability names', async () => {
    let body = Uint8Array.of(10, 5, 10, 3, 65, 100, 97);
    const running = await runCapability(files, () => ({
      body,
      headers: { 'content-type': 'application/x-protobuf' },
    }));
    const { answer, close, folder } = running;
    for (const method of ['GET', 'PUT'])
      expect(await answer(`${method} /xml`)).toEqual({ status: 200, body: 'Ada' });
    expect(await answer('POST /xml')).toEqual({ status: 200, body: '\n\x05\n\x03Ada' });
    const tools = await connectTools(running);
    expect(await tools.call('called', {})).toEqual({ isError: false, value: 'Ada' });
    expect(await tools.call('stepped', {})).toEqual({ isError: false, value: { name: 'Ada' } });
    // A model reads text.
    expect(await tools.call('whole', {})).toEqual({
      isError: false,
      value: { users: [{ name: 'Ada' }] },
    });
    await tools.close();
    body = Uint8Array.of(10, 0);
    expect(await answer('GET /xml')).toEqual({ status: 200, body: '' });
    body = Uint8Array.of(10, 5, 10);
    for (const method of ['GET', 'PUT']) expect((await answer(`${method} /xml`)).status).toBe(502);
    expect(readdirSync(join(folder, 'server/runtime'))).toContain('format-protobuf.ts');
    await close();
  });

  it.each(['desc', 'pb', 'binpb'])('a descriptor set (.%s) is asked for as text', (ending) => {
    const given = { ...files, 'test.yaml': text.replace('shop.proto', `shop.${ending}`) };
    const { diagnostics } = compileFiles(given);
    expect(diagnostics.map(({ code }) => code)).toEqual(['schema-file-invalid']);
    expect(diagnostics[0]?.message).toContain('name the `.proto` file');
  });

  it.each([
    [
      'without a schema',
      text.replace(', outputSchema: schemas/shop.proto', ''),
      'output-format-not-read',
    ],
    [
      'with one that is none',
      text.replace('shop.proto', 'shop.proto#Shops'),
      'schema-message-unknown',
    ],
  ])('%s it is passed on: what reads it answers 501', async (_, document, code) => {
    const given = { ...files, 'test.yaml': document };
    expect(codesOf(compileFiles(given))).toEqual([code]);
    const unread = await runCapability(given, () => ({
      body: 'x',
      headers: { 'content-type': 'application/x-protobuf' },
    }));
    expect((await unread.answer('GET /xml')).status).toBe(501);
    expect((await unread.answer('PUT /xml')).status).toBe(501);
    expect(await unread.answer('POST /xml')).toEqual({ status: 200, body: 'x' });
    await unread.close();
  });
});

it('binary passes as bytes, shape or not', async () => {
  sent = { body: Uint8Array.of(1, 0, 255), type: 'image/gif' };
  for (const method of ['GET', 'POST']) {
    const response = await run.ask(`${method} /binary`);
    expect([response.status, [...new Uint8Array(await response.arrayBuffer())]]).toEqual([
      200,
      [1, 0, 255],
    ]);
  }
});

describe('bytes', () => {
  const document = `
ikanos: 1.0.0-beta5
capability:
  consumes:
    - type: http
      namespace: up
      baseUri: https://up.test
      resources:
        files:
          path: /files
          operations:
            plain: { method: GET, outputRawFormat: binary }
            small: { method: GET, outputRawFormat: binary, outputMediaType: image/png, maxBinarySize: 4B }
            text: { method: GET }
  aggregates:
    - display: Files
      namespace: files
      flows: { get: { description: d, outputMediaType: image/webp, call: up.small } }
  exposes:
    - type: rest
      namespace: api
      port: 8080
      maxBinarySize: 6B
      resources:
        files:
          path: /files
          operations:
            plain: { method: GET, call: up.plain }
            small: { method: POST, call: up.small }
            flow: { method: PUT, ref: files.get }
        more:
          path: /more
          operations:
            short: { method: GET, call: up.small, responseBinary: { status: 203, mediaType: image/avif } }
            long:
              method: PUT
              ref: files.get
              responses: { "200": { description: d, content: { image/jpeg: { binary: true }, application/json: {} } } }
            stepped: { method: POST, steps: { one: { type: call, call: up.text }, two: { type: call, call: up.plain } } }
            text: { method: DELETE, call: up.text }
        all: { path: "/all/{path}", forward: { targetNamespace: up } }
`;
  let bytes: RunningCapability;
  let length = 4;
  let told = true;
  let type: string | undefined;
  beforeAll(async () => {
    bytes = await runCapability(document, () => ({
      body: Uint8Array.from({ length }, (_, i) => i),
      headers: {
        ...(told ? { 'content-length': String(length) } : {}),
        ...(type === undefined ? {} : { 'content-type': type }),
      },
    }));
  });
  afterAll(() => bytes.close());
  const get = async (what: string): Promise<[number, string | null, number]> => {
    const response = await bytes.ask(what);
    const body = await response.arrayBuffer();
    return [response.status, response.headers.get('content-type'), body.byteLength];
  };

  it.each([true, false])(
    'are of the declared type, and no more than declared (length told: %s)',
    async (isTold) => {
      [told, length, type] = [isTold, 4, undefined];
      expect(await get('GET /files')).toEqual([200, 'application/octet-stream', 4]);
      type = 'image/gif';
      expect(await get('GET /files')).toEqual([200, 'image/gif', 4]);
      expect(await get('POST /files')).toEqual([200, 'image/png', 4]);
      expect(await get('PUT /files')).toEqual([200, 'image/webp', 4]);
      expect(await get('GET /more')).toEqual([203, 'image/avif', 4]);
      expect(await get('PUT /more')).toEqual([200, 'image/jpeg', 4]);
      expect(await get('GET /all/x')).toEqual([200, 'image/gif', 4]);
      length = 6;
      expect((await get('GET /files'))[0]).toBe(200);
      for (const what of ['POST /files', 'PUT /files', 'GET /more', 'PUT /more'])
        expect([what, (await get(what))[0]]).toEqual([what, 502]);
      length = 7;
      expect((await get('GET /files'))[0]).toBe(502);
      // Others have no such limit.
      expect((await get('GET /all/x'))[0]).toBe(200);
      expect((await get('DELETE /more'))[0]).toBe(200);
    },
  );

  it('are what a flow answers with where its last step gave some', async () => {
    [told, length, type] = [true, 4, 'text/plain'];
    expect(await get('POST /more')).toEqual([200, 'text/plain', 4]);
    length = 7;
    expect((await get('POST /more'))[0]).toBe(502);
  });
});

it('readers are there only where a route reads that format', async () => {
  const has = (folder: string): string[] =>
    readdirSync(join(folder, 'server/runtime')).filter((name) => name.startsWith('format-'));
  expect(has(run.folder)).toEqual([
    'format-html.ts',
    'format-markdown.ts',
    'format-xml.ts',
    'format-yaml.ts',
  ]);
  expect(readFileSync(join(run.folder, 'server/index.ts'), 'utf8')).toContain(
    'fast-xml-parser@5 hono@4 marked@18 node-html-parser@9 yaml@2',
  );
  const lean = await runCapability(
    yaml.replaceAll(/, outputParameters: .*\}\]/g, '').replaceAll(/ +stepped: .*\n/g, ''),
  );
  expect(has(lean.folder)).toEqual([]);
  expect(readFileSync(join(lean.folder, 'server/index.ts'), 'utf8')).toContain(
    'npm install @hono/node-server@2 hono@4\n',
  );
  await lean.close();
});

it('tools give what a schema reads as JSON, whatever they reach it by', async () => {
  const tool = 'description: d';
  const text = `
ikanos: 1.0.0-beta5
capability:
  consumes:
    - type: http
      namespace: up
      baseUri: https://up.test
      resources: { user: { path: /user, operations: { read: { method: GET, outputRawFormat: avro, outputSchema: user.avsc } } } }
  aggregates:
    - { namespace: users, display: Users, flows: { one: { description: d, call: up.read }, again: { description: d, steps: { read: { type: call, call: up.read } } } } }
  exposes:
    - type: mcp
      namespace: tools
      transport: stdio
      tools:
        by-call: { ${tool}, call: up.read }
        by-steps: { ${tool}, steps: { read: { type: call, call: up.read } } }
        by-flow: { ${tool}, ref: users.one }
        by-steps-of-a-flow: { ${tool}, ref: users.again }
`;
  const schema =
    '{ "type": "record", "name": "User", "fields": [{ "name": "name", "type": "string" }] }';
  const avro = await runCapability({ 'test.yaml': text, 'user.avsc': schema }, () => ({
    body: Uint8Array.of(6, 65, 100, 97),
    headers: { 'content-type': 'avro/binary' },
  }));
  const tools = await connectTools(avro);
  for (const name of ['by-call', 'by-steps', 'by-flow', 'by-steps-of-a-flow'])
    expect(await tools.call(name, {})).toEqual({ isError: false, value: { name: 'Ada' } });
  await tools.close();
  await avro.close();
});
