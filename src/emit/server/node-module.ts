// The program that starts every surface of a capability on Node.
import type { Capability, RestSurface } from '../../ir/capability.ts';
import { quote } from '../typescript/names.ts';
import { clientFromEnvironment } from '../typescript/surface-literal.ts';
import { Imports, type TypeScriptModule } from '../typescript/typescript-file.ts';
import { sideSurfaces } from './side-modules.ts';

/** Base URLs may come from the environment, and have to where the capability has none. */
export function nodeModule(
  capability: Capability,
  surfaces: readonly RestSurface[],
): TypeScriptModule {
  const imports = new Imports();
  imports.value('run', './runtime/node.ts');
  const { controls, skills } = sideSurfaces(capability);
  const isMetered = controls.length > 0;
  const client = (more: readonly string[]): string =>
    clientFromEnvironment(
      capability,
      imports,
      './runtime/environment.ts',
      './runtime/bind-files.ts',
      more,
    );
  const statements: string[] = [];
  if (isMetered) {
    imports.value('Meter', './runtime/metrics.ts');
    statements.push('\nconst meter = new Meter();\nconst adapters = new Map<string, boolean>();');
  }
  const started = (id: string, running: string): string =>
    isMetered ? `adapters.set(${id}, (await ${running}) !== undefined);` : `await ${running};`;
  if (surfaces.length > 0) {
    imports.value('createApp', './app.ts');
    imports.value('definition', './routes.ts');
    const options = [
      client(isMetered ? ['fetch: meter.fetch'] : []),
      isMetered ? 'log: meter.log(surface.id), ' : '',
      surfaces.length > 1
        ? `surface: surface.id as ${surfaces.map(({ id }) => quote(id)).join(' | ')}`
        : '',
    ].join('');
    // Only one surface can have the port of the environment; the others keep theirs.
    const port =
      surfaces.length > 1
        ? `, ...(surface.id === ${quote(surfaces[0]?.id ?? '')} ? {} : { port: surface.port })`
        : '';
    const running = `run({ surface, app: () => createApp({ ${options} })${port} })`;
    statements.push(
      `\nfor (const surface of definition.surfaces) {\n${started('surface.id', running)}\n}`,
    );
  }
  if (skills.length > 0) {
    imports.value('createSkills', './skills.ts');
    imports.value('skills', './skills.ts');
    imports.value('skillFiles', './runtime/skill-files.ts');
    const running = `run({ surface, port: surface.port, app: () => ({ fetch: createSkills(surface, { ${client([])}files: skillFiles }) }) })`;
    statements.push(`\nfor (const surface of skills) {\n${started('surface.id', running)}\n}`);
  }
  if (controls.length > 0) {
    imports.value('createControl', './control.ts');
    imports.value('controls', './control.ts');
    statements.push(`\nfor (const surface of controls) {
await run({ surface, hostname: surface.address ?? "localhost", port: surface.port, app: () => ({ fetch: createControl(surface, { ${client([])}adapters, meter }) }) });
}`);
  }
  return { path: 'server/node.ts', imports, statements };
}
