// The server: routes as data, a runtime that serves them through the generated client, and handlers to replace them;
// control and skill surfaces beside them.
import type { Action, Capability, RestSurface } from '../../ir/capability.ts';
import type { EmitContext, Emitter, OutputFile } from '../emitter.ts';
import { clientNames } from '../typescript/operation-names.ts';
import { moduleFile } from '../typescript/module-file.ts';
import { neededRuntime } from '../typescript/needed-runtime.ts';
import { packagesOf } from '../typescript/packages.ts';
import { runtimeFiles, type RuntimeFile } from '../typescript/runtime-files.ts';
import {
  appModule,
  asksForTokens,
  handlersFile,
  handlerTypesModule,
  indexModule,
  protectedResource,
  routesModule,
} from './app-modules.ts';
import { nodeModule } from './node-module.ts';
import { planRoutes } from './route-layout.ts';
import { routeModule, routeSize, type ServerModel } from './route-module.ts';
import { restSurfaces, routeNames } from './route-names.ts';
import { planScripts, scriptFile } from '../typescript/script-modules.ts';
import { sideEntries, sideFiles, sideSurfaces } from './side-modules.ts';

export const serverEmitter: Emitter = {
  name: 'server',
  summary: 'a REST server as a Hono application, wired through the client',
  emit: emitServer,
};

function emitServer(capability: Capability, context: EmitContext): readonly OutputFile[] {
  const surfaces = restSurfaces(capability);
  const sides = sideSurfaces(capability);
  if (surfaces.length + sides.controls.length + sides.skills.length === 0) return [];
  const operations = new Map(capability.operations.map((operation) => [operation.id, operation]));
  const model: ServerModel = {
    names: routeNames(capability),
    client: clientNames(capability.operations),
    operations,
    scripts: planScripts(actionsOf(surfaces), capability),
    context,
  };
  const layout = planRoutes(surfaces, operations, (route) => routeSize(route, model));
  const isClientRequired = capability.services.some(
    (service) => service.baseUrl.kind === 'missing',
  );
  const runtime = runtimeOf(capability, surfaces, context);
  const modules = [
    indexModule(packagesOf(runtime.map(({ content }) => content)), surfaces, sides),
    nodeModule(capability, surfaces),
  ];
  if (surfaces.length > 0)
    modules.push(
      appModule(surfaces, isClientRequired),
      handlerTypesModule(layout),
      routesModule(capability, surfaces, layout, model),
      ...layout.modules.map((module) => routeModule(module, model)),
    );
  return [
    ...modules.map(moduleFile),
    ...sideFiles(capability),
    ...(surfaces.length === 0 ? [] : [handlersFile]),
    ...[...model.scripts.values()].map((module) =>
      scriptFile(module, 'server', '../runtime/run-script.ts'),
    ),
    ...runtime.map(({ name, content }) => ({
      path: `server/runtime/${name.replace('server/', '')}`,
      content,
      verbatim: true,
    })),
  ];
}

function runtimeOf(
  capability: Capability,
  surfaces: readonly RestSurface[],
  context: Pick<EmitContext, 'template'>,
): readonly RuntimeFile[] {
  const actions = actionsOf(surfaces);
  const sides = sideSurfaces(capability);
  const used = neededRuntime(
    capability,
    [...surfaces, ...sides.controls, ...sides.skills],
    actions,
  );
  const own = surfaces.length === 0 ? [...programEntries] : [...programEntries, ...routeEntries];
  if (asksForTokens(surfaces)) own.push(protectedResource.file);
  return runtimeFiles([...own, ...sideEntries(sides), ...used], (path) => context.template(path));
}

function actionsOf(surfaces: readonly RestSurface[]): readonly Action[] {
  return surfaces.flatMap(({ routes }) => routes.map(({ action }) => action));
}

/** What the generated modules import; they bring what they need themselves. */
const programEntries: readonly string[] = [
  'server/client-port.ts',
  'server/environment.ts',
  'server/node.ts',
];

const routeEntries: readonly string[] = [
  'server/handle.ts',
  'server/handler.ts',
  'server/hono-app.ts',
  'server/log.ts',
  'server/model.ts',
];
