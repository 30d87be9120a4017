// What a run wants to hear about: severities and options by code, from a preset and from the project's own rules.
import { catalog } from '../diagnostics/catalog.ts';
import type { Severity } from '../diagnostics/diagnostic.ts';
import { isInAnyPreset, isInPreset, isWholeView, presetSeverity, type Preset } from './presets.ts';
import { remember } from '../util/remember.ts';
import type { Rule } from './rule.ts';

export type RuleLevel = 'off' | Severity;

/** A severity, or an object with `severity` and the options of the rule. */
export type RuleSetting =
  | RuleLevel
  | { readonly severity?: RuleLevel; readonly [option: string]: number | RuleLevel | undefined };

/** By code or alias. */
export type RuleSettings = Readonly<Record<string, RuleSetting>>;

export interface Settings {
  readonly preset: Preset;
  /** Of a rule: its severity where it runs. */
  severityOf(rule: Rule): RuleLevel;
  /** Of what is reported without a rule; `own` is the severity it has by itself. */
  severityOfCode(code: string, own: Severity): RuleLevel;
  /** The severity that the project gives a code. */
  given(code: string): RuleLevel | undefined;
  optionsOf(rule: Rule): Readonly<Record<string, number>>;
}

const noOptions = {};

export function settingsOf(
  preset: Preset,
  given: RuleSettings,
  rules: readonly Rule[],
  own: readonly Rule[],
): Settings {
  const names = codeNames([...rules, ...own]);
  const ownCodes = new Set(own.map(({ code }) => code));
  const settings = new Map<string, RuleSetting>();
  for (const [name, setting] of Object.entries(given))
    settings.set(names.get(name) ?? name, setting);
  const levelOf = (code: string): RuleLevel | undefined => {
    const setting = settings.get(code);
    return typeof setting === 'object' ? setting.severity : setting;
  };
  const severityOf = (rule: Rule): RuleLevel => {
    const level = levelOf(rule.code);
    if (level !== undefined) return level;
    const asked =
      settings.has(rule.code) || ownCodes.has(rule.code) || isInPreset(preset, rule.code);
    return asked ? (presetSeverity(preset, rule.code) ?? rule.severity) : 'off';
  };
  return {
    preset,
    severityOf: remember(severityOf),
    severityOfCode(code, own) {
      const level = levelOf(code);
      if (level !== undefined) return level;
      if (isInPreset(preset, code)) return presetSeverity(preset, code) ?? own;
      return isWholeView(preset) && !isInAnyPreset(code) ? own : 'off';
    },
    given: levelOf,
    optionsOf(rule) {
      if (rule.options === undefined) return noOptions;
      const setting = settings.get(rule.code);
      return Object.fromEntries(
        Object.entries(rule.options).map(([name, option]) => {
          const value = typeof setting === 'object' ? setting[name] : undefined;
          return [name, typeof value === 'number' ? value : option.default];
        }),
      );
    },
  };
}

/** What others call codes that are no rules. */
const otherNames: Readonly<Record<string, string>> = {
  'schema-did-you-mean': 'schema',
  'template-namespace-unknown': 'template-name-unknown',
  'yaml-encoding': 'file-encoding',
  'yaml-tab': 'yaml-syntax',
};

/** Every name that configuration and comments may use, with the code it stands for. */
export function codeNames(rules: readonly Rule[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>(Object.entries(otherNames));
  for (const { code, aliases = [] } of rules) for (const alias of aliases) names.set(alias, code);
  for (const { code } of catalog) names.set(code, code);
  for (const { code } of rules) names.set(code, code);
  return names;
}
