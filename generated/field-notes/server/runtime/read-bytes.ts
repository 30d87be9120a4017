// Bodies, read whole but never beyond a limit.

export class TooLargeError extends Error {
  override readonly name = "TooLargeError";
}

export async function readBytes(
  from: Request | Response,
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const content = contentOf(from);
  if (content !== undefined && content.byteLength <= limit) return content;
  const announced = Number(from.headers.get("content-length") ?? 0);
  if (announced > limit) {
    await discard(from);
    throw new TooLargeError(`the body is larger than ${limit} bytes`);
  }
  // Servers hold a body to the length it was announced with, and read it whole with less ado.
  if (announced > 0) {
    const bytes = new Uint8Array(await from.arrayBuffer());
    if (bytes.byteLength <= limit) return bytes;
    throw new TooLargeError(`the body is larger than ${limit} bytes`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (from.body !== null) {
    const reader: ReadableStreamDefaultReader<Uint8Array> =
      from.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.byteLength;
      if (size > limit) {
        await reader.cancel().catch(() => {});
        throw new TooLargeError(`the body is larger than ${limit} bytes`);
      }
      chunks.push(value);
    }
  }
  return joinBytes(chunks);
}

export function joinBytes(
  chunks: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
  const size = chunks.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/** The body as far as the client has read it already: all of it, or nothing. */
export function contentOf(
  from: Request | Response,
): Uint8Array<ArrayBuffer> | undefined {
  return "content" in from && from.content instanceof Uint8Array
    ? (from.content as Uint8Array<ArrayBuffer>)
    : undefined;
}

/** Lets go of a body nobody reads, so that its connection is free again. */
export async function discard(from: Request | Response): Promise<void> {
  // To look for a body that cannot be there would make some servers build a whole request first.
  if ("method" in from && /^(GET|HEAD)$/.test(from.method)) return;
  if (!from.bodyUsed) await from.body?.cancel().catch(() => {});
}
