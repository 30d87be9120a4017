// Which parts a generated package has: what was asked for, as far as the capability has anything for it.
import type { Capability } from '../../ir/capability.ts';
import type { EmitContext } from '../emitter.ts';

export interface Parts {
  readonly server: boolean;
  readonly mcp: boolean;
}

/** Undefined: without a client there is no package. */
export function projectParts(
  { surfaces }: Capability,
  { emitters }: EmitContext,
): Parts | undefined {
  const asked = (name: string): boolean => emitters === undefined || emitters.includes(name);
  if (!asked('client')) return undefined;
  return {
    server: asked('server') && surfaces.some(({ kind }) => kind === 'rest'),
    mcp: asked('mcp') && surfaces.some(({ kind }) => kind === 'mcp'),
  };
}
