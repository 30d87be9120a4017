// The REST server: routes as data, a runtime that serves them through the generated client, and handlers to replace them.
import type { Capability } from '../../ir/capability.ts';
import type { EmitContext, Emitter, OutputFile } from '../emitter.ts';
import { clientNames } from '../typescript/operation-names.ts';
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
    context,
  };
  const layout = planRoutes(surfaces, operations, (route) => routeSize(route, model));
  const isClientRequired = capability.services.some(
    (service) => service.baseUrl.kind === 'missing',
  );
  const modules = [
    indexModule(),
    appModule(surfaces, isClientRequired),
    nodeModule(capability, surfaces),
    handlerTypesModule(layout),
    routesModule(capability, surfaces, layout, model),
    ...layout.modules.map((module) => routeModule(module, model)),
  ];
  const printed = [...printModules(modules)].map(([path, content]) => ({ path, content }));
  const runtime = runtimeFiles.map((name) => ({
    path: `server/runtime/${name}`,
    content: context.template(`runtime/server/${name}`),
    verbatim: true,
  }));
  return [...printed, handlersFile, ...runtime];
}

const runtimeFiles: readonly string[] = [
  'action.ts',
  'authenticate.ts',
  'check-value.ts',
  'client-port.ts',
  'decode.ts',
  'forward-request.ts',
  'handle.ts',
  'handler.ts',
  'hono-app.ts',
  'log.ts',
  'match-route.ts',
  'model.ts',
  'node.ts',
  'own.ts',
  'problem.ts',
  'read-bytes.ts',
  'read-inputs.ts',
  'run-action.ts',
  'run-steps.ts',
  'select-path.ts',
  'shape.ts',
  'to-response.ts',
];
