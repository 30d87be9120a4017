// Which inputs expressions read.

/** Names of inputs that the expressions anywhere in a value read. */
export function inputsRead(value: unknown, found: Set<string> = new Set()): ReadonlySet<string> {
  if (Array.isArray(value)) for (const item of value) inputsRead(item, found);
  else if (typeof value === 'object' && value !== null) {
    const node = value as { readonly kind?: unknown; readonly name?: unknown };
    if (node.kind === 'input' && typeof node.name === 'string') found.add(node.name);
    // A literal is the author's data, whatever it looks like.
    if (node.kind !== 'literal') for (const item of Object.values(value)) inputsRead(item, found);
  }
  return found;
}
