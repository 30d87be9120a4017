// Everything there is to say of a file: what reading and compiling found, what the rules find, as the project wants to
// hear it, without what comments ignore.
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Program } from '../document/program.ts';
import { isSpan } from '../source/location.ts';
import type { SourceFile } from '../source/source-file.ts';
import { applyIgnores } from './ignore.ts';
import { fixable, fixOf } from './fixes.ts';
import { lint } from './lint.ts';
import type { Preset } from './presets.ts';
import type { Rule } from './rule.ts';
import { rules } from './rules.ts';
import { codeNames, settingsOf, type RuleSettings, type Settings } from './settings.ts';

export interface ReviewOptions {
  readonly preset: Preset;
  readonly rules: RuleSettings;
  /** False leaves out the rules: only what compiling found. */
  readonly lint: boolean;
  /** Rules of the project's own; they run under every preset. */
  readonly customRules?: readonly Rule[];
  /** What another linter says; its rules run under every preset, too. */
  readonly foreign?: Foreign;
}

export interface Foreign {
  readonly codes: readonly string[];
  readonly findings: readonly Diagnostic[];
}

export interface Reviewed {
  readonly diagnostics: readonly Diagnostic[];
  readonly timings: ReadonlyMap<string, number>;
}

/** What is looked for although nobody would hear of it costs as much as what is. */
export interface Heard {
  /** Deviations from the schema. */
  readonly schema: boolean;
  /** What is found on the way from a program to what it means. */
  readonly meaning: boolean;
}

const noRules: readonly Rule[] = [];

export function heardOf({
  preset,
  rules: given,
  lint,
  customRules = noRules,
}: ReviewOptions): Heard {
  if (!lint) return { schema: true, meaning: true };
  const settings = settingsFor({ preset, rules: given, customRules });
  // Other presets say what keeps a file from being compiled, and any says what it is asked for by name.
  const isAsked = (): boolean => {
    const own = new Set([...rules, ...customRules].map(({ code }) => code));
    const names = codeNames(rules);
    return Object.keys(given).some((name) => {
      const code = names.get(name) ?? name;
      return !own.has(code) && settings.given(code) !== 'off';
    });
  };
  return {
    schema: settings.severityOfCode('schema', 'warning') !== 'off',
    meaning: preset !== 'official' || isAsked(),
  };
}

type Asked = Pick<ReviewOptions, 'preset' | 'rules' | 'customRules'>;

let last: { readonly asked: Asked; readonly settings: Settings } | undefined;

/** Most files of a run are asked the same. */
function settingsFor(asked: Asked): Settings {
  const { preset, rules: given, customRules } = asked;
  if (
    last === undefined ||
    last.asked.preset !== preset ||
    last.asked.rules !== given ||
    last.asked.customRules !== customRules
  )
    last = { asked, settings: settingsOf(preset, given, rules, customRules ?? []) };
  return last.settings;
}

/** `program` is undefined where the file cannot be read; `isBlocking` names what must be said whatever the settings are, `toolNames` names made of the operations that tools call. */
export function review(
  file: string,
  found: readonly Diagnostic[],
  program: Program | undefined,
  sources: ReadonlyMap<string, SourceFile>,
  options: ReviewOptions,
  isBlocking: (diagnostic: Diagnostic) => boolean,
  toolNames?: () => ReadonlyMap<string, string>,
): Reviewed {
  const { customRules = noRules, foreign } = options;
  const all = customRules.length === 0 ? rules : [...rules, ...customRules];
  const settings = settingsFor({ ...options, customRules });
  const source = sources.get(file);
  const linted =
    options.lint && program !== undefined && source !== undefined
      ? lint(program, source, settings, all, toolNames)
      : undefined;
  const isFixed = (diagnostic: Diagnostic): boolean =>
    isBlocking(diagnostic) &&
    (!options.lint || program === undefined || options.preset !== 'official');
  const own = found.flatMap((diagnostic) =>
    withSeverity(
      withFix(diagnostic, program, source, options),
      settings,
      options.lint,
      isBlocking,
      isFixed,
    ),
  );
  // Only what compiling found can block; a finding of a rule looks the same.
  const blocking = new Set(own.filter(isBlocking));
  const told = [...own, ...(linted?.diagnostics ?? [])];
  const isVerdict = options.preset === 'official' || options.preset === 'strict';
  const diagnostics = dropRepeated([
    ...(isVerdict ? told : dropEchoes(told)),
    ...asWanted(foreign?.findings ?? [], settings),
  ]);
  const names = (): ReadonlyMap<string, string> =>
    new Map([...codeNames(all), ...(foreign?.codes ?? []).map((code) => [code, code] as const)]);
  const late: Diagnostic[] = [];
  const kept = applyIgnores(
    diagnostics,
    sources,
    file,
    {
      names,
      isActive: (code) =>
        options.lint &&
        (foreign?.codes.includes(code) === true
          ? settings.given(code) !== 'off'
          : isActive(code, settings, all)),
      report(diagnostic) {
        const severity = settings.severityOfCode(diagnostic.code, diagnostic.severity);
        if (options.lint && severity !== 'off') late.push({ ...diagnostic, severity });
      },
    },
    (diagnostic) => blocking.has(diagnostic),
  );
  return { diagnostics: [...kept, ...late], timings: linted?.timings ?? new Map() };
}

