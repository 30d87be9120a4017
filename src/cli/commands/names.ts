// `names`: what the operations and tools of a capability are called, how each name was found, and what share of the
// glued ones fell into known words.
import { resolve } from 'node:path';
import { locate } from '../../diagnostics/locate.ts';
import { applyLock, lockedOperations } from '../../ir/names/apply-lock.ts';
import type { Capability } from '../../ir/capability.ts';
import {
  explainNames,
  nameStats,
  type NamedOperation,
  type NameStats,
} from '../../ir/names/explain-names.ts';
import { nodeHost } from '../../source/host.ts';
import { visible, visibleJson } from '../../util/visible.ts';
import { reportFindings } from '../findings.ts';
import { findInputs, relativePath } from '../inputs/inputs.ts';
import { configuredFolder, readLock } from '../generate/names-lock.ts';
import { openProject } from '../inputs/project.ts';
import type { Session } from '../session.ts';
import { openTerminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { webHost } from '../inputs/web-host.ts';

export interface NamesFlags {
  readonly config?: string;
  readonly out?: string;
  /** False: `--no-overlay`. */
  readonly overlay?: boolean;
  readonly json?: boolean;
}

export async function names(file: string, flags: NamesFlags, session: Session): Promise<number> {
  const { cwd } = session;
  const project = await openProject(session, flags.config);
  const overlays = flags.overlay !== false;
  const host = await webHost([file], overlays, session, nodeHost(cwd));
  const inputs = await findInputs([file], { ...project, root: cwd }, cwd, host);
  const [path = file] = inputs.files;
  if (inputs.files.length > 1)
    throw new UsageError(`names takes one file; ${file} has ${inputs.files.length}`);
  const { compile } = await session.compiler();
  const { preset = 'recommended', rules = {} } = project.config;
  const compiled = compile(path, host, {
    preset,
    rules,
    lint: false,
    overlays,
  });
  const folder = flags.out === undefined ? configuredFolder(project) : resolve(cwd, flags.out);
  const { locks, problem } = readLock(folder, relativePath(cwd, folder) || '.');
  const lock = compiled.capability && locks.get(compiled.capability.id);
  const named = compiled.capability && lock && applyLock(compiled.capability, lock);
  const capability = named?.capability ?? compiled.capability;
  const terminal = openTerminal(session);
  const diagnostics = [
    ...compiled.diagnostics,
    ...(named?.diagnostics ?? []),
    ...(problem === undefined ? [] : [problem]),
  ];
  // Of what compiling finds, what keeps names from being made; the rest is what `lint` is for.
  const told = diagnostics.filter(
    (diagnostic) => diagnostic.severity === 'error' || !compiled.diagnostics.includes(diagnostic),
  );
  reportFindings(terminal, locate(told, compiled.sources));
  if (capability !== undefined) {
    const found = explainNames(capability, lockedOperations(capability, lock));
    const stats = nameStats(found);
    const tools = toolNames(capability);
    terminal.out(
      flags.json === true
        ? `${visibleJson({ id: capability.id, stats, operations: found, tools }, 2)}\n`
        : table(found, tools, stats),
    );
  }
  return diagnostics.some(({ severity }) => severity === 'error') ? 1 : 0;
}

interface ToolName {
  readonly surface: string;
  readonly name: string;
  readonly declared: readonly string[];
}

function toolNames({ surfaces }: Capability): readonly ToolName[] {
  return surfaces.flatMap((surface) =>
    surface.kind === 'mcp'
      ? surface.tools.map(({ name, declaredNames }) => ({
          surface: surface.id,
          name,
          declared: declaredNames,
        }))
      : [],
  );
}

function table(
  operations: readonly NamedOperation[],
  tools: readonly ToolName[],
  stats: NameStats,
): string {
  const rows = operations.map(({ client, source, words, otherwise, method, path }) => [
    client,
    otherwise === undefined ? source : `${source}, else ${otherwise}`,
    words?.join(' ') ?? '',
    `${method} ${path}`,
  ]);
  const toolRows = tools.map(({ name, surface, declared }) => [
    name,
    `tool of ${surface}`,
    declared.join(' '),
  ]);
  const { glued, split, numbered, toldApart, locked } = stats;
  const share = glued === 0 ? '' : ` (${((100 * split) / glued).toFixed(1)} %)`;
  const summary =
    `${stats.operations} operations: ${glued} names of glued words, ${split} of them split into known words${share}; ` +
    `${toldApart} told apart, ${numbered} by a number, ${locked} locked`;
  return [...columns(rows), '', ...columns(toolRows), '', summary, ''].join('\n');
}

function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const shown = rows.map((row) => row.map(visible));
  const widths = (shown[0] ?? []).map((_, i) =>
    Math.max(...shown.map((row) => row[i]?.length ?? 0)),
  );
  return shown.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
