// The one file that a command is about, compiled with the names that `generate` would give.
import type { Project } from '../../config.ts';
import type { Compilation } from '../../compiler.ts';
import { applyLock } from '../../ir/names/apply-lock.ts';
import { nodeHost } from '../../source/host.ts';
import { findInputs } from './inputs.ts';
import { configuredFolder, readLock } from '../generate/names-lock.ts';
import type { Compiler, Session } from '../session.ts';
import { UsageError } from '../usage-error.ts';
import { webHost } from './web-host.ts';

export interface OneCapability {
  /** Relative to the working folder. */
  readonly path: string;
  /** Reads and compiles the file as it is now. */
  compile(): Compilation;
}

export async function oneCapability(
  command: string,
  file: string,
  overlays: boolean,
  { config, root }: Project,
  { compile }: Compiler,
  session: Session,
): Promise<OneCapability> {
  const { cwd } = session;
  const host = await webHost([file], overlays, session, nodeHost(cwd));
  const { files } = await findInputs([file], { root: cwd, config }, cwd, host);
  const [path = file] = files;
  if (files.length > 1)
    throw new UsageError(`${command} takes one file; ${file} has ${files.length}`);
  const { preset = 'recommended', rules = {} } = config;
  return {
    path,
    compile() {
      const compiled = compile(path, host, { preset, rules, lint: false, overlays });
      const { capability } = compiled;
      const lock =
        capability && readLock(configuredFolder({ root, config }), '').locks.get(capability.id);
      return capability && lock
        ? { ...compiled, capability: applyLock(capability, lock).capability }
        : compiled;
    },
  };
}
