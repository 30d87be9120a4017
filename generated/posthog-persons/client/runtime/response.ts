// From a response to what the operation promises, or to an error.
import { ParseError, statusError } from "./errors.ts";

/** Makes something of a successful response; undefined for an empty body. */
export type ReadBody = (response: Response) => Promise<unknown>;

export async function readAnswer(
  response: Response,
  read: ReadBody = readJson,
): Promise<unknown> {
  if (!response.ok) throw statusError(response, await response.text());
  return read(response);
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!text) return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ParseError("The answer is not JSON", response, text, { cause });
  }
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
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const release = hold();
  // Over as well where the reader cancels or the connection breaks.
  body.pipeTo(writable, { signal }).then(release, release);
  return new Response(readable, { status, statusText, headers });
}
