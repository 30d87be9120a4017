// The module of services and secrets: where an API is, and which credentials it takes from where.
import { StructureKind, VariableDeclarationKind } from 'ts-morph';
import type { Auth, BaseUrl, Capability, Service } from '../../ir/capability.ts';
import type { Expression } from '../../ir/expression.ts';
import { literal, type LiteralValue, Source } from '../typescript/literal.ts';
import { Imports, type Statement, type TypeScriptModule } from '../typescript/typescript-file.ts';

export interface SecretSource {
  readonly name: string;
  readonly variable: string;
  readonly description?: string | undefined;
}

/** Declared secrets, and names that services mention without anybody declaring them. */
export function secretSources(capability: Capability): readonly SecretSource[] {
  const sources = new Map<string, SecretSource>();
  for (const { name, variable, description } of capability.secrets)
    sources.set(name, { name, variable, description });
  const mentioned = [
    ...capability.services.flatMap((service) => [
      ...baseExpressions(service.baseUrl),
      ...authExpressions(service.auth),
    ]),
    ...capability.surfaces.flatMap((surface) => authExpressions(surface.auth)),
  ];
  for (const name of mentioned.flatMap(namesIn))
    if (!sources.has(name)) sources.set(name, { name, variable: name });
  return [...sources.values()];
}

export function servicesModule(capability: Capability): TypeScriptModule {
  const imports = new Imports();
  const runtime = './runtime/operation.ts';
  const services = capability.services.map((service) => serviceData(service, imports));
  const secrets = secretSources(capability).map(({ name, variable }) => ({ name, variable }));
  return {
    path: 'client/services.ts',
    imports,
    statements: [
      constant('services', `readonly ${imports.type('Service', runtime)}[]`, services),
      constant('secrets', `readonly ${imports.type('SecretSource', runtime)}[]`, secrets),
    ],
  };
}

function constant(name: string, type: string, value: LiteralValue): Statement {
  return {
    kind: StructureKind.VariableStatement,
    isExported: true,
    declarationKind: VariableDeclarationKind.Const,
    declarations: [{ name, type, initializer: literal(value) }],
  };
}

function serviceData(service: Service, imports: Imports): LiteralValue {
  const { baseUrl, auth } = service;
  return {
    id: service.id,
    baseURL:
      baseUrl.kind === 'fixed'
        ? baseUrl.url
        : baseUrl.kind === 'expression'
          ? baseUrl.value
          : undefined,
    auth: auth && authSource(auth, imports),
  };
}

function authSource(auth: Auth, imports: Imports): Source {
  const call = (name: string, module: string, ...args: readonly LiteralValue[]): Source =>
    new Source(`${imports.value(name, `./runtime/${module}.ts`)}(${args.map(literal).join(', ')})`);
  switch (auth.kind) {
    case 'bearer':
      return call('bearer', 'auth', auth.token);
    case 'basic':
      return call('basic', 'auth', auth.username, auth.password);
    case 'digest':
      return call('digest', 'digest', auth.username, auth.password);
    case 'apikey':
      return call(
        auth.placement === 'header' ? 'apiKeyHeader' : 'apiKeyQuery',
        'auth',
        auth.name,
        auth.value,
      );
    case 'oauth2': {
      const {
        authorizationServer,
        tokenEndpoint,
        clientId,
        clientSecret,
        scopes,
        resource,
        audience,
      } = auth;
      const settings = {
        authorizationServer,
        tokenEndpoint,
        clientId,
        clientSecret,
        scopes,
        resource,
        audience,
      };
      return call('clientCredentials', 'oauth2', settings);
    }
  }
}

/** Which optional files of the runtime the services need. */
export function authModules(capability: Capability): readonly string[] {
  const kinds = new Set(capability.services.map((service) => service.auth?.kind));
  return [
    ...(kinds.has('digest') ? ['digest.ts', 'md5.ts'] : []),
    ...(kinds.has('oauth2') ? ['oauth2.ts'] : []),
  ];
}

function baseExpressions(baseUrl: BaseUrl): readonly Expression[] {
  return baseUrl.kind === 'expression' ? [baseUrl.value] : [];
}

function authExpressions(auth: Auth | undefined): readonly Expression[] {
  switch (auth?.kind) {
    case undefined:
      return [];
    case 'bearer':
      return [auth.token];
    case 'basic':
    case 'digest':
      return [auth.username, auth.password];
    case 'apikey':
      return [auth.value];
    case 'oauth2':
      return [auth.clientId, auth.clientSecret].filter((each) => each !== undefined);
  }
}

function namesIn(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'secret':
    case 'input':
      return [expression.name];
    case 'template':
      return expression.parts.flatMap((part) => (typeof part === 'string' ? [] : namesIn(part)));
    case 'array':
      return expression.items.flatMap(namesIn);
    case 'object':
      return expression.members.flatMap((member) => namesIn(member.value));
    default:
      return [];
  }
}
