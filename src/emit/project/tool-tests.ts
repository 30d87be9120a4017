// The generated tests of MCP tools: for each whose requests can be worked out, what it is called with, sends and gives.
import type { Capability, McpSurface, Tool } from '../../ir/capability.ts';
import type { OutputFile } from '../emitter.ts';
import { arrow, call, entry, object } from '../typescript/code-make.ts';
import type { List } from '../typescript/code.ts';
import { generatedNote, namedList } from '../typescript/imports.ts';
import { literalCode } from '../typescript/literal.ts';
import { clientGroup, moduleName, splitIntoModules } from '../typescript/module-layout.ts';
import { identifier, literalKey, Scope } from '../typescript/names.ts';
import { ModuleText } from '../typescript/statement.ts';
import { fits } from './carried-value.ts';
import { clientOptions } from './client-test.ts';
import { type ActionWorld, expectedAction, fedSample } from './expected-action.ts';
import type { ExpectedAnswer } from './expected-answer.ts';
import { type ExpectedRequest, testCredentials } from './expected-request.ts';
import type { StepRequest } from './expected-steps.ts';
import { printMember, type Printed } from './print-value.ts';
import { Bytes, type Sample, testSample } from './sample-value.ts';
import type { Environment } from './test-environment.ts';

interface ToolCase {
  readonly tool: string;
  readonly args: Readonly<Record<string, Sample>>;
  /** Undefined: nothing, the answer is fixed. */
  readonly sends: ExpectedRequest | undefined;
  readonly example: ExpectedAnswer | undefined;
  /** Undefined: there are no steps. */
  readonly later: readonly StepRequest[] | undefined;
  /** More may be sent than can be told. */
  readonly isOpen: boolean;
}

interface Part {
  readonly surface: string;
  /** The name of the list it exports. */
  readonly export: string;
  readonly file: OutputFile;
}

export function toolTests(capability: Capability, world: ActionWorld): readonly OutputFile[] {
  const surfaces = capability.surfaces.filter((surface) => surface.kind === 'mcp');
  const parts = caseModules(surfaces, world);
  const test = toolsTest(capability, world.environment, surfaces, parts);
  return [test, ...parts.map(({ file }) => file)];
}

