// The module of services and secrets: where an API is, and which credentials it takes from where.
import type { Auth, BaseUrl, Capability, Service } from '../../ir/capability.ts';
import type { Expression } from '../../ir/expression.ts';
import { authExpressions, secretNames } from '../../ir/lower/secret-names.ts';
import { docCommentText } from '../typescript/doc-comment.ts';
import { Imports } from '../typescript/imports.ts';
import { callSource, literalCode, type LiteralValue } from '../typescript/literal.ts';
import { ModuleText } from '../typescript/statement.ts';
import { type ClientModule } from './client-files.ts';
import { credential, type Use } from './descriptor.ts';

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
  for (const name of mentioned.flatMap(secretNames))
    if (!sources.has(name)) sources.set(name, { name, variable: name });
  return [...sources.values()];
}

export function servicesModule(capability: Capability): ClientModule {
  const imports = new Imports();
  const text = new ModuleText();
  const use: Use = (name, file) => imports.value(name, `./runtime/${file}`);
  const services = capability.services.map((service) => serviceData(service, use));
  // Only names that differ from those of their variables are listed.
  const renamed = secretSources(capability).filter(({ name, variable }) => name !== variable);
  const secrets = Object.fromEntries(renamed.map(({ name, variable }) => [name, variable]));
  const type = imports.type('Service', './runtime/service.ts');
  text.constant('services', `readonly ${type}[]`, literalCode(services));
  text.constant(
    'secrets',
    '{ readonly [name: string]: string }',
    literalCode(secrets),
    docCommentText({
      text: 'Variables of the environment by secret, where they have another name.',
    }),
  );
  return { path: 'client/services.ts', imports, text };
}

function serviceData({ id, baseUrl, auth }: Service, use: Use): LiteralValue {
  return {
    id,
    baseURL:
      baseUrl.kind === 'fixed'
        ? baseUrl.url
        : baseUrl.kind === 'expression'
          ? callSource(use('secretText', 'expression.ts'), [baseUrl.value])
          : undefined,
    auth: auth && authSource(auth, use),
  };
}

function authSource(auth: Auth, use: Use): LiteralValue {
  switch (auth.kind) {
    case 'bearer':
      return callSource(use('bearer', 'auth.ts'), [credential(auth.token, use)]);
    case 'basic':
    case 'digest': {
      const pair = [credential(auth.username, use), credential(auth.password, use)];
      return callSource(use(auth.kind, auth.kind === 'basic' ? 'basic.ts' : 'digest.ts'), pair);
    }
    case 'apikey': {
      const name = auth.placement === 'header' ? 'apiKeyHeader' : 'apiKeyQuery';
      const file = auth.placement === 'header' ? 'api-key-header.ts' : 'api-key-query.ts';
      return callSource(use(name, file), [auth.name, credential(auth.value, use)]);
    }
    case 'oauth2': {
      const { authorizationServer, tokenEndpoint, scopes, resource, audience } = auth;
      const settings = {
        authorizationServer,
        tokenEndpoint,
        clientId: credential(auth.clientId, use),
        clientSecret: credential(auth.clientSecret, use),
        scopes,
        resource,
        audience,
      };
      return callSource(use('clientCredentials', 'oauth2.ts'), [settings]);
    }
  }
}

function baseExpressions(baseUrl: BaseUrl): readonly Expression[] {
  return baseUrl.kind === 'expression' ? [baseUrl.value] : [];
}
