// A project's ruleset for Spectral, run by Spectral itself: its rules as pages, what they find as diagnostics like ours.
import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Project } from '../../config.ts';
import type { CatalogEntry } from '../../diagnostics/catalog-entry.ts';
import type { Diagnostic, Severity } from '../../diagnostics/diagnostic.ts';
import { locate } from '../../diagnostics/locate.ts';
import { isRecord } from '../../document/fields.ts';
import type { Foreign } from '../../lint/review.ts';
import type { Host } from '../../source/host.ts';
import { escapePointer, type Location } from '../../source/location.ts';
import { SourceFile } from '../../source/source-file.ts';
import { parseYaml } from '../../source/yaml.ts';
import { groupBy } from '../../util/group-by.ts';
import { ConfigError, UsageError } from '../usage-error.ts';
import { readRuleset, RulesetProblem } from './ruleset-file.ts';
import { PackageMissing, spectralPackages, type Spectral } from './spectral-packages.ts';

export interface SpectralRules {
  /** Codes are `spectral/<rule>`. */
  readonly pages: readonly CatalogEntry[];
  /** What the rules say of one file; nothing where it cannot be read. Overlays are left out. */
  find(file: string, host: Host): Promise<readonly Diagnostic[]>;
}

/** Undefined where the project has no ruleset. What is wrong with one is a `ConfigError`. */
export async function loadSpectralRules(
  { root, config }: Project,
  cwd: string,
): Promise<SpectralRules | undefined> {
  if (config.spectral === undefined) return undefined;
  const path = resolve(root, config.spectral);
  try {
    const packages = spectralPackages(path);
    const { Ruleset, Spectral } = packages.core;
    const ruleset = new Ruleset(await readRuleset(path, packages), {
      severity: 'recommended',
      source: path,
    });
    const linter = new Spectral({ resolver: packages.resolver });
    linter.setRuleset(ruleset);
    const shown = relative(cwd, path).replaceAll('\\', '/');
    const names = new Set([
      ...Object.keys(ruleset.rules),
      ...(ruleset.overrides ?? []).flatMap((part) =>
        'rules' in part ? Object.keys(part.rules) : [],
      ),
    ]);
    return {
      pages: [...names].map((name) => page(name, ruleset.rules[name], shown)),
      find: (file, host) => find(linter, file, host, shown),
    };
  } catch (error) {
    throw configError(error, path, cwd);
  }
}

/** What the project's ruleset for Spectral finds, by file. */
export async function foreignFindings(
  { pages, find }: SpectralRules,
  files: readonly string[],
  host: Host,
): Promise<(file: string) => Foreign> {
  const codes = pages.map(({ code }) => code);
  const found = new Map<string, readonly Diagnostic[]>();
  for (const file of files) found.set(file, await find(file, host));
  return (file) => ({ codes, findings: found.get(file) ?? [] });
}

interface RuleWords {
  readonly description: string | null;
  readonly message: string | null;
  readonly documentationUrl: string | null;
  readonly severity: number;
}

function page(name: string, rule: RuleWords | undefined, file: string): CatalogEntry {
  const words = [rule?.description, rule?.message].find((text) => (text ?? '') !== '');
  const url = rule?.documentationUrl ?? '';
  return {
    code: codeOf(name),
    severity: severityOf(rule?.severity ?? 1),
    summary: words ?? `The rule ${name} of ${file}.`,
    why: `The project's ruleset for Spectral, ${file}, has this rule.`,
    whatToDo: url === '' ? `See ${file}.` : `See ${url}.`,
  };
}

function codeOf(name: string): string {
  return `spectral/${name}`;
}

/** Spectral counts from 0, error, to 3, hint. */
function severityOf(number: number): Severity {
  return number === 0 ? 'error' : number === 1 ? 'warning' : 'info';
}

