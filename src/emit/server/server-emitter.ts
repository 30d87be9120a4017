// The REST server: routes as data, a runtime that serves them through the generated client, and handlers to replace them.
import type { Action, Capability, RestSurface } from '../../ir/capability.ts';
import type { EmitContext, Emitter, OutputFile } from '../emitter.ts';
import { clientNames } from '../typescript/operation-names.ts';
import { runtimeUsed } from '../typescript/action-literal.ts';
import { packagesOf } from '../typescript/packages.ts';
import { runtimeFiles, type RuntimeFile } from '../typescript/runtime-files.ts';
import { authScheme, boundToFiles } from '../typescript/surface-literal.ts';
import { printModules } from '../typescript/typescript-file.ts';
import {
  appModule,
  handlersFile,
  handlerTypesModule,
  indexModule,
  nodeModule,
  routesModule,
} from './app-modules.ts';
import { planRoutes } from './route-layout.ts';
import { routeModule, routeSize, type ServerModel } from './route-module.ts';
import { restSurfaces, routeNames } from './route-names.ts';
import { planScripts, scriptFile } from './script-modules.ts';

export const serverEmitter: Emitter = {
  name: 'server',
  summary: 'a REST server as a Hono application, wired through the client',
  emit: emitServer,
};

function emitServer(capability: Capability, context: EmitContext): readonly OutputFile[] {
  const surfaces = restSurfaces(capability);
  if (surfaces.length === 0) return [];
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
    indexModule(packagesOf(runtime.map(({ content }) => content))),
    appModule(surfaces, isClientRequired),
    nodeModule(capability, surfaces),
    handlerTypesModule(layout),
    routesModule(capability, surfaces, layout, model),
    ...layout.modules.map((module) => routeModule(module, model)),
  ];
  const printed = [...printModules(modules)].map(([path, content]) => ({ path, content }));
  return [
    ...printed,
    handlersFile,
    ...[...model.scripts.values()].map(scriptFile),
    ...runtime.map(({ name, content }) => ({
      path: `server/runtime/${name.replace('server/', '')}`,
      content,
      verbatim: true,
    })),
  ];
}

/** Packages that the server of a capability imports, with their versions. */
export function dependenciesOf(
  capability: Capability,
  context: Pick<EmitContext, 'template'>,
): Readonly<Record<string, string>> {
  const surfaces = restSurfaces(capability);
  if (surfaces.length === 0) return {};
  return packagesOf(runtimeOf(capability, surfaces, context).map(({ content }) => content));
}

function runtimeOf(
  capability: Capability,
  surfaces: readonly RestSurface[],
  context: Pick<EmitContext, 'template'>,
): readonly RuntimeFile[] {
  const actions = actionsOf(surfaces);
  const used = [
    ...runtimeUsed(actions, capability),
    ...surfaces.flatMap(({ auth }) => authScheme(auth) ?? []),
  ].map(({ file }) => file);
  if (boundToFiles(capability).length > 0) used.push('server/bind-files.ts');
  if (planScripts(actions, capability).size > 0) used.push('server/run-script.ts');
  return runtimeFiles([...entries, ...used], (path) => context.template(path));
}

function actionsOf(surfaces: readonly RestSurface[]): readonly Action[] {
  return surfaces.flatMap(({ routes }) => routes.map(({ action }) => action));
}

/** What the generated modules import; they bring what they need themselves. */
const entries: readonly string[] = [
  'server/client-port.ts',
  'server/environment.ts',
  'server/handle.ts',
  'server/handler.ts',
  'server/hono-app.ts',
  'server/log.ts',
  'server/model.ts',
  'server/node.ts',
];
