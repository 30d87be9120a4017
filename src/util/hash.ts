// Content hashes: SHA-256 in hex.

export function hashText(text: string): string {
  // Loading it takes longer than many runs, which hash nothing, take for everything else.
  const { createHash } = process.getBuiltinModule('node:crypto');
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