async function find(
  linter: Spectral,
  file: string,
  host: Host,
  ruleset: string,
): Promise<readonly Diagnostic[]> {
  const read = host.read(file);
  if (read.kind !== 'text') return [];
  const { value: data } = parseYaml(read.text).nodes;
  if (!isRecord(data) || (data['naftiko'] === undefined && data['ikanos'] === undefined)) return [];
  // Places come from our own map of the text: Spectral is asked for paths only.
  const document = {
    parsed: { data, diagnostics: [], ast: undefined, lineMap: [] },
    getLocationForJsonPath: () => undefined,
    source: host.resolve(file),
  };
  let results: Awaited<ReturnType<Spectral['run']>>;
  try {
    results = await linter.run(document, { ignoreUnknownFormat: true });
  } catch (error) {
    throw new UsageError(`${ruleset} cannot be run on ${file}: ${reasons(error).join('; ')}`, {
      cause: error,
    });
  }
  const at = (path: readonly (string | number)[]): Location => ({
    file,
    pointer: path.map((segment) => `/${escapePointer(String(segment))}`).join(''),
  });
  const groups = groupBy(results, ({ code, severity, message }) =>
    JSON.stringify([code, severity, message]),
  );
  return [...groups.values()].map((group): Diagnostic => {
    const [{ code, severity, message }] = group as [(typeof group)[number]];
    const sites = group.map(({ path }) => at(path));
    return {
      code: codeOf(String(code)),
      severity: severityOf(severity),
      message: oneLine(message),
      at: sites[0],
      ...(sites.length > 1 && { sites }),
    };
  });
}

/** Messages of ours are one line without a full stop, and of a readable length. */
function oneLine(message: string): string {
  const line = message.replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  return line.length > 500 ? `${line.slice(0, 499)}…` : line;
}

/** Spectral gathers what goes wrong, at several depths. */
function reasons(error: unknown): readonly string[] {
  if (error instanceof Error && 'errors' in error && Array.isArray(error.errors))
    return [...new Set(error.errors.flatMap(reasons))];
  if (error instanceof Error && error.cause instanceof Error) return reasons(error.cause);
  return [error instanceof Error ? error.message : String(error)];
}

function configError(error: unknown, ruleset: string, cwd: string): unknown {
  const problems = problemsOf(error, ruleset);
  if (problems === undefined) return error;
  const sources = new Map<string, SourceFile>();
  const diagnostics = problems.map(({ path, pointer, message }): Diagnostic => {
    const file = relative(cwd, path).replaceAll('\\', '/');
    if (!sources.has(file)) {
      const source = sourceOf(file, path);
      if (source !== undefined) sources.set(file, source);
    }
    return { code: 'config-invalid', severity: 'error', message, at: { file, pointer } };
  });
  return new ConfigError(locate(diagnostics, sources));
}

interface Problem {
  readonly path: string;
  readonly pointer: string;
  readonly message: string;
}

/** Undefined: not about the ruleset. */
function problemsOf(error: unknown, ruleset: string): readonly Problem[] | undefined {
  if (error instanceof PackageMissing)
    return [{ path: ruleset, pointer: '', message: error.message }];
  if (error instanceof RulesetProblem)
    return [{ path: error.file, pointer: error.pointer, message: error.message }];
  const errors = error instanceof Error && 'errors' in error ? error.errors : [error];
  if (!Array.isArray(errors)) return undefined;
  const found = errors.flatMap((one: unknown): readonly Problem[] => {
    if (!(one instanceof Error) || !('path' in one) || !Array.isArray(one.path)) return [];
    const pointer = one.path.map((segment) => `/${escapePointer(String(segment))}`).join('');
    return [{ path: ruleset, pointer, message: oneLine(one.message) }];
  });
  return found.length === errors.length && found.length > 0 ? found : undefined;
}

function sourceOf(file: string, path: string): SourceFile | undefined {
  if (!/\.(?:ya?ml|json)$/i.test(path)) return undefined;
  try {
    const text = readFileSync(path, 'utf8');
    return new SourceFile(file, text, parseYaml(text).nodes);
  } catch {
    return undefined;
  }
}
