// The modules around the data: the server, its two entries, and what the folder exports.
import type { Capability } from '../../ir/capability.ts';
import { docCommentText } from '../typescript/doc-comment.ts';
import {
  clientFromEnvironment,
  isBaseUrlMissing,
  isUnchecked,
} from '../typescript/surface-literal.ts';
import { Imports, type TypeScriptModule } from '../typescript/typescript-file.ts';
import type { McpModel } from './definition-module.ts';

const environment = './runtime/server/environment.ts';
const files = './runtime/server/bind-files.ts';

export function serverModule({ capability, surfaces }: McpModel): TypeScriptModule {
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
  const client = isRequired
    ? 'readonly client: ClientOptions | ClientCore;'
    : 'readonly client?: ClientOptions | ClientCore | undefined;';
  const initial = isRequired ? '' : ' = {}';
  const notes = surfaces.flatMap(({ id, auth }) =>
    isUnchecked(auth)
      ? [
          `The surface \`${id}\` declares ${auth?.kind}, which is not checked here: every request is refused with 501 until the option \`authenticate\` is given.`,
        ]
      : [],
  );
  const fetchDoc = docCommentText({
    text: 'Streamable HTTP as a function of the web platform. Throws where a credential it has to check is missing.',
    notes,
  });
  return {
    path: 'mcp/server.ts',
    imports,
    statements: [
      `\nexport interface McpServerOptions extends Omit<McpOptions, "client"> {
/** Of the client that tools call, or a core of it that exists already. */
${client}
/** Which of the surfaces; the first one by default. */
readonly surface?: string | undefined;
}`,
      `\nexport interface McpFetchOptions extends McpServerOptions, Omit<HttpOptions, "client"> {}`,
      `\n/** A server to connect to one transport. */
export function createServer(options: McpServerOptions${initial}): Server {
return createServerFactory(options)();
}`,
      `\n/** Gives a new server for each connection; what they share is worked out once. */
export function createServerFactory(options: McpServerOptions${initial}): () => Server {
return createMcp(definition, findSurface(definition, options.surface), { ...options, client: portOf(options) });
}`,
      `\n${fetchDoc}export function createFetch(options: McpFetchOptions${initial}): (request: Request) => Promise<Response> {
const client = portOf(options);
const surface = findSurface(definition, options.surface);
return createHttpHandler(surface, createMcp(definition, surface, { ...options, client }), { ...options, client });
}`,
      `\nfunction portOf({ client${isRequired ? '' : ' = {}'} }: McpServerOptions): ClientPort {
const core = "services" in client ? client : createCore(client);
return bindClient({ send, forward, evaluate, secret }, core);
}`,
    ],
  };
}

export function stdioModule(capability: Capability): TypeScriptModule {
  const imports = new Imports();
  imports.value('runStdio', './runtime/mcp/run-stdio.ts');
  imports.value('createServerFactory', './server.ts');
  const client = clientFromEnvironment(capability, imports, environment, files);
  return {
    path: 'mcp/stdio.ts',
    imports,
    statements: [`\nrunStdio((settings) => createServerFactory({ ...settings, ${client}}));`],
  };
}

export function httpModule(capability: Capability): TypeScriptModule {
  const imports = new Imports();
  imports.value('runHttp', './runtime/mcp/run-http.ts');
  imports.value('definition', './definition.ts');
  imports.value('createFetch', './server.ts');
  const client = clientFromEnvironment(capability, imports, environment, files);
  return {
    path: 'mcp/http.ts',
    imports,
    statements: [
      `\nawait runHttp({
surfaces: definition.surfaces,
fetch: ({ id }, settings) => createFetch({ ...settings, surface: id, ${client}}),
});`,
    ],
  };
}

/** `packages`: what the server needs beside it, with versions. */
export function indexModule(packages: Readonly<Record<string, string>>): TypeScriptModule {
  const names = Object.entries(packages).map(([name, version]) => `${name}@${version}`);
  return {
    path: 'mcp/index.ts',
    statements: [
      `// The server needs: npm install ${names.join(' ')}\n`,
      'export { definition } from "./definition.ts";',
      'export type { Files } from "./runtime/mcp/files.ts";',
      'export type { McpDefinition, McpSurface, Prompt, Resource, Tool } from "./runtime/mcp/model.ts";',
      'export type { ResultLimits } from "./runtime/mcp/to-result.ts";',
      'export { ServerConfigError } from "./runtime/server/authenticate.ts";',
      'export type { Authenticate } from "./runtime/server/authenticate.ts";',
      'export { createFetch, createServer, createServerFactory } from "./server.ts";',
      'export type { McpFetchOptions, McpServerOptions } from "./server.ts";',
    ],
  };
}
