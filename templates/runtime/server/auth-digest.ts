// Digest authentication (RFC 7616) with SHA-256. Nonces are signed and expire; a count is taken once for each nonce.
import { comparer, credentials, denied, sha256 } from "./credentials.ts";
import type { CreateCheck, Expression } from "./model.ts";

const realm = "api";
const lifetimeMs = 5 * 60 * 1000;
/** Nonces whose counts are remembered; with more, everybody is asked for a new one. */
const rememberedNonces = 10_000;

export interface DigestOptions {
  readonly username: Expression;
  readonly password: Expression;
}

export function digestAuth({ username, password }: DigestOptions): CreateCheck {
  return (expected) => {
    const user = expected(username, "user name");
    const secret = sha256Hex(
      `${user}:${realm}:${expected(password, "password")}`,
    );
    const isUser = comparer(user);
    const nonces = new Nonces();

    const challenge = async (stale: boolean): Promise<string> =>
      `Digest realm="${realm}", qop="auth", algorithm=SHA-256, charset=UTF-8, nonce="${await nonces.make()}"${stale ? ", stale=true" : ""}`;

    const answers = async (
      fields: Readonly<Record<string, string>>,
      { method }: Request,
      uri: string,
    ): Promise<boolean> => {
      const { nonce = "", nc = "", cnonce = "", response } = fields;
      const a2 = await sha256Hex(`${method}:${uri}`);
      const middle = `${nonce}:${nc}:${cnonce}:auth`;
      const wanted = await sha256Hex(`${await secret}:${middle}:${a2}`);
      const isRight = await comparer(wanted)(response?.toLowerCase());
      return (await isUser(fields["username"])) && isRight;
    };

    return async (request, url) => {
      const given = credentials(request, "digest");
      if (given === undefined) return denied(await challenge(false));
      const fields = parse(given);
      const { algorithm, qop, uri, nonce = "", nc = "" } = fields;
      const isOurs =
        algorithm?.toUpperCase() === "SHA-256" &&
        qop === "auth" &&
        fields["realm"] === realm &&
        uri === url.pathname + url.search;
      if (!isOurs || !(await answers(fields, request, uri)))
        return denied(await challenge(false));
      return (await nonces.use(nonce, nc))
        ? undefined
        : denied(await challenge(true), "The nonce is not valid any more");
    };
  };
}

class Nonces {
  readonly #key: Promise<CryptoKey> = crypto.subtle.generateKey(
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  /** The highest count seen, by nonce. */
  readonly #counts = new Map<string, number>();
  /** Nonces that were made until then are not taken. */
  #since = 0;

  async make(): Promise<string> {
    const stamp = `${Date.now().toString(36)}.${crypto.randomUUID()}`;
    return `${stamp}.${await this.#sign(stamp)}`;
  }

  /** False for a nonce that is not ours or too old, and for a count that was used. */
  async use(nonce: string, count: string): Promise<boolean> {
    const end = nonce.lastIndexOf(".");
    const stamp = nonce.slice(0, end);
    const isOurs = await comparer(await this.#sign(stamp))(
      nonce.slice(end + 1),
    );
    const made = parseInt(stamp, 36);
    const age = Date.now() - made;
    if (!isOurs || made <= this.#since || !(age >= 0 && age <= lifetimeMs))
      return false;
    const known = this.#counts.get(nonce) ?? 0;
    const number = /^[\da-f]{8}$/i.test(count) ? parseInt(count, 16) : 0;
    if (number <= known) return false;
    // What is forgotten must not be taken again: everything made before now is spent.
    if (known === 0 && this.#counts.size >= rememberedNonces) {
      this.#counts.clear();
      this.#since = Date.now();
      return false;
    }
    this.#counts.set(nonce, number);
    return true;
  }

  async #sign(text: string): Promise<string> {
    const bytes = new TextEncoder().encode(text);
    const signature = await crypto.subtle.sign("HMAC", await this.#key, bytes);
    return hex(new Uint8Array(signature));
  }
}

function parse(text: string): Readonly<Record<string, string>> {
  const fields = new Map<string, string>();
  for (const match of text.matchAll(
    /([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g,
  )) {
    const [, name = "", quoted, plain = ""] = match;
    fields.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, "$1") ?? plain);
  }
  return Object.fromEntries(fields);
}

async function sha256Hex(text: string): Promise<string> {
  return hex(await sha256(text));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
}
