// The generated tests of MCP tools: for each whose one request can be worked out, what it is called with and what it sends.
import type { Capability, McpSurface, Operation, Tool } from '../../ir/capability.ts';
import type { Type } from '../../ir/type.ts';
import type { OutputFile } from '../emitter.ts';
import { generatedNote } from '../typescript/imports.ts';
import { literal } from '../typescript/literal.ts';
import { clientGroup, moduleName, splitIntoModules } from '../typescript/module-layout.ts';
import { identifier, literalKey, Scope } from '../typescript/names.ts';
import { signature, type Field } from '../typescript/signature.ts';
import { clientOptions } from './client-test.ts';
import { expectedRequest, type ExpectedRequest, ungiven } from './expected-request.ts';
import { printMember } from './print-value.ts';
import { Bytes, type Sample, testSample } from './sample-value.ts';
import type { Environment } from './test-environment.ts';

interface ToolCase {
  readonly tool: string;
  readonly args: Readonly<Record<string, Sample>>;
  readonly request: ExpectedRequest;
}

interface Part {
  readonly surface: string;
  /** The name of the list it exports. */
  readonly export: string;
  readonly file: OutputFile;
}

export function toolTests(capability: Capability, environment: Environment): readonly OutputFile[] {
  const surfaces = capability.surfaces.filter((surface) => surface.kind === 'mcp');
  const parts = caseModules(capability, surfaces, environment);
  return [toolsTest(capability, environment, surfaces, parts), ...parts.map(({ file }) => file)];
}

function toolsTest(
  capability: Capability,
  environment: Environment,
  surfaces: readonly McpSurface[],
  parts: readonly Part[],
): OutputFile {
  const imports = parts.map(
    ({ export: name, file }) => `import { ${name} } from "${file.path.replace(/^test\//, './')}";`,
  );
  const secrets = capability.secrets.map(({ name }) => [name, environment.secret(name)] as const);
  const lists = surfaces.map(({ id }) => {
    const own = parts.filter(({ surface }) => surface === id);
    return `${literalKey(id)}: [${own.map(({ export: name }) => `...${name}`).join(', ')}]`;
  });
  const content = `${generatedNote}
import { createServer, definition } from "../mcp/index.ts";
${imports.join('\n')}
import { toolTests } from "./support/tools.ts";

const env: { readonly [name: string]: string } = ${literal({ ...environment.variables })};
const values: { readonly [secret: string]: string } = ${literal(Object.fromEntries(secrets))};

toolTests({
definition,
secrets: definition.credentials.flatMap((name) => values[name] ?? env[name] ?? []),
connect: (surface, { fetch: fetcher, ...more }) => createServer({
surface,
client: { ...more, ${literal(clientOptions(capability, environment, 'env')).slice(1)},
}),
}, { ${lists.join(', ')} });
`;
  return { path: 'test/tools.test.ts', content };
}

function caseModules(
  capability: Capability,
  surfaces: readonly McpSurface[],
  environment: Environment,
): readonly Part[] {
  const operations = new Map(capability.operations.map((operation) => [operation.id, operation]));
  const files = new Scope();
  const names = new Scope(['createServer', 'definition', 'toolTests', 'env', 'values']);
  return surfaces.flatMap(({ id, tools }) => {
    const placed = tools.flatMap((tool) => {
      const found = toolCase(tool, capability, operations, environment);
      if (found === undefined) return [];
      const text = printCase(found);
      return [{ item: text, path: clientGroup(tool.action, operations), size: text.length }];
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

/** Undefined where more than one request is sent, or one with something that no argument says. */
function toolCase(
  { name, action, inputs }: Tool,
  { services }: Capability,
  operations: ReadonlyMap<string, Operation>,
  environment: Environment,
): ToolCase | undefined {
  const operation = action.kind === 'call' ? operations.get(action.operation) : undefined;
  const service = services.find(({ id }) => id === operation?.service);
  if (action.kind !== 'call' || operation === undefined || service === undefined) return undefined;
  if (operation.output.format !== 'json') return undefined;
  const { fields } = signature(operation, service.auth);
  const sources = new Map<Field, string>();
  for (const { name: target, value } of action.arguments) {
    const field = fieldOf(fields, target);
    const input =
      value.kind === 'input' ? inputs.find((one) => one.name === value.name) : undefined;
    if (field === undefined || input === undefined || input.value !== undefined) return undefined;
    if (value.kind !== 'input' || value.path !== undefined) return undefined;
    if (!isSame(input.type, field.type) || [...sources.values()].includes(input.name))
      return undefined;
    sources.set(field, input.name);
  }
  const fed = new Set(sources.values());
  const isFed = inputs.every((input) => !input.required || fed.has(input.name));
  const isWhole = fields.every((field) => !field.required || sources.has(field));
  if (!isFed || !isWhole) return undefined;
  // Credentials that a test cannot have are given with a call of the client; a tool has no place for them.
  if (ungiven(service.auth)) return undefined;
  const given = [...sources.keys()].map((field, index): [Field, Sample] => [
    field,
    testSample(field.type, field.wire.in, field.wire.name, 11 + index),
  ]);
  const request = expectedRequest(operation, service, given, environment);
  if (request === undefined || given.some(([, value]) => hasBytes(value))) return undefined;
  const args = given.map(([field, value]) => [sources.get(field) ?? '', value] as const);
  return { tool: name, args: Object.fromEntries(args), request };
}

/** Where a name is taken twice, the one in the path is meant. */
function fieldOf(fields: readonly Field[], name: string): Field | undefined {
  const named = fields.filter(({ wire }) => wire.name === name);
  return named.find(({ wire }) => wire.in === 'path') ?? named[0];
}

/** Whether what fits the one is sure to fit the other; samples know nothing of patterns. */
function isSame(a: Type, b: Type): boolean {
  const text = JSON.stringify(a);
  return text === JSON.stringify(b) && !text.includes('"pattern"');
}

function hasBytes(value: Sample): boolean {
  if (value instanceof Bytes) return true;
  return typeof value === 'object' && value !== null
    ? Object.values(value).some((member) => hasBytes(member as Sample))
    : false;
}

function printCase({ tool, args, request }: ToolCase): string {
  const { method, url, query, body } = request;
  const pairs = Object.entries(query).flatMap(([key, values]) =>
    [values].flat().map((value): [string, string] => [key, value]),
  );
  const search = new URLSearchParams(pairs).toString();
  return [
    '  {\n',
    printMember('tool', tool, 4),
    printMember('args', args, 4),
    printMember('sends', `${method} ${url}${search === '' ? '' : `?${search}`}`, 4),
    body !== undefined && 'json' in body ? printMember('json', body.json, 4) : '',
    '  },\n',
  ].join('');
}
