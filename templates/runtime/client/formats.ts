// Answers that are no JSON.
import { ParseError } from "./errors.ts";

/** Returned as it is, whatever it holds; in the charset that the answer names. */
export async function readText(response: Response): Promise<unknown> {
  const type = response.headers.get("content-type") ?? "";
  const [, charset = "utf-8"] = /;\s*charset="?([\w-]+)/i.exec(type) ?? [];
  let decoder = new TextDecoder();
  try {
    decoder = new TextDecoder(charset);
  } catch {
    // A charset that the platform does not know.
  }
  return decoder.decode(await response.arrayBuffer()) || undefined;
}

/** A Blob of at most so many bytes. */
export function readBlob(
  limit: number = Infinity,
): (response: Response) => Promise<unknown> {
  return async (response) => {
    const { body, headers } = response;
    if (body === null) return undefined;
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let size = 0;
    for (const reader = body.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.byteLength;
      if (size > limit) {
        void reader.cancel().catch(() => undefined);
        const message = `The answer is longer than ${limit} bytes`;
        throw new ParseError(message, response, "");
      }
      chunks.push(value as Uint8Array<ArrayBuffer>);
    }
    return new Blob(chunks, { type: headers.get("content-type") ?? "" });
  };
}
