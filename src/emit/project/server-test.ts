// The module that runs the tests of routes: each surface as it is served, with credentials for those that ask for some.
import type { Auth, Capability, RestSurface } from '../../ir/capability.ts';
import type { OutputFile } from '../emitter.ts';
import type { Code, List } from '../typescript/code.ts';
import { arrow, call, entry, object } from '../typescript/code-make.ts';
import { credentials } from '../typescript/credentials.ts';
import { generatedNote, namedList } from '../typescript/imports.ts';
import { literal, literalCode, type LiteralValue, Source } from '../typescript/literal.ts';
import { ModuleText } from '../typescript/statement.ts';
import { isUnchecked } from '../typescript/surface-literal.ts';
import { evaluate, toText } from './expected-value.ts';
import { testCredentials, ungiven } from './expected-request.ts';
import type { RouteModules } from './route-tests.ts';
import { type Environment, serviceBase } from './test-environment.ts';
import type { CaseModule } from './wire-tests.ts';

export function serverTest(
  capability: Capability,
  environment: Environment,
  surfaces: readonly RouteModules[],
  operations: readonly CaseModule[],
): OutputFile {
  const local = ({ file }: CaseModule): string => file.path.replace(/^test\//, './');
  const imports = [
    'import { createFetch } from "../server/index.ts";',
    ...[...operations, ...surfaces.flatMap(({ modules }) => modules)].map((module) =>
      namedList('import', [module.export], local(module)),
    ),
    'import { routeTests } from "./support/routes.ts";',
  ];
  const text = new ModuleText();
  const variables = text.value('env', literalCode({ ...environment.variables }));
  // An empty list has no type of its own where it stands alone.
  const isEmpty = operations.length === 0;
  const list = isEmpty ? '' : `\n${text.value('operations', spread(operations))}`;
  text.add(`${variables}${list}`);
  // Servers leave shorter values alone.
  const secrets = credentials(capability)
    .map((name) => environment.secret(name))
    .filter((value) => value.length >= 6);
  for (const { surface, modules } of surfaces) {
    const auth = authSetup(surface.auth, environment);
    const members = object([
      entry('surface', literalCode(surface.id)),
      entry('serve', serve(capability, environment, surface)),
      ...(auth === undefined ? [] : [entry('auth', literalCode(auth))]),
      ...(secrets.length === 0 ? [] : [entry('secrets', literalCode(secrets))]),
      isEmpty ? entry('operations', spread([])) : 'operations',
      entry('routes', spread(modules)),
    ]);
    text.add(text.statement(call('routeTests', members), 0));
  }
  const content = text.text(generatedNote, imports);
  return { path: 'test/server.test.ts', content, ...(text.sure ? { verbatim: true } : {}) };
}

function spread(modules: readonly CaseModule[]): Code {
  return {
    kind: 'list',
    style: 'array',
    items: modules.map(({ export: name }) => `...${name}`),
  };
}

/** Without the handlers that somebody wrote: what is wired is tested. */
function serve(capability: Capability, environment: Environment, surface: RestSurface): Code {
  const bases = capability.services
    .map((service) => ({ id: service.id, ...serviceBase(service, environment) }))
    .filter(({ given }) => given)
    .map(({ id, url }) => [id, url] as const);
  const others = capability.services.filter(({ auth }) => ungiven(auth)).map(({ id }) => id);
  const client: LiteralValue = {
    ...(bases.length === 0 ? {} : { baseURL: Object.fromEntries(bases) }),
    env: new Source('env'),
    ...(others.length === 0
      ? {}
      : {
          middleware: [
            new Source(`(request, next, { service }) => {
if (${literal(others)}.includes(service)) request.headers.set("authorization", ${literal(testCredentials['authorization'])});
return next(request);
}`),
          ],
        }),
  };
  const count = capability.surfaces.filter(({ kind }) => kind === 'rest').length;
  const { items } = literalCode(client) as List;
  const options = object([
    entry('client', object([...items, '...client'])),
    ...(count > 1 ? [entry('surface', literalCode(surface.id))] : []),
    entry('handlers', '{}'),
    '...options',
  ]);
  return arrow('(client, options) =>', call('createFetch', options));
}

function authSetup(auth: Auth | undefined, { secret }: Environment): LiteralValue {
  const text = (expression: Parameters<typeof evaluate>[0]): string =>
    toText(evaluate(expression, secret, secret));
  switch (auth?.kind) {
    case undefined:
      return undefined;
    case 'bearer':
      return { headers: { authorization: `Bearer ${text(auth.token)}` } };
    case 'basic': {
      const bytes = new TextEncoder().encode(`${text(auth.username)}:${text(auth.password)}`);
      return { headers: { authorization: `Basic ${btoa(String.fromCharCode(...bytes))}` } };
    }
    case 'apikey':
      return auth.placement === 'query'
        ? { query: { [auth.name]: text(auth.value) } }
        : { headers: { [auth.name]: text(auth.value) } };
    case 'digest':
    case 'oauth2':
      return { denied: isUnchecked(auth) ? 501 : 401 };
  }
}
