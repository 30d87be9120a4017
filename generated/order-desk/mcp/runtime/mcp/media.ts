// Bytes and media types: what can be shown as text, and base64 for what cannot.

/** Without parameters and in lower case; empty where there is none. */
export function mediaType(contentType: string | null | undefined): string {
  return (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

export function isTextual(media: string): boolean {
  return (
    /^text\/|[/+](json|xml|yaml)$/.test(media) ||
    /^application\/(x-yaml|x-ndjson|jsonl|javascript|graphql|sql|toml|x-www-form-urlencoded)$/.test(
      media,
    )
  );
}

export function isJson(media: string): boolean {
  return media === "application/json" || media.endsWith("+json");
}

/** Undefined where the bytes are not UTF-8. */
export function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  // Arguments of a call are limited in number.
  for (let start = 0; start < bytes.length; start += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  return btoa(binary);
}

/** Undefined where the text is not base64. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
