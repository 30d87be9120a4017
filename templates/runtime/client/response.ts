// From a response to what the operation promises, or to an error.
import { ParseError, statusError } from "./errors.ts";
import type { AnyOperation } from "./operation.ts";

/** Undefined for an empty body. */
export async function parseResponse(
  response: Response,
  operation: AnyOperation,
): Promise<unknown> {
  const { format = "json", maxBytes = Infinity } = operation;
  if (!response.ok) {
    const text = await response.text();
    let body: unknown = text === "" ? undefined : text;
    try {
      body = JSON.parse(text);
    } catch {
      // Not JSON: the text is all there is.
    }
    throw statusError(response, text, body);
  }
  if (format === "binary") return readBlob(response, maxBytes);
  const text = await response.text();
  if (text === "") return undefined;
  if (format === "text") return text;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ParseError("The answer is not JSON", response, text, { cause });
  }
}

async function readBlob(
  response: Response,
  maxBytes: number,
): Promise<Blob | undefined> {
  const { body, headers } = response;
  if (body === null) return undefined;
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (const reader = body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) {
      void reader.cancel().catch(() => undefined);
      throw new ParseError(
        `The answer is longer than ${maxBytes} bytes`,
        response,
        "",
      );
    }
    chunks.push(value as Uint8Array<ArrayBuffer>);
  }
  return new Blob(chunks, { type: headers.get("content-type") ?? "" });
}

/** The response, with a body that ends with an error of ours when the time is up or the caller aborts. */
export async function watchResponse(
  response: Response,
  signal: AbortSignal,
  hold: () => () => void,
): Promise<Response> {
  const { body, status, statusText } = response;
  if (body === null) return response;
  const headers = new Headers(response.headers);
  // The platform has decoded the body already.
  if (headers.has("content-encoding")) headers.delete("content-length");
  headers.delete("content-encoding");
  const stream = body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      start(controller) {
        signal.addEventListener("abort", () => controller.error(signal.reason));
      },
      flush: hold(),
    }),
  );
  return new Response(stream, { status, statusText, headers });
}
