// An API that the client talks to, and the options that say where it is and how it is entered.
import { ConfigError } from "./errors.ts";
import type { Auth, CoreOptions } from "./http.ts";
import { own } from "./value.ts";

/** One HTTP API. */
export interface Service {
  readonly id: string;
  /** Undefined: the options have to give it. */
  readonly baseURL?: string | ((secret: (name: string) => string) => string);
  readonly auth?: Auth;
}

/** What functions need to send operations; clients hold one each. */
export interface ClientCore {
  readonly services: readonly Service[];
  /** Variables of the environment by the name of the secret, where they differ. */
  readonly secrets: { readonly [name: string]: string };
  readonly options: CoreOptions;
  /** What tokens are kept under; shared by clients with the same credentials. */
  readonly memory?: object;
}

/** A credential by name: from the options, else from the environment. */
export function secret(core: ClientCore, name: string): string {
  const { process } = globalThis as { process?: { env?: object } };
  const { secrets, env = process?.env } = core.options;
  const variable = own(core.secrets, name) ?? name;
  const value = own(secrets, name) || own(env, `${variable}`);
  if (value) return `${value}`;
  throw new ConfigError(
    `A credential is missing: give the option secrets[${JSON.stringify(name)}] or set the environment variable ${variable}`,
  );
}

/** A service and its `https://host/prefix`, checked. Its text may hold a credential and is never quoted. */
export function findService(
  core: ClientCore,
  id: string | undefined = core.services[0]?.id,
): { readonly service: Service; readonly base: URL } {
  const service = core.services.find((one) => one.id === id);
  if (!service)
    throw new ConfigError(`There is no service ${JSON.stringify(id)}`);
  const { id: name, baseURL } = service;
  const given = core.options.baseURL;
  // One text cannot name several services.
  const one = given && core.services[1] ? "" : given;
  const text =
    (typeof given === "object" ? own(given, name) : one) ??
    (typeof baseURL === "function"
      ? baseURL((secretName) => secret(core, secretName))
      : baseURL);
  try {
    const base = new URL(`${text}`);
    if (/^https?:\/\/[^/@]+\//.test(base.href)) return { service, base };
  } catch {
    // Told below.
  }
  throw new ConfigError(
    `The option baseURL has to give ${JSON.stringify(id)} an http(s) URL without a user`,
  );
}
