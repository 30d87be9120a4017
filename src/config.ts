// The project's configuration: found upward from the working folder, checked against its schema, paths made absolute.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ErrorObject } from 'ajv';
import type { Document } from 'yaml';
import type { Preset } from './compiler.ts';
import type { Diagnostic } from './diagnostics/diagnostic.ts';
import { didYouMean } from './diagnostics/suggest.ts';
import type { RuleSettings } from './lint/settings.ts';
import { escapePointer, pointerSegments } from './source/location.ts';
import type { EmitSettings } from './emit/emitter.ts';
import { SourceFile } from './source/source-file.ts';
import { importModule } from './util/import-module.ts';
import { importProblem } from './util/import-problem.ts';
import { packageFile } from './util/package-info.ts';

export type { RuleSetting } from './lint/settings.ts';

/** What a configuration file may say. */
export interface Config {
  readonly capabilities?: string | readonly string[];
  /** By the name of each package, what is merged into it. */
  readonly packages?: Readonly<Record<string, string | readonly string[]>>;
  readonly out?: string;
  readonly emit?: readonly string[];
  readonly mcp?: EmitSettings['mcp'];
  readonly preset?: Preset;
  readonly rules?: RuleSettings;
  /** Settings for some files; later ones win. */
  readonly overrides?: readonly Override[];
  /** Modules that export lint rules. */
  readonly customRules?: readonly string[];
  /** A ruleset for Spectral: YAML, JSON or a module. */
  readonly spectral?: string;
  /** The file of findings to live with. */
  readonly baseline?: string;
}

export interface Override {
  /** Globs, from the folder of the configuration file. */
  readonly files: string | readonly string[];
  readonly rules: RuleSettings;
}

export interface Project {
  /** The folder of the configuration file, else the working folder. */
  readonly root: string;
  readonly config: Config;
  /** The configuration file, by whose pointers mistakes are shown; undefined where there is none. */
  readonly source?: SourceFile;
}

export type ConfigResult =
  | { readonly kind: 'project'; readonly project: Project }
  | {
      readonly kind: 'invalid';
      readonly diagnostics: readonly Diagnostic[];
      readonly source: SourceFile;
    };

const fileNames = ['yaml', 'yml', 'json', 'js', 'mjs', 'ts', 'mts'].map(
  (ending) => `capwright.config.${ending}`,
);

/** Where the configuration of a folder may stand. */
export function configPaths(folder: string): readonly string[] {
  return fileNames.map((name) => join(folder, name));
}

/** Types the configuration in `capwright.config.js`. */
export function defineConfig(config: Config): Config {
  return config;
}

/** What a configuration says of output. */
export function emitSettings({ mcp }: Config): EmitSettings {
  return mcp === undefined ? {} : { mcp };
}

/** `explicit` is the value of `--config`. */
export async function loadConfig(cwd: string, explicit: string | undefined): Promise<ConfigResult> {
  const path = explicit === undefined ? findConfig(cwd) : resolve(cwd, explicit);
  if (path === undefined) return { kind: 'project', project: { root: cwd, config: {} } };
  const shown = (file: string): string => relative(cwd, file).replaceAll('\\', '/');
  if (!existsSync(path))
    return invalid(shown(path), '', [{ message: 'there is no such file', pointer: '' }]);
  const read = /\.m?[jt]s$/.test(path) ? await importConfig(path) : await parseConfig(path);
  if (read.problems.length > 0)
    return invalid(shown(path), read.text, read.problems, read.document);
  const value = read.value ?? {};
  const problems = await check(value);
  if (problems.length > 0) return invalid(shown(path), read.text, problems, read.document);
  const source = sourceOf(shown(path), read.text, read.document);
  return { kind: 'project', project: { root: dirname(path), config: value, source } };
}

interface Problem {
  readonly message: string;
  readonly pointer: string;
  readonly on?: 'key';
  readonly span?: readonly [number, number];
}

interface ReadConfig {
  readonly value: Config | undefined;
  readonly problems: readonly Problem[];
  readonly text: string;
  readonly document?: Document;
}

function findConfig(cwd: string): string | undefined {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const found = fileNames.map((name) => join(folder, name)).find((path) => existsSync(path));
    if (found !== undefined || dirname(folder) === folder) return found;
  }
}

async function importConfig(path: string): Promise<ReadConfig> {
  try {
    const module = (await importModule(pathToFileURL(path).href)) as { default?: Config };
    if (module.default !== undefined) return { value: module.default, problems: [], text: '' };
    return {
      value: undefined,
      problems: [{ message: 'it has no default export', pointer: '' }],
      text: '',
    };
  } catch (error) {
    return {
      value: undefined,
      problems: [{ message: `it cannot be loaded: ${importProblem(error)}`, pointer: '' }],
      text: '',
    };
  }
}

/** JSON is YAML. */
async function parseConfig(path: string): Promise<ReadConfig> {
  const { parseDocument } = await import('yaml');
  const text = readFileSync(path, 'utf8');
  const document = parseDocument(text, { prettyErrors: false });
  const problems = document.errors.map(({ message, pos }) => ({ message, pointer: '', span: pos }));
  const value = problems.length > 0 ? undefined : (document.toJS() as Config | null);
  return { value: value ?? undefined, problems, text, document };
}

