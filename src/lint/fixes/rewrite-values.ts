// Values that say what is meant in a way that only some readers understand are rewritten.
import { foldName } from '../../util/fold-name.ts';
import { ownUnits } from '../../document/walk.ts';
import { addMember, setValue } from '../../source/edit.ts';
import { child } from '../../source/location.ts';
import { pathVariables } from '../paths.ts';
import { allUnits, calledBy, inputsReadBy, namesTakenBy } from '../units.ts';
import { declareVariables, isAmbiguous } from './declare-inputs.ts';
import { pointersOf, safeFix, valueAt, type Edits, type FixContext, type Fixer } from './fixer.ts';

/** `rest.limit` → `notes-rest.limit` */
export const rewritePrefixes: Fixer = (sites, context) =>
  safeFix("write the adapter's namespace in front", prefixEdits(sites, context));

function* prefixEdits(...[sites, context]: Parameters<Fixer>): Edits {
  const wanted = pointersOf(sites, context);
  for (const { namespace, unit } of ownUnits(context.program))
    for (const { value, at } of namespace === '' ? [] : unit.with) {
      const match =
        typeof value === 'string' && wanted.has(at.pointer)
          ? /^(?:rest|tools)\.(\S+)$/.exec(value)
          : null;
      if (match !== null) yield setValue(context.source, at, `${namespace}.${match[1]}`);
    }
}

/** A variable of the path of a route handed on: under the name that the called operation has for it. */
export const passVariables: Fixer = (sites, context) =>
  safeFix('hand on the variables of the path', variableEdits(sites, context));

function* variableEdits(...[sites, context]: Parameters<Fixer>): Edits {
  const { program, source } = context;
  const wanted = pointersOf(sites, context);
  for (const entry of allUnits(program)) {
    const { unit, namespace, path } = entry;
    const target = calledBy(program, entry);
    if (
      path === undefined ||
      target === undefined ||
      namespace === '' ||
      !wanted.has(unit.at.pointer)
    )
      continue;
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
    if (additions.length === 0 && rewritten.length === 0) continue;
    yield* declareVariables(pathVariables(path), entry, context);
    yield* rewritten;
    if (additions.length > 0 && valueAt(source, at) === undefined)
      yield addMember(source, unit.at, 'with', added, 'call');
    else for (const [name, value] of additions) yield addMember(source, at, name, value);
  }
}

/** `$.` → `$` */
export const rewriteRootPaths: Fixer = (sites, context) =>
  safeFix(
    'write `$`',
    rewriteTexts(sites, context, (text) => text.replace(/^(\$(?:.*[^.])?)\.+$/s, '$1')),
  );

export const rewriteTrailingSlashes: Fixer = (sites, context) =>
  safeFix(
    'remove the slash',
    rewriteTexts(sites, context, (text) => text.replace(/\/+$/, '')),
  );

function* rewriteTexts(
  sites: Parameters<Fixer>[0],
  context: FixContext,
  rewrite: (text: string) => string,
): Edits {
  const { source } = context;
  for (const pointer of pointersOf(sites, context)) {
    const name = pointer.slice(pointer.lastIndexOf('/') + 1);
    const text = valueAt(source, {
      file: source.path,
      pointer: pointer.slice(0, pointer.lastIndexOf('/')),
    })?.[name];
    const rewritten = typeof text === 'string' ? rewrite(text) : text;
    if (typeof rewritten === 'string' && rewritten !== text && rewritten !== '')
      yield setValue(source, { file: source.path, pointer }, rewritten);
  }
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
