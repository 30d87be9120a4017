// What servers of every kind take from a capability alike: the check of credentials, and base URLs from the environment.
import type { Auth, Capability, Surface } from '../../ir/capability.ts';
import { call, entry, object } from './code-make.ts';
import type { Code, Entry } from './code.ts';
import type { RuntimeExport } from './format-readers.ts';
import { callSource, literalCode, type LiteralValue } from './literal.ts';
import { literalKey, quote } from './names.ts';
import type { Imports } from './imports.ts';
import { baseUrlVariable } from './variables.ts';

/** `runtime` imports an export of the runtime; without it, what needs one is not checked and lets nobody in. */
export function authLiteral(
  { auth }: Pick<Surface, 'auth'>,
  runtime?: (from: RuntimeExport) => string,
): LiteralValue {
  const scheme = (from: RuntimeExport | undefined, given: LiteralValue): LiteralValue => {
    if (from === undefined || runtime === undefined)
      return { kind: 'unsupported', scheme: auth?.kind };
    return { kind: 'scheme', create: callSource(runtime(from), [given]) };
  };
  switch (auth?.kind) {
    case undefined:
      return undefined;
    case 'bearer':
      return { kind: 'bearer', token: { ...auth.token } };
    case 'basic':
      return { kind: 'basic', username: { ...auth.username }, password: { ...auth.password } };
    case 'apikey':
      return {
        kind: 'apikey',
        name: auth.name,
        placement: auth.placement,
        value: { ...auth.value },
      };
    case 'digest':
      return scheme(authScheme(auth), {
        username: { ...auth.username },
        password: { ...auth.password },
      });
    case 'oauth2': {
      const audience = auth.audience ?? auth.resource;
      const audiences = audience === undefined ? [] : [audience];
      const { clientId, clientSecret } = auth;
      return scheme(authScheme(auth), {
        issuer: auth.authorizationServer,
        audiences,
        scopes: auth.scopes,
        clientId: clientId && { ...clientId },
        clientSecret: clientSecret && { ...clientSecret },
      });
    }
  }
}

/** Where callers get the tokens that a surface asks for; `name`: what they are told it is. */
export function tokensLiteral(auth: Auth | undefined, name: string | undefined): LiteralValue {
  if (auth?.kind !== 'oauth2') return undefined;
  const { authorizationServer, scopes, resource } = auth;
  return {
    authorizationServers: [authorizationServer],
    scopes,
    resource: resource !== undefined && URL.canParse(resource) ? resource : undefined,
    name,
  };
}

/** The part of the runtime that checks a scheme; undefined for what every server knows, and for what none can check. */
export function authScheme(auth: Auth | undefined): RuntimeExport | undefined {
  if (auth?.kind === 'digest') return { file: 'server/auth-digest.ts', name: 'digestAuth' };
  if (auth?.kind !== 'oauth2' || isUnchecked(auth)) return undefined;
  return auth.tokenValidation === 'introspection'
    ? { file: 'server/auth-introspection.ts', name: 'introspectionAuth' }
    : { file: 'server/auth-oauth2.ts', name: 'oauth2Auth' };
}

/** Declared without whom tokens are of or for, so that none can be checked: nobody is let in. */
export function isUnchecked(auth: Auth | undefined): boolean {
  if (auth?.kind !== 'oauth2') return false;
  const audience = auth.audience ?? auth.resource ?? '';
  return audience === '' || !URL.canParse(auth.authorizationServer);
}

/** What a server that is started as a program has to be told by whoever mounts it instead. */
export function isBaseUrlMissing({ services }: Capability): boolean {
  return services.some(({ baseUrl }) => baseUrl.kind === 'missing');
}

/**
 * The member `client: { baseURL: { api: required("API_BASE_URL") } }`, or none without services: base URLs may come from
 * the environment, and have to where the capability has none. `environment`: the module that reads it; `files`: the one
 * that reads values bound to files; `more`: further options of the client.
 */
export function clientFromEnvironment(
  capability: Capability,
  imports: Imports,
  environment: string,
  files?: string,
  more: readonly Entry[] = [],
): readonly Entry[] {
  const bases = capability.services.map(({ id, baseUrl }) => {
    const reader = imports.value(baseUrl.kind === 'missing' ? 'required' : 'optional', environment);
    const variable = quote(baseUrlVariable(id));
    return entry(literalKey(id), call(reader, variable));
  });
  const bound = boundToFiles(capability);
  const secrets = (callee: string): Code => call(callee, literalCode(bound));
  const members = [
    ...(bases.length === 0 ? [] : [entry('baseURL', object(bases))]),
    ...(files === undefined || bound.length === 0
      ? []
      : [entry('secrets', secrets(imports.value('boundSecrets', files)))]),
    ...more,
  ];
  return members.length === 0 ? [] : [entry('client', object(members))];
}

/** Values that a capability binds to files: the runtime reads them with `server/bind-files.ts`. */
export function boundToFiles({ secrets }: Capability): readonly LiteralValue[] {
  return secrets.flatMap(({ name, variable, file }) =>
    file === undefined ? [] : [{ name, location: file, key: variable }],
  );
}
