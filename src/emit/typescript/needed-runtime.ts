// What a server of any kind needs of the runtime for what its capability says: formats, checks of credentials, scripts.
import type { Action, Capability, Surface } from '../../ir/capability.ts';
import type { Type } from '../../ir/type.ts';
import { runtimeUsed } from './action-literal.ts';
import { planScripts } from './script-modules.ts';
import { authScheme, boundToFiles } from './surface-literal.ts';

/** Below `templates/runtime`; what every server has is not among them. */
export function neededRuntime(
  capability: Capability,
  surfaces: readonly Surface[],
  actions: readonly Action[],
): readonly string[] {
  const used = [
    ...runtimeUsed(actions, surfaces.flatMap(inputTypes), capability),
    ...surfaces.flatMap(({ auth }) => authScheme(auth) ?? []),
  ].map(({ file }) => file);
  if (boundToFiles(capability).length > 0) used.push('server/bind-files.ts');
  if (planScripts(actions, capability).size > 0) used.push('server/run-script.ts');
  return used;
}

function inputTypes(surface: Surface): readonly Type[] {
  const units =
    surface.kind === 'rest' ? surface.routes : surface.kind === 'mcp' ? surface.tools : [];
  return units.flatMap(({ inputs }) => inputs.map(({ type }) => type));
}
