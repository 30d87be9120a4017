// What becomes one output: a capability, or the files of a package.

export interface Unit {
  /** The name of the output folder. */
  readonly id: string;
  readonly files: readonly string[];
  /** Of a package: the name it was given. */
  readonly package?: string;
}
