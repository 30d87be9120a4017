// The files of a client beside its modules: the runtime they need.
import type { Capability } from '../../ir/capability.ts';
import type { EmitContext, OutputFile } from '../emitter.ts';
import type { Imports } from '../typescript/imports.ts';
import { runtimeFiles } from '../typescript/runtime-files.ts';
import type { ModuleText } from '../typescript/statement.ts';
import { reexports } from './reexports.ts';

export interface ClientModule {
  readonly path: string;
  readonly imports: Imports;
  readonly text: ModuleText;
}

/** Byte for byte: what the modules import of the runtime and the index hands on, and no more. */
export function clientRuntime(
  capability: Capability,
  modules: readonly ClientModule[],
  context: EmitContext,
): readonly OutputFile[] {
  const imported = modules
    .flatMap(({ imports }) => imports.modules())
    .flatMap(({ module }) => /\/runtime\/(.*)$/.exec(module)?.[1] ?? []);
  const handedOn = reexports(capability).flatMap(
    ({ module }) => /\/runtime\/(.*)$/.exec(module)?.[1] ?? [],
  );
  const entries = [...imported, ...handedOn].map((name) => `client/${name}`);
  return runtimeFiles(entries, (path) => context.template(path)).map(({ name, content }) => ({
    path: name.replace('client/', 'client/runtime/'),
    content,
    verbatim: true,
  }));
}
