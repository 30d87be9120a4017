// Authentication of both sides. Every credential is an expression; names in it are secrets, bound or not.
import type { Authentication } from '../document/document.ts';
import type { Report } from '../document/fields.ts';
import { child, type Location } from '../source/location.ts';
import type { Auth } from './capability.ts';
import type { Expression } from './expression.ts';
import { parseTemplate, templateExpression } from './parse-template.ts';
import type { SecretTable } from './secrets.ts';

/** Of an adapter: who calls has the credentials, so nothing is asked for beyond what they are checked against. */
export function lowerSurfaceAuth(
  from: Authentication | undefined,
  secrets: SecretTable,
  report: Report,
): Auth | undefined {
  if (from?.type !== 'oauth2') return lowerAuth(from, secrets, report);
  const auth = oauth2(from);
  if (auth.tokenValidation === 'introspection') {
    const message =
      'tokens are checked by their signature only: the server of this adapter answers 501 to everybody until it is given a check of its own';
    report({
      code: 'token-introspection-unsupported',
      severity: 'warning',
      message,
      at: child(from.at, 'tokenValidation'),
    });
  }
  return auth;
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
        name: from.fields['key'] ?? from.fields['name'] ?? '',
        value: credential('value'),
        placement: (from.fields['placement'] ?? from.fields['in']) === 'query' ? 'query' : 'header',
      };
    case 'oauth2':
      return {
        ...oauth2(from),
        clientId:
          from.fields['clientId'] === undefined
            ? implicit('OAUTH_CLIENT_ID', from.at, secrets)
            : credential('clientId'),
        clientSecret:
          from.fields['clientSecret'] === undefined
            ? implicit('OAUTH_CLIENT_SECRET', from.at, secrets)
            : credential('clientSecret'),
      };
    default: {
      const message = `authentication of type \`${from.type}\` is not known: \`basic\`, \`digest\`, \`bearer\`, \`apikey\` or \`oauth2\``;
      report({ code: 'auth-unsupported', severity: 'error', message, at: child(from.at, 'type') });
      return undefined;
    }
  }
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
function implicit(name: string, at: Location, secrets: SecretTable): Expression {
  secrets.require(name, at);
  return { kind: 'secret', name };
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
