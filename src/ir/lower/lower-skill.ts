// Skill adapters → skill surfaces. A tool that is derived names another adapter of the capability and what it offers.
import type { Adapter, SkillAdapter, SkillTool } from '../../document/document.ts';
import type { Report } from '../../document/fields.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import { child } from '../../source/location.ts';
import type { SkillSurface } from '../capability.ts';
import type { Json } from '../expression.ts';
import { describe } from './lower-flow.ts';

export function lowerSkills(
  adapter: SkillAdapter,
  adapters: readonly Adapter[],
  report: Report,
): Pick<SkillSurface, 'kind' | 'skills'> {
  for (const { location, tools } of adapter.skills)
    for (const tool of tools) {
      checkSource(tool, adapters, report);
      if (tool.instruction !== undefined && location === undefined)
        report({
          code: 'skill-source-unresolved',
          severity: 'warning',
          message: `\`${tool.instruction}\` is a file of the skill, which has no \`location\`: nobody can read it`,
          at: child(tool.at, 'instruction'),
        });
    }
  return {
    kind: 'skill',
    skills: adapter.skills.map((skill) => ({
      name: skill.name,
      ...describe(skill.description),
      ...(skill.license === undefined ? {} : { license: skill.license }),
      ...(skill.location === undefined ? {} : { location: skill.location }),
      ...(Object.keys(skill.details).length === 0
        ? {}
        : { details: skill.details as { readonly [name: string]: Json } }),
      tools: skill.tools.map((tool) => ({
        name: tool.name,
        ...describe(tool.description),
        ...(tool.from === undefined
          ? {}
          : { from: { surface: tool.from.namespace, action: tool.from.action } }),
        ...(tool.instruction === undefined ? {} : { instruction: tool.instruction }),
      })),
      at: skill.at,
    })),
  };
}

function checkSource({ from }: SkillTool, adapters: readonly Adapter[], report: Report): void {
  if (from === undefined) return;
  const sources = adapters.filter(({ kind }) => kind === 'rest' || kind === 'mcp');
  const complain = (message: string, key: string): void =>
    report({
      code: 'skill-source-unresolved',
      severity: 'error',
      message,
      at: child(from.at, key),
    });
  const { namespace, action } = from;
  const source = sources.filter((one) => one.namespace === namespace);
  if (source.length === 0)
    return complain(
      `no REST or MCP adapter has the namespace \`${namespace}\`${didYouMean(
        namespace,
        sources.map((one) => one.namespace),
      )}`,
      'sourceNamespace',
    );
  const actions = source.flatMap(actionNames);
  if (!actions.includes(action))
    complain(
      `\`${namespace}\` offers nothing called \`${action}\`${didYouMean(action, actions)}`,
      'action',
    );
}

/** What refers to a flow may go by the name of the flow. */
function actionNames(adapter: Adapter): readonly string[] {
  const units =
    adapter.kind === 'rest'
      ? adapter.resources.flatMap((resource) => resource.operations)
      : adapter.kind === 'mcp'
        ? [...adapter.tools, ...adapter.resources]
        : [];
  return units.flatMap(({ name, ref }) => name ?? ref?.text.split('.').at(-1) ?? []);
}
