// Which secrets are credentials: what answers of upstreams are searched for, before they are passed on.
import type { Auth, Capability, Input } from '../../ir/capability.ts';
import type { Expression } from '../../ir/expression.ts';
import { secretNames } from '../../ir/lower/secret-names.ts';
import { compareText } from '../../util/compare.ts';

/** Names of the secrets that let somebody in somewhere; user names and base URLs are none. */
export function credentials(capability: Capability): readonly string[] {
  const { services, surfaces } = capability;
  const declared = [...services, ...surfaces].flatMap(({ auth }) => secretParts(auth));
  return unique([
    ...declared.flatMap(secretNames),
    ...sent(capability, ['header', 'cookie', 'query']),
  ]);
}

/** Those that are sent in URLs. */
export function credentialsInUrls(capability: Capability): readonly string[] {
  const declared = capability.services.flatMap(({ auth }) =>
    auth?.kind === 'apikey' && auth.placement === 'query' ? [auth.value] : [],
  );
  return unique([...declared.flatMap(secretNames), ...sent(capability, ['query'])]);
}

/** Many files have no `authentication`, and send a key as an input of each operation. */
function sent({ operations }: Capability, places: readonly Input['in'][]): readonly string[] {
  return operations.flatMap(({ inputs }) =>
    inputs.flatMap(({ in: place, name, value }) => {
      if (value === undefined || !places.includes(place) || !credentialName.test(name)) return [];
      const parts = value.kind === 'template' ? value.parts : [value];
      return parts.flatMap((part) =>
        typeof part !== 'string' && part.kind === 'secret' ? [part.name] : [],
      );
    }),
  );
}

const credentialName = /auth|cookie|key|passw|secret|session|token/i;

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort(compareText);
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
