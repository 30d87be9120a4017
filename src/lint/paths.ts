// Paths as rules look at them: their variables, in either spelling of braces, and their shape without them.
import type { Parameter } from '../document/document.ts';
import { foldName } from '../util/fold-name.ts';

const variable = /\{\{\s*([^{}]+?)\s*\}\}|\{\s*([^{}]+?)\s*\}/g;

export function pathVariables(path: string): readonly string[] {
  return !path.includes('{') ? [] : [...new Set(everyPathVariable(path))];
}

/** As often as they occur. */
export function everyPathVariable(path: string): readonly string[] {
  return [...path.matchAll(variable)].map((match) => match[1] ?? match[2] ?? '');
}

/** `"/notes/{id}/"` → `"/notes/{}"`: equal for paths that match the same requests. */
export function pathShape(path: string): string {
  return path.replace(variable, '{}').replace(/(?<=.)\/$/, '');
}

/**
 * A path of an operation's own replaces that of its resource where it begins with the same name, else it follows it:
 * the format has no such key, and files use it both ways.
 */
export function joinedPath(resource: string, own: string | undefined): string {
  if (own === undefined || own === '') return resource;
  if (resource === '' || resource === '/') return own;
  if (own.startsWith('/') && firstName(own) === firstName(resource)) return own;
  return `${resource.replace(/\/+$/, '')}/${own.replace(/^\/+/, '')}`;
}

function firstName(path: string): string | undefined {
  return path.split('/').find((name) => name !== '');
}

/** Name by name; variables come behind names, and what they are called does not matter. */
export function pathSortKey(path: string): string {
  return path
    .toLowerCase()
    .replace(/\{\{?[^{}]*\}\}?/g, '~')
    .replaceAll('/', '\0');
}

/** Whether a brace has no partner: what stands behind it is no variable, though it was meant as one. */
export function hasLoneBrace(path: string): boolean {
  return /[{}]/.test(path.replace(/\{\{[^{}]+\}\}|\{[^{}]+\}/g, ''));
}

/** Declared `in: path` where the path has no such variable. */
export function strayPathInputs(path: string, inputs: readonly Parameter[]): readonly Parameter[] {
  const variables = new Set(pathVariables(path).map(foldName));
  return inputs.filter((input) => input.in === 'path' && !variables.has(foldName(input.name)));
}
