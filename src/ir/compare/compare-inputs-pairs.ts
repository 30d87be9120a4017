// Which inputs are the same input: by name and place, then by name, then by a name that differs in its spelling only.
import { foldName } from '../../util/fold-name.ts';
import type { Input, PathPart } from '../capability.ts';
import { pathText } from '../parse/parse-path.ts';
import { pair, type Pairs } from './compare-pairs.ts';

export function pairInputs(before: readonly Input[], after: readonly Input[]): Pairs<Input> {
  return pair(before, after, [
    ({ name, in: place }) => [`${place} ${name}`],
    ({ name }) => [name],
    ({ name, in: place }) => [`${place} ${foldName(name)}`],
  ]);
}

interface Placed {
  readonly path: readonly PathPart[];
  readonly inputs: readonly Input[];
}

/** Path variables by their position where the paths are otherwise equal; everything else by name. */
export function pairPlaced(before: Placed, after: Placed): Pairs<Input> {
  if (anonymous(before.path) !== anonymous(after.path))
    return pairInputs(before.inputs, after.inputs);
  const [old, fresh] = [positions(before), positions(after)];
  const placed = pair(before.inputs, after.inputs, [
    ({ name, in: place }, side) => {
      const position = (side === 'before' ? old : fresh).get(name);
      return place === 'path' && position !== undefined ? [position] : [];
    },
  ]);
  const rest = pairInputs(placed.removed, placed.added);
  return { ...rest, both: [...placed.both, ...rest.both] };
}

/** A path without the names of its variables, which the server that is asked does not see. */
export function anonymous(path: readonly PathPart[]): string {
  return pathText(path.map((item) => (typeof item === 'string' ? item : { variable: '' })));
}

function positions({ path }: Placed): ReadonlyMap<string, string> {
  const variables = path.flatMap((item) => (typeof item === 'string' ? [] : [item.variable]));
  return new Map(variables.map((name, index) => [name, String(index)]));
}
