// What a run of `generate` says: what it found, what became of each file, and how many there are.
import { merge, type Located } from '../../diagnostics/locate.ts';
import { toJson } from '../../diagnostics/print/json.ts';
import type { PlannedFile } from '../../output/plan.ts';
import { visible, visibleJson } from '../../util/visible.ts';
import { reportFindings } from '../findings.ts';
import type { Terminal } from '../terminal.ts';

export interface ReportFlags {
  readonly check?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export interface Outcome {
  readonly created: readonly string[];
  readonly updated: readonly string[];
  readonly deleted: readonly string[];
  readonly refused: readonly string[];
  readonly unchanged: number;
}

/** `known`: files of capabilities that did not have to be looked at. */
export function sortOut(files: readonly PlannedFile[], shown: string, known = 0): Outcome {
  const paths = (kind: PlannedFile['kind']): readonly string[] =>
    files
      .filter((file) => file.kind === kind)
      .map(({ path }) => (shown === '.' ? path : `${shown}/${path}`));
  return {
    created: paths('create'),
    updated: paths('update'),
    deleted: paths('delete'),
    refused: paths('refused'),
    unchanged: known + files.filter(({ kind }) => kind === 'same' || kind === 'kept').length,
  };
}

/** Of what compiling found only the errors: `lint` is the command for the rest. */
export function report(
  outcome: Outcome,
  compiled: readonly Located[],
  output: readonly Located[],
  { check, dryRun, json, quiet }: ReportFlags,
  shown: string,
  terminal: Terminal,
): void {
  const errors = compiled.filter(isError);
  const others = compiled.length - errors.length;
  reportFindings(terminal, [
    ...errors,
    ...output.filter((entry) => quiet !== true || isError(entry)),
  ]);
  if (others > 0 && quiet !== true) {
    const findings = others === 1 ? '1 warning' : `${others} warnings`;
    terminal.err(`${findings}, which \`capwright lint\` shows\n`);
  }
  if (json === true) {
    const diagnostics = merge([...compiled, ...output]).map(toJson);
    terminal.out(`${visibleJson({ ...outcome, diagnostics }, 2)}\n`);
    return;
  }
  const { created, updated, deleted, refused, unchanged } = outcome;
  const { outPalette: palette } = terminal;
  const planned = check === true || dryRun === true;
  const list = [
    ...created.map((path) => `${palette.green('create')}  ${visible(path)}\n`),
    ...updated.map((path) => `${palette.yellow('update')}  ${visible(path)}\n`),
    ...deleted.map((path) => `${palette.red('delete')}  ${visible(path)}\n`),
    ...refused.map((path) => `${palette.red('refuse')}  ${visible(path)}\n`),
  ];
  if (planned) terminal.out(list.join(''));
  const stopped =
    output.some(isError) && created.length + updated.length + refused.length + unchanged === 0;
  if (quiet === true || stopped) return;
  const counts = [
    `${created.length} ${planned ? 'to create' : 'created'}`,
    `${updated.length} ${planned ? 'to update' : 'updated'}`,
    `${deleted.length} ${planned ? 'to delete' : 'deleted'}`,
    ...(refused.length > 0 ? [`${refused.length} refused`] : []),
    `${unchanged} unchanged`,
  ];
  terminal.err(`${visible(shown)}: ${counts.join(', ')}\n`);
}

export function isError({ diagnostic }: Located): boolean {
  return diagnostic.severity === 'error';
}
