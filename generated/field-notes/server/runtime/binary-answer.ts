// Answers that are bytes: what they are said to be, and how many there may be.
import { failed, type ActionResult } from "./action.ts";
import type { BinaryAnswer } from "./model.ts";
import { discard, readBytes, TooLargeError } from "./read-bytes.ts";

export function isBinary(
  result: ActionResult,
): result is Extract<ActionResult, { kind: "response" }> {
  return result.kind === "response" && result.format === "binary";
}

/** `declared` is what the route says; `maxBytes` holds where the operation has no limit. */
export async function binaryAnswer(
  result: Extract<ActionResult, { kind: "response" }>,
  declared: BinaryAnswer = {},
  maxBytes?: number,
): Promise<ActionResult> {
  const { response, reading } = result;
  // Without a reading it is passed on from another server.
  if (reading === undefined || !response.ok) return result;
  const limit = reading.maxBytes ?? maxBytes;
  try {
    const body =
      limit === undefined ? response.body : await limited(response, limit);
    const headers = new Headers(response.headers);
    const mediaType =
      declared.mediaType ??
      reading.mediaType ??
      headers.get("content-type") ??
      "application/octet-stream";
    headers.set("content-type", mediaType);
    const status =
      response.status === 200 ? (declared.status ?? 200) : response.status;
    return { ...result, response: new Response(body, { status, headers }) };
  } catch (error) {
    return failed(error);
  }
}

/** As a stream where its length is told and true; what is compressed on its way has another one. */
async function limited(
  response: Response,
  limit: number,
): Promise<BodyInit | null> {
  const length = response.headers.get("content-length");
  const isTold = length !== null && !response.headers.has("content-encoding");
  if (!isTold) return readBytes(response, limit);
  if (Number(length) <= limit) return response.body;
  await discard(response);
  throw new TooLargeError(`the body is larger than ${limit} bytes`);
}
