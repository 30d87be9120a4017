// From what an action gave to what a model reads: text that fits its budget, and words on what to do about a failure.
import type {
  CallToolResult,
  ContentBlock,
} from "@modelcontextprotocol/server";
import { failed, type ActionResult } from "../server/action.ts";
import { isObject } from "../server/own.ts";
import type { Problem } from "../server/problem.ts";
import { readBytes } from "../server/read-bytes.ts";
import { isJson, isTextual, mediaType, toBase64, utf8 } from "./media.ts";
import type { Tool } from "./model.ts";
import type { Redact } from "./redact.ts";
import {
  partOf,
  trimJson,
  trimText,
  type Long,
  type Part,
  type Trimmed,
} from "./trim.ts";

export interface ResultLimits {
  /** Of the text of a result, in bytes. */
  readonly textBytes: number;
  /** Of an image, a sound or another file. */
  readonly binaryBytes: number;
  /** Of an upstream body that is read at all. */
  readonly responseBytes: number;
}

export interface ResultContext {
  readonly tool: Tool;
  readonly redact: Redact;
  readonly limits: ResultLimits;
  /** Keeps what comes behind a part; gives its handle where it can be had. */
  readonly keep?: (long: Long, next: number) => string | undefined;
  /** The argument that takes a handle. */
  readonly continueWith?: string;
}

/** What a model is shown of an error page. */
const errorBytes = 4 * 1024;

export async function toResult(
  result: ActionResult,
  context: ResultContext,
): Promise<CallToolResult> {
  switch (result.kind) {
    case "problem":
      return failure(
        context.redact.text(problemText(result.problem, result.cause)),
      );
    case "value":
    case "response":
      try {
        return result.kind === "value"
          ? jsonResult(result.value, context)
          : await responseResult(result.response, result.format, context);
      } catch (error) {
        return await toResult(failed(error), context);
      }
  }
}

export function failure(text: string): CallToolResult {
  return { content: [{ type: "text", text }], isError: true };
}

/** A later part of a result; it was redacted when it was kept. */
export function partResult(
  long: Long,
  from: number,
  context: ResultContext,
): CallToolResult {
  const part = partOf(long, from, context.limits.textBytes);
  return textResult({ ...part, long }, context);
}

async function responseResult(
  response: Response,
  format: string,
  context: ResultContext,
): Promise<CallToolResult> {
  const { redact, limits } = context;
  const bytes = await readBytes(response, limits.responseBytes);
  const media = mediaType(response.headers.get("content-type"));
  if (response.status >= 400) {
    const text = utf8(bytes)?.trim() ?? "";
    return failure(redact.text(statusText(response, text)));
  }
  if (bytes.byteLength === 0) {
    const text = `The upstream service answered ${response.status} and sent nothing back.`;
    return { content: [{ type: "text", text }] };
  }
  const isText = format !== "binary" || isTextual(media);
  const text =
    isText && (media === "" || isTextual(media)) ? utf8(bytes) : undefined;
  if (text === undefined) return binaryResult(bytes, media, limits);
  if (isJson(media) || (media === "" && format === "json")) {
    try {
      return jsonResult(JSON.parse(text), context);
    } catch {
      // Whatever it is, it is text.
    }
  }
  return textResult(trimText(redact.text(text), limits.textBytes), context);
}

/** The text is the JSON; objects that are whole are given as they are, too. */
function jsonResult(value: unknown, context: ResultContext): CallToolResult {
  const shown = context.redact.value(value);
  const trimmed = trimJson(shown, context.limits.textBytes);
  const result = textResult(trimmed, context);
  return trimmed.note === undefined && isObject(shown)
    ? { ...result, structuredContent: shown }
    : result;
}

function textResult(
  { text, note, ...more }: Trimmed,
  context: ResultContext,
): CallToolResult {
  const content: ContentBlock[] = [{ type: "text", text }];
  if (note !== undefined)
    content.push({ type: "text", text: `${note} ${howToGoOn(more, context)}` });
  return { content };
}

function binaryResult(
  bytes: Uint8Array,
  media: string,
  { binaryBytes }: ResultLimits,
): CallToolResult {
  if (bytes.byteLength > binaryBytes)
    return failure(
      `The result is a file of ${bytes.byteLength} bytes; at most ${binaryBytes} are given.`,
    );
  const data = toBase64(bytes);
  const mimeType = media === "" ? "application/octet-stream" : media;
  if (mimeType.startsWith("image/"))
    return { content: [{ type: "image", data, mimeType }] };
  if (mimeType.startsWith("audio/"))
    return { content: [{ type: "audio", data, mimeType }] };
  const uri = `urn:uuid:${crypto.randomUUID()}`;
  return {
    content: [{ type: "resource", resource: { uri, mimeType, blob: data } }],
  };
}

function statusText(response: Response, body: string): string {
  const { status, headers } = response;
  const line = `The upstream service answered ${status}. ${adviceOn(status, headers.get("retry-after"))}`;
  if (body === "") return line;
  const { text, note } = trimText(body, errorBytes);
  return [line, text, ...(note === undefined ? [] : [note])].join("\n");
}

function adviceOn(status: number, retryAfter: string | null): string {
  if (status === 401 || status === 403)
    return "The credentials of this server are not enough for this call; other arguments may be.";
  if (status === 404 || status === 410)
    return "What the arguments name does not exist, or may not be seen.";
  if (status === 429)
    return `Too many calls: wait ${retryAfter === null ? "a while" : `(retry after: ${retryAfter})`} before the next one.`;
  if (status < 500) return "Change the arguments by what it says.";
  return "The same call may succeed later.";
}

function problemText(problem: Problem, cause: unknown): string {
  const { status, title, detail = title, step } = problem;
  const where = step === undefined ? "" : ` (step ${JSON.stringify(step)})`;
  // Names the option and the variable that are missing, never a value.
  const isConfig =
    cause instanceof Error && "kind" in cause && cause.kind === "config";
  const text = `${isConfig ? cause.message : detail}${where}.`.replace(
    /\.\.$/,
    ".",
  );
  if (status === 504)
    return `${text} It may have taken effect all the same: look before you try again.`;
  return text;
}

const narrowing =
  /^(page_?size|per_?page|limit|max(_?results)?|count|size|top|first|fields?|select|filters?|search|query|q|since|after|before|cursor|offset|page)$/i;

function howToGoOn(
  { long, next }: Omit<Trimmed, keyof Pick<Part, "text" | "note">>,
  { tool, keep, continueWith }: ResultContext,
): string {
  if (next === undefined) return "That was the last part.";
  const names = tool.inputs
    .filter(({ name }) => narrowing.test(name.replace(/^\$|[- ]/g, "")))
    .map(({ name }) => JSON.stringify(name));
  const less = names.length === 0 ? undefined : names.join(", ");
  const handle = long === undefined ? undefined : keep?.(long, next);
  if (handle === undefined || continueWith === undefined)
    return less === undefined
      ? "No argument of this tool asks for less."
      : `Ask for less, or for the next part, with ${less}.`;
  const goOn = `For the next part, repeat the call with ${JSON.stringify(continueWith)}: ${JSON.stringify(handle)}.`;
  return less === undefined ? goOn : `${goOn} Or ask for less with ${less}.`;
}