/** What compiling finds has fixes as findings of rules have. */
function withFix(
  diagnostic: Diagnostic,
  program: Program | undefined,
  source: SourceFile | undefined,
  options: ReviewOptions,
): Diagnostic {
  const { code, at, sites = at === undefined ? [] : [at], meant } = diagnostic;
  if (!options.lint || program === undefined || source === undefined || !fixable.includes(code))
    return diagnostic;
  const fix = fixOf(code, sites, { program, source, ...(meant && { meant }) });
  return fix === undefined ? diagnostic : { ...diagnostic, fix };
}

/** What keeps a file from being compiled stays an error whatever the project says. */
function withSeverity(
  diagnostic: Diagnostic,
  settings: Settings,
  isLint: boolean,
  isBlocking: (diagnostic: Diagnostic) => boolean,
  isFixed: (diagnostic: Diagnostic) => boolean,
): readonly Diagnostic[] {
  const { code } = diagnostic;
  const given = settings.given(code);
  if (isBlocking(diagnostic) && (given !== undefined || isFixed(diagnostic)))
    return [{ ...diagnostic, severity: 'error' }];
  const severity =
    isLint || code === 'schema'
      ? settings.severityOfCode(code, diagnostic.severity)
      : (given ?? diagnostic.severity);
  return severity === 'off' ? [] : [{ ...diagnostic, severity }];
}

/** With the severities that the project gives their codes. */
function asWanted(findings: readonly Diagnostic[], settings: Settings): readonly Diagnostic[] {
  return findings.flatMap((finding) => {
    const severity = settings.given(finding.code) ?? finding.severity;
    return severity === 'off' ? [] : [{ ...finding, severity }];
  });
}

function isActive(code: string, settings: Settings, all: readonly Rule[]): boolean {
  const rule = all.find((one) => one.code === code);
  return (
    (rule === undefined ? settings.severityOfCode(code, 'error') : settings.severityOf(rule)) !==
    'off'
  );
}

const valueErrors: ReadonlySet<string> = new Set([
  'auth-unsupported',
  'base-uri-not-absolute',
  'body-type-unknown',
  'call-malformed',
  'call-unresolved',
  'method-unknown',
  'output-format-unsupported',
  'shape',
  'spec-version-unknown',
  'unit-without-action',
]);

/** The keys whose absence has a code of its own. */
const absences: Readonly<Record<string, string>> = {
  'aggregates-namespace-required': 'namespace',
  'base-uri-empty': 'baseUri',
  'exposes-namespace-required': 'namespace',
  'name-missing': 'namespace',
  shape: 'type',
};

/** A key that is not there is told at where it would be, or at what it is missing in. */
function placeOf(at: Diagnostic['at'], key: string | undefined): string {
  if (at === undefined || isSpan(at)) return '';
  const isThere = key === undefined || at.pointer.endsWith(`/${key}`);
  return `${at.file} ${isThere ? at.pointer : `${at.pointer}/${key}`}`;
}

/** Where a value is wrong in itself, the schema of the format says so as well: once is enough. */
function dropEchoes(all: readonly Diagnostic[]): readonly Diagnostic[] {
  const places = new Set(
    all.flatMap(({ code, at, sites = [at] }) =>
      valueErrors.has(code) ? sites.map((site) => JSON.stringify(site)) : [],
    ),
  );
  const absent = new Set(
    all.flatMap(({ code, at, missing, sites = [at] }) => {
      const key = code === 'schema' ? undefined : (missing ?? absences[code]);
      return key === undefined ? [] : sites.map((site) => placeOf(site, key));
    }),
  );
  const isEcho = ({ at, missing, sites }: Diagnostic): boolean => {
    const marked: readonly Diagnostic['at'][] = sites ?? [at];
    return (
      (missing === undefined && places.has(JSON.stringify(at))) ||
      marked.every((site) => absent.has(placeOf(site, missing)))
    );
  };
  return all.filter((one) => one.code !== 'schema' || !isEcho(one));
}

/** Merged or shared parts may be looked at twice; the same words at the same place are one diagnostic. */
function dropRepeated(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter((diagnostic) => {
    const key = JSON.stringify([diagnostic.code, diagnostic.message, diagnostic.at]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
