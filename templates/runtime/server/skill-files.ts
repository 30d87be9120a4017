// Files of skills on the disk: only below the folder of the skill, only by plain names, links included.
/// <reference types="node" />
import { readdir, readFile, realpath } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

export interface SkillFiles {
  /** Paths of all files, with `/`, sorted. */
  list(location: string): Promise<readonly string[]>;
  /** Undefined where there is no such file. */
  read(
    location: string,
    path: readonly string[],
  ): Promise<Uint8Array | undefined>;
}

const mostFiles = 1000;
const plain = /^(?!\.{1,2}$)[A-Za-z0-9._-]+$/;

export const skillFiles: SkillFiles = {
  async list(location) {
    const found: string[] = [];
    const folder = await folderOf(location);
    const visit = async (path: readonly string[]): Promise<void> => {
      if (folder === undefined || path.length > 16) return;
      const entries = await readdir(join(folder, ...path), {
        withFileTypes: true,
      });
      for (const entry of entries) {
        if (!plain.test(entry.name) || found.length >= mostFiles) continue;
        const below = [...path, entry.name];
        if (entry.isDirectory()) await visit(below);
        else if (entry.isFile()) found.push(below.join("/"));
      }
    };
    await visit([]);
    return found.sort();
  },
  async read(location, path) {
    const folder = await folderOf(location);
    if (folder === undefined || !path.every((name) => plain.test(name)))
      return undefined;
    try {
      const real = await realpath(join(folder, ...path));
      if (!real.startsWith(folder + sep)) return undefined;
      return new Uint8Array(await readFile(real));
    } catch {
      return undefined;
    }
  },
};

/** `file:///./x` counts from the working folder. */
async function folderOf(location: string): Promise<string | undefined> {
  const relative = /^file:\/\/\/?(\.{1,2}(?:\/.*)?)$/.exec(location)?.[1];
  try {
    return await realpath(
      relative === undefined ? fileURLToPath(location) : resolve(relative),
    );
  } catch {
    return undefined;
  }
}
