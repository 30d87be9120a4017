// `completion`: a script that lets a shell complete commands, options and their values. It is made from the commands
// themselves, so that it knows what they know.
import type { Command } from 'commander';
import type { Session } from '../session.ts';
import { openTerminal } from '../terminal.ts';

export type Shell = 'bash' | 'zsh' | 'fish';

export function completion(shell: Shell, program: Command, session: Session): number {
  const commands = program.commands.map((command) => ({
    name: command.name(),
    summary: command.description(),
    options: command.options.map(({ long, description, argChoices = [] }) => ({
      long: long ?? '',
      summary: description,
      values: argChoices,
    })),
    words: command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices),
  }));
  openTerminal(session).out(scripts[shell](commands));
  return 0;
}

interface Completed {
  readonly name: string;
  readonly summary: string;
  /** What can stand behind it; empty where that is a file. */
  readonly words: readonly string[];
  readonly options: readonly {
    readonly long: string;
    readonly summary: string;
    readonly values: readonly string[];
  }[];
}

/** Of the project's own rules too. */
const codes = "capwright rules 2>/dev/null | cut -d' ' -f1";

const scripts: Readonly<Record<Shell, (commands: readonly Completed[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

function bashScript(commands: readonly Completed[]): string {
  const values = commands.flatMap(({ name, options }) =>
    options
      .filter((option) => option.values.length > 0)
      .map(({ long, values: list }) => `    ${name}:${long}) words="${list.join(' ')}" ;;`),
  );
  const options = commands.map(
    ({ name, options: list }) =>
      `    ${name}:-*) words="${list.map(({ long }) => long).join(' ')} --help" ;;`,
  );
  const names = commands.map(({ name }) => name).join(' ');
  const words = commands
    .filter((command) => command.words.length > 0)
    .map((command) => `    ${command.name}:*) words="${command.words.join(' ')}" ;;`);
  return `${[
    '# capwright completion for bash: eval "$(capwright completion bash)"',
    '_capwright() {',
    '  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" command="${COMP_WORDS[1]}" words=""',
    '  COMPREPLY=()',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    COMPREPLY=($(compgen -W "${names} help --version --help" -- "$current"))`,
    '    return',
    '  fi',
    '  case "$command:$previous" in',
    ...values,
    '  esac',
    '  if [ -z "$words" ]; then case "$command:$current" in',
    ...options,
    `    explain:*) words="$(${codes})" ;;`,
    `    help:*) words="${names}" ;;`,
    ...words,
    '  esac; fi',
    '  if [ -n "$words" ]; then COMPREPLY=($(compgen -W "$words" -- "$current")); else COMPREPLY=($(compgen -f -- "$current")); fi',
    '}',
    'complete -o filenames -F _capwright capwright',
  ].join('\n')}\n`;
}

function zshScript(commands: readonly Completed[]): string {
  const text = (words: string): string =>
    words.replace(/[\\[\]:]/g, '\\$&').replaceAll("'", "'\\''");
  const cases = commands.map(({ name, options, words }) => {
    if (name === 'explain') return `    explain) compadd -- \${(f)"$(${codes})"} ;;`;
    const rows = options.map(({ long, summary, values }) => {
      const list = values.length > 0 ? `:value:(${values.join(' ')})` : '';
      return `      '*${long}[${text(summary)}]${list}'`;
    });
    return [
      `    ${name}) _arguments ${[...rows, `      '*:${words.length === 0 ? 'file:_files' : `word:(${words.join(' ')})`}'`].join(' \\\n').trimStart()} ;;`,
    ].join('\n');
  });
  return `${[
    '#compdef capwright',
    '_capwright() {',
    '  local -a commands',
    '  commands=(',
    ...commands.map(({ name, summary }) => `    '${name}:${text(summary)}'`),
    '  )',
    '  if (( CURRENT == 2 )); then _describe command commands; return; fi',
    '  local command="${words[2]}"',
    '  shift words; (( CURRENT-- ))',
    '  case "$command" in',
    ...cases,
    '  esac',
    '}',
    'if [ "${funcstack[1]}" = "_capwright" ]; then _capwright "$@"; else compdef _capwright capwright; fi',
  ].join('\n')}\n`;
}

function fishScript(commands: readonly Completed[]): string {
  const text = (words: string): string => `'${words.replace(/[\\']/g, '\\$&')}'`;
  const rows = commands.flatMap(({ name, summary, options, words }) => [
    ...(name === 'explain'
      ? [`complete -c capwright -n '__fish_seen_subcommand_from explain' -f -a "(${codes})"`]
      : []),
    ...(words.length === 0
      ? []
      : [
          `complete -c capwright -n '__fish_seen_subcommand_from ${name}' -f -a ${text(words.join(' '))}`,
        ]),
    `complete -c capwright -n __fish_use_subcommand -f -a ${name} -d ${text(summary)}`,
    ...options.map(({ long, summary: words, values }) => {
      const list = values.length > 0 ? ` -x -a ${text(values.join(' '))}` : '';
      return `complete -c capwright -n '__fish_seen_subcommand_from ${name}' -l ${long.slice(2)}${list} -d ${text(words)}`;
    }),
  ]);
  return `${rows.join('\n')}\n`;
}
