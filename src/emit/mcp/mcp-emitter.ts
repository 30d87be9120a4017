// The MCP server: tools, resources and prompts as data, and a runtime that serves them through the generated client.
import type { Capability, McpSurface } from '../../ir/capability.ts';
import type { EmitContext, Emitter, OutputFile } from '../emitter.ts';
import { moduleFile } from '../typescript/module-file.ts';
import { neededRuntime } from '../typescript/needed-runtime.ts';
import { clientNames } from '../typescript/operation-names.ts';
import { packagesOf } from '../typescript/packages.ts';
import { runtimeFiles, type RuntimeFile } from '../typescript/runtime-files.ts';
import { planScripts, scriptFile } from '../typescript/script-modules.ts';
import {
  actionsOf,
  definitionModule,
  planTools,
  toolModule,
  type McpModel,
} from './definition-module.ts';
import { mirrorTools, vagueDescriptions } from './mirror-tools.ts';
import { httpModule, indexModule, serverModule, stdioModule } from './server-modules.ts';

export const mcpEmitter: Emitter = {
  name: 'mcp',
  summary: 'an MCP server over stdio and HTTP, wired through the client',
  emit: emitMcp,
};

function emitMcp(capability: Capability, context: EmitContext): readonly OutputFile[] {
  const surfaces = mcpSurfaces(capability);
  if (surfaces.length === 0) return [];
  const operations = new Map(capability.operations.map((operation) => [operation.id, operation]));
  const mirrors = new Map(surfaces.flatMap(({ tools }) => [...mirrorTools(tools, operations)]));
  const all = surfaces.flatMap((surface) => surface.tools);
  const model: McpModel = {
    capability,
    surfaces,
    operations,
    mirrors,
    vague: vagueDescriptions(all, mirrors),
    client: clientNames(capability.operations),
    scripts: planScripts(actionsOf(surfaces), capability),
    context,
  };
  const tools = planTools(model);
  const runtime = runtimeOf(capability, context);
  const modules = [
    indexModule(packagesOf(runtime.map(({ content }) => content))),
    serverModule(model),
    stdioModule(capability),
    httpModule(capability),
    definitionModule(tools, model),
    ...tools.map((module) => toolModule(module, model)),
  ];
  const copied = runtime.map(({ name, content }) => ({
    path: `mcp/runtime/${name}`,
    content,
    verbatim: true,
  }));
  const scripts = [...model.scripts.values()].map((module) =>
    scriptFile(module, 'mcp', '../runtime/server/run-script.ts'),
  );
  return [...modules.map(moduleFile), ...scripts, ...copied];
}

function mcpSurfaces({ surfaces }: Capability): readonly McpSurface[] {
  return surfaces.filter((surface) => surface.kind === 'mcp');
}

function runtimeOf(
  capability: Capability,
  context: Pick<EmitContext, 'template'>,
): readonly RuntimeFile[] {
  const surfaces = mcpSurfaces(capability);
  const used = neededRuntime(capability, surfaces, actionsOf(surfaces));
  return runtimeFiles([...entries, ...used], (path) => context.template(path));
}

/** What the generated modules import; they keep their folders, so that they find each other. */
const entries: readonly string[] = [
  'mcp/create-mcp.ts',
  'mcp/files.ts',
  'mcp/http-handler.ts',
  'mcp/model.ts',
  'mcp/run-http.ts',
  'mcp/run-stdio.ts',
  'server/environment.ts',
];
