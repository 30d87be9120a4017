// Credentials in what an upstream says: some repeat what they were sent, in complaints or in links, and it is passed on.
import type { ActionResult } from "./action.ts";
import type { ClientPort } from "./client-port.ts";
import type { Definition } from "./model.ts";
import { contentOf, joinBytes } from "./read-bytes.ts";

/** Shorter values would hit words that have nothing to do with them. */
const shortest = 6;
const mask = "***";

/**
 * What credentials look like in texts, URLs, JSON and basic authentication, the longest first. Looked up each time:
 * they may come from an environment that changes. Those that are missing are left out.
 */
export function secretForms(
  client: Pick<ClientPort, "secret">,
  names: readonly string[],
): readonly string[] {
  const forms = new Set<string>();
  for (const name of names) {
    let value: string;
    try {
      value = client.secret(name);
    } catch {
      continue;
    }
    if (value.length < shortest) continue;
    for (const form of formsOf(value)) forms.add(form);
  }
  return [...forms].sort((a, b) => b.length - a.length);
}

export function hideSecrets(text: string, forms: readonly string[]): string {
  return forms.reduce((rest, form) => rest.replaceAll(form, mask), text);
}

/** The result without credentials: all of them where a request failed, those that are sent in URLs anywhere. */
export function withoutSecrets(
  result: ActionResult,
  client: Pick<ClientPort, "secret">,
  {
    credentials = [],
    credentialsInUrls = [],
  }: Pick<Definition, "credentials" | "credentialsInUrls">,
): ActionResult {
  if (result.kind === "problem") return result;
  const failed = result.kind === "response" && result.response.status >= 300;
  const forms = secretForms(client, failed ? credentials : credentialsInUrls);
  if (forms.length === 0) return result;
  if (result.kind === "value") {
    if (result.value === undefined) return result;
    const text = hideSecrets(JSON.stringify(result.value), forms);
    return { ...result, value: JSON.parse(text) };
  }
  const { response } = result;
  const { status, statusText } = response;
  const headers = new Headers();
  response.headers.forEach((value, name) => {
    headers.append(name, hideSecrets(value, forms));
  });
  const needles = forms.map((form) => new TextEncoder().encode(form));
  const init = { status, statusText, headers };
  const content = contentOf(response);
  if (content !== undefined) {
    const [clean] = hideBytes(content, needles, true);
    const copy = new Response(clean, init);
    return { ...result, response: Object.assign(copy, { content: clean }) };
  }
  const body = response.body?.pipeThrough(hidingStream(needles)) ?? null;
  return { ...result, response: new Response(body, init) };
}

function formsOf(value: string): readonly string[] {
  const bytes = new TextEncoder().encode(value);
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    new URLSearchParams([["", value]]).toString().slice(1),
    encoded(value),
    // Behind a user name nobody knows where the groups of three bytes begin.
    ...[0, 1, 2].map((offset) => inBase64(bytes, offset)),
  ];
}

function encoded(value: string): string {
  try {
    return encodeURIComponent(value);
  } catch {
    return value;
  }
}

/** The part that does not depend on what stands before and behind. */
function inBase64(bytes: Uint8Array, offset: number): string {
  let text = "\0".repeat(offset);
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).slice(
    Math.ceil((offset * 8) / 6),
    Math.floor((text.length * 8) / 6),
  );
}

function hidingStream(
  needles: readonly Uint8Array[],
): TransformStream<Uint8Array, Uint8Array> {
  let rest: Uint8Array = new Uint8Array(0);
  return new TransformStream({
    transform(chunk, controller) {
      const [clean, left] = hideBytes(joinBytes([rest, chunk]), needles, false);
      rest = left;
      if (clean.byteLength > 0) controller.enqueue(clean);
    },
    flush(controller) {
      const [clean] = hideBytes(rest, needles, true);
      if (clean.byteLength > 0) controller.enqueue(clean);
    },
  });
}

/** `left`: the end, where more may come and make a credential of it. */
function hideBytes(
  bytes: Uint8Array,
  needles: readonly Uint8Array[],
  isEnd: boolean,
): readonly [clean: Uint8Array<ArrayBuffer>, left: Uint8Array] {
  const longest = needles[0]?.length ?? 0;
  const replacement = new TextEncoder().encode(mask);
  const next = needles.map((needle) => indexOf(bytes, needle, 0));
  const parts: Uint8Array[] = [];
  let from = 0;
  for (;;) {
    let first: number | undefined;
    for (const [index, needle] of needles.entries()) {
      if (next[index]! < from) next[index] = indexOf(bytes, needle, from);
      if (first === undefined || next[index]! < next[first]!) first = index;
    }
    if (first === undefined || next[first] === Infinity) break;
    const at = next[first]!;
    const { length } = needles[first]!;
    // What looks like the whole of one may be the beginning of a longer one.
    if (!isEnd && at + longest > bytes.length && length < longest) break;
    parts.push(bytes.subarray(from, at), replacement);
    from = at + length;
  }
  const until = isEnd
    ? bytes.length
    : Math.max(from, bytes.length - longest + 1);
  parts.push(bytes.subarray(from, until));
  return [joinBytes(parts), bytes.slice(until)];
}

/** Infinity: nowhere. */
function indexOf(bytes: Uint8Array, needle: Uint8Array, from: number): number {
  const [head = 0] = needle;
  for (
    let at = bytes.indexOf(head, from);
    at !== -1 && at + needle.length <= bytes.length;
    at = bytes.indexOf(head, at + 1)
  )
    if (needle.every((byte, index) => bytes[at + index] === byte)) return at;
  return Infinity;
}
