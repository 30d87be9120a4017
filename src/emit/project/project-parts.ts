// Which parts a generated package has: what was asked for, as far as the capability has anything for it; and what other
// packages each part needs.
import type { Action, Capability, Surface } from '../../ir/capability.ts';
import type { EmitContext } from '../emitter.ts';
import { neededRuntime } from '../typescript/needed-runtime.ts';
import { packagesOf } from '../typescript/packages.ts';
import { runtimeFiles } from '../typescript/runtime-files.ts';

export type Versions = Readonly<Record<string, string>>;

export interface Parts {
  readonly server?: { readonly packages: Versions; readonly hasRoutes: boolean };
  readonly mcp?: { readonly packages: Versions };
}

/** Undefined: without a client there is no package. */
export function projectParts(capability: Capability, context: EmitContext): Parts | undefined {
  const { emitters } = context;
  const asked = (name: string): boolean => emitters === undefined || emitters.includes(name);
  if (!asked('client')) return undefined;
  const all = capability.surfaces;
  const tools = all.filter(({ kind }) => kind === 'mcp');
  const others = all.filter(({ kind }) => kind !== 'mcp');
  const packages = (surfaces: readonly Surface[], entries: readonly string[]): Versions => {
    const needed = neededRuntime(capability, surfaces, surfaces.flatMap(actionsOf));
    const files = runtimeFiles([...entries, ...needed], (path) => context.template(path));
    return packagesOf(files.map(({ content }) => content));
  };
  const kinds = new Set(others.map(({ kind }) => kind));
  return {
    ...(asked('server') && others.length > 0
      ? {
          server: {
            packages: packages(others, [
              'server/node.ts',
              ...(kinds.has('rest') ? ['server/hono-app.ts'] : []),
              ...(kinds.has('skill') ? ['server/skills.ts'] : []),
            ]),
            hasRoutes: kinds.has('rest'),
          },
        }
      : {}),
    ...(asked('mcp') && tools.length > 0
      ? { mcp: { packages: packages(tools, ['mcp/run-http.ts', 'mcp/run-stdio.ts']) } }
      : {}),
  };
}

function actionsOf(surface: Surface): readonly Action[] {
  switch (surface.kind) {
    case 'rest':
      return surface.routes.map(({ action }) => action);
    case 'mcp':
      return [...surface.tools, ...surface.resources].flatMap(({ action }) => action ?? []);
    case 'skill':
    case 'control':
      return [];
  }
}
