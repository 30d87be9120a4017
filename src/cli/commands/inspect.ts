// `inspect`: one file as the compiler sees it, as written (document) or as meant (ir).
import { locate } from '../../diagnostics/locate.ts';
import { visible, visibleJson } from '../../util/visible.ts';
import { reportFindings } from '../findings.ts';
import { oneCapability } from '../inputs/one-capability.ts';
import { openProject } from '../inputs/project.ts';
import type { Session } from '../session.ts';
import { openTerminal } from '../terminal.ts';
import type { Capability, PathPart } from '../../ir/capability.ts';

export interface InspectFlags {
  readonly config?: string;
  /** False: `--no-overlay`. */
  readonly overlay?: boolean;
  readonly stage: 'document' | 'ir';
  readonly json?: boolean;
}

export async function inspect(
  file: string,
  flags: InspectFlags,
  session: Session,
): Promise<number> {
  const project = await openProject(session, flags.config);
  const compiler = await session.compiler();
  const overlays = flags.overlay !== false;
  const one = await oneCapability('inspect', file, overlays, project, compiler, session);
  const { capability, diagnostics, document, sources } = one.compile();
  const terminal = openTerminal(session);
  // What keeps it from being compiled, or a part of it; the rest is what `lint` is for.
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  reportFindings(terminal, locate(errors, sources));
  if (flags.stage === 'document') {
    if (document !== undefined) terminal.out(`${visibleJson(document, 2)}\n`);
  } else if (capability !== undefined) {
    terminal.out(
      flags.json === true
        ? `${visibleJson(compiler.summary(capability, sources), 2)}\n`
        : overview(capability),
    );
  }
  return errors.length > 0 ? 1 : 0;
}

/** The operations with the names they get, as a table. */
function overview(capability: Capability): string {
  const { id, format, title, stats, operations, surfaces } = capability;
  const { declared, unique, shapes } = stats.operations;
  const rows = operations.map(({ client, method, path, service }) => [
    client.join('.'),
    method,
    pathText(path),
    service,
  ]);
  const head = [
    `${id}: ${title} (${format})`,
    `${count(unique, 'operation')} (${declared} declared, ${count(shapes, 'shape')}), ${count(stats.routes.unique, 'route')}, ${count(stats.tools.unique, 'tool')}`,
    ...surfaces.map((surface) => `exposed as ${surface.kind}: ${surface.id}`),
  ];
  return [...head.map(visible), '', ...table(rows), ''].join('\n');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function pathText(path: readonly PathPart[]): string {
  return path.map((part) => (typeof part === 'string' ? part : `{${part.variable}}`)).join('');
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const shown = rows.map((row) => row.map(visible));
  const widths = shown.reduce<readonly number[]>(
    (widest, row) => row.map((cell, i) => Math.max(cell.length, widest[i] ?? 0)),
    [],
  );
  return shown.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
