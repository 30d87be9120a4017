// The skill surface: which skills there are, what they hold, and their files. It describes; it runs nothing.
import { zipSync } from "fflate";
import type { ClientPort } from "./client-port.ts";
import type { Json, SurfaceAuth } from "./model.ts";
import { createPlainHandle } from "./plain-handle.ts";
import { problem, type Problem } from "./problem.ts";
import type { SkillFiles } from "./skill-files.ts";

export interface Skill {
  readonly name: string;
  readonly description?: string;
  readonly license?: string;
  /** The folder of its files. */
  readonly location?: string;
  /** Whatever else the capability says of it. */
  readonly details?: { readonly [name: string]: Json };
  readonly tools: readonly SkillTool[];
}

export interface SkillTool {
  readonly name: string;
  readonly description?: string;
  readonly from?: {
    readonly targetNamespace: string;
    readonly action: string;
    readonly mode: string;
  };
  readonly instruction?: string;
}

export interface SkillSurface {
  readonly id: string;
  readonly address?: string;
  readonly port?: number;
  readonly auth?: SurfaceAuth;
  readonly skills: readonly Skill[];
}

export interface SkillOptions {
  readonly client: Pick<ClientPort, "evaluate" | "secret">;
  readonly files: SkillFiles;
}

export function createSkillHandle(
  { auth, skills }: SkillSurface,
  { client, files }: SkillOptions,
): (request: Request) => Promise<Response> {
  return createPlainHandle(auth, client, async ({ pathname }) => {
    const segments = decoded(pathname);
    const [first, name, part, ...path] = segments ?? [];
    if (first !== "skills") return nothing;
    if (name === undefined) return Response.json(list(skills));
    const skill = skills.find((one) => one.name === name);
    if (skill === undefined) return nothing;
    if (part === undefined) return Response.json(described(skill));
    const { location } = skill;
    if (location === undefined) return nothing;
    if (part === "download" && path.length === 0)
      return await zipped(skill.name, location, files);
    if (part !== "contents") return nothing;
    if (path.length === 0)
      return Response.json({ name, files: await files.list(location) });
    const bytes = await files.read(location, path);
    return bytes === undefined ? nothing : download(bytes, path.at(-1) ?? "");
  });
}

const nothing: Problem = problem(404, "Nothing is at this path");

function list(skills: readonly Skill[]): object {
  return {
    count: skills.length,
    skills: skills.map(({ name, description, license }) => ({
      name,
      description,
      license,
    })),
  };
}

function described(skill: Skill): object {
  const { name, description, license, details, tools } = skill;
  return {
    name,
    description,
    license,
    ...details,
    tools: tools.map(({ from, instruction, ...tool }) => ({
      ...tool,
      type: from === undefined ? "instruction" : "derived",
      ...(from === undefined ? { instruction } : { derived: from }),
    })),
  };
}

async function zipped(
  name: string,
  location: string,
  files: SkillFiles,
): Promise<Response | Problem> {
  const entries: Record<string, Uint8Array> = {};
  for (const path of await files.list(location)) {
    const bytes = await files.read(location, path.split("/"));
    if (bytes !== undefined) entries[`${name}/${path}`] = bytes;
  }
  if (Object.keys(entries).length === 0) return nothing;
  // A fixed time: the same files make the same archive.
  const zip = zipSync(entries, { mtime: new Date("1980-01-01T12:00:00") });
  return download(zip, `${name}.zip`, "application/zip");
}

function download(
  bytes: Uint8Array,
  name: string,
  type = "application/octet-stream",
): Response {
  const safe = name.replace(/[^\w.-]/g, "_");
  return new Response(Uint8Array.from(bytes), {
    headers: {
      "content-type": /\.md$/i.test(name) ? "text/markdown" : type,
      "content-disposition": `attachment; filename="${safe}"`,
    },
  });
}

function decoded(pathname: string): readonly string[] | undefined {
  try {
    return pathname.split("/").slice(1).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
