// OAuth 2 bearer tokens that are JWTs: signed by the authorization server, for this resource, with all scopes, in time.
import {
  createRemoteJWKSet,
  errors,
  jwtVerify,
  type JWTVerifyGetKey,
} from "jose";
import { findEndpoint } from "./authorization-server.ts";
import { bearerCheck, type OAuth2Options } from "./bearer-token.ts";
import type { CreateCheck } from "./model.ts";

/** Never a shared secret: a public key must not be taken for one. */
const algorithms: string[] = ["RS", "PS", "ES"].flatMap((family) =>
  ["256", "384", "512"].map((size) => `${family}${size}`),
);
algorithms.push("EdDSA");

export function oauth2Auth(options: OAuth2Options): CreateCheck {
  const { issuer, audiences } = options;
  return () => {
    let keys: Promise<JWTVerifyGetKey> | undefined;
    const findKeys = (): Promise<JWTVerifyGetKey> => {
      keys ??= discoverKeys(issuer).catch((error: unknown) => {
        keys = undefined;
        throw error;
      });
      return keys;
    };
    return bearerCheck(options, async (token) => {
      try {
        const { payload } = await jwtVerify(token, await findKeys(), {
          issuer,
          audience: [...audiences],
          algorithms,
          requiredClaims: ["exp"],
          clockTolerance: 5,
        });
        return payload;
      } catch (error) {
        if (isTokensFault(error)) return undefined;
        throw error;
      }
    });
  };
}

async function discoverKeys(issuer: string): Promise<JWTVerifyGetKey> {
  return createRemoteJWKSet(await findEndpoint(issuer, "jwks_uri"), {
    cacheMaxAge: 5 * 60 * 1000,
    cooldownDuration: 30 * 1000,
  });
}

/** Keys that cannot be fetched are the fault of nobody who calls. */
function isTokensFault(error: unknown): boolean {
  return (
    error instanceof errors.JOSEError &&
    !(error instanceof errors.JWKSTimeout) &&
    !(error instanceof errors.JWKSInvalid) &&
    error.code !== "ERR_JOSE_GENERIC"
  );
}
