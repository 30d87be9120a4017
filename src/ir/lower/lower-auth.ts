// Authentication of both sides. Every credential is an expression; names in it are secrets, bound or not.
import { didYouMean } from '../../diagnostics/suggest.ts';
import type { Authentication } from '../../document/document.ts';
import type { Report } from '../../document/fields.ts';
import { child, type Location } from '../../source/location.ts';
import type { Auth } from '../capability.ts';
import type { Expression } from '../expression.ts';
import { parseTemplate, templateExpression } from '../parse/parse-template.ts';
import type { SecretTable } from './secrets.ts';

/** Of an adapter: who calls has the credentials, so nothing is asked for beyond what they are checked by. */
export function lowerSurfaceAuth(
  from: Authentication | undefined,
  secrets: SecretTable,
  report: Report,
): Auth | undefined {
  if (from?.type !== 'oauth2') return lowerAuth(from, secrets, report);
  const auth = oauth2(from);
  const audience = auth.audience ?? auth.resource ?? '';
  const missing = !URL.canParse(auth.authorizationServer)
    ? '`authorizationServerUri` is no URL'
    : audience === ''
      ? 'there is neither `resource` nor `audience`'
      : undefined;
  if (missing !== undefined) {
    const message = `tokens cannot be checked: ${missing}; the server of this adapter answers 501 to everybody until it is given a check of its own`;
    report({ code: 'auth-unchecked', severity: 'warning', message, at: from.at });
  }
  return auth.tokenValidation === 'introspection'
    ? { ...auth, ...clientCredentials(from, 'OAUTH_INTROSPECTION', secrets, report) }
    : auth;
}

export function lowerAuth(
  from: Authentication | undefined,
  secrets: SecretTable,
  report: Report,
): Auth | undefined {
  if (from === undefined) return undefined;
  const credential = (key: string): Expression =>
    credentialValue(from.fields[key] ?? '', child(from.at, key), secrets, report);
  switch (from.type) {
    case 'basic':
    case 'digest':
      return {
        kind: from.type,
        username: credential('username'),
        password: credential('password'),
      };
    case 'bearer':
      return { kind: 'bearer', token: credential('token') };
    case 'apikey':
      // Several keys in headers are lowered to header inputs of every operation (`authHeaders`).
      if (from.headers.length > 0 && from.fields['key'] === undefined) return undefined;
      return {
        kind: 'apikey',
        name: apiKeyName(from, report),
        value: credential('value'),
        placement: (from.fields['placement'] ?? from.fields['in']) === 'query' ? 'query' : 'header',
      };
    case 'oauth2':
      return { ...oauth2(from), ...clientCredentials(from, 'OAUTH', secrets, report) };
    default: {
      const message = `authentication of type \`${from.type}\` is not known: \`basic\`, \`digest\`, \`bearer\`, \`apikey\` or \`oauth2\`${didYouMean(from.type, ['basic', 'digest', 'bearer', 'apikey', 'oauth2'])}`;
      report({ code: 'auth-unsupported', severity: 'error', message, at: child(from.at, 'type') });
      return undefined;
    }
  }
}

function apiKeyName({ fields, at }: Authentication, report: Report): string {
  const name = fields['key'] ?? fields['name'] ?? '';
  if (name === '') {
    const message =
      'this API key has no name: say in `key` which header or query parameter it is sent in';
    report({ code: 'auth-unsupported', severity: 'error', message, at });
  }
  return name;
}

function oauth2({ fields, scopes }: Authentication): Extract<Auth, { kind: 'oauth2' }> {
  return {
    kind: 'oauth2',
    authorizationServer: fields['authorizationServerUri'] ?? '',
    scopes,
    ...optional('resource', fields['resource']),
    ...optional('audience', fields['audience']),
    ...optional('tokenEndpoint', fields['tokenEndpoint']),
    ...(fields['tokenValidation'] === 'introspection'
      ? { tokenValidation: 'introspection' as const }
      : {}),
  };
}

function optional<K extends string>(
  key: K,
  value: string | undefined,
): { readonly [P in K]?: string } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: string };
}

/** The format has no field for a client's own credentials: they come from the environment by a fixed name. */
function clientCredentials(
  { fields, at }: Authentication,
  prefix: string,
  secrets: SecretTable,
  report: Report,
): { readonly clientId: Expression; readonly clientSecret: Expression } {
  const credential = (key: string, implicit: string): Expression => {
    const written = fields[key];
    if (written !== undefined) return credentialValue(written, child(at, key), secrets, report);
    secrets.require(implicit, at);
    return { kind: 'secret', name: implicit };
  };
  return {
    clientId: credential('clientId', `${prefix}_CLIENT_ID`),
    clientSecret: credential('clientSecret', `${prefix}_CLIENT_SECRET`),
  };
}

export function credentialValue(
  text: string,
  at: Location,
  secrets: SecretTable,
  report: Report,
): Expression {
  const { parts, problem } = parseTemplate(text);
  if (problem !== undefined) {
    report({ code: 'template-syntax', severity: 'error', message: problem, at });
    return { kind: 'literal', value: '' };
  }
  return templateExpression(
    parts.map((part) => {
      if (typeof part === 'string') return part;
      const name = part.name.slice(part.name.indexOf('.') + 1);
      secrets.require(name, at);
      return { kind: 'secret', name };
    }),
  );
}
