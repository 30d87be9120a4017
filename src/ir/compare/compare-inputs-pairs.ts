// Which inputs are the same input: by name and place, then by name, then by a name that differs in its spelling only.
import { foldName } from '../../util/fold-name.ts';
import type { Input } from '../capability.ts';
import { pair, type Pairs } from './compare-pairs.ts';

export function pairInputs(before: readonly Input[], after: readonly Input[]): Pairs<Input> {
  return pair(before, after, [
    ({ name, in: place }) => [`${place} ${name}`],
    ({ name }) => [name],
    ({ name, in: place }) => [`${place} ${foldName(name)}`],
  ]);
}
