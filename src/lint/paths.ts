// Paths as rules look at them: the names of their variables, in either spelling of braces.

export function pathVariables(path: string): readonly string[] {
  return [...new Set([...path.matchAll(/\{\{\s*([^{}]+?)\s*\}\}|\{\s*([^{}]+?)\s*\}/g)].map((match) => match[1] ?? match[2] ?? ''))];
}

/** One spelling for names that differ in case and separators only. */
export function foldedName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
