// The commands and their options; every outcome becomes an exit code here.
import { Argument, Command, CommanderError, Option } from 'commander';
import { formats } from '../document/formats.ts';
import { packageVersion } from '../util/package-info.ts';
import type { DiffFlags } from './commands/diff.ts';
import type { FixFlags } from './commands/fix.ts';
import type { GenerateFlags } from './commands/generate.ts';
import type { InspectFlags } from './commands/inspect.ts';
import type { LintFlags } from './commands/lint.ts';
import type { NamesFlags } from './commands/names.ts';
import type { RulesFlags } from './commands/rules.ts';
import type { ServeFlags } from './commands/serve.ts';
import type { Session } from './session.ts';
import { addExamples } from './examples.ts';
import {
  collect,
  emitterNames,
  formatNames,
  presetNames,
  toCount,
  toFolder,
  toJobs,
  toNames,
  toPackage,
  toPort,
  toShard,
} from './option-values.ts';

/** 0 clean · 1 findings · 2 usage or configuration · 3 a bug of ours. Never throws. */
export async function run(argv: readonly string[], session: Session): Promise<number> {
  let code = 0;
  try {
    const program = commands(session, (result) => (code = result));
    await program.parseAsync(withHelp(argv, program), { from: 'user' });
    return code;
  } catch (error) {
    return await failure(error, session);
  }
}

/** Help on a command that does not exist is a mistake with a name, not the help on all of them. */
function withHelp(argv: readonly string[], { commands: known }: Command): string[] {
  const [first, asked] = argv;
  if (first !== 'help' || asked === undefined || asked === 'help') return [...argv];
  return known.some((command) => command.name() === asked) ? [...argv] : [asked];
}

