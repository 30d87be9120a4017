// Modules that are found while we run. A script whose compiled code was kept cannot import by itself: in the bundle this
// is the function that its loader brings along.

/** A package's name, or the URL of a file. */
export function importModule(specifier: string): Promise<unknown> {
  return import(specifier);
}
