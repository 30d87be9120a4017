// A ruleset as Spectral writes them: YAML, JSON or a module, with the rulesets that it extends and the functions that it
// names, as the plain object that Spectral's core takes.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isRecord } from '../../document/fields.ts';
import { escapePointer } from '../../source/location.ts';
import { importModule } from '../../util/import-module.ts';
import type { SpectralPackages } from './spectral-packages.ts';

type Members = Readonly<Record<string, unknown>>;

/** Something is wrong with a ruleset. */
export class RulesetProblem extends Error {
  override readonly name: string = 'RulesetProblem';
  readonly file: string;
  readonly pointer: string;

  constructor(file: string, pointer: string, message: string) {
    super(message);
    this.file = file;
    this.pointer = pointer;
  }
}

/** `path` is absolute. Throws `RulesetProblem` and `PackageMissing`. */
export async function readRuleset(path: string, packages: SpectralPackages): Promise<object> {
  return new Reader(packages).read(path);
}

/** Members that are handed on as they are. */
const plain = ['description', 'documentationUrl', 'parserOptions', 'aliases'];

class Reader {
  readonly #packages: SpectralPackages;
  /** Rulesets that extend each other are told apart by their objects. */
  readonly #known = new Map<string, object>();

  constructor(packages: SpectralPackages) {
    this.#packages = packages;
  }

  async read(path: string): Promise<object> {
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    if (!existsSync(path)) throw new RulesetProblem(path, '', 'there is no such file');
    if (/^\.[mc]?js$/.test(extname(path))) {
      const definition = await importDefault(path, path, '');
      if (typeof definition !== 'object' || definition === null)
        throw new RulesetProblem(path, '', 'its default export is no ruleset');
      this.#known.set(path, definition);
      return definition;
    }
    const written = await parse(path);
    const definition: Record<string, unknown> = {};
    this.#known.set(path, definition);
    await new Ruleset(path, written, this, this.#packages).define(definition);
    return definition;
  }
}

/** One file of YAML or JSON. */
class Ruleset {
  readonly #path: string;
  readonly #written: Members;
  readonly #reader: Reader;
  readonly #packages: SpectralPackages;
  readonly #functions = new Map<string, unknown>();

  constructor(path: string, written: Members, reader: Reader, packages: SpectralPackages) {
    this.#path = path;
    this.#written = written;
    this.#reader = reader;
    this.#packages = packages;
  }

  async define(definition: Record<string, unknown>): Promise<void> {
    await this.#loadFunctions();
    Object.assign(definition, await this.#part(this.#written, ''));
    const { overrides, except } = this.#written;
    const all = [...(Array.isArray(overrides) ? (overrides as readonly unknown[]) : [])];
    const parts: object[] = [];
    for (const [index, part] of all.entries()) {
      const at = `/overrides/${index}`;
      if (!isRecord(part)) this.#fail(at, 'an override must be a mapping');
      parts.push({ files: part['files'], ...(await this.#part(part, at)) });
    }
    if (isRecord(except))
      for (const [file, names] of Object.entries(except))
        if (Array.isArray(names))
          parts.push({
            files: [file],
            rules: Object.fromEntries(names.map((name) => [String(name), 'off'])),
          });
    if (parts.length > 0) definition['overrides'] = parts;
  }

  async #part(written: Members, at: string): Promise<Members> {
    const part: Record<string, unknown> = {};
    for (const key of plain) if (written[key] !== undefined) part[key] = written[key];
    if (isRecord(written['aliases']))
      part['aliases'] = this.#aliases(written['aliases'], `${at}/aliases`);
    if (written['formats'] !== undefined)
      part['formats'] = this.#formats(written['formats'], `${at}/formats`);
    if (written['extends'] !== undefined)
      part['extends'] = await this.#extends(written['extends'], `${at}/extends`);
    const { rules } = written;
    if (rules !== undefined) {
      if (!isRecord(rules)) this.#fail(`${at}/rules`, '`rules` must be a mapping');
      part['rules'] = Object.fromEntries(
        Object.entries(rules).map(([name, rule]) => [
          name,
          this.#rule(rule, `${at}/rules/${escapePointer(name)}`),
        ]),
      );
    }
    return part;
  }

  #rule(rule: unknown, at: string): unknown {
    if (!isRecord(rule)) return rule;
    const action = (one: unknown, place: string): unknown =>
      isRecord(one)
        ? { ...one, function: this.#function(one['function'], `${place}/function`) }
        : one;
    const member = (key: string, value: unknown): unknown => {
      const place = `${at}/${key}`;
      if (key === 'formats') return this.#formats(value, place);
      if (key !== 'then') return value;
      return Array.isArray(value)
        ? value.map((one, index) => action(one, `${place}/${index}`))
        : action(value, place);
    };
    return Object.fromEntries(
      Object.entries(rule).map(([key, value]) => [key, member(key, value)]),
    );
  }

  #function(name: unknown, at: string): unknown {
    if (typeof name !== 'string') return name;
    const { functions } = this.#packages;
    const own = this.#functions.get(name);
    if (own !== undefined) return own;
    if (!Object.hasOwn(functions, name) || typeof functions[name] !== 'function')
      this.#fail(
        at,
        `there is no function \`${name}\`: neither of Spectral nor under \`functions\``,
      );
    return functions[name];
  }

  /** `functions: [name, [name, schema of its options]]`, each in a file of that name. */
  async #loadFunctions(): Promise<void> {
    const { functions, functionsDir = 'functions' } = this.#written;
    if (functions === undefined) return;
    if (!Array.isArray(functions)) this.#fail('/functions', '`functions` must be a list');
    const folder = resolve(dirname(this.#path), String(functionsDir));
    for (const [index, entry] of functions.entries()) {
      const at = `/functions/${index}`;
      const [name, options] = (Array.isArray(entry) ? entry : [entry]) as readonly unknown[];
      if (typeof name !== 'string' || name === '')
        this.#fail(at, 'a function is given by its name');
      const file = ['.js', '.mjs', '.cjs', '']
        .map((ending) => join(folder, name + ending))
        .find((path) => existsSync(path));
      if (file === undefined)
        this.#fail(at, `\`${name}\` has no file in \`${String(functionsDir)}\``);
      const run = await importDefault(file, this.#path, at);
      if (typeof run !== 'function')
        this.#fail(at, `the default export of \`${name}\` is no function`);
      const { createRulesetFunction } = this.#packages.core;
      this.#functions.set(
        name,
        isRecord(options)
          ? createRulesetFunction(
              { input: null, options } as Parameters<typeof createRulesetFunction>[0],
              run as Parameters<typeof createRulesetFunction>[1],
            )
          : run,
      );
    }
  }

  /** Names such as `json-schema-draft7` for what the package calls `jsonSchemaDraft7`. */
  #formats(names: unknown, at: string): unknown {
    if (!Array.isArray(names)) return names;
    const known = this.#packages.further('@stoplight/spectral-formats');
    const fold = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
    const byName = new Map(Object.keys(known).map((name) => [fold(name), known[name]]));
    return names.map((name: unknown, index) => {
      if (typeof name !== 'string') return name;
      return (
        byName.get(fold(name)) ?? this.#fail(`${at}/${index}`, `there is no format \`${name}\``)
      );
    });
  }

  #aliases(aliases: Members, at: string): Members {
    return Object.fromEntries(
      Object.entries(aliases).map(([name, alias]) => {
        if (typeof alias === 'string') return [name, [alias]];
        if (!isRecord(alias) || !Array.isArray(alias['targets'])) return [name, alias];
        const targets = alias['targets'].map((target: unknown, index) =>
          isRecord(target)
            ? {
                ...target,
                formats: this.#formats(
                  target['formats'],
                  `${at}/${escapePointer(name)}/targets/${index}/formats`,
                ),
              }
            : target,
        );
        return [name, { ...alias, targets }];
      }),
    );
  }