function toolsTest(
  capability: Capability,
  environment: Environment,
  surfaces: readonly McpSurface[],
  parts: readonly Part[],
): OutputFile {
  const imports = [
    'import { createServer, definition } from "../mcp/index.ts";',
    ...parts.map(({ export: name, file }) =>
      namedList('import', [name], file.path.replace(/^test\//, './')),
    ),
    'import { toolTests } from "./support/tools.ts";',
  ];
  const secrets = capability.secrets.map(({ name }) => [name, environment.secret(name)] as const);
  const text = new ModuleText();
  const record = (name: string, key: string, values: Readonly<Record<string, string>>): string =>
    text.value(`${name}: { readonly [${key}: string]: string }`, literalCode(values));
  text.add(
    [
      record('env', 'name', { ...environment.variables }),
      record('values', 'secret', Object.fromEntries(secrets)),
    ].join('\n'),
  );
  const lists = surfaces.map(({ id }) => {
    const own = parts.filter(({ surface }) => surface === id);
    const items = own.map(({ export: name }) => `...${name}`);
    return entry(literalKey(id), { kind: 'list', style: 'array', items });
  });
  const client = literalCode(clientOptions(capability, environment, 'env')) as List;
  const server = object(['surface', entry('client', object(['...more', ...client.items]))]);
  const setup = object([
    'definition',
    entry(
      'secrets',
      call('definition.credentials.flatMap', '(name) => values[name] ?? env[name] ?? []'),
    ),
    entry(
      'connect',
      arrow(
        '(surface, { fetch: fetcher, ...more }) =>',
        call('createServer', { ...server, broken: true }),
      ),
    ),
  ]);
  text.add(text.statement(call('toolTests', setup, object(lists)), 0));
  const content = text.text(generatedNote, imports);
  return { path: 'test/tools.test.ts', content, ...(text.sure ? { verbatim: true } : {}) };
}

function caseModules(surfaces: readonly McpSurface[], world: ActionWorld): readonly Part[] {
  const files = new Scope();
  const names = new Scope(['createServer', 'definition', 'toolTests', 'env', 'values']);
  return surfaces.flatMap(({ id, tools }) => {
    const placed = tools.flatMap((tool) => {
      const found = toolCase(tool, world);
      if (found === undefined) return [];
      const text = printCase(found);
      return [{ item: text, path: clientGroup(tool.action, world.operations), size: text.length }];
    });
    const prefix = surfaces.length > 1 ? [id] : [];
    return splitIntoModules(placed).map(({ path, items }): Part => {
      const file = files.claim(moduleName([...prefix, ...path]));
      const name = names.claim(identifier([file, 'calls']));
      const content = `${generatedNote}
import type { ToolCase } from "../support/tools.ts";

export const ${name}: readonly ToolCase[] = [
${items.join('')}];
`;
      return {
        surface: id,
        export: name,
        file: { path: `test/tool-calls/${file}.ts`, content, verbatim: true },
      };
    });
  });
}

/** Undefined where something has to be given that no test can give, or nothing can be told of what comes then. */
function toolCase(tool: Tool, world: ActionWorld): ToolCase | undefined {
  const values = new Map<string, Sample>();
  const asked = tool.inputs.filter(({ value }) => value === undefined);
  for (const [index, input] of asked.entries()) {
    const candidates = [
      fedSample(tool.action, input, world),
      testSample(input.type, 'body', input.name, 11 + index),
    ];
    const value = candidates.find(
      (one) => one !== undefined && !hasBytes(one) && fits(input.type, one),
    );
    if (value !== undefined) values.set(input.name, value);
    else if (input.required) return undefined;
  }
  const expected = expectedAction(tool, values, world);
  const { answers, sends, example, format = 'json' } = expected;
  const later = answers === 'by steps' ? (expected.later ?? []) : undefined;
  if (format !== 'json') return undefined;
  if (sends === undefined && (answers !== 'nothing' || example?.gives === undefined))
    return undefined;
  const requests = [sends, ...(later ?? []).map((one) => one.sends)].filter(
    (one) => one !== undefined,
  );
  // Credentials that a test cannot have are given with a call of the client; a tool has no place for them.
  const { authorization } = testCredentials;
  if (requests.some(({ headers }) => headers['authorization'] === authorization)) return undefined;
  const isShown = !holdsSecret(example?.gives, world.environment);
  return {
    tool: tool.name,
    args: Object.fromEntries(values),
    sends,
    example: example && { ...example, gives: isShown ? example.gives : undefined },
    later,
    isOpen: answers === 'by steps' && example?.gives === undefined,
  };
}

/** Such a value is kept from what a model reads. */
function holdsSecret(value: Sample | undefined, { variables }: Environment): boolean {
  const text = value === undefined ? '' : JSON.stringify(value);
  return Object.values(variables).some((secret) => text.includes(secret));
}

function hasBytes(value: Sample): boolean {
  if (value instanceof Bytes) return true;
  return typeof value === 'object' && value !== null
    ? Object.values(value).some((member) => hasBytes(member as Sample))
    : false;
}

function printCase({ tool, args, sends, example, later, isOpen }: ToolCase): string {
  const members: readonly (readonly [string, Printed])[] = [
    ['tool', tool],
    ['args', args],
    ['sends', sends && inWords(sends)],
    ['json', sends && jsonOf(sends)],
    ['example', example && { ...example }],
    [
      'later',
      later?.map(({ sends: request, upstream }) => ({
        sends: inWords(request),
        json: jsonOf(request),
        upstream,
      })),
    ],
    ['isOpen', isOpen || undefined],
  ];
  const lines = members.map(([key, value]) =>
    value === undefined ? '' : printMember(key, value, 4),
  );
  return `  {\n${lines.join('')}  },\n`;
}

function inWords({ method, url, query }: ExpectedRequest): string {
  const pairs = Object.entries(query).flatMap(([key, values]) =>
    [values].flat().map((value): [string, string] => [key, value]),
  );
  const search = new URLSearchParams(pairs).toString();
  return `${method} ${url}${search === '' ? '' : `?${search}`}`;
}

function jsonOf({ body }: ExpectedRequest): Printed {
  return body !== undefined && 'json' in body ? body.json : undefined;
}
