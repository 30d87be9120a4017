// The modules around the data: the server, its two entries, and what the folder exports.
import type { Capability } from '../../ir/capability.ts';
import { arrow, call, entry, object } from '../typescript/code-make.ts';
import type { Code } from '../typescript/code.ts';
import { docCommentText } from '../typescript/doc-comment.ts';
import { Imports, namedList } from '../typescript/imports.ts';
import type { PrintedModule } from '../typescript/module-file.ts';
import { ModuleText } from '../typescript/statement.ts';
import {
  clientFromEnvironment,
  isBaseUrlMissing,
  isUnchecked,
} from '../typescript/surface-literal.ts';
import { unionOf } from '../typescript/type-code.ts';
import type { McpModel } from './definition-module.ts';

const environment = './runtime/server/environment.ts';
const files = './runtime/server/bind-files.ts';

export function serverModule({ capability, surfaces }: McpModel): PrintedModule {
  const imports = new Imports();
  for (const name of ['createCore', 'evaluate', 'forward', 'secret', 'send'])
    imports.value(name, '../client/index.ts');
  for (const name of ['ClientCore', 'ClientOptions']) imports.type(name, '../client/index.ts');
  imports.type('Server', '@modelcontextprotocol/server');
  imports.value('definition', './definition.ts');
  imports.value('createHttpHandler', './runtime/mcp/http-handler.ts');
  imports.type('HttpOptions', './runtime/mcp/http-handler.ts');
  imports.value('createMcp', './runtime/mcp/create-mcp.ts');
  imports.value('findSurface', './runtime/mcp/create-mcp.ts');
  imports.type('McpOptions', './runtime/mcp/create-mcp.ts');
  imports.value('bindClient', './runtime/server/client-port.ts');
  imports.type('ClientPort', './runtime/server/client-port.ts');
  const isRequired = isBaseUrlMissing(capability);
  const initial = isRequired ? '' : ' = {}';
  const notes = surfaces.flatMap(({ id, auth }) =>
    isUnchecked(auth)
      ? [
          `The surface \`${id}\` declares ${auth?.kind}, which is not checked here: every request is refused with 501 until the option \`authenticate\` is given.`,
        ]
      : [],
  );
  const without = (base: string): Code => ({
    kind: 'list',
    style: 'types',
    head: 'Omit',
    items: [base, '"client"'],
  });
  const text = new ModuleText();
  text.interface(
    'McpServerOptions',
    '',
    [
      {
        kind: 'member',
        key: `readonly client${isRequired ? '' : '?'}`,
        type: unionOf(['ClientOptions', 'ClientCore', ...(isRequired ? [] : ['undefined'])]),
        comment: '/** Of the client that tools call, or a core of it that exists already. */\n',
      },
      {
        kind: 'member',
        key: 'readonly surface?',
        type: unionOf(['string', 'undefined']),
        comment: '/** Which of the surfaces; the first one by default. */\n',
      },
    ],
    without('McpOptions'),
  );
  text.interface('McpFetchOptions', '', [], 'McpServerOptions', without('HttpOptions'));
  text.function(
    'createServer',
    [`options: McpServerOptions${initial}`],
    'Server',
    ['return createServerFactory(options)();'],
    '/** A server to connect to one transport. */\n',
  );
  text.function(
    'createServerFactory',
    [`options: McpServerOptions${initial}`],
    '() => Server',
    [
      'return createMcp(definition, findSurface(definition, options.surface), {',
      '  ...options,',
      '  client: portOf(options),',
      '});',
    ],
    '/** Gives a new server for each connection; what they share is worked out once. */\n',
  );
  text.function(
    'createFetch',
    [`options: McpFetchOptions${initial}`],
    '(request: Request) => Promise<Response>',
    [
      'const client = portOf(options);',
      'const surface = findSurface(definition, options.surface);',
      'return createHttpHandler(',
      '  surface,',
      '  createMcp(definition, surface, { ...options, client }),',
      '  { ...options, client },',
      ');',
    ],
    docCommentText({
      text: 'Streamable HTTP as a function of the web platform. Throws where a credential it has to check is missing.',
      notes,
    }),
  );
  text.add(`function portOf({ client${initial} }: McpServerOptions): ClientPort {
  const core = "services" in client ? client : createCore(client);
  return bindClient({ send, forward, evaluate, secret }, core);
}`);
  return { path: 'mcp/server.ts', imports, text };
}

export function stdioModule(capability: Capability): PrintedModule {
  const imports = new Imports();
  const text = new ModuleText();
  imports.value('runStdio', './runtime/mcp/run-stdio.ts');
  imports.value('createServerFactory', './server.ts');
  const client = clientFromEnvironment(capability, imports, environment, files);
  const server = call('createServerFactory', object(['...settings', ...client]));
  text.add(text.statement(call('runStdio', arrow('(settings) =>', server)), 0));
  return { path: 'mcp/stdio.ts', imports, text };
}

export function httpModule(capability: Capability): PrintedModule {
  const imports = new Imports();
  const text = new ModuleText();
  imports.value('runHttp', './runtime/mcp/run-http.ts');
  imports.value('definition', './definition.ts');
  imports.value('createFetch', './server.ts');
  const client = clientFromEnvironment(capability, imports, environment, files);
  const fetch = call('createFetch', object(['...settings', entry('surface', 'id'), ...client]));
  const options = [
    entry('surfaces', 'definition.surfaces'),
    entry('fetch', arrow('({ id }, settings) =>', fetch)),
  ];
  text.add(text.statement(call('await runHttp', { ...object(options), broken: true }), 0));
  return { path: 'mcp/http.ts', imports, text };
}

/** `packages`: what the server needs beside it, with versions. */
export function indexModule(packages: Readonly<Record<string, string>>): PrintedModule {
  const names = Object.entries(packages).map(([name, version]) => `${name}@${version}`);
  const types = (list: string, module: string): string =>
    namedList('export type', list.split(' '), module);
  const exports = [
    `// The server needs: npm install ${names.join(' ')}`,
    'export { definition } from "./definition.ts";',
    types('Files', './runtime/mcp/files.ts'),
    types('McpDefinition McpSurface Prompt Resource Tool', './runtime/mcp/model.ts'),
    types('ResultLimits', './runtime/mcp/to-result.ts'),
    'export { ServerConfigError } from "./runtime/server/authenticate.ts";',
    types('Authenticate', './runtime/server/authenticate.ts'),
    'export { createFetch, createServer, createServerFactory } from "./server.ts";',
    types('McpFetchOptions McpServerOptions', './server.ts'),
  ];
  return { path: 'mcp/index.ts', imports: new Imports(), exports, text: new ModuleText() };
}
