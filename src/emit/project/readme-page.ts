// README.md of a generated package: what it is, and examples that compile.
import type { Capability } from '../../ir/capability.ts';
import { compareText } from '../../util/compare.ts';
import type { EmitContext, OutputFile } from '../emitter.ts';
import { renderTemplate, type SafeText, type View } from '../template.ts';
import { baseUrlVariable } from '../typescript/variables.ts';
import { codeSpan, proseText } from './markdown-text.ts';
import { packageName } from './package-json.ts';
import type { Parts, Versions } from './project-parts.ts';
import { readmeCode, type ReadmeCode } from './readme-code.ts';

export function readmePage(capability: Capability, parts: Parts, context: EmitContext): OutputFile {
  const code = readmeCode(capability);
  const view = readmeView(capability, parts, code);
  const content = renderTemplate('README', context.template('project/README.hbs'), view);
  return {
    path: 'README.md',
    content,
    once: true,
    ...(code.sure && isPlain(content) ? { verbatim: true } : {}),
  };
}

/** Whether prettier would leave its prose as it is: it need not be asked, which takes longer than everything else here. */
function isPlain(content: string): boolean {
  const prose = content.split('\n```').filter((_, index) => index % 2 === 0);
  return prose.every((text) => /^(?:[^\\*_|<>&]|(?<=[A-Z])_(?=[A-Z]))*$/.test(withoutCode(text)));
}

function withoutCode(text: string): string {
  return text.replaceAll(/`[^`\n]*`/g, '');
}

function readmeView(capability: Capability, parts: Parts, { statements }: ReadmeCode): View {
  const variables = [...new Set(capability.secrets.map(({ variable }) => variable))];
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
    variables: variables.sort(compareText).map((name) => safe(codeSpan(name))),
    code: Object.fromEntries(Object.entries(statements).map(([name, text]) => [name, safe(text)])),
    calls: 'result' in statements,
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
