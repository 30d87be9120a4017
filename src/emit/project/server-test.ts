// The module that runs the tests of routes: each surface as it is served, with credentials for those that ask for some.
import type { Auth, Capability, RestSurface } from '../../ir/capability.ts';
import type { OutputFile } from '../emitter.ts';
import { generatedNote } from '../typescript/imports.ts';
import { literal, type LiteralValue, Source } from '../typescript/literal.ts';
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
  const imports = [...operations, ...surfaces.flatMap(({ modules }) => modules)].map(
    (module) => `import { ${module.export} } from ${JSON.stringify(local(module))};`,
  );
  const suites = surfaces.map(({ surface, modules }) => {
    const auth = authSetup(surface.auth, environment);
    const members = [
      `surface: ${literal(surface.id)}`,
      `serve: ${serve(capability, environment, surface)}`,
      ...(auth === undefined ? [] : [`auth: ${literal(auth)}`]),
      'operations',
      `routes: [${modules.map(({ export: name }) => `...${name}`).join(', ')}]`,
    ];
    return `routeTests({ ${members.join(', ')} });\n`;
  });
  const content = `${generatedNote}
import { createFetch } from "../server/index.ts";
${imports.join('\n')}
import { routeTests } from "./support/routes.ts";

const env = ${literal({ ...environment.variables })};
const operations = [${operations.map(({ export: name }) => `...${name}`).join(', ')}];

${suites.join('\n')}`;
  return { path: 'test/server.test.ts', content };
}

/** Without the handlers that somebody wrote: what is wired is tested. */
function serve(capability: Capability, environment: Environment, surface: RestSurface): string {
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
  const members = [
    `client: { ${literal(client).slice(1, -1)}, ...client }`,
    ...(count > 1 ? [`surface: ${literal(surface.id)}`] : []),
    'handlers: {}',
    '...options',
  ];
  return `(client, options) => createFetch({ ${members.join(', ')} })`;
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