async function check(value: unknown): Promise<readonly Problem[]> {
  const { Ajv } = await import('ajv');
  const schema = JSON.parse(readFileSync(packageFile('schemas/config.json'), 'utf8')) as object;
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile<Config>(schema);
  if (validate(value)) return [];
  return describe(validate.errors ?? [], (place) => settingsAt(schema, place));
}

interface SettingSchema {
  readonly properties?: Readonly<Record<string, SettingSchema>>;
  readonly items?: SettingSchema;
}

/** The names of the settings at a place. */
function settingsAt(schema: SettingSchema, place: string): readonly string[] {
  let at: SettingSchema | undefined = schema;
  for (const segment of pointerSegments(place)) at = at?.properties?.[segment] ?? at?.items;
  return Object.keys(at?.properties ?? {}).filter((key) => key !== '$schema');
}

/** The first problem of each place. `known`: the settings that a place has. */
function describe(
  errors: readonly ErrorObject[],
  known: (place: string) => readonly string[],
): readonly Problem[] {
  const problems = new Map<string, Problem>();
  for (const { instancePath, keyword, params, propertyName, message = 'is wrong' } of errors) {
    const { additionalProperty, allowedValues } = params as {
      additionalProperty?: string;
      allowedValues?: readonly string[];
    };
    if (keyword === 'additionalProperties' && additionalProperty !== undefined) {
      const pointer = `${instancePath}/${escapePointer(additionalProperty)}`;
      const settings = known(instancePath);
      const guess =
        didYouMean(additionalProperty, settings) || `; there are ${settings.join(', ')}`;
      const text = `there is no setting \`${additionalProperty}\`${guess}`;
      problems.set(pointer, { message: text, pointer, on: 'key' });
    } else if (propertyName !== undefined) {
      const pointer = `${instancePath}/${escapePointer(propertyName)}`;
      const text = `the name \`${propertyName}\` ${message}`;
      problems.set(pointer, { message: text, pointer, on: 'key' });
    } else if (keyword !== 'propertyNames' && keyword !== 'if' && !problems.has(instancePath)) {
      const name = pointerSegments(instancePath).join('.');
      const subject = name === '' ? 'the configuration' : `\`${name}\``;
      const rest =
        allowedValues === undefined
          ? inWords(keyword, params, message)
          : `must be one of ${allowedValues.join(', ')}`;
      const text = `${subject} ${rest}${ofRules(instancePath, keyword)}`;
      problems.set(instancePath, { message: text, pointer: instancePath });
    }
  }
  return [...problems.values()];
}

/** What the validator says of a value, as one would say it. */
function inWords(keyword: string, params: unknown, message: string): string {
  const { type, limit } = params as { type?: string | readonly string[]; limit?: number };
  if (keyword === 'type' && type !== undefined)
    return `must be ${[type]
      .flat()
      .map((name) => typeWords[name] ?? name)
      .join(' or ')}`;
  if (keyword === 'minItems' || keyword === 'minLength') return 'must not be empty';
  return keyword === 'minimum' && limit !== undefined ? `must be ${limit} or more` : message;
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  array: 'a list',
  object: 'a mapping',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
};

/** What others expect of a setting of a rule. */
function ofRules(place: string, keyword: string): string {
  if (keyword === 'enum' && /\/rules\/[^/]+$/.test(place))
    return ', or a mapping of `severity` and options';
  return keyword === 'type' && /\/rules\/[^/]+\/options$/.test(place)
    ? ': options stand beside `severity`'
    : '';
}

function invalid(
  path: string,
  text: string,
  problems: readonly Problem[],
  document?: Document,
): ConfigResult {
  const source = sourceOf(path, text, document);
  const diagnostics = problems.map(({ message, pointer, on, span }): Diagnostic => ({
    code: 'config-invalid',
    severity: 'error',
    message,
    at:
      span === undefined
        ? { file: path, pointer, ...(on === undefined ? {} : { on }) }
        : { file: path, start: span[0], end: span[1] },
  }));
  return { kind: 'invalid', diagnostics, source };
}

function sourceOf(path: string, text: string, document: Document | undefined): SourceFile {
  return new SourceFile(path, text, {
    find: (pointer, on) => findNode(document, pointer, on),
    names: () => [],
  });
}

function findNode(
  document: Document | undefined,
  pointer: string,
  on: 'key' | 'value',
): { readonly start: number; readonly end: number } | undefined {
  let key: unknown;
  let value: unknown = document?.contents;
  for (const segment of pointerSegments(pointer)) {
    const items = (value as { items?: readonly unknown[] } | null | undefined)?.items ?? [];
    const pair = items.find((item): item is { key: unknown; value: unknown } =>
      isPair(item, segment),
    );
    key = pair?.key;
    value = pair === undefined ? items[Number(segment)] : pair.value;
  }
  const node = (on === 'key' ? key : value) as { range?: readonly number[] } | undefined;
  const [start, end] = node?.range ?? [];
  return start === undefined || end === undefined ? undefined : { start, end };
}

function isPair(item: unknown, key: string): boolean {
  return typeof item === 'object' && item !== null && 'key' in item && String(item.key) === key;
}
