// Resources: values of actions under a URI or a template of URIs, and files of a folder.
import {
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
  type Resource as ListedResource,
  ResourceNotFoundError,
  type ResourceTemplateType,
} from "@modelcontextprotocol/server";
import {
  failed,
  type ActionContext,
  type ActionResult,
} from "../server/action.ts";
import { readBytes } from "../server/read-bytes.ts";
import { runAction } from "../server/run-action.ts";
import type { Files } from "./files.ts";
import { hasVariables, matchUri, uriText } from "./match-uri.ts";
import { isTextual, mediaType, toBase64, utf8 } from "./media.ts";
import type { Resource } from "./model.ts";
import type { Redact } from "./redact.ts";

export interface ResourceContext extends ActionContext {
  readonly redact: Redact;
  readonly files: Files | undefined;
  /** Of what is no text. */
  readonly binaryBytes: number;
}

export async function listResources(
  resources: readonly Resource[],
  files: Files | undefined,
): Promise<ListedResource[]> {
  const listed: ListedResource[] = [];
  for (const resource of resources) {
    if (hasVariables(resource.uri)) continue;
    const uri = uriText(resource.uri);
    if (resource.action !== undefined)
      listed.push({ uri, ...described(resource) });
    else if (resource.location !== undefined)
      for (const path of (await files?.list(resource.location)) ?? []) {
        const file = path.map(encodeURIComponent).join("/");
        listed.push({
          ...described(resource),
          uri: `${folderUri(uri)}${file}`,
          name: `${resource.name}/${path.join("/")}`,
          title: path.join("/"),
          mimeType: typeOfFile(path.at(-1) ?? "", resource.mimeType),
        });
      }
  }
  return listed;
}

export function listTemplates(
  resources: readonly Resource[],
): ResourceTemplateType[] {
  return resources
    .filter(({ uri, action }) => action !== undefined && hasVariables(uri))
    .map((resource) => ({
      uriTemplate: uriText(resource.uri),
      ...described(resource),
    }));
}

export async function readResource(
  resources: readonly Resource[],
  uri: string,
  context: ResourceContext,
  signal: AbortSignal,
): Promise<ReadResourceResult> {
  for (const resource of resources) {
    if (resource.action !== undefined) {
      const inputs = matchUri(resource.uri, uri);
      if (inputs === undefined) continue;
      const result = await runAction(context, resource.action, inputs, {
        signal,
      });
      return { contents: [await contentOf(result, resource, uri, context)] };
    }
    const folder = folderUri(uriText(resource.uri));
    if (resource.location === undefined || !uri.startsWith(folder)) continue;
    const below = segmentsOf(uri.slice(folder.length));
    const bytes = await context.files?.read(resource.location, below);
    if (bytes === undefined) continue;
    const media = typeOfFile(below.at(-1) ?? "", resource.mimeType);
    return { contents: [asContent(bytes, media, resource, uri, context)] };
  }
  throw new ResourceNotFoundError(uri);
}

async function contentOf(
  result: ActionResult,
  resource: Resource,
  uri: string,
  context: ResourceContext,
): Promise<ReadResourceResult["contents"][number]> {
  const { redact } = context;
  if (result.kind === "problem")
    throw refusal(result.problem.detail ?? result.problem.title);
  if (result.kind === "value") {
    const mimeType = resource.mimeType ?? "application/json";
    const text = JSON.stringify(redact.value(result.value)) ?? "null";
    return { uri, mimeType, text };
  }
  const { response } = result;
  let bytes: Uint8Array;
  try {
    bytes = await readBytes(response, context.responseBytes);
  } catch (error) {
    return await contentOf(failed(error), resource, uri, context);
  }
  if (response.status === 404) throw new ResourceNotFoundError(uri);
  if (response.status >= 400)
    throw refusal(`The upstream service answered ${response.status}`);
  const given = mediaType(response.headers.get("content-type"));
  const media = resource.mimeType ?? given;
  const content = asContent(bytes, media, resource, uri, context);
  return "text" in content
    ? { ...content, text: redact.text(content.text) }
    : content;
}

function asContent(
  bytes: Uint8Array,
  media: string,
  { binary = false, maxBytes }: Resource,
  uri: string,
  { binaryBytes }: Pick<ResourceContext, "binaryBytes">,
): ReadResourceResult["contents"][number] {
  const mimeType = media === "" ? "application/octet-stream" : media;
  const isText = !binary && (media === "" || isTextual(mediaType(media)));
  const text = isText ? utf8(bytes) : undefined;
  const limit = maxBytes ?? binaryBytes;
  if (text === undefined && bytes.byteLength > limit)
    throw refusal(
      `The resource is a file of ${bytes.byteLength} bytes; at most ${limit} are given`,
    );
  return text === undefined
    ? { uri, mimeType, blob: toBase64(bytes) }
    : { uri, mimeType: media === "" ? "text/plain" : media, text };
}

function described(resource: Resource): Omit<ListedResource, "uri"> {
  const { name, title, description, mimeType } = resource;
  return {
    name,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(mimeType === undefined ? {} : { mimeType }),
  };
}

function folderUri(uri: string): string {
  return uri.endsWith("/") ? uri : `${uri}/`;
}

function segmentsOf(path: string): readonly string[] {
  try {
    return path.split("/").map(decodeURIComponent);
  } catch {
    return [""];
  }
}

function refusal(message: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InternalError, message);
}

const types: Readonly<Record<string, string>> = {
  css: "text/css",
  csv: "text/csv",
  gif: "image/gif",
  html: "text/html",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  js: "text/javascript",
  json: "application/json",
  md: "text/markdown",
  mp3: "audio/mpeg",
  pdf: "application/pdf",
  png: "image/png",
  svg: "image/svg+xml",
  ts: "text/plain",
  txt: "text/plain",
  wav: "audio/wav",
  webp: "image/webp",
  xml: "application/xml",
  yaml: "application/yaml",
  yml: "application/yaml",
};

/** By its extension; what is declared holds for the others. */
function typeOfFile(name: string, declared: string | undefined): string {
  const extension = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  return Object.hasOwn(types, extension)
    ? (types[extension] ?? "")
    : (declared ?? "application/octet-stream");
}
