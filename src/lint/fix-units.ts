// Units of a text (operations, routes, tools, flows) as edits know them: by the offset at which each begins, which in the
// original text stays the same whatever has been edited around it.
import { parseYaml } from '../source/yaml.ts';
import { escapePointer } from '../source/location.ts';
import type { EditedText } from '../source/text-edits.ts';

const collections: ReadonlySet<string> = new Set(
  'tools operations flows functions skills prompts'.split(' '),
);

/** From an offset of an edited text to the unit it lies in, named by where that begins in the original; -1 for none. */
export function unitsOf(edited: EditedText): (offset: number) => number {
  const starts = unitStarts(edited.text);
  const origin = origins(edited);
  return (offset) => {
    const index = lastAtMost(starts, offset);
    return index === -1 ? -1 : origin(starts[index]!);
  };
}

function unitStarts(text: string): readonly number[] {
  const { value, nodes } = parseYaml(text);
  const starts: number[] = [];
  const visit = (part: unknown, pointer: string, isUnit: boolean): void => {
    if (typeof part !== 'object' || part === null) return;
    const start = isUnit ? nodes.find(pointer, 'key')?.start : undefined;
    if (start !== undefined) starts.push(start);
    for (const [key, item] of Object.entries(part))
      visit(
        item,
        `${pointer}/${escapePointer(key)}`,
        !isUnit && collections.has(pointer.slice(pointer.lastIndexOf('/') + 1)),
      );
  };
  visit(value, '', false);
  return starts.sort((a, b) => a - b);
}

/** From an offset of the new text to the one in the original; for what is new, that of what follows. */
function origins({ pieces }: EditedText): (offset: number) => number {
  const starts: number[] = [];
  let length = 0;
  for (const piece of pieces) {
    starts.push(length);
    length += piece.kind === 'new' ? piece.text.length : piece.end - piece.start;
  }
  return (offset) => {
    const index = Math.max(0, lastAtMost(starts, offset));
    const piece = pieces[index];
    if (piece?.kind === 'original') return piece.start + offset - starts[index]!;
    const next = pieces.slice(index).find(({ kind }) => kind === 'original');
    return next?.kind === 'original' ? next.start : -1;
  };
}

/** The index of the last of ascending numbers that is not greater; -1 where all are. */
function lastAtMost(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
