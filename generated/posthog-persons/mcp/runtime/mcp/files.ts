// Files that resources and prompts name: what a server needs of a file system, where it has one.

export interface Files {
  /** Paths below a folder, each as its segments, sorted. */
  list(location: string): Promise<readonly (readonly string[])[]>;
  /** A file, or one below a folder; undefined where there is none. Throws where it lies outside of what may be read. */
  read(
    location: string,
    below?: readonly string[],
  ): Promise<Uint8Array | undefined>;
}

/** Names that are nothing but names: no way up, nothing hidden. */
export function isPlainSegment(segment: string): boolean {
  return /^[\w-][\w.-]*$/.test(segment);
}
