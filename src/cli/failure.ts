// What is said when a command cannot do its work: about a mistake in the call (2), or a bug of ours (3).
import { packageVersion } from '../util/package-info.ts';
import { visible } from '../util/visible.ts';
import { reportFindings } from './findings.ts';
import type { Session } from './session.ts';
import { openTerminal } from './terminal.ts';
import { ConfigError, UsageError } from './usage-error.ts';

export function reportFailure(error: unknown, session: Session): 2 | 3 {
  const terminal = openTerminal(session);
  const { errPalette: palette } = terminal;
  if (error instanceof ConfigError) {
    reportFindings(terminal, error.entries);
    return 2;
  }
  if (error instanceof UsageError) {
    terminal.err(`${palette.red('error:')} ${visible(error.message)}\n`);
    return 2;
  }
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const lines = [
    `${palette.red('capwright has a bug:')} ${visible(message)}`,
    'Please report it with the lines below and, if you can, the capability it happened on.',
    '',
    `capwright ${packageVersion()}, node ${process.version}, ${process.platform} ${process.arch}`,
    ...stack.split('\n').map(visible),
  ];
  terminal.err(`${lines.join('\n')}\n`);
  return 3;
}
