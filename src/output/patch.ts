// An edited text as a patch that `git apply` takes: whole lines, three around each change.
import type { EditedText } from '../source/text-edits.ts';

const around = 3;

/** Empty where nothing has changed. `path` is the one from the top of the repository, with `/`. */
export function unifiedPatch(path: string, { original, text, pieces }: EditedText): string {
  if (original === text) return '';
  const before = lines(original);
  const after = lines(text);
  const hunks = hunksOf(keptLines(before, after, pieces), before.length, after.length);
  const body = hunks.map((hunk) => hunkText(hunk, before, after)).join('');
  return `--- ${header('a', path)}\n+++ ${header('b', path)}\n${body}`;
}

/** A file that is new as a patch. */
export function creationPatch(path: string, text: string): string {
  const rows = lines(text);
  const body = rows.map((row) => `+${row.text}`).join('');
  return `diff --git ${header('a', path).trimEnd()} ${header('b', path).trimEnd()}\nnew file mode 100644\n--- /dev/null\n+++ ${header('b', path)}\n@@ -0,0 +1,${rows.length} @@\n${body}`;
}

interface Line {
  readonly start: number;
  /** With its line break, where it has one. */
  readonly text: string;
}

function lines(text: string): readonly Line[] {
  const found: Line[] = [];
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline + 1;
    found.push({ start, text: text.slice(start, end) });
    start = end;
  }
  return found;
}

type Pair = readonly [before: number, after: number];

/** Lines of the original that are there as a whole, by number, with what number they have now. */
function keptLines(
  before: readonly Line[],
  after: readonly Line[],
  pieces: EditedText['pieces'],
): readonly Pair[] {
  const numbers = new Map(after.map(({ start }, index) => [start, index]));
  const kept: Pair[] = [];
  let offset = 0;
  let index = 0;
  for (const piece of pieces) {
    if (piece.kind === 'new') {
      offset += piece.text.length;
      continue;
    }
    while (index < before.length && before[index]!.start < piece.start) index++;
    for (; index < before.length; index++) {
      const line = before[index]!;
      if (line.start + line.text.length > piece.end) break;
      const number = numbers.get(offset + line.start - piece.start);
      if (number !== undefined && after[number]!.text === line.text) kept.push([index, number]);
    }
    offset += piece.end - piece.start;
  }
  return kept;
}

interface Hunk {
  readonly before: { readonly from: number; readonly to: number };
  readonly after: { readonly from: number; readonly to: number };
  readonly kept: readonly Pair[];
}

function hunksOf(kept: readonly Pair[], before: number, after: number): readonly Hunk[] {
  const changes: { from: Pair; to: Pair }[] = [];
  let [old, now] = [0, 0];
  for (const [nextOld, nextNow] of [...kept, [before, after] as const]) {
    if (nextOld > old || nextNow > now) {
      const last = changes.at(-1);
      // Changes with few lines between them share a hunk.
      if (last !== undefined && old - last.to[0] <= 2 * around) last.to = [nextOld, nextNow];
      else changes.push({ from: [old, now], to: [nextOld, nextNow] });
    }
    [old, now] = [nextOld + 1, nextNow + 1];
  }
  return changes.map(({ from, to }) => {
    const lead = Math.min(around, from[0], from[1]);
    const tail = Math.min(around, before - to[0], after - to[1]);
    const range = (side: 0 | 1): { from: number; to: number } => ({
      from: from[side] - lead,
      to: to[side] + tail,
    });
    const inside = range(0);
    return {
      before: inside,
      after: range(1),
      kept: kept.filter(([line]) => line >= inside.from && line < inside.to),
    };
  });
}

function hunkText(hunk: Hunk, before: readonly Line[], after: readonly Line[]): string {
  const rows: string[] = [];
  let { from: old } = hunk.before;
  let { from: now } = hunk.after;
  for (const [keptOld, keptNow] of [...hunk.kept, [hunk.before.to, hunk.after.to] as const]) {
    for (; old < keptOld; old++) rows.push(row('-', before[old]!.text));
    for (; now < keptNow; now++) rows.push(row('+', after[now]!.text));
    if (old < hunk.before.to) rows.push(row(' ', before[old]!.text));
    old++;
    now++;
  }
  const span = ({ from, to }: Hunk['before']): string =>
    `${to === from ? from : from + 1},${to - from}`;
  return `@@ -${span(hunk.before)} +${span(hunk.after)} @@\n${rows.join('')}`;
}

function row(sign: string, text: string): string {
  return text.endsWith('\n') ? `${sign}${text}` : `${sign}${text}\n\\ No newline at end of file\n`;
}

/** Names with quotes, backslashes or control characters are quoted, as git has it; a blank needs a tab behind the name. */
function header(side: string, path: string): string {
  const name = `${side}/${path}`;
  if (!/["\\\u0000-\u001f\u007f]/.test(name)) return name.includes(' ') ? `${name}\t` : name;
  return `"${name.replace(/["\\]/g, '\\$&').replace(/[\u0000-\u001f\u007f]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`)}"`;
}
