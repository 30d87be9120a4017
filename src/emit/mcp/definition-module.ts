// The modules of data: tools, and the definition that holds them with resources, prompts and flows.
import type { Action, Capability, McpSurface, Operation, Tool } from '../../ir/capability.ts';
import type { EmitContext } from '../emitter.ts';
import { flowLiterals, type ActionNames } from '../typescript/action-literal.ts';
import { noted } from '../typescript/code-make.ts';
import { credentials } from '../typescript/credentials.ts';
import { docCommentText } from '../typescript/doc-comment.ts';
import { Imports } from '../typescript/imports.ts';
import { listSource, literal, literalCode } from '../typescript/literal.ts';
import type { PrintedModule } from '../typescript/module-file.ts';
import {
  clientGroup,
  moduleName,
  foldSmall,
  splitIntoModules,
} from '../typescript/module-layout.ts';
import { identifier, Scope } from '../typescript/names.ts';
import type { ClientNames } from '../typescript/operation-names.ts';
import { scriptKey, type ScriptModules } from '../typescript/script-modules.ts';
import { ModuleText } from '../typescript/statement.ts';
import { authLiteral, tokensLiteral } from '../typescript/surface-literal.ts';
import { modelText } from './model-text.ts';
import { promptLiteral, resourceLiteral, toolLiteral } from './tool-literal.ts';

export interface McpModel {
  readonly capability: Capability;
  readonly surfaces: readonly McpSurface[];
  readonly operations: ReadonlyMap<string, Operation>;
  readonly client: ClientNames;
  readonly mirrors: ReadonlyMap<Tool, string>;
  readonly vague: ReadonlySet<string>;
  readonly scripts: ScriptModules;
  readonly context: EmitContext;
}

export interface ToolModule {
  /** Below `mcp/`: `tools.ts` or `tools/persons.ts`. */
  readonly path: string;
  /** The name of the list: `tools` or `personsTools`. */
  readonly export: string;
  readonly surface: McpSurface;
  readonly tools: readonly Tool[];
}

export function planTools(model: McpModel): readonly ToolModule[] {
  const { surfaces, operations } = model;
  const files = new Scope();
  const names = new Scope(['Tool', 'McpDefinition', 'definition']);
  const nowhere = actionNames(model, new Imports(), './');
  const parts = surfaces.flatMap((surface) => {
    const prefix = surfaces.length > 1 ? [surface.id] : [];
    const placed = surface.tools.map((tool) => ({
      item: tool,
      path: clientGroup(tool.action, operations),
      size: literal(toolLiteral(tool, model, nowhere)).length + 200,
    }));
    const sizes = new Map(placed.map(({ item, size }) => [item, size]));
    return foldSmall(splitIntoModules(placed), (tool) => sizes.get(tool) ?? 0).map(
      ({ path, items }) => ({
        surface,
        tools: items,
        name: moduleName([...prefix, ...path]),
      }),
    );
  });
  const [first] = parts;
  if (first !== undefined && parts.length === 1)
    return [{ path: 'tools.ts', export: 'tools', surface: first.surface, tools: first.tools }];
  return parts.map(({ surface, tools, name }) => {
    const file = files.claim(name);
    return {
      path: `tools/${file}.ts`,
      export: names.claim(identifier([file, 'tools'])),
      surface,
      tools,
    };
  });
}

export function toolModule(module: ToolModule, model: McpModel): PrintedModule {
  const imports = new Imports();
  const up = module.path.includes('/') ? '../' : './';
  imports.type('Tool', `${up}runtime/mcp/model.ts`);
  const names = actionNames(model, imports, up);
  const items = module.tools.map((tool) =>
    noted(
      docCommentText({ source: model.context.place(tool.at) }),
      literalCode(toolLiteral(tool, model, names)),
    ),
  );
  const text = new ModuleText();
  text.constant(module.export, 'readonly Tool[]', { kind: 'list', style: 'array', items });
  return { path: `mcp/${module.path}`, imports, text };
}

export function definitionModule(modules: readonly ToolModule[], model: McpModel): PrintedModule {
  const { capability, surfaces } = model;
  const imports = new Imports();
  imports.type('McpDefinition', './runtime/mcp/model.ts');
  const names = actionNames(model, imports, './');
  const listing = model.context.settings?.mcp;
  const lists = surfaces.map((surface) => {
    const own = modules.filter((module) => module.surface === surface);
    const spreads = own.map((module) => `...${imports.value(module.export, `./${module.path}`)}`);
    const { id, address, port, description, ttlMs, cacheScope, maxBytes } = surface;
    return {
      id,
      title: modelText(capability.title),
      instructions: modelText(description ?? capability.description),
      address,
      port,
      auth: authLiteral(surface, names.runtime),
      tokens: tokensLiteral(surface.auth, modelText(capability.title)),
      ttlMs,
      cacheScope,
      maxBytes,
      listing: listing && { ...listing },
      tools: listSource(spreads),
      resources: surface.resources.map((resource) => resourceLiteral(resource, names)),
      prompts: surface.prompts.map(promptLiteral),
    };
  });
  const definition = {
    version: capability.version,
    surfaces: lists,
    flows: flowLiterals(actionsOf(surfaces), capability, names),
    credentials: credentials(capability),
  };
  const doc = docCommentText({ text: 'Surfaces with what they offer; the flows that tools call.' });
  const text = new ModuleText();
  text.constant('definition', 'McpDefinition', literalCode(definition), doc);
  return { path: 'mcp/definition.ts', imports, text };
}

/** What tools and resources do. */
export function actionsOf(surfaces: readonly McpSurface[]): readonly Action[] {
  return surfaces.flatMap(({ tools, resources }) => [
    ...tools.map(({ action }) => action),
    ...resources.flatMap(({ action }) => (action === undefined ? [] : [action])),
  ]);
}

/** `up`: the way from the module to `mcp/`. */
function actionNames(model: McpModel, imports: Imports, up: './' | '../'): ActionNames {
  const client = up === './' ? '../client' : '../../client';
  return {
    operations: model.operations,
    descriptor(operation) {
      const names = model.client.operations.get(operation.id);
      if (names === undefined) throw new Error(`no names for the operation ${operation.id}`);
      return imports.value(names.function, `${client}/operations/index.ts`);
    },
    runtime: ({ name, file }) => imports.value(name, `${up}runtime/${file}`),
    script({ script }) {
      const module = script && model.scripts.get(scriptKey(script));
      if (module === undefined) return undefined;
      const runner = imports.value('scriptRunner', `${up}runtime/server/run-script.ts`);
      const options = imports.value(module.export, `${up}scripts/${module.name}.ts`);
      return `${runner}(${options})`;
    },
  };
}
