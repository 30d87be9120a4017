/** A promise the compiler makes to itself. Broken, it is our bug, whatever the document says. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`capwright is wrong: ${message}`);
}
