// Files on the disk below one folder. Links are followed only where they stay below it.
/// <reference types="node" />
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { isPlainSegment, type Files } from "./files.ts";

const mostFiles = 1000;
const deepest = 16;
const largest = 10 * 1024 * 1024;

/** `root`: the folder that everything has to lie in. */
export function nodeFiles(root: string): Files {
  const within = async (
    path: string,
    folder: string,
  ): Promise<string | undefined> => {
    let real: string;
    try {
      real = await realpath(path);
    } catch {
      return undefined;
    }
    const base = await realpath(folder);
    if (
      real === base ||
      real.startsWith(base.endsWith(sep) ? base : base + sep)
    )
      return real;
    throw new Error(
      "A file lies outside of the folder that this server may read",
    );
  };
  const locate = (location: string): Promise<string | undefined> =>
    within(
      location.startsWith("file:")
        ? fileURLToPath(location)
        : resolve(root, location),
      root,
    );

  return {
    async list(location) {
      const base = await locate(location);
      if (base === undefined) return [];
      const found: (readonly string[])[] = [];
      const visit = async (path: readonly string[]): Promise<void> => {
        const entries = await readdir(join(base, ...path), {
          withFileTypes: true,
        });
        for (const { name } of entries.sort((a, b) =>
          a.name < b.name ? -1 : 1,
        )) {
          const inside = [...path, name];
          if (!isPlainSegment(name) || found.length >= mostFiles) continue;
          // Links may lead out; what they lead to is what counts.
          const real = await within(join(base, ...inside), base).catch(
            () => undefined,
          );
          if (real === undefined) continue;
          const kind = await stat(real);
          if (kind.isFile()) found.push(inside);
          else if (kind.isDirectory() && inside.length < deepest)
            await visit(inside);
        }
      };
      if ((await stat(base)).isDirectory()) await visit([]);
      return found;
    },
    async read(location, below = []) {
      const base = await locate(location);
      if (base === undefined || !below.every(isPlainSegment)) return undefined;
      const path = await within(join(base, ...below), base);
      if (path === undefined) return undefined;
      const { size, isFile } = await stat(path).then((found) => ({
        size: found.size,
        isFile: found.isFile(),
      }));
      if (!isFile) return undefined;
      if (size > largest)
        throw new Error(`A file is larger than ${largest} bytes`);
      return await readFile(path);
    },
  };
}
