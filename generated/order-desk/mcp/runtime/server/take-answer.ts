// What is made of an upstream's answer within the limits of its call.
import { joinBytes } from "./read-bytes.ts";

/** The answer broke off while it was read. */
class BrokenAnswerError extends Error {
  override readonly name = "BrokenAnswerError";
  readonly kind = "connection";

  constructor(cause: unknown) {
    super("The connection broke", { cause });
  }
}

/** Bodies up to here are read before they are given: what breaks them is an error of the call. */
const small = 64 * 1024;

/**
 * The response. A small body is read (`content` holds it too); any other ends with an error of ours when the time is up
 * or the caller aborts.
 */
export async function takeAnswer(
  response: Response,
  signal: AbortSignal,
  hold: () => () => void,
): Promise<Response> {
  const { body, status, statusText } = response;
  if (body === null) return response;
  let { headers } = response;
  // The platform has decoded the body already.
  if (headers.has("content-encoding")) {
    headers = new Headers(headers);
    headers.delete("content-length");
    headers.delete("content-encoding");
  }
  const init = { status, statusText, headers };
  const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (isShort(headers) && size <= small) {
    const { done, value } = await reader.read();
    if (done) {
      const content = joined(chunks);
      return Object.assign(new Response(content, init), { content });
    }
    chunks.push(value);
    size += value.byteLength;
  }
  const release = hold();
  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        signal.addEventListener("abort", () => controller.error(signal.reason));
      },
      async pull(controller) {
        try {
          const value = chunks.shift() ?? (await reader.read()).value;
          if (value) return controller.enqueue(value);
        } catch (cause) {
          release();
          throw isKnown(cause) ? cause : new BrokenAnswerError(cause);
        }
        release();
        controller.close();
      },
      cancel(reason) {
        release();
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(stream, init);
}

/** Known to be small, or JSON, which nobody reads before its end. */
function isShort(headers: Headers): boolean {
  const length = headers.get("content-length");
  return length === null
    ? /[/+]json\s*(;|$)/i.test(headers.get("content-type") ?? "")
    : +length <= small;
}

function joined(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const [only] = chunks;
  if (only?.buffer instanceof ArrayBuffer && chunks.length === 1)
    return only as Uint8Array<ArrayBuffer>;
  return joinBytes(chunks);
}

/** An error of the client: its kind says what it means for the caller. */
function isKnown(error: unknown): boolean {
  return error instanceof Error && "kind" in error;
}
