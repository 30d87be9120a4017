// Hints of tools as the methods they call with have them; made on request, for a GET may still change something.
import { ownTools } from '../../document/walk.ts';
import { addMember, setValue } from '../../source/edit.ts';
import { child } from '../../source/location.ts';
import { locationKey } from '../../source/location-key.ts';
import { pointersOf, unsafeFix, type Edits, type FixContext, type Fixer } from './fixer.ts';

export const addHints: Fixer = (sites, context) =>
  unsafeFix('say what the method says', missingEdits(pointersOf(sites, context), context));

function* missingEdits(wanted: ReadonlySet<string>, context: FixContext): Edits {
  for (const { tool } of ownTools(context.program)) {
    if (!wanted.has(tool.at.pointer) || Object.keys(tool.hints).length > 0) continue;
    const method = methodOf(tool, context);
    if (['GET', 'HEAD'].includes(method))
      yield addMember(context.source, tool.at, 'hints', { readOnly: true }, 'description');
    if (method === 'DELETE')
      yield addMember(context.source, tool.at, 'hints', { destructive: true }, 'description');
  }
}

export const correctHints: Fixer = (sites, context) =>
  unsafeFix('say what the method says', wrongEdits(pointersOf(sites, context), context));

function* wrongEdits(wanted: ReadonlySet<string>, context: FixContext): Edits {
  for (const { tool } of ownTools(context.program)) {
    const at = child(tool.at, 'hints');
    if (!wanted.has(at.pointer)) continue;
    const reads = ['GET', 'HEAD'].includes(methodOf(tool, context));
    if (tool.hints.readOnly === !reads)
      yield setValue(context.source, child(at, 'readOnly'), reads);
    if (reads && tool.hints.destructive === true)
      yield setValue(context.source, child(at, 'destructive'), false);
  }
}

type Tool = ReturnType<typeof ownTools>[number]['tool'];

function methodOf(tool: Tool, { program }: FixContext): string {
  const target = program.calls.get(locationKey((tool.call ?? tool).at));
  return target?.operation.method.toUpperCase() ?? '';
}
