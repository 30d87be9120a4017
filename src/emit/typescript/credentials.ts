// Which secrets are credentials: what answers of upstreams are searched for, before they are passed on.
import type { Auth, Capability } from '../../ir/capability.ts';
import type { Expression } from '../../ir/expression.ts';
import { secretNames } from '../../ir/lower/secret-names.ts';
import { compareText } from '../../util/compare.ts';

/** Names of the secrets that let somebody in somewhere; user names and base URLs are none. */
export function credentials({ services, surfaces }: Capability): readonly string[] {
  const expressions = [...services, ...surfaces].flatMap(({ auth }) => secretParts(auth));
  return [...new Set(expressions.flatMap(secretNames))].sort(compareText);
}

/** Those that are sent in URLs. */
export function credentialsInUrls({ services }: Capability): readonly string[] {
  const expressions = services.flatMap(({ auth }) =>
    auth?.kind === 'apikey' && auth.placement === 'query' ? [auth.value] : [],
  );
  return [...new Set(expressions.flatMap(secretNames))].sort(compareText);
}

function secretParts(auth: Auth | undefined): readonly Expression[] {
  switch (auth?.kind) {
    case undefined:
      return [];
    case 'basic':
    case 'digest':
      return [auth.password];
    case 'bearer':
      return [auth.token];
    case 'apikey':
      return [auth.value];
    case 'oauth2':
      return auth.clientSecret === undefined ? [] : [auth.clientSecret];
  }
}
