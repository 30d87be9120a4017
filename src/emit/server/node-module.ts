// The program that starts every surface of a capability on Node.
import type { Capability, RestSurface } from '../../ir/capability.ts';
import { arrow, call, entry, object } from '../typescript/code-make.ts';
import { type Call, type Code, type Entry, flat, type Item, print } from '../typescript/code.ts';
import { Imports } from '../typescript/imports.ts';
import type { PrintedModule } from '../typescript/module-file.ts';
import { literal } from '../typescript/literal.ts';
import { quote } from '../typescript/names.ts';
import { ModuleText } from '../typescript/statement.ts';
import { clientFromEnvironment } from '../typescript/surface-literal.ts';
import { asksForTokens } from './app-modules.ts';
import { sideSurfaces, tracesOf } from './side-modules.ts';

/** Base URLs may come from the environment, and have to where the capability has none. */
export function nodeModule(
  capability: Capability,
  surfaces: readonly RestSurface[],
): PrintedModule {
  const imports = new Imports();
  const text = new ModuleText();
  imports.value('run', './runtime/node.ts');
  const { controls, skills } = sideSurfaces(capability);
  const isMetered = controls.length > 0;
  const traces = tracesOf(controls);
  const client = (more: readonly Entry[]): readonly Entry[] =>
    clientFromEnvironment(
      capability,
      imports,
      './runtime/environment.ts',
      './runtime/bind-files.ts',
      more,
    );
  if (isMetered) {
    imports.value('Meter', './runtime/metrics.ts');
    text.add('const meter = new Meter();\nconst adapters = new Map<string, boolean>();');
  }
  if (traces !== undefined) {
    imports.value('Tracer', './runtime/traces.ts');
    text.add(`const tracer = new Tracer(${literal({ ...traces })});`);
  }
  const traced = (fetch: string): string =>
    traces === undefined ? fetch : `tracer.serve(surface.id, ${fetch})`;
  if (surfaces.length > 0) {
    imports.value('createApp', './app.ts');
    imports.value('definition', './routes.ts');
    const [first] = surfaces;
    const ids = surfaces.map(({ id }) => quote(id)).join(' | ');
    const isOneOfMany = surfaces.length > 1;
    const isTraced = traces !== undefined;
    if (isTraced) imports.value('telling', './runtime/log.ts');
    const [fetch, log, step] = isTraced
      ? [
          'tracer.fetch(meter.fetch)',
          'telling(meter.log(surface.id), tracer.log)',
          'telling(meter.step, tracer.step)',
        ]
      : ['meter.fetch', 'meter.log(surface.id)', 'meter.step'];
    const options: readonly Item[] = [
      ...client(isMetered ? [entry('fetch', fetch)] : []),
      ...(isMetered ? [entry('log', log), entry('step', step)] : []),
      ...(isOneOfMany ? [entry('surface', `surface.id as ${ids}`)] : []),
      ...(asksForTokens(surfaces)
        ? [
            entry(
              'publicUrl',
              call(imports.value('optional', './runtime/environment.ts'), quote('PUBLIC_URL')),
            ),
          ]
        : []),
    ];
    const running = runCall([
      'surface',
      isTraced
        ? `app: () => ({ fetch: ${traced(`createApp(${line(object(options))}).fetch`)} })`
        : entry('app', arrow('() =>', call('createApp', object(options)))),
      // Only one surface can have the port of the environment; the others keep theirs.
      ...(isOneOfMany
        ? [`...(surface.id === ${quote(first?.id ?? '')} ? {} : { port: surface.port })`]
        : []),
    ]);
    text.add(loop('definition.surfaces', started(running, isMetered, text)));
  }
  if (skills.length > 0) {
    imports.value('createSkills', './skills.ts');
    imports.value('skills', './skills.ts');
    imports.value('skillFiles', './runtime/skill-files.ts');
    const members = [...client([]), entry('files', 'skillFiles')];
    const fetch = `createSkills(surface, ${line(object(members))})`;
    const app = `app: () => ({ fetch: ${traced(fetch)} })`;
    const running = runCall(['surface', 'port: surface.port', app]);
    text.guess();
    text.add(loop('skills', started(running, isMetered, text)));
  }
  if (controls.length > 0) {
    imports.value('createControl', './control.ts');
    imports.value('controls', './control.ts');
    const members = [
      ...client([]),
      'adapters',
      'meter',
      ...(traces === undefined ? [] : ['tracer']),
    ];
    const fetch = `createControl(surface, ${line(object(members))})`;
    const host = 'hostname: surface.address ?? "localhost"';
    const app = `app: () => ({ fetch: ${fetch} })`;
    const running = runCall(['surface', host, 'port: surface.port', app]);
    text.guess();
    text.add(loop('controls', started(running, false, text)));
  }
  return { path: 'server/node.ts', imports, text };
}

function runCall(members: readonly Item[]): Call {
  return call('run', object(members));
}

/** As a statement of a loop. */
function started(running: Call, isMetered: boolean, text: ModuleText): string {
  if (!isMetered) return text.statement({ ...running, callee: `await ${running.callee}` });
  text.guess();
  return `adapters.set(surface.id, (await ${line(running)}) !== undefined);`;
}

function loop(list: string, statement: string): string {
  return `for (const surface of ${list}) {\n  ${statement}\n}`;
}

/** For prettier to lay out. */
function line(code: Code): string {
  return flat(code) ?? print(code, { indent: 0, column: 0, tail: 0, guess: () => undefined });
}
