// The modules of surfaces that stand beside the routes: control and skills. Data, and a function that serves it.
import type { Capability, ControlSurface, SkillSurface, Traces } from '../../ir/capability.ts';
import type { OutputFile } from '../emitter.ts';
import { Imports } from '../typescript/imports.ts';
import { literal, type LiteralValue } from '../typescript/literal.ts';
import { authLiteral, isBaseUrlMissing } from '../typescript/surface-literal.ts';
import { printModules, type TypeScriptModule } from '../typescript/typescript-file.ts';

export interface SideSurfaces {
  readonly controls: readonly ControlSurface[];
  readonly skills: readonly SkillSurface[];
}

export function sideSurfaces({ surfaces }: Capability): SideSurfaces {
  return {
    controls: surfaces.filter((surface) => surface.kind === 'control'),
    skills: surfaces.filter((surface) => surface.kind === 'skill'),
  };
}

/** What the modules import of the runtime. */
export function sideEntries({ controls, skills }: SideSurfaces): readonly string[] {
  return [
    ...(controls.length === 0 ? [] : ['server/control.ts', 'server/metrics.ts']),
    ...(tracesOf(controls) === undefined ? [] : ['server/traces.ts']),
    ...(skills.length === 0 ? [] : ['server/skills.ts', 'server/skill-files.ts']),
  ];
}

/** What the program traces: as the first control adapter says that speaks of it. */
export function tracesOf(controls: readonly ControlSurface[]): Traces | undefined {
  return controls.find(({ traces }) => traces !== undefined)?.traces;
}

/** Few capabilities have any: only those pay for the general printer. */
export function sideFiles(capability: Capability): readonly OutputFile[] {
  const { controls, skills } = sideSurfaces(capability);
  const modules = [
    ...(controls.length === 0 ? [] : [controlModule(capability, controls)]),
    ...(skills.length === 0 ? [] : [skillsModule(capability, skills)]),
  ];
  return [...printModules(modules)].map(([path, content]) => ({ path, content }));
}

function controlModule(
  capability: Capability,
  controls: readonly ControlSurface[],
): TypeScriptModule {
  const imports = new Imports();
  imports.type('ControlOptions', './runtime/control.ts');
  imports.type('ControlSurface', './runtime/control.ts');
  imports.value('createControlHandle', './runtime/control.ts');
  const { id, title, version, format } = capability;
  const surfaces = controls.map((surface) => ({
    ...base(surface, imports),
    health: surface.health,
    info: surface.info,
    metrics: surface.metrics,
    traces: surface.traces && { ...surface.traces },
    scripting: surface.scripting && { ...surface.scripting },
    capability: { id, title, version, format },
  }));
  return {
    path: 'server/control.ts',
    imports,
    statements: [
      `\nexport const controls: readonly ControlSurface[] = ${literal(surfaces)};`,
      `\n/** Health, status, metrics and traces as a function of the web platform. */
export function createControl(surface: ControlSurface, { client${initial(capability)}, ...rest }: Omit<ControlOptions, "client"> & ClientSource): (request: Request) => Promise<Response> {
return createControlHandle(surface, { ...rest, client: portOf(client) });
}`,
      ...clientStatements(capability, imports),
    ],
  };
}

function skillsModule(capability: Capability, skills: readonly SkillSurface[]): TypeScriptModule {
  const imports = new Imports();
  imports.type('SkillOptions', './runtime/skills.ts');
  imports.type('SkillSurface', './runtime/skills.ts');
  imports.value('createSkillHandle', './runtime/skills.ts');
  const kinds = new Map(capability.surfaces.map((surface) => [surface.id, surface.kind]));
  const surfaces = skills.map((surface) => ({
    ...base(surface, imports),
    skills: surface.skills.map(({ name, description, license, location, details, tools }) => ({
      name,
      description,
      license,
      location,
      details: details as LiteralValue,
      tools: tools.map((tool) => ({
        name: tool.name,
        description: tool.description,
        from: tool.from && {
          targetNamespace: tool.from.surface,
          action: tool.from.action,
          mode: kinds.get(tool.from.surface) ?? 'unknown',
        },
        instruction: tool.instruction,
      })),
    })),
  }));
  return {
    path: 'server/skills.ts',
    imports,
    statements: [
      `\nexport const skills: readonly SkillSurface[] = ${literal(surfaces)};`,
      `\n/** Skills and their files as a function of the web platform. */
export function createSkills(surface: SkillSurface, { client${initial(capability)}, ...rest }: Omit<SkillOptions, "client"> & ClientSource): (request: Request) => Promise<Response> {
return createSkillHandle(surface, { ...rest, client: portOf(client) });
}`,
      ...clientStatements(capability, imports),
    ],
  };
}

function base(
  surface: ControlSurface | SkillSurface,
  imports: Imports,
): { readonly [key: string]: LiteralValue } {
  const { id, address, port } = surface;
  const auth = authLiteral(surface, ({ name, file }) =>
    imports.value(name, `./${file.replace('server/', 'runtime/')}`),
  );
  return { id, address, port, auth };
}

/** Credentials to check against come from where those of the client come from. */
function clientStatements(capability: Capability, imports: Imports): readonly string[] {
  for (const name of ['createCore', 'evaluate', 'forward', 'secret', 'send'])
    imports.value(name, '../client/index.ts');
  for (const name of ['ClientCore', 'ClientOptions']) imports.type(name, '../client/index.ts');
  imports.value('bindClient', './runtime/client-port.ts');
  imports.type('ClientPort', './runtime/client-port.ts');
  const member = isBaseUrlMissing(capability)
    ? 'client: ClientOptions | ClientCore'
    : 'client?: ClientOptions | ClientCore | undefined';
  return [
    `\ninterface ClientSource {
/** Where credentials come from that callers have to give. */
readonly ${member};
}`,
    `\nfunction portOf(client: ClientOptions | ClientCore): ClientPort {
return bindClient({ send, forward, evaluate, secret }, "services" in client ? client : createCore(client));
}`,
  ];
}

function initial(capability: Capability): string {
  return isBaseUrlMissing(capability) ? '' : ' = {}';
}
