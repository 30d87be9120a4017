// What is only likely to be meant: made on request, for the author to look at.
import { ownTools } from '../../document/walk.ts';
import { addMember, setValue } from '../../source/edit.ts';
import { locationKey } from '../../source/location-key.ts';
import { pointersOf, unsafeFix, valueAt, type Edits, type Fixer } from './fixer.ts';

/** A GET may still change something, and a DELETE may be harmless. */
export const addHints: Fixer = (sites, context) =>
  unsafeFix('say what the method says', hintEdits(sites, context));

function* hintEdits(...[sites, context]: Parameters<Fixer>): Edits {
  const wanted = pointersOf(sites, context);
  for (const { tool } of ownTools(context.program)) {
    const call = context.program.calls.get(locationKey((tool.call ?? tool).at));
    const method = call?.operation.method.toUpperCase() ?? '';
    if (!wanted.has(tool.at.pointer) || Object.keys(tool.hints).length > 0) continue;
    if (['GET', 'HEAD'].includes(method))
      yield addMember(context.source, tool.at, 'hints', { readOnly: true }, 'description');
    if (method === 'DELETE')
      yield addMember(context.source, tool.at, 'hints', { destructive: true }, 'description');
  }
}

/** The host may not answer there. */
export const useHttps: Fixer = (sites, context) =>
  unsafeFix('use https', httpsEdits(sites, context));

function* httpsEdits(...[sites, context]: Parameters<Fixer>): Edits {
  const { source } = context;
  for (const pointer of pointersOf(sites, context)) {
    const slash = pointer.lastIndexOf('/');
    const holder = valueAt(source, { file: source.path, pointer: pointer.slice(0, slash) });
    const url = holder?.[pointer.slice(slash + 1)];
    if (typeof url === 'string' && /^http:\/\//i.test(url))
      yield setValue(source, { file: source.path, pointer }, url.replace(/^http:/i, 'https:'));
  }
}
