// What generated tests give a client: a value for every secret, and a base URL where the capability has none.
import type { Capability, Service } from '../../ir/capability.ts';
import type { Expression } from '../../ir/expression.ts';
import { authExpressions, secretNames } from '../../ir/lower/secret-names.ts';
import { compareText } from '../../util/compare.ts';
import { slug } from '../../util/slug.ts';
import { evaluate, Refusal, toText } from './expected-value.ts';

export interface Environment {
  /** Variables and their values, in order of name. */
  readonly variables: Readonly<Record<string, string>>;
  /** The value of a secret, by the secret's name. */
  secret(name: string): string;
}

export function testEnvironment(capability: Capability): Environment {
  const variables = new Map(capability.secrets.map(({ name, variable }) => [name, variable]));
  const valueOf = (name: string): string => `test-${slug(variables.get(name) ?? name)}`;
  const names = new Set([
    ...variables.keys(),
    ...capability.services.flatMap(({ baseUrl, auth }) => [
      ...(baseUrl.kind === 'expression' ? secretNames(baseUrl.value) : []),
      ...authExpressions(auth).flatMap(secretNames),
    ]),
    ...capability.surfaces.flatMap(({ auth }) => authExpressions(auth).flatMap(secretNames)),
  ]);
  const pairs = [...names].map((name) => [variables.get(name) ?? name, valueOf(name)] as const);
  return {
    variables: Object.fromEntries(pairs.sort(([a], [b]) => compareText(a, b))),
    secret: valueOf,
  };
}

/** `given`: tests have to say it, the capability does not. */
export function serviceBase(
  { id, baseUrl }: Service,
  environment: Environment,
): { readonly url: string; readonly given: boolean } {
  const own = baseUrl.kind === 'fixed' ? baseUrl.url : undefined;
  const url = baseUrl.kind === 'expression' ? workedOut(baseUrl.value, environment) : own;
  return url !== undefined && isBase(url)
    ? { url, given: false }
    : { url: `https://${slug(id).slice(0, 60)}.example.test/base`, given: true };
}

function workedOut(expression: Expression, { secret }: Environment): string | undefined {
  try {
    return toText(evaluate(expression, secret, secret));
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function isBase(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, username, password } = new URL(url);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}

/** Secrets without which no call of the service goes out. */
export function requiredSecrets({ auth }: Service): readonly string[] {
  return auth?.kind === 'digest' || auth?.kind === 'oauth2'
    ? []
    : authExpressions(auth).flatMap(secretNames);
}
