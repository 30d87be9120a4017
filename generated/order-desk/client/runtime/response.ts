// A response whose body is read by the caller.

/** The same, with a body that ends with an error of ours when the time is up or the caller aborts. */
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
