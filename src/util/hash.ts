// Content hashes: SHA-256 in hex.

export function hashText(text: string): string {
  // Loading it takes longer than many runs, which hash nothing, take for everything else.
  return process.getBuiltinModule('node:crypto').hash('sha256', text);
}
