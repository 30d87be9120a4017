// The files of a client beside its modules: the runtime they need.
import type { Capability } from '../../ir/capability.ts';
import type { EmitContext, OutputFile } from '../emitter.ts';
import type { Imports } from '../typescript/imports.ts';
import type { ModuleText } from '../typescript/statement.ts';

export interface ClientModule {
  readonly path: string;
  readonly imports: Imports;
  readonly text: ModuleText;
}

/** What every client has. */
const common: readonly string[] = [
  'auth.ts',
  'client.ts',
  'core.ts',
  'errors.ts',
  'http.ts',
  'log.ts',
  'operation.ts',
  'pages.ts',
  'request.ts',
  'response.ts',
  'service.ts',
  'transmit.ts',
  'url.ts',
  'value.ts',
];

const forServers: readonly string[] = ['expression.ts', 'forward.ts'];

/** What files of the runtime that are not for everybody need besides. */
const companions: Readonly<Record<string, readonly string[]>> = {
  'digest.ts': ['md5.ts'],
  'oauth2.ts': ['basic.ts'],
  'templates.ts': ['expression.ts', 'media.ts'],
};

/** Byte for byte, with what the modules import of it and no more. */
export function runtimeFiles(
  { surfaces }: Capability,
  modules: readonly ClientModule[],
  context: EmitContext,
): readonly OutputFile[] {
  const used = modules
    .flatMap(({ imports }) => imports.modules())
    .flatMap(({ module }) => /\/runtime\/(.*)$/.exec(module)?.[1] ?? []);
  const names = new Set([
    ...common,
    ...(surfaces.length > 0 ? forServers : []),
    ...used.flatMap((name) => [name, ...(companions[name] ?? [])]),
  ]);
  return [...names].sort().map((name) => ({
    path: `client/runtime/${name}`,
    content: context.template(`runtime/client/${name}`),
    verbatim: true,
  }));
}
