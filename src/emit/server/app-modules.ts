// The modules around the routes: the definition, the application, its start on Node, and the handlers a user may write.
import type { Capability, RestSurface } from '../../ir/capability.ts';
import type { OutputFile } from '../emitter.ts';
import { flowLiterals } from '../typescript/action-literal.ts';
import type { Member } from '../typescript/code.ts';
import { credentials, credentialsInUrls } from '../typescript/credentials.ts';
import { docCommentText } from '../typescript/doc-comment.ts';
import { Imports } from '../typescript/imports.ts';
import { callSource, listSource, literalCode } from '../typescript/literal.ts';
import type { PrintedModule } from '../typescript/module-file.ts';
import { quote } from '../typescript/names.ts';
import { ModuleText } from '../typescript/statement.ts';
import { authLiteral, isUnchecked, tokensLiteral } from '../typescript/surface-literal.ts';
import { unionOf } from '../typescript/type-code.ts';
import type { Layout } from './route-layout.ts';
import { tracesOf, type SideSurfaces } from './side-modules.ts';
import { actionNames, moduleExports, pathText, type ServerModel } from './route-module.ts';

export function routesModule(
  capability: Capability,
  surfaces: readonly RestSurface[],
  { modules, hidden }: Layout,
  model: ServerModel,
): PrintedModule {
  const imports = new Imports();
  imports.type('Definition', './runtime/model.ts');
  const { runtime } = actionNames(model, imports, '../');
  const lists = surfaces.map((surface) => {
    const own = modules.filter((module) => module.surface === surface);
    const spreads = own.map(
      (module) => `...${imports.value(moduleExports(module).routes, `./routes/${module.name}.ts`)}`,
    );
    const { id, address, port, maxBytes } = surface;
    const auth = authLiteral(surface, runtime);
    const about = tokensLiteral(surface.auth, capability.title);
    const tokens =
      about === undefined || runtime === undefined
        ? undefined
        : callSource(runtime(protectedResource), [about]);
    const routes = listSource(spreads);
    return { id, address, port, auth, tokens, maxBytes, routes };
  });
  const actions = modules.flatMap((module) => module.routes.map((route) => route.action));
  const flows = flowLiterals(actions, capability, actionNames(model, imports, '../'));
  const text = new ModuleText();
  const secrets = credentials(capability);
  const inUrls = credentialsInUrls(capability);
  const definition = literalCode({
    surfaces: lists,
    flows,
    ...(secrets.length > 0 && { credentials: secrets }),
    ...(inUrls.length > 0 && { credentialsInUrls: inUrls }),
  });
  text.constant('definition', 'Definition', definition, definitionDoc(hidden, model));
  return { path: 'server/routes.ts', imports, text };
}

export function handlerTypesModule({ modules }: Layout): PrintedModule {
  const imports = new Imports();
  const text = new ModuleText();
  const bases = modules.map((module) =>
    imports.type(moduleExports(module).handlers, `./routes/${module.name}.ts`),
  );
  const exports = [
    ...modules.map(({ name }) => `export type * from "./routes/${name}.ts";`),
    'export type { Handler, HandlerContext } from "./runtime/handler.ts";',
  ];
  const doc = docCommentText({
    text: 'What can stand in for wired routes, by the name of the route.',
  });
  if (bases.length === 0)
    exports.push('export type Handlers = { readonly [name: string]: never };');
  else text.interface('Handlers', doc, [], ...bases);
  return { path: 'server/handler-types.ts', imports, exports, text };
}