function commands(session: Session, done: (code: number) => void): Command {
  const program = new Command('capwright')
    .description(
      'The compiler for capability specs: typed clients, wired servers and reference docs from one YAML file',
    )
    .version(packageVersion(), '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help on a command')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => session.stdout.write(text),
      writeErr: (text) => session.stderr.write(text),
      getOutHelpWidth: () => session.stdout.columns ?? 80,
      getErrHelpWidth: () => session.stderr.columns ?? 80,
    });

  program
    .command('generate')
    .description('compile capabilities and write the output')
    .argument('[paths...]', 'files, folders, globs or URLs')
    .option('-o, --out <dir>', 'output folder (default: generated)', toFolder)
    .option('--package <name>', 'merge all capabilities into one package', toPackage)
    .addOption(
      named(
        new Option(
          '--emit <names>',
          'what to write, separated by commas; what an earlier run wrote beside it goes (default: all)',
        ),
        emitterNames,
      ).argParser(toNames),
    )
    .option('--check', 'write nothing; exit 1 and list what would change')
    .option('--dry-run', 'write nothing; list what would change')
    .option('--force', 'overwrite files that were edited by hand')
    .option('--update-lock', 'name everything anew and lock the new names')
    .option('--watch', 'run again whenever something it read has changed, until Ctrl-C')
    .option(
      '--jobs <n>',
      'threads (default: as many as the machine and the capabilities are worth)',
      toJobs,
    )
    .option('--shard <i/n>', 'only the i-th of n parts of the capabilities', toShard)
    .option('--no-cache', 'compile everything anew, and keep nothing for the next run')
    .option('--json', 'print the outcome as JSON')
    .option('--quiet', 'print errors only')
    .addOption(overlayOption())
    .addOption(configOption())
    .action(async (paths: string[], flags: GenerateFlags) => {
      const { generate } = await import('./commands/generate.ts');
      done(await generate(paths, flags, session));
    });

  program
    .command('lint')
    .description('check capabilities')
    .argument('[paths...]', 'files, folders, globs or URLs; - for standard input')
    .addOption(
      named(
        new Option(
          '--format <format>',
          'how findings are printed (default: pretty); FORMAT=FILE writes a file; repeatable',
        ),
        formatNames,
      ).argParser(collect),
    )
    .addOption(
      new Option(
        '--preset <name>',
        'the rules to start from (default: that of the configuration, else recommended)',
      ).choices(presetNames),
    )
    .option(
      '--max-warnings <n>',
      'exit 1 when there are more warnings, a group counting once',
      toCount,
    )
    .addOption(
      new Option('--fail-on <severity>', 'lowest severity that makes the exit code 1')
        .choices(['error', 'warning', 'info', 'never'])
        .default('error'),
    )
    .option('--all', 'every place of a group, not only the first ones')
    .option('--fix', 'make the safe fixes first, and report what is left')
    .option('--baseline <file>', 'report only what this file does not hold')
    .option('--update-baseline', 'write what there is to the baseline instead')
    .option('--stats', 'say on standard error how often each rule spoke, and how long it took')
    .option(
      '--jobs <n>',
      'threads (default: as many as the machine and the files are worth)',
      toJobs,
    )
    .option('--no-cache', 'find everything anew, and keep nothing for the next run')
    .option('--stdin-path <file>', 'where standard input is to be thought to stand')
    .addOption(overlayOption())
    .addOption(configOption())
    .action(async (paths: string[], flags: LintFlags) => {
      const { lint } = await import('./commands/lint.ts');
      done(await lint(paths, flags, session));
    });

  program
    .command('fix')
    .description('put right what can be put right without changing what a capability means')
    .argument('[paths...]', 'files, folders or globs')
    .option('--unsafe', 'also what is only likely to be meant; look at the result')
    .option('--dry-run', 'write nothing; list what would be fixed')
    .option('--diff', 'write nothing; print a patch for `git apply`')
    .addOption(
      new Option(
        '--to <format>',
        'put the files into another format, as its official schema has it',
      ).choices(formats.map(({ id }) => id)),
    )
    .option(
      '--overlay',
      'with `--to`: what the format has no word for goes into an overlay beside the file',
    )
    .addOption(overlayOption())
    .addOption(configOption())
    .action(async (paths: string[], flags: FixFlags) => {
      const { fix } = await import('./commands/fix.ts');
      done(await fix(paths, flags, session));
    });

  program
    .command('inspect')
    .description('show one capability as the compiler sees it')
    .argument('<file>', 'a capability: a file, or a URL')
    .addOption(
      new Option('--stage <stage>', 'as written or as meant')
        .choices(['document', 'ir'])
        .default('ir'),
    )
    .option('--json', 'print JSON')
    .addOption(overlayOption())
    .addOption(configOption())
    .action(async (file: string, flags: InspectFlags) => {
      const { inspect } = await import('./commands/inspect.ts');
      done(await inspect(file, flags, session));
    });

  program
    .command('diff')
    .description('what has changed between two capabilities, and for whom')
    .argument('<old>', 'a file, a folder, a URL, or a path in a git revision, as HEAD:notes.yaml')
    .argument('<new>', 'the same, as it is now')
    .addOption(
      new Option('--format <format>', 'how it is printed')
        .choices(['pretty', 'json', 'markdown'])
        .default('pretty'),
    )
    .addOption(
      new Option('--fail-on <changes>', 'changes that make the exit code 1')
        .choices(['breaking', 'any', 'never'])
        .default('breaking'),
    )
    .option('--all', 'every place of a change that many have in common')
    .addOption(overlayOption())
    .addOption(configOption())
    .action(async (old: string, fresh: string, flags: DiffFlags) => {
      const { diff } = await import('./commands/diff.ts');
      done(await diff(old, fresh, flags, session));
    });

  program
    .command('names')
    .description('show how operations and tools are called, and where the names come from')
    .argument('<file>', 'a capability: a file, or a URL')
    .option('--json', 'print JSON')
    .option('-o, --out <dir>', 'output folder, which has the lock (default: generated)', toFolder)
    .addOption(overlayOption())
    .addOption(configOption())
    .action(async (file: string, flags: NamesFlags) => {
      const { names } = await import('./commands/names.ts');
      done(await names(file, flags, session));
    });

  program
    .command('serve')
    .description('compile a capability and run what it exposes, anew after every change')
    .argument('<file>', 'a capability: a file, or a URL')
    .option('--port <n>', 'of the first adapter, the others follow; 0: free ones', toPort)
    .option('--host <address>', 'where to listen (default: 127.0.0.1, this machine only)')
    .addOption(
      new Option(
        '--mcp <transport>',
        'only the MCP adapter, over standard input and output',
      ).choices(['stdio']),
    )
    .option('--surface <name>', 'only the adapter of this namespace')
    .option('--base-url <url>', 'where a service is, as [NAMESPACE=]URL; repeatable', collect)
    .option('--read-only', 'only the tools that change nothing')
    .option('--no-watch', 'do not start again when the file changes')
    .addOption(overlayOption())
    .addOption(configOption())
    .action(async (file: string, flags: ServeFlags) => {
      const { serve } = await import('./commands/serve.ts');
      done(await serve(file, flags, session));
    });

  program
    .command('explain')
    .description('say what a code means and what to do about it')
    .argument('<code>', 'the code in brackets behind a finding')
    .action(async (code: string) => {
      const { explain } = await import('./commands/explain.ts');
      done(await explain(code, session));
    });

  program
    .command('rules')
    .description('list all codes')
    .option('--json', 'print JSON')
    .action(async (flags: RulesFlags) => {
      const { rules } = await import('./commands/rules.ts');
      done(await rules(flags, session));
    });

  program
    .command('completion')
    .description('print a completion script for a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish']))
    .action(async (shell: 'bash' | 'zsh' | 'fish') => {
      const { completion } = await import('./commands/completion.ts');
      done(completion(shell, program, session));
    });

  addExamples(program);
  return program;
}

/** Completed and listed like choices, and judged by the command, which knows more to say. */
function named(option: Option, names: readonly string[]): Option {
  option.argChoices = [...names];
  return option;
}

function configOption(): Option {
  return new Option(
    '--config <file>',
    'configuration file (default: capwright.config.* of this folder or one above)',
  );
}

function overlayOption(): Option {
  return new Option('--no-overlay', 'leave out the overlays beside capabilities');
}

async function failure(error: unknown, session: Session): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const { reportFailure } = await import('./failure.ts');
  return reportFailure(error, session);
}
