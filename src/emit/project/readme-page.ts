// README.md of a generated package: what it is, and examples that compile.
import type { Capability, Operation } from '../../ir/capability.ts';
import { compareText } from '../../util/compare.ts';
import type { EmitContext, OutputFile } from '../emitter.ts';
import { renderTemplate, type SafeText, type View } from '../template.ts';
import { isCertain } from '../typescript/certain.ts';
import { literal } from '../typescript/literal.ts';
import { propertyAccess } from '../typescript/names.ts';
import { clientNames } from '../typescript/operation-names.ts';
import { signature } from '../typescript/signature.ts';
import { baseUrlVariable } from '../typescript/variables.ts';
import { codeSpan, proseText } from './markdown-text.ts';
import { packageName } from './package-json.ts';
import type { Parts, Versions } from './project-parts.ts';
import { exampleSample, sampleLiteral } from './sample-value.ts';

export function readmePage(capability: Capability, parts: Parts, context: EmitContext): OutputFile {
  const view = readmeView(capability, parts);
  const content = renderTemplate('README', context.template('project/README.hbs'), view);
  return {
    path: 'README.md',
    content,
    once: true,
    ...(isClean(content) ? { verbatim: true } : {}),
  };
}

/** Whether prettier would leave it as it is: it need not be asked, then, which takes longer than everything else here. */
function isClean(content: string): boolean {
  const [first = '', ...blocks] = content.split('\n```');
  const code = blocks.filter((_, index) => index % 2 === 0);
  const prose = [first, ...blocks.filter((_, index) => index % 2 === 1)];
  return (
    prose.every((text) => /^[^\\*_|<>&]*$/.test(text.replaceAll(/`[^`\n]*`/g, ''))) &&
    code.every((text) => text.split('\n').every((line) => isCertain(line) && line.length <= 80)) &&
    code.every((text) => !/^import \{\n/m.test(text) || joinedImport(text).length > 80)
  );
}

/** The import on several lines as one. */
function joinedImport(code: string): string {
  const [text = ''] = /^import \{\n[^}]*,\n\} from .*$/m.exec(code) ?? [];
  return text.replace(/\n +/g, ' ').replace(',\n}', ' }');
}

function readmeView(capability: Capability, parts: Parts): View {
  const first = exampleOperation(capability);
  const options = clientOptions(capability);
  const variables = [...new Set(capability.secrets.map(({ variable }) => variable))];
  const example = first === undefined ? undefined : calls(first, capability);
  return {
    title: safe(proseText(capability.title)),
    description: safe(firstParagraph(capability.description ?? '')),
    package: safe(packageName(capability.id)),
    what: safe(contents(capability, parts)),
    server: parts.server?.hasRoutes === true,
    serverPackages: safe(packageNames(parts.server?.packages)),
    serverVariables: safe(serverVariables(capability).join(', ')),
    mcp: parts.mcp !== undefined,
    mcpPackages: safe(packageNames(parts.mcp?.packages)),
    options: safe(options),
    serverOptions: safe(options === '' ? '' : `{ client: ${options} }`),
    variables: variables.sort(compareText).map((name) => safe(codeSpan(name))),
    call: safe(example?.method ?? ''),
    functionCall: safe(example?.standalone ?? ''),
    function: safe(example?.name ?? ''),
  };
}

function contents({ operations }: Capability, { server, mcp }: Parts): string {
  const things = [
    'A typed client',
    ...(server?.hasRoutes === true ? ['a REST server'] : []),
    ...(mcp === undefined ? [] : ['an MCP server']),
  ];
  const last = things.length > 1 ? ` and ${things.pop()}` : '';
  const count = operations.length === 1 ? '1 operation' : `${operations.length} operations`;
  return `${things.join(', ')}${last} for ${count}`;
}

/** Variables without which a server that is started as a program cannot reach its services. */
function serverVariables({ services }: Capability): readonly string[] {
  return services
    .filter(({ baseUrl }) => baseUrl.kind === 'missing')
    .map(({ id }) => codeSpan(baseUrlVariable(id)));
}

function packageNames(versions: Versions = {}): string {
  return Object.keys(versions).join(' ');
}

/** Everything the view holds passed a choke point: names, literals, code spans, escaped prose. */
function safe(text: string): SafeText {
  return text as SafeText;
}

function firstParagraph(text: string): string {
  return proseText(text.trim().split(/\n\s*\n/)[0] ?? '');
}

function clientOptions({ services }: Capability): string {
  const missing = services.filter(({ baseUrl }) => baseUrl.kind === 'missing');
  if (missing.length === 0) return '';
  const url = 'https://api.example.com';
  const bases = missing.map(({ id, servers = [] }) => [id, servers[0]?.url ?? url] as const);
  const baseURL = services.length === 1 ? bases[0]![1] : Object.fromEntries(bases);
  return literal({ baseURL });
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

function calls(
  operation: Operation,
  capability: Capability,
): { readonly method: string; readonly standalone: string; readonly name: string } {
  const auth = capability.services.find(({ id }) => id === operation.service)?.auth;
  const { fields } = signature(operation, auth);
  const args = fields
    .filter(({ required }) => required)
    .map(({ key, type, wire }) => [key, sampleLiteral(exampleSample(type, wire.name))] as const);
  const text = args.length === 0 ? '' : literal(Object.fromEntries(args));
  const name = clientNames(capability.operations).operations.get(operation.id)!.function;
  return {
    method: `client${operation.client.map(propertyAccess).join('')}(${text})`,
    standalone: `${name}(core${text === '' ? '' : `, ${text}`})`,
    name,
  };
}
