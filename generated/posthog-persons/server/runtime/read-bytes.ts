// Bodies, read whole but never beyond a limit.

export class TooLargeError extends Error {
  override readonly name = "TooLargeError";
}

export async function readBytes(
  from: Request | Response,
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const announced = Number(from.headers.get("content-length") ?? 0);
  if (announced > limit) {
    await discard(from);
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
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/** Lets go of a body nobody reads, so that its connection is free again. */
export async function discard(from: Request | Response): Promise<void> {
  if (!from.bodyUsed) await from.body?.cancel().catch(() => {});
}
