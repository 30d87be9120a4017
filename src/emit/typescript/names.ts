// The choke point for names: whatever text comes in, what comes out is an identifier or a property key of TypeScript.
import { reservedWords } from '../../util/reserved-names.ts';

/** camelCase of words, or of the words of a text; never empty, never reserved. */
export function identifier(source: string | readonly string[]): string {
  const words = splitWords(source);
  return legal(
    words.map((word, index) => (index === 0 ? uncapitalize(word) : capitalize(word))).join(''),
  );
}

/** PascalCase of the same. */
export function typeIdentifier(source: string | readonly string[]): string {
  return legal(splitWords(source).map(capitalize).join(''));
}

/** A property name as it stands in a type: bare where it can be, else quoted. */
export function propertyKey(name: string): string {
  // A method of an interface that is called `new` without quotes would be a constructor.
  return isIdentifierName(name) && name !== 'new' ? name : quote(name);
}

/** The same for a property that is none of an interface's methods. */
export function memberKey(name: string): string {
  return isIdentifierName(name) ? name : quote(name);
}

/** A property name as it stands in an object literal, where a plain `__proto__` would set the prototype. */
export function literalKey(name: string): string {
  return name === '__proto__' ? '["__proto__"]' : memberKey(name);
}

/** How a property is read: `.name` or `["na me"]`. */
export function propertyAccess(name: string): string {
  return isIdentifierName(name) ? `.${name}` : `[${quote(name)}]`;
}

/** Names in use. A name that is taken, in whatever case, gets the lowest free number. */
export class Scope {
  readonly #taken: Set<string>;

  constructor(reserved: Iterable<string> = []) {
    this.#taken = new Set([...reserved].map((name) => name.toLowerCase()));
  }

  claim(wanted: string): string {
    let name = wanted;
    for (let number = 2; this.#taken.has(name.toLowerCase()); number++) name = `${wanted}${number}`;
    this.#taken.add(name.toLowerCase());
    return name;
  }

  /** All of them or none. */
  claimAll(names: readonly string[]): boolean {
    const folded = names.map((name) => name.toLowerCase());
    if (folded.some((name) => this.#taken.has(name))) return false;
    for (const name of folded) this.#taken.add(name);
    return true;
  }
}

/** A string as TypeScript source that is harmless in HTML, too, and hides nothing from a reader. */
export function quote(text: string): string {
  // Most texts need nothing of it, and there are very many.
  if (/^[ !#-;=-[\]-~]*$/.test(text)) return `"${text}"`;
  return JSON.stringify(text)
    .replaceAll('</', '<\\/')
    .replaceAll('<!--', '<\\u0021--')
    .replace(
      invisible,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}

/** Line separators, C1 controls, zero-width and direction-changing characters. */
export const invisible: RegExp =
  /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

function isIdentifierName(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name);
}

/** Letters that every compiler in use takes: those of scripts that have not grown since it learned them. */
const foreignLetters =
  '\\u00c0-\\u024f\\u0370-\\u06d3\\u0900-\\u0bff\\u0e00-\\u0e7f\\u1e00-\\u1fff\\u3005\\u3041-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fef\\uac00-\\ud7a3';
const separators = new RegExp(`(?:(?!\\p{ID_Continue})[^$]|[^$A-Za-z0-9${foreignLetters}])+`, 'u');

function splitWords(source: string | readonly string[]): readonly string[] {
  const texts = typeof source === 'string' ? [source] : source;
  return texts
    .flatMap((text) => text.normalize('NFC').split(separators))
    .filter((word) => word !== '');
}

function legal(name: string): string {
  if (!/^[\p{ID_Start}$_]/u.test(name)) return `_${name}`;
  return reservedWords.has(name) ? `${name}_` : name;
}

function capitalize(word: string): string {
  const [first = '', ...rest] = word;
  return first.toUpperCase() + rest.join('');
}

/** `HTTPServer` → `httpServer`, `ID` → `id`, `List` → `list`. */
function uncapitalize(word: string): string {
  return word.replace(/^(\p{Lu}+)(?![\p{Ll}])|^\p{Lu}/u, (upper) => upper.toLowerCase());
}
