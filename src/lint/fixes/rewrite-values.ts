// Values that say what is meant in a way that only some readers understand are rewritten.
import { foldName } from '../../util/fold-name.ts';
import { ownUnits } from '../../document/walk.ts';
import { addMember, setValue } from '../../source/edit.ts';
import { child } from '../../source/location.ts';
import { pathVariables } from '../paths.ts';
import { allUnits, calledBy, inputsReadBy, namesTakenBy } from '../units.ts';
import { declareVariables, isAmbiguous } from './declare-inputs.ts';
import { pointersOf, safeFix, valueAt, type FixContext, type Fixer } from './fixer.ts';

/** `rest.limit` → `notes-rest.limit` */
export const rewritePrefixes: Fixer = (sites, context) => {
  const wanted = pointersOf(sites, context);
  const edits = ownUnits(context.program).flatMap(({ namespace, unit }) =>
    unit.with.flatMap(({ value, at }) => {
      const match =
        typeof value === 'string' && wanted.has(at.pointer)
          ? /^(?:rest|tools)\.(\S+)$/.exec(value)
          : null;
      return match === null || namespace === ''
        ? []
        : [setValue(context.source, at, `${namespace}.${match[1]}`)];
    }),
  );
  return safeFix("write the adapter's namespace in front", edits);
};

/** A variable of the path of a route handed on: under the name that the called operation has for it. */
export const passVariables: Fixer = (sites, context) => {
  const { program, source } = context;
  const wanted = pointersOf(sites, context);
  const edits = allUnits(program).flatMap((entry) => {
    const { unit, namespace, path } = entry;
    const target = calledBy(program, entry);
    if (
      path === undefined ||
      target === undefined ||
      namespace === '' ||
      !wanted.has(unit.at.pointer)
    )
      return [];
    const at = child(unit.at, 'with');
    const added: { [name: string]: string } = {};
    const rewritten = pathVariables(path).flatMap((variable) => {
      const name = [...namesTakenBy(target)].find(
        (other) => foldName(other) === foldName(variable),
      );
      const present = unit.with.find((item) => item.name === name);
      const value = `${namespace}.${variable}`;
      if (name === undefined || /\s/.test(variable) || isAmbiguous(variable, target)) return [];
      if (present === undefined) added[name] = value;
      else if (
        inputsReadBy(present.value, namespace).some(
          (read) => read !== variable && foldName(read) === foldName(variable),
        )
      )
        return [setValue(source, present.at, value)];
      return [];
    });
    const additions = Object.entries(added);
    if (additions.length === 0 && rewritten.length === 0) return [];
    const declared = declareVariables(pathVariables(path), entry, context);
    if (additions.length > 0 && valueAt(source, at) === undefined) {
      return [...declared, ...rewritten, addMember(source, unit.at, 'with', added, 'call')];
    }
    const members = additions.map(([name, value]) => addMember(source, at, name, value));
    return [...declared, ...rewritten, ...members];
  });
  return safeFix('hand on the variables of the path', edits);
};

/** `$.` → `$` */
export const rewriteRootPaths: Fixer = (sites, context) =>
  rewriteTexts('write `$`', sites, context, (text) => text.replace(/^(\$(?:.*[^.])?)\.+$/s, '$1'));

export const rewriteTrailingSlashes: Fixer = (sites, context) =>
  rewriteTexts('remove the slash', sites, context, (text) => text.replace(/\/+$/, ''));

function rewriteTexts(
  title: string,
  sites: Parameters<Fixer>[0],
  context: FixContext,
  rewrite: (text: string) => string,
): ReturnType<Fixer> {
  const { source } = context;
  const edits = [...pointersOf(sites, context)].flatMap((pointer) => {
    const name = pointer.slice(pointer.lastIndexOf('/') + 1);
    const text = valueAt(source, {
      file: source.path,
      pointer: pointer.slice(0, pointer.lastIndexOf('/')),
    })?.[name];
    const rewritten = typeof text === 'string' ? rewrite(text) : text;
    return typeof rewritten !== 'string' || rewritten === text || rewritten === ''
      ? []
      : [setValue(source, { file: source.path, pointer }, rewritten)];
  });
  return safeFix(title, edits);
}

/** Keys that credentials read, in the bind that stands for the environment. */
export const declareBindKeys: Fixer = (sites, context) => {
  const { program, source } = context;
  const bind = program.binds.find(
    ({ at, location }) => at.file === source.path && location === undefined,
  );
  const keys = bind && child(bind.at, 'keys');
  const present = keys && valueAt(source, keys);
  if (keys === undefined || present === undefined) return undefined;
  const names = [...pointersOf(sites, context)].flatMap((pointer) => {
    const text: unknown = valueAt(source, {
      file: source.path,
      pointer: pointer.slice(0, pointer.lastIndexOf('/')),
    })?.[pointer.slice(pointer.lastIndexOf('/') + 1)];
    return typeof text === 'string'
      ? [...text.matchAll(/\{\{\s*(?:[^{}.\s]+\.)?([A-Z][A-Z0-9_]*)\s*\}\}/g)].map(
          (match) => match[1]!,
        )
      : [];
  });
  const edits = [...new Set(names)]
    .filter((name) => !Object.hasOwn(present, name))
    .map((name) => addMember(source, keys, name, name));
  return safeFix('bind the key to the variable of that name', edits);
};
