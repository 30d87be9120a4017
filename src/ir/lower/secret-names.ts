// Which secrets are behind what describes a service or a surface: there every name is the name of a secret, bound or not.
import type { Auth } from '../capability.ts';
import type { Expression } from '../expression.ts';

/** What a check or a use of credentials works out. */
export function authExpressions(auth: Auth | undefined): readonly Expression[] {
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

export function secretNames(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'secret':
    case 'input':
      return [expression.name];
    case 'template':
      return expression.parts.flatMap((part) =>
        typeof part === 'string' ? [] : secretNames(part),
      );
    case 'array':
      return expression.items.flatMap(secretNames);
    case 'object':
      return expression.members.flatMap(({ value }) => secretNames(value));
    default:
      return [];
  }
}