  async #extends(written: unknown, at: string): Promise<unknown> {
    const list = Array.isArray(written) ? (written as readonly unknown[]) : [written];
    const found: unknown[] = [];
    for (const [index, entry] of list.entries()) {
      const place = Array.isArray(written) ? `${at}/${index}` : at;
      if (Array.isArray(entry)) found.push([await this.#extended(entry[0], place), entry[1]]);
      else found.push(await this.#extended(entry, place));
    }
    return found;
  }

  async #extended(name: unknown, at: string): Promise<unknown> {
    if (typeof name !== 'string') return name;
    if (/^https?:/i.test(name))
      this.#fail(at, `\`${name}\` is not on disk: download it; nothing is read from the network`);
    const [, known] = /^spectral:(\w+)$/.exec(name) ?? [];
    if (known !== undefined) {
      const rulesets = this.#packages.further('@stoplight/spectral-rulesets');
      return rulesets[known] ?? this.#fail(at, `Spectral has no ruleset \`${known}\``);
    }
    const path = resolve(dirname(this.#path), name);
    const beside = ['', '.yaml', '.yml', '.json', '.js', '.mjs']
      .map((ending) => path + ending)
      .find((candidate) => existsSync(candidate) && extname(candidate) !== '');
    if (beside !== undefined) return this.#reader.read(beside);
    try {
      return await this.#reader.read(createRequire(this.#path).resolve(name));
    } catch (error) {
      if (error instanceof RulesetProblem) throw error;
      return this.#fail(at, `\`${name}\` is neither a file nor an installed package`);
    }
  }

  #fail(pointer: string, message: string): never {
    throw new RulesetProblem(this.#path, pointer, message);
  }
}

async function parse(path: string): Promise<Members> {
  const { parse: parseYaml } = await import('yaml');
  let value: unknown;
  try {
    value = parseYaml(readFileSync(path, 'utf8'), { merge: true, logLevel: 'error' });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new RulesetProblem(path, '', `it cannot be read: ${reason}`);
  }
  if (!isRecord(value)) throw new RulesetProblem(path, '', 'a ruleset must be a mapping');
  return value;
}

/** The default export of an ES module, or what a CommonJS module exports. `at` of `file` names it. */
async function importDefault(path: string, file: string, at: string): Promise<unknown> {
  try {
    const module = (await importModule(pathToFileURL(path).href)) as { readonly default?: unknown };
    const exported = module.default;
    // What TypeScript and Babel make of `export default` for CommonJS.
    return isRecord(exported) && exported['__esModule'] === true ? exported['default'] : exported;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    const shown = relative(dirname(file), path).replaceAll('\\', '/');
    throw new RulesetProblem(file, at, `\`${shown}\` cannot be loaded: ${reason}`);
  }
}