export function appModule(
  surfaces: readonly RestSurface[],
  isClientRequired: boolean,
): PrintedModule {
  const imports = new Imports();
  const text = new ModuleText();
  for (const name of ['createCore', 'evaluate', 'forward', 'secret', 'send'])
    imports.value(name, '../client/index.ts');
  for (const name of ['ClientCore', 'ClientOptions']) imports.type(name, '../client/index.ts');
  imports.type('Hono', 'hono');
  imports.type('MiddlewareHandler', 'hono');
  imports.value('handlers as ownHandlers', './handlers.ts');
  imports.type('Handlers', './handler-types.ts');
  imports.value('definition', './routes.ts');
  imports.type('Authenticate', './runtime/authenticate.ts');
  imports.value('bindClient', './runtime/client-port.ts');
  imports.value('createHandle', './runtime/handle.ts');
  imports.type('Limits', './runtime/handle.ts');
  imports.value('honoApp', './runtime/hono-app.ts');
  imports.type('Log', './runtime/log.ts');
  imports.type('StepLog', './runtime/log.ts');
  const initial = isClientRequired ? '' : ' = {}';
  const option = (name: string, types: readonly string[], comment?: string): Member => ({
    kind: 'member',
    key: `readonly ${name}?`,
    type: unionOf([...types, 'undefined']),
    ...(comment === undefined ? {} : { comment: docCommentText({ text: comment }) }),
  });
  const client = option(
    'client',
    ['ClientOptions', 'ClientCore'],
    'Of the client that routes call, or a core of it that exists already.',
  );
  text.interface('ServerOptions', '', [
    isClientRequired
      ? { ...client, key: 'readonly client', type: unionOf(['ClientOptions', 'ClientCore']) }
      : client,
    option(
      'surface',
      surfaces.map(({ id }) => quote(id)),
      'Which of the surfaces; the first one by default.',
    ),
    option(
      'handlers',
      ['Handlers'],
      'Replacements of wired routes; those of `handlers.ts` by default.',
    ),
    option('limits', ['Limits']),
    option('authenticate', ['Authenticate'], 'Who may call, instead of what the capability says.'),
    option('log', ['Log'], 'Told of each request; credentials are masked.'),
    option('step', ['StepLog'], 'Told of each step of an orchestration.'),
    option(
      'allowedHosts',
      ['readonly string[]'],
      'Host names that requests may be sent to, and pages that send them may come from; by default every host, and its own pages.',
    ),
    ...(asksForTokens(surfaces)
      ? [
          option(
            'publicUrl',
            ['string'],
            'The URL of the server as callers know it, where a proxy stands before it.',
          ),
        ]
      : []),
    option(
      'middleware',
      ['readonly MiddlewareHandler[]'],
      'Runs before everything else: CORS, compression, tracing.',
    ),
  ]);
  text.function(
    'createFetch',
    [`options: Omit<ServerOptions, "middleware">${initial}`],
    '(request: Request) => Promise<Response>',
    [
      `const { client${initial}, surface, handlers = ownHandlers, ...rest } = options;`,
      'const core = "services" in client ? client : createCore(client);',
      'return createHandle(definition, surface, {',
      '  ...rest,',
      '  handlers,',
      '  client: bindClient({ send, forward, evaluate, secret }, core),',
      '});',
    ],
    // Longer than lines of prose are made.
    '/** The server as a function of the web platform. Throws where a credential it has to check is missing. */\n',
  );
  text.function(
    'createApp',
    [`options: ServerOptions${initial}`],
    'Hono',
    ['return honoApp(createFetch(options), options.middleware);'],
    docCommentText({ text: 'The server as a Hono application.', notes: appNotes(surfaces) }),
  );
  return { path: 'server/app.ts', imports, text };
}

/** `packages`: what the server needs beside it, with versions. */
export function indexModule(
  packages: Readonly<Record<string, string>>,
  surfaces: readonly RestSurface[],
  { controls, skills }: SideSurfaces,
): PrintedModule {
  const names = Object.entries(packages).map(
    ([name, version]) => `${name}@${version.replace(/^\^(\d+).*$/, '$1')}`,
  );
  const app = [
    'export { createApp, createFetch } from "./app.ts";',
    'export type { ServerOptions } from "./app.ts";',
    'export type * from "./handler-types.ts";',
    'export { definition } from "./routes.ts";',
  ];
  const runtime = [
    'export type { Limits } from "./runtime/handle.ts";',
    'export type { Log, LogEntry, StepEntry, StepLog } from "./runtime/log.ts";',
  ];
  const exports = [
    `// The server needs: npm install ${names.join(' ')}`,
    ...(surfaces.length === 0 ? [] : app),
    ...(controls.length === 0
      ? []
      : [
          'export { controls, createControl } from "./control.ts";',
          'export { Meter } from "./runtime/metrics.ts";',
          ...(tracesOf(controls) === undefined ? [] : traceExports),
        ]),
    'export { ServerConfigError } from "./runtime/authenticate.ts";',
    'export type { Authenticate } from "./runtime/authenticate.ts";',
    ...(surfaces.length === 0 ? [] : runtime),
    ...(skills.length === 0
      ? []
      : [
          'export { createSkills, skills } from "./skills.ts";',
          'export { skillFiles } from "./runtime/skill-files.ts";',
        ]),
  ];
  return { path: 'server/index.ts', imports: new Imports(), exports, text: new ModuleText() };
}

const traceExports = [
  'export { Tracer } from "./runtime/traces.ts";',
  'export type { Trace, TraceSettings } from "./runtime/traces.ts";',
];

export const handlersFile: OutputFile = {
  path: 'server/handlers.ts',
  once: true,
  verbatim: true,
  content: `// Yours to edit: written once and never touched again.
// A handler takes the place of a wired route: handlers.someRoute = (inputs, { next }) => …
import type { Handlers } from "./handler-types.ts";

export const handlers: Handlers = {};
`,
};

/** What tells callers where tokens come from. */
export const protectedResource = {
  file: 'server/protected-resource.ts',
  name: 'protectedResource',
};

export function asksForTokens(surfaces: readonly RestSurface[]): boolean {
  return surfaces.some(({ auth }) => auth?.kind === 'oauth2');
}

function appNotes(surfaces: readonly RestSurface[]): readonly string[] {
  return surfaces.flatMap(({ id, auth }) =>
    auth !== undefined && isUnchecked(auth)
      ? [
          `The surface \`${id}\` declares ${auth.kind} in a way that this server does not check: it refuses every request with 501 until the option \`authenticate\` is given.`,
        ]
      : [],
  );
}

function definitionDoc(hidden: Layout['hidden'], model: ServerModel): string {
  const notes = hidden.map(
    ({ route, by }) =>
      `Left out: \`${route.method} ${pathText(route)}\` (${model.context.place(route.at)}). Requests cannot tell it from the one at ${model.context.place(by.at)}, which answers.`,
  );
  return docCommentText({ text: 'Surfaces and their routes; the flows that routes call.', notes });
}
