/** One spelling for names that differ in case and separators only: `environment-id`, `environment_id`, `environmentId`. */
export function foldName(name: string): string {
  if (/^[a-z0-9]*$/.test(name)) return name;
  const small = name.toLowerCase();
  // What is a letter anywhere in the world is looked up only where it may matter.
  return /^[\0-\x7f]*$/.test(small)
    ? small.replace(/[^a-z0-9]/g, '')
    : small.replace(/[^\p{L}\p{N}]/gu, '');
}
