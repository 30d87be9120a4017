// Basic authentication (RFC 7617).
import { credentialHeader, type Credential, reveal } from "./auth.ts";
import { ConfigError } from "./errors.ts";
import type { Auth } from "./http.ts";

export function basic(username: Credential, password: Credential): Auth {
  return credentialHeader("authorization", (secret) =>
    basicCredentials(reveal(username, secret), reveal(password, secret)),
  );
}

/** UTF-8 inside base64, as RFC 7617 has it. */
export function basicCredentials(username: string, password: string): string {
  if (username.includes(":"))
    throw new ConfigError("A user name with a colon cannot be sent");
  const bytes = new TextEncoder().encode(`${username}:${password}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}
