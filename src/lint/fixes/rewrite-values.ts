// Values that say what is meant in a way that only some readers understand are rewritten.
import { foldName } from '../../util/fold-name.ts';
import { ownUnits } from '../../document/walk.ts';
import { addMember, setValue } from '../../source/edit.ts';
import { child } from '../../source/location.ts';
import { pathVariables } from '../paths.ts';
import { allUnits, calledBy, inputsReadBy, namesTakenBy } from '../units.ts';
import { declareVariables, isAmbiguous } from './declare-inputs.ts';
import { pointersOf, rewriteTexts, safeFix, valueAt, type Edits, type Fixer } from './fixer.ts';

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
    rewriteTexts(pointersOf(sites, context), context.source, (text) =>
      text.replace(/^(\$(?:.*[^.])?)\.+$/s, '$1'),
    ),
  );
