// What is only likely to be meant: made on request, for the author to look at.
import type { Fix, TextEdit } from '../../diagnostics/diagnostic.ts';
import { ownTools } from '../../document/walk.ts';
import { addMember, setValue } from '../../source/edit.ts';
import { locationKey } from '../../source/location-key.ts';
import { pointersOf, valueAt, type Fixer } from './fixer.ts';

/** A GET may still change something, and a DELETE may be harmless. */
export const addHints: Fixer = (sites, context) => {
  const wanted = pointersOf(sites, context);
  const edits = ownTools(context.program).flatMap(({ tool }) => {
    const call = context.program.calls.get(locationKey((tool.call ?? tool).at));
    const method = call?.operation.method.toUpperCase() ?? '';
    if (!wanted.has(tool.at.pointer) || Object.keys(tool.hints).length > 0) return [];
    if (['GET', 'HEAD'].includes(method))
      return [addMember(context.source, tool.at, 'hints', { readOnly: true }, 'description')];
    return method === 'DELETE'
      ? [addMember(context.source, tool.at, 'hints', { destructive: true }, 'description')]
      : [];
  });
  return unsafeFix('say what the method says', edits);
};

/** The host may not answer there. */
export const useHttps: Fixer = (sites, context) => {
  const edits = [...pointersOf(sites, context)].flatMap((pointer) => {
    const slash = pointer.lastIndexOf('/');
    const holder = valueAt(context.source, {
      file: context.source.path,
      pointer: pointer.slice(0, slash),
    });
    const url = holder?.[pointer.slice(slash + 1)];
    if (typeof url !== 'string' || !/^http:\/\//i.test(url)) return [];
    return [
      setValue(
        context.source,
        { file: context.source.path, pointer },
        url.replace(/^http:/i, 'https:'),
      ),
    ];
  });
  return unsafeFix('use https', edits);
};

function unsafeFix(title: string, edits: readonly (TextEdit | undefined)[]): Fix | undefined {
  const known = edits.filter((edit) => edit !== undefined);
  return known.length === 0 ? undefined : { title, safe: false, edits: known };
}
