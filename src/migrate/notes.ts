// What a migration has done that its author should know, one diagnostic for all places of one kind.
import type { Diagnostic, Severity } from '../diagnostics/diagnostic.ts';
import { plainOf, type Draft } from '../source/draft.ts';
import type { Location } from '../source/location.ts';
import type { Plain } from '../source/yaml-text.ts';
import { groupBy } from '../util/group-by.ts';

export type NoteKind = 'dropped' | 'added' | 'moved' | 'renamed';

interface Note {
  readonly kind: NoteKind;
  readonly message: string;
  readonly pointer: string;
}

const codes: Readonly<Record<NoteKind, readonly [code: string, severity: Severity]>> = {
  dropped: ['migration-dropped', 'warning'],
  added: ['migration-added', 'info'],
  moved: ['migration-moved', 'info'],
  renamed: ['migration-renamed', 'info'],
};

/** What a format has no word for, with what it was said of: by the pointer of that in the text before. */
export interface Dropped {
  readonly owner: string;
  readonly key: string;
  readonly value: Plain;
}

export class Notes {
  readonly #notes: Note[] = [];
  readonly #dropped = new Map<string, Dropped>();

  /** In the order in which it was left out; each fact once. */
  get dropped(): readonly Dropped[] {
    return [...this.#dropped.values()];
  }

  /** Of a part that is new nobody has said anything. */
  drop({ pointer: owner }: Draft, key: string, value: Draft): void {
    if (owner !== undefined)
      this.#dropped.set(`${owner} ${key}`, { owner, key, value: plainOf(value) });
  }

  /** `message` is one sentence, the same for all places of one kind. */
  add(kind: NoteKind, message: string, at: Draft | string): void {
    const pointer = typeof at === 'string' ? at : (at.pointer ?? '');
    this.#notes.push({ kind, message, pointer });
  }

  diagnostics(file: string): readonly Diagnostic[] {
    return [...groupBy(this.#notes, ({ kind, message }) => `${kind} ${message}`).values()].map(
      (group): Diagnostic => {
        const { kind, message } = group[0]!;
        const [code, severity] = codes[kind];
        const sites = group.map(({ pointer }): Location => ({ file, pointer }));
        return {
          code,
          severity,
          message,
          at: sites[0],
          ...(sites.length > 1 && { sites }),
        };
      },
    );
  }
}
