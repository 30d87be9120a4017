// What is said of a module of the user's that cannot be imported.

/** Why a module could not be imported, without places of our own. */
export function importProblem(error: unknown): string {
  const { code = '', message = String(error) } = (error ?? {}) as {
    code?: string;
    message?: string;
  };
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION' && /\.m?ts\b/.test(message))
    return `node ${process.versions.node} loads no TypeScript; 22.18 and newer do, or write it as .mjs`;
  if (/^Unexpected token 'export'|^Cannot use import statement/.test(message))
    return `${message}: it is read as CommonJS; name it .mjs, or set "type": "module" in package.json`;
  return message.replace(/ imported from .*[\\/]import-module\.[jt]s$/, '');
}
