// Bytes as text, or an error: nothing is guessed or replaced. A byte order mark is no part of the text.

export function utf8(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}
