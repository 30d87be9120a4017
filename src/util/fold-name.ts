/** One spelling for names that differ in case and separators only: `environment-id`, `environment_id`, `environmentId`. */
export function foldName(name: string): string {
  return /^[a-z0-9]*$/.test(name) ? name : name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
