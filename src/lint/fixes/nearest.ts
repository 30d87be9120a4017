// Names that name nothing, and differ from the one that is meant in a letter or two.
import { editDistance } from '../../diagnostics/suggest.ts';
import { operationsOf } from '../../document/program.ts';
import { remove, renameKey, setValue } from '../../source/edit.ts';
import { isSpan } from '../../source/location.ts';
import { allUnits, calledBy, inputsOf } from '../units.ts';
import {
  pointersOf,
  rewriteTexts,
  safeFix,
  textAt,
  unsafeFix,
  type Edits,
  type FixContext,
  type Fixer,
} from './fixer.ts';

/** The word of this format for what another calls so; on request one that differs in a letter or two. */
export const writeMeant: Fixer = (sites, context) => {
  const { meant } = context;
  if (meant === undefined) return undefined;
  const make = meant.sure ? safeFix : unsafeFix;
  return make(`write \`${meant.word}\``, meantEdits(sites, meant.word, context));
};

function* meantEdits(sites: Parameters<Fixer>[0], word: string, { source }: FixContext): Edits {
  for (const at of sites) {
    if (isSpan(at) || at.file !== source.path) continue;
    const { file, pointer, on } = at;
    if (on === 'key') yield renameKey(source, { file, pointer }, word);
    else if (textAt(source, pointer) !== undefined) yield setValue(source, at, word);
  }
}

/** Undefined where none is near, or several are. */
function nearest(name: string, names: Iterable<string>): string | undefined {
  const near = new Set([...names].filter((other) => editDistance(name, other, 2) <= 2));
  const [only] = near;
  return near.size === 1 ? only : undefined;
}

export const callNearest: Fixer = (sites, context) => {
  const names = context.program.apis.flatMap((linked) =>
    operationsOf(linked).map(({ namespace, operation }) => `${namespace}.${operation.name}`),
  );
  return unsafeFix(
    'call the operation of nearly that name',
    rewriteTexts(pointersOf(sites, context), context.source, (call) => nearest(call, names)),
  );
};

/** `with` for an input of nearly that name, where nothing sets that yet; a value for no input at all goes. */
export const setKnownInputs: Fixer = (sites, context) =>
  unsafeFix('set inputs that the operation has only', knownInputEdits(sites, context));

function* knownInputEdits(...[sites, context]: Parameters<Fixer>): Edits {
  const wanted = pointersOf(sites, context);
  for (const entry of allUnits(context.program)) {
    const target = calledBy(context.program, entry);
    const set = new Set(entry.unit.with.map(({ name }) => name));
    for (const { name, at } of target === undefined ? [] : entry.unit.with) {
      if (!wanted.has(at.pointer)) continue;
      const free = inputsOf(target!).filter((input) => !set.has(input.name));
      const near = nearest(
        name,
        free.map((input) => input.name),
      );
      yield near === undefined ? remove(context.source, at) : renameKey(context.source, at, near);
    }
  }
}

/** `titel` → `title`, where that is an output and no mapping fills it yet; any name, where one mapping and one output are left. */
export const fillKnownOutputs: Fixer = (sites, context) =>
  unsafeFix('fill the output of nearly that name', knownOutputEdits(sites, context));

function* knownOutputEdits(...[sites, context]: Parameters<Fixer>): Edits {
  const wanted = pointersOf(sites, context);
  const { source } = context;
  for (const { unit } of allUnits(context.program)) {
    const filled = new Set(unit.mappings.map(({ target }) => target));
    const free = unit.outputs.flatMap(({ name }) =>
      name === undefined || filled.has(name) ? [] : [name],
    );
    const stray = unit.mappings.filter(({ at }) => wanted.has(at.pointer));
    for (const { target, at } of stray) {
      const near = stray.length === 1 && free.length === 1 ? free[0] : nearest(target, free);
      for (const key of near === undefined ? [] : ['target', 'targetName'])
        yield setValue(source, { file: at.file, pointer: `${at.pointer}/${key}` }, near!);
    }
  }
}
