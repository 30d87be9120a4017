// A module of routes: the types of their inputs, of their handlers, and the routes as data.
import type { Operation, Route } from '../../ir/capability.ts';
import type { EmitContext } from '../emitter.ts';
import { outputType, type ActionNames } from '../typescript/action-literal.ts';
import type { Member } from '../typescript/code.ts';
import { docCommentText } from '../typescript/doc-comment.ts';
import { Imports } from '../typescript/imports.ts';
import { literal, literalCode } from '../typescript/literal.ts';
import type { PrintedModule } from '../typescript/module-file.ts';
import { memberKey, typeIdentifier } from '../typescript/names.ts';
import type { ClientNames } from '../typescript/operation-names.ts';
import { askedInputs } from '../typescript/route-inputs.ts';
import { ModuleText } from '../typescript/statement.ts';
import { onLines, optionalCode, typeCode, unionOf } from '../typescript/type-code.ts';
import { usedNames } from '../typescript/type-text.ts';
import type { RouteModule } from './route-layout.ts';
import { routeLiteral } from './route-literal.ts';
import type { RouteNames } from './route-names.ts';
import { scriptKey, type ScriptModules } from '../typescript/script-modules.ts';

export interface ServerModel {
  readonly names: ReadonlyMap<Route, RouteNames>;
  readonly client: ClientNames;
  readonly operations: ReadonlyMap<string, Operation>;
  readonly scripts: ScriptModules;
  readonly context: EmitContext;
}

/** Exports of a route module: `personsRoutes`, `PersonsHandlers`. */
export function moduleExports({ stem }: RouteModule): {
  readonly routes: string;
  readonly handlers: string;
} {
  return { routes: `${stem}Routes`, handlers: `${typeIdentifier([stem])}Handlers` };
}

export function routeModule(module: RouteModule, model: ServerModel): PrintedModule {
  const imports = new Imports();
  const text = new ModuleText();
  imports.type('Handler', '../runtime/handler.ts');
  imports.type('Route', '../runtime/model.ts');
  const actions = actionNames(model, imports, '../../');
  const { routes, handlers } = moduleExports(module);
  const members = module.routes.map((route) => handlerMember(route, model, imports));
  for (const route of module.routes) addInputs(route, { model, imports, text });
  text.interface(handlers, '', members);
  const items = module.routes.map((route) =>
    literalCode(routeLiteral(route, namesOf(route, model).handler, actions)),
  );
  text.constant(routes, 'readonly Route[]', { kind: 'list', style: 'array', items });
  return { path: `server/routes/${module.name}.ts`, imports, text };
}

/** About how much text a route makes. */
export function routeSize(route: Route, model: ServerModel): number {
  const data = literal(
    routeLiteral(route, namesOf(route, model).handler, actionNames(model, new Imports(), '')),
  );
  const prose = askedInputs(route).reduce(
    (sum, input) => sum + 120 + (input.description?.length ?? 0),
    0,
  );
  return data.length + prose + 200 + (route.description?.length ?? 0);
}

/** `up`: the way from the module to the folder of the capability. */
export function actionNames(model: ServerModel, imports: Imports, up: string): ActionNames {
  return {
    operations: model.operations,
    descriptor(operation) {
      const names = model.client.operations.get(operation.id);
      if (names === undefined) throw new Error(`no names for the operation ${operation.id}`);
      return imports.value(names.function, `${up}client/operations/index.ts`);
    },
    runtime: ({ name, file }) => imports.value(name, runtimePath(file, up)),
    script({ script }) {
      const module = script && model.scripts.get(scriptKey(script));
      if (module === undefined) return undefined;
      const runner = imports.value('scriptRunner', runtimePath('server/run-script.ts', up));
      const options = imports.value(module.export, runtimePath(`scripts/${module.name}.ts`, up));
      return `${runner}(${options})`;
    },
  };
}

/** `server/format-xml.ts` from `server/routes/` is `../runtime/format-xml.ts`. */
function runtimePath(file: string, up: string): string {
  const here = up === '../' ? './' : up.replace('../', '');
  return `${here}${file.replace('server/', 'runtime/')}`;
}

export function namesOf(route: Route, model: ServerModel): RouteNames {
  const names = model.names.get(route);
  if (names === undefined) throw new Error(`no names for the route ${route.id}`);
  return names;
}

interface Desk {
  readonly model: ServerModel;
  readonly imports: Imports;
  readonly text: ModuleText;
}

function addInputs(route: Route, { model, imports, text }: Desk): void {
  const name = namesOf(route, model).inputs;
  const members = askedInputs(route).map((input): Member => {
    useTypes(usedNames(input.type, 'input'), imports);
    const where =
      input.description === undefined
        ? { notes: [`In the ${input.in}.`] }
        : { text: input.description };
    const comment = docCommentText(where);
    return {
      kind: 'member',
      key: `readonly ${memberKey(input.name)}${input.required ? '' : '?'}`,
      type: onLines(optionalCode(input.type, input.required, 'input')),
      ...(comment === '' ? {} : { comment }),
    };
  });
  if (members.length > 0) return text.interface(name, '', members);
  const none: Member = { kind: 'member', key: 'readonly [name: string]', type: 'never' };
  text.type(name, { kind: 'list', style: 'members', items: [none] });
}

function handlerMember(route: Route, model: ServerModel, imports: Imports): Member {
  const { handler, inputs } = namesOf(route, model);
  const { action } = route;
  const type = 'output' in action ? outputType(action.output) : undefined;
  const output = type === undefined || type.kind === 'unknown' ? undefined : type;
  if (output !== undefined) useTypes(usedNames(output, 'input'), imports);
  const text = [route.title, route.description].filter((part) => part !== undefined).join('\n\n');
  const notes = [`\`${route.method} ${pathText(route)}\``];
  const comment = docCommentText({ text, notes, source: model.context.place(route.at) });
  const items = [inputs, ...(output === undefined ? [] : [onLines(typeCode(output, 'input'))])];
  return {
    kind: 'member',
    key: `readonly ${memberKey(handler)}?`,
    type: unionOf([{ kind: 'list', style: 'types', head: 'Handler', items }, 'undefined']),
    ...(comment === '' ? {} : { comment }),
  };
}

export function pathText(route: Route): string {
  return route.path
    .map((part) => (typeof part === 'string' ? part : `{${part.variable}}`))
    .join('');
}

function useTypes(names: readonly string[], imports: Imports): void {
  for (const name of names) imports.type(name, '../../client/runtime/operation.ts');
}
