// Names that the official rule sets use for what we check as well.

/** The framework's and the engine's identifier of a rule, and what both share. */
export function official(name: string, code?: string): readonly string[] {
  return [`naftiko-${name}`, `ikanos-${name}`, ...(name === code ? [] : [name])];
}
