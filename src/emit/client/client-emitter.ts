// The client: typed functions over operation descriptors, and the runtime that sends them.
import type { Capability, Operation } from '../../ir/capability.ts';
import { compareText } from '../../util/compare.ts';
import { groupBy } from '../../util/group-by.ts';
import type { EmitContext, Emitter, OutputFile } from '../emitter.ts';
import { moduleFile } from '../typescript/module-file.ts';
import { clientNames } from '../typescript/operation-names.ts';
import { clientRuntime } from './client-files.ts';
import { type ModulePlan, planModules } from '../typescript/client-layout.ts';
import { clientModule, coreModule, indexModule, operationsIndexModule } from './client-module.ts';
import { methodsModules } from './methods-module.ts';
import { type ClientModel, operationModule } from './operation-module.ts';
import { servicesModule } from './services-module.ts';

export const clientEmitter: Emitter = {
  name: 'client',
  summary: 'a typed TypeScript client without dependencies',
  emit: emitClient,
};

function emitClient(capability: Capability, context: EmitContext): readonly OutputFile[] {
  const plans = planModules(capability.operations);
  const model = clientModel(capability, plans, context);
  const counts = new Map<string, number>();
  const partNumber = (key: string): number => {
    const number = (counts.get(key) ?? 0) + 1;
    counts.set(key, number);
    return number;
  };
  const operations = plans.map((plan) => operationModule(plan, model, partNumber));
  const names = plans.map((plan) => plan.name);
  const parts = operations.flatMap((each) => each.parts);
  const modules = [
    indexModule(capability, names),
    clientModule(capability, parts),
    coreModule(capability, context),
    ...methodsModules(capability.operations, model),
    servicesModule(capability),
    operationsIndexModule(names),
    ...operations.map(({ module }) => module),
  ];
  return [...modules.map(moduleFile), ...clientRuntime(capability, modules, context)];
}

function clientModel(
  capability: Capability,
  plans: readonly ModulePlan[],
  context: EmitContext,
): ClientModel {
  return {
    names: clientNames(capability.operations),
    services: new Map(capability.services.map((service) => [service.id, service])),
    mainService: capability.services[0]?.id,
    mirrors: mirrors(capability.operations),
    modules: new Map(
      plans.flatMap((plan) =>
        plan.operations.map((operation) => [operation.id, plan.name] as const),
      ),
    ),
    idempotent: idempotentOperations(capability),
    context,
  };
}

/** Of operations with one shape the others borrow the types of the plainest: not deprecated, shortest name. */
function mirrors(operations: readonly Operation[]): ReadonlyMap<string, Operation> {
  const rank = (operation: Operation): string =>
    [
      Number(operation.deprecated),
      operation.client.join('.').length + 1000,
      operation.client.join('.'),
    ].join(' ');
  return new Map(
    [...groupBy(operations, (operation) => operation.shape).values()].flatMap((group) => {
      const [first, ...others] = [...group].sort((a, b) => compareText(rank(a), rank(b)));
      return first === undefined
        ? []
        : [first, ...others].map((operation) => [operation.id, first] as const);
    }),
  );
}

/** What a tool or flow that is one call to an operation says about repeating it holds for the operation. */
function idempotentOperations(capability: Capability): ReadonlySet<string> {
  const units = [
    ...capability.flows,
    ...capability.surfaces.flatMap((surface) => (surface.kind === 'mcp' ? surface.tools : [])),
  ];
  return new Set(
    units.flatMap(({ hints, action }) =>
      hints.idempotent === true && action.kind === 'call' ? [action.operation] : [],
    ),
  );
}
