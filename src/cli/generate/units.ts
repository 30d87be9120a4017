// What a run makes: an output for each capability, or one for all of a package.
import type { Project } from '../../config.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { type Host, nodeHost } from '../../source/host.ts';
import { root } from '../../source/location.ts';
import { compareText } from '../../util/compare.ts';
import { groupBy } from '../../util/group-by.ts';
import { hashText } from '../../util/hash.ts';
import { capabilityId, slug } from '../../util/slug.ts';
import { findInputs, type Inputs } from '../inputs/inputs.ts';
import type { Session } from '../session.ts';
import type { Unit } from './unit.ts';

export interface Units {
  readonly units: readonly Unit[];
  readonly covers: Inputs['covers'];
  /** Files that the configuration puts into packages, where it says what is made. */
  readonly packaged: readonly string[];
}

export async function findUnits(
  paths: readonly string[],
  name: string | undefined,
  project: Project,
  session: Session,
  host: Host = nodeHost(session.cwd),
): Promise<Units> {
  const packages = await configuredPackages(project, session, host);
  const named = packages.find((unit) => unit.package === name);
  if (named !== undefined && paths.length === 0)
    return { units: [named], covers: () => false, packaged: [] };
  const inputs = await inputsOf(paths, packages, project, session, host);
  if (name !== undefined) {
    const unit: Unit = { id: slug(name), files: inputs.files, package: name };
    return { units: [unit], covers: inputs.covers, packaged: [] };
  }
  const touched = packages.filter(
    ({ files }) => paths.length === 0 || files.some((file) => inputs.files.includes(file)),
  );
  const packaged = new Set(packages.flatMap(({ files }) => files));
  // Nothing comes of a folder that cannot be listed: it takes no name away from a file.
  const closed = new Set(inputs.unreadable);
  const idOf = (file: string): string =>
    closed.has(file) ? `closed-${hashText(file)}` : capabilityId(file);
  const single = inputs.files
    .filter((file) => !packaged.has(file))
    .map((file): Unit => ({ id: idOf(file), files: [file] }));
  return {
    units: [...single, ...touched],
    covers: inputs.covers,
    packaged: touched.flatMap(({ files }) => files),
  };
}

/** Packages may be all there is: then a folder of capabilities is not missed. */
async function inputsOf(
  paths: readonly string[],
  packages: readonly Unit[],
  project: Project,
  { cwd }: Session,
  host: Host,
): Promise<Inputs> {
  const isConfigured =
    project.config.capabilities !== undefined ||
    host.kind(`${project.root}/capabilities`) === 'folder';
  if (paths.length === 0 && packages.length > 0 && !isConfigured) {
    return { files: [], unreadable: [], covers: () => true };
  }
  return findInputs(paths, project, cwd, host);
}

async function configuredPackages(
  { root: folder, config }: Project,
  { cwd }: Session,
  host: Host,
): Promise<readonly Unit[]> {
  const entries = Object.entries(config.packages ?? {}).sort(([a], [b]) => compareText(a, b));
  return Promise.all(
    entries.map(async ([name, capabilities]): Promise<Unit> => {
      const project = { root: folder, config: { capabilities } };
      const { files } = await findInputs([], project, cwd, host);
      return { id: slug(name), files, package: name };
    }),
  );
}

/** One of several runs that share the work. */
export interface Shard {
  /** From 1 on. */
  readonly index: number;
  readonly count: number;
}

/** Every unit belongs to one shard, whichever of them asks. */
export function shardOf(units: readonly Unit[], shard: Shard | undefined): readonly Unit[] {
  if (shard === undefined) return units;
  const { index, count } = shard;
  const sorted = [...units].sort((a, b) => compareText(a.id, b.id));
  const own = new Set(sorted.filter((_, place) => place % count === index - 1));
  return units.filter((unit) => own.has(unit));
}

/** Units that would be written to one folder; none of them is. */
export function collisions(
  units: readonly Unit[],
): readonly { readonly units: readonly Unit[]; readonly diagnostic: Diagnostic }[] {
  const groups = [...groupBy(units, ({ id }) => id)].filter(([, group]) => group.length > 1);
  return groups.map(([id, group]) => ({ units: group, diagnostic: collision(id, group) }));
}

function collision(id: string, units: readonly Unit[]): Diagnostic {
  const names = units.map(
    (unit) => `${unit.package === undefined ? '' : 'package '}\`${unitName(unit)}\``,
  );
  const [first = '', ...others] = units.map(({ files }) => files[0] ?? '');
  return {
    code: 'output-collision',
    severity: 'error',
    message: `${names.join(' and ')} would both be written to \`${id}\`; rename all but one`,
    at: root(first),
    related: others.map((file) => ({ message: 'the same folder for', at: root(file) })),
  };
}

function unitName(unit: Unit): string {
  return unit.package ?? unit.files[0] ?? '';
}
