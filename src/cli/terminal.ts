// The only place that writes to the terminal: standard output, standard error, colour, progress.
import { ansiPalette, plainPalette, type Palette } from '../diagnostics/palette.ts';
import type { Session, Sink } from './session.ts';

export interface Terminal {
  /** What the command was asked for; resolves when there is room for more. */
  out(text: string): void | Promise<void>;
  /** Words for people. */
  err(text: string): void;
  readonly outPalette: Palette;
  readonly errPalette: Palette;
  readonly outWidth: number;
  readonly errWidth: number;
  /** Shown once a run takes longer than a second. Returned: ends it. */
  progress(verb: string, total: number): { step(): void; end(): void };
}

const patience = 1_000;
const interval = 100;

export function openTerminal({ stdout, stderr, env }: Session): Terminal {
  return {
    out: (text) => (text === '' ? undefined : stdout.write(text)),
    err: (text) => {
      if (text !== '') void stderr.write(text);
    },
    outPalette: hasColour(stdout, env) ? ansiPalette : plainPalette,
    errPalette: hasColour(stderr, env) ? ansiPalette : plainPalette,
    outWidth: widthOf(stdout),
    errWidth: widthOf(stderr),
    progress(verb, total) {
      if (!stderr.isTTY || isSet(env['CI'])) return { step: () => {}, end: () => {} };
      const start = Date.now();
      let done = 0;
      let shown = 0;
      return {
        step() {
          done += 1;
          const now = Date.now();
          if (now - start < patience || now - shown < interval) return;
          shown = now;
          stderr.write(`\r\u001b[2K${verb} ${done}/${total}`);
        },
        end() {
          if (shown > 0) stderr.write('\r\u001b[2K');
        },
      };
    },
  };
}

/** FORCE_COLOR before NO_COLOR before everything else, as Node itself has it. */
function hasColour({ isTTY }: Sink, env: Session['env']): boolean {
  const force = env['FORCE_COLOR'];
  if (force !== undefined) return !['0', 'false'].includes(force);
  if (isSet(env['NO_COLOR']) || env['TERM'] === 'dumb' || isSet(env['CI'])) return false;
  return isTTY;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false'].includes(value);
}

function widthOf({ columns }: Sink): number {
  return columns === undefined || columns < 40 ? 100 : Math.min(columns, 160);
}
