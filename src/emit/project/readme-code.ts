// The examples of a package's README: statements as prettier prints them, so that it need not be asked.
import type { Capability, Operation } from '../../ir/capability.ts';
import { compareText } from '../../util/compare.ts';
import { call, entry, object } from '../typescript/code-make.ts';
import type { Call, Code } from '../typescript/code.ts';
import { namedList } from '../typescript/imports.ts';
import { literalCode } from '../typescript/literal.ts';
import { propertyAccess } from '../typescript/names.ts';
import { clientNames } from '../typescript/operation-names.ts';
import { signature } from '../typescript/signature.ts';
import { ModuleText } from '../typescript/statement.ts';
import { packageName } from './package-json.ts';
import { exampleSample, sampleLiteral } from './sample-value.ts';

/** Statements and imports by the names that the template has for them. */
export interface ReadmeCode {
  readonly statements: Readonly<Record<string, string>>;
  /** Whether the layout of all of them is certain. */
  readonly sure: boolean;
}

export function readmeCode(capability: Capability): ReadmeCode {
  const text = new ModuleText();
  const name = packageName(capability.id);
  const options = clientOptions(capability);
  const serverOptions = options.map((client) => object([entry('client', client)]));
  const fetcher = call('createFetch', ...serverOptions);
  const first = exampleOperation(capability);
  const statements = {
    importClient: namedList('import', ['createClient'], name),
    importErrors: namedList(
      'import',
      ['CapabilityError', 'createClient', 'NotFoundError', 'RateLimitError'],
      name,
    ),
    client: text.value('client', call('createClient', ...options)),
    core: text.value('core', call('createCore', ...options)),
    app: text.value('app', call('createApp', ...serverOptions)),
    listener: text.value('listener', call('getRequestListener', fetcher)),
    handler: text.value('handler', fetcher),
  };
  const calls = first === undefined ? {} : callStatements(first, capability, name, text);
  return { statements: { ...statements, ...calls }, sure: text.sure };
}

function callStatements(
  operation: Operation,
  { services, operations }: Capability,
  module: string,
  text: ModuleText,
): ReadmeCode['statements'] {
  const auth = services.find(({ id }) => id === operation.service)?.auth;
  const given = signature(operation, auth)
    .fields.filter(({ required }) => required)
    .map(({ key, type, wire }) => [key, sampleLiteral(exampleSample(type, wire.name))] as const);
  const args = given.length === 0 ? [] : [literalCode(Object.fromEntries(given))];
  const name = clientNames(operations).operations.get(operation.id)!.function;
  const method = awaited(`client${operation.client.map(propertyAccess).join('')}`, args, text);
  return {
    importFunction: namedList('import', ['createCore', name], module),
    result: text.value('result', method),
    attempt: text.statement(method),
    functionResult: text.value('result', awaited(name, ['core', ...args], text)),
  };
}

function awaited(callee: string, args: readonly Code[], text: ModuleText): Call {
  // Where a line ends that has no object to end in is not known here.
  const isShort = callee.length < 60;
  if (!isShort && typeof (args.at(-1) ?? '') === 'string') text.guess();
  return call(`await ${callee}`, ...args);
}

/** None where everything needed is in the capability. */
function clientOptions({ services }: Capability): readonly Code[] {
  const missing = services.filter(({ baseUrl }) => baseUrl.kind === 'missing');
  if (missing.length === 0) return [];
  const url = 'https://api.example.com';
  const bases = missing.map(({ id, servers = [] }) => [id, servers[0]?.url ?? url] as const);
  const baseURL = services.length === 1 ? bases[0]![1] : Object.fromEntries(bases);
  return [literalCode({ baseURL })];
}

/** Reads something and asks for little; a list shows most of what a client does. */
function exampleOperation({ operations }: Capability): Operation | undefined {
  const cost = ({ client, method, deprecated, inputs }: Operation): string => {
    const required = inputs.filter((input) => input.required).length;
    const isOther = client.at(-1) !== 'list';
    const rank = [deprecated, method !== 'GET', required, isOther, client.length].map(Number);
    return `${rank.map((part) => String(part).padStart(4, '0')).join(' ')} ${client.join('.')}`;
  };
  return [...operations].sort((a, b) => compareText(cost(a), cost(b)))[0];
}
