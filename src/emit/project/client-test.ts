// The module that runs the generated tests, with the operations that stand for all others where faults are tested.
import type { Auth, Capability, Operation } from '../../ir/capability.ts';
import type { OutputFile } from '../emitter.ts';
import { arrow, call, object } from '../typescript/code-make.ts';
import type { Code, List } from '../typescript/code.ts';
import { generatedNote, namedList } from '../typescript/imports.ts';
import { literalCode, type LiteralValue, Source, treeSource } from '../typescript/literal.ts';
import { signature } from '../typescript/signature.ts';
import { ModuleText } from '../typescript/statement.ts';
import { sampleLiteral } from './sample-value.ts';
import { callCode, type CaseModule, type WireTest } from './wire-tests.ts';
import { type Environment, requiredSecrets, serviceBase } from './test-environment.ts';

export function clientTest(
  capability: Capability,
  environment: Environment,
  tests: readonly WireTest[],
  modules: readonly CaseModule[],
): OutputFile {
  const text = new ModuleText();
  const lists = modules.map(({ export: name, file }) => ({
    name,
    line: namedList('import', [name], file.path.replace(/^test\//, './')),
  }));
  const imports = [
    namedList(
      'import',
      ['type Client', 'type ClientCore', 'createClient', 'createCore'],
      '../client/index.ts',
    ),
    ...lists.map(({ line }) => line),
    'import { faultTests } from "./support/faults.ts";',
    'import { wireTests } from "./support/wire.ts";',
  ];
  const create = (name: string, variables: string): string =>
    text.returned(call(name, literalCode(clientOptions(capability, environment, variables))));
  text.add(text.value('env', literalCode({ ...environment.variables })));
  text.add(`function connect(
  fetcher: typeof fetch,
  variables: { readonly [name: string]: string } = env,
): Client {
  ${create('createClient', 'variables')}
}`);
  text.add(`function core(fetcher: typeof fetch): ClientCore {
  ${create('createCore', 'env')}
}`);
  const cases: Code = {
    kind: 'list',
    style: 'array',
    items: lists.map(({ name }) => `...${name}`),
  };
  text.add(text.statement(call('wireTests', 'connect', 'core', cases), 0));
  const { items } = literalCode(faultSetup(capability, tests)) as List;
  const setup = object(['connect', 'env', ...items]);
  text.add(text.statement(call('faultTests<Client>', setup), 0));
  const content = text.text(generatedNote, imports);
  return { path: 'test/client.test.ts', content, ...(text.sure ? { verbatim: true } : {}) };
}

export function clientOptions(
  capability: Capability,
  environment: Environment,
  variables: string,
): LiteralValue {
  const bases = capability.services
    .map((service) => ({ id: service.id, ...serviceBase(service, environment) }))
    .filter(({ given }) => given)
    .map(({ id, url }) => [id, url] as const);
  return {
    ...(bases.length === 0 ? {} : { baseURL: Object.fromEntries(bases) }),
    env: new Source(variables),
    fetch: new Source('fetcher'),
  };
}

function faultSetup(capability: Capability, tests: readonly WireTest[]): LiteralValue {
  const usable = tests.filter(
    ({ expected }) => expected.request !== undefined && Object.keys(expected.headers).length === 0,
  );
  const idempotent = declaredIdempotent(capability);
  const read = shortest(
    usable.filter(
      ({ operation: { method, output } }) => method === 'GET' && output.format === 'json',
    ),
  );
  const write = shortest(
    usable.filter(
      ({ operation: { id, method, inputs } }) =>
        (method === 'POST' || method === 'PATCH') &&
        !idempotent.has(id) &&
        !inputs.some(({ name }) => name.toLowerCase() === 'idempotency-key'),
    ),
  );
  const service = capability.services.find(({ id }) => id === read?.operation.service);
  const secrets = service === undefined ? [] : requiredSecrets(service);
  const variables = secrets.map(
    (name) => capability.secrets.find((secret) => secret.name === name)?.variable ?? name,
  );
  return {
    read: read && callOf(read),
    write: write && callOf(write),
    path: pathSetup(capability, usable),
    required: read && isAuthorized(read, service?.auth) ? [...new Set(variables)] : [],
  };
}

/** Whether its credentials are those of the service: an argument in their place would overrule them. */
function isAuthorized({ operation }: WireTest, auth: Auth | undefined): boolean {
  const name = auth?.kind === 'apikey' ? auth.name.toLowerCase() : 'authorization';
  return !operation.inputs.some((input) => input.name.toLowerCase() === name);
}

function callOf({ operation, expected }: WireTest): Source {
  const args = literalCode(sampleLiteral(expected.args));
  return treeSource(arrow('(client, options) =>', callCode(operation, args, 'options')));
}

/** An operation with a variable that is text and fills a segment of its path. */
function pathSetup(capability: Capability, tests: readonly WireTest[]): LiteralValue {
  const candidates = tests.filter((test) => textSegment(capability, test) !== undefined);
  const test = shortest(candidates);
  if (test === undefined) return undefined;
  const found = textSegment(capability, test);
  const { operation, expected } = test;
  if (found === undefined || expected.request === undefined) return undefined;
  const segments = expected.request.url.split('/');
  segments[found.segment] = '*';
  const args = Object.fromEntries(
    Object.entries(expected.args).map(([key, value]) => [
      key,
      key === found.key ? new Source('value') : sampleLiteral(value),
    ]),
  );
  return {
    call: treeSource(arrow('(client, value) =>', callCode(operation, literalCode(args)))),
    url: segments.join('/'),
    segment: found.segment,
  };
}

interface TextSegment {
  readonly key: string;
  /** Counted in the whole URL split at its slashes. */
  readonly segment: number;
}

function textSegment(
  { services }: Capability,
  { operation, expected }: WireTest,
): TextSegment | undefined {
  const auth = services.find(({ id }) => id === operation.service)?.auth;
  const segments = expected.request?.url.split('/') ?? [];
  for (const { key, type, wire } of signature(operation, auth).fields) {
    if (wire.in !== 'path' || type.kind !== 'scalar' || type.scalar !== 'string') continue;
    if (isRead(operation, key, wire.name)) continue;
    const value = expected.args[key];
    const encoded = typeof value === 'string' ? encodeURIComponent(value) : '';
    const segment = segments.indexOf(encoded);
    if (segment !== -1) return { key, segment };
  }
  return undefined;
}

/** Whether something besides the path takes the value: it would have to take every payload. */
function isRead(operation: Operation, ...names: readonly string[]): boolean {
  const text = JSON.stringify([operation.body, operation.inputs.map(({ value }) => value)]);
  return names.some((name) => text.includes(JSON.stringify(name)));
}

function declaredIdempotent({ flows, surfaces }: Capability): ReadonlySet<string> {
  const units = [
    ...flows,
    ...surfaces.flatMap((surface) => (surface.kind === 'mcp' ? surface.tools : [])),
  ];
  return new Set(
    units.flatMap(({ hints, action }) =>
      hints.idempotent === true && action.kind === 'call' ? [action.operation] : [],
    ),
  );
}

/** The one with the fewest arguments, not deprecated where that can be; by name where several have as few. */
function shortest(tests: readonly WireTest[]): WireTest | undefined {
  const size = ({ expected, operation }: WireTest): number =>
    Object.keys(expected.args).length + (operation.deprecated ? 1000 : 0);
  return [...tests].sort((a, b) => size(a) - size(b))[0];
}
