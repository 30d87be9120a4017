// One document in another format of the line: as much as that format can say, to the byte where nothing has to change.
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { check } from '../document/check.ts';
import { schemaOf } from '../document/check-schema.ts';
import type { Format } from '../document/formats.ts';
import { link } from '../document/link.ts';
import { readDocument } from '../document/read.ts';
import { refusedAt } from '../document/verdict.ts';
import { draftOf, plainOf, type Draft } from '../source/draft.ts';
import type { Host } from '../source/host.ts';
import { root } from '../source/location.ts';
import { printDraft } from '../source/print-draft.ts';
import { SourceFile } from '../source/source-file.ts';
import type { EditedText } from '../source/text-edits.ts';
import { parseYaml } from '../source/yaml.ts';
import { adjusters } from './adjusters.ts';
import { conform } from './conform.ts';
import { overlayOfDropped, type DroppedOverlay } from './dropped-overlay.ts';
import { renameParts } from './names.ts';
import { Notes } from './notes.ts';
import { capitalKeys } from './secrets.ts';

export interface Migrated {
  readonly kind: 'migrated';
  readonly edited: EditedText;
  /** What was added, moved, renamed or left out; places are those of the text before. */
  readonly notes: readonly Diagnostic[];
  /** What the official schema of the format still refuses; places are those of the new text. Empty: it is valid. */
  readonly left: readonly Diagnostic[];
  /** An overlay of the new text that says what was left out of it; undefined where that is nothing. */
  readonly overlay: DroppedOverlay | undefined;
}

export type Migration =
  | Migrated
  /** The text stays as it is. */
  | { readonly kind: 'impossible'; readonly problem: Diagnostic };

export interface MigrationRequest {
  readonly file: string;
  readonly text: string;
  /** For the files it imports. */
  readonly host: Host;
  readonly target: Format;
  /** What is only likely to be meant may be written, too. */
  readonly unsafe: boolean;
}

export function migrate(request: MigrationRequest): Migration {
  const { file, text, target } = request;
  const parsed = parseYaml(text);
  const source = new SourceFile(file, text, parsed.nodes);
  const reader = { host: withText(request), report: () => undefined, overlays: false };
  const { document, sources } = readDocument(file, reader);
  if (parsed.problems.length > 0)
    return impossible(request, 'its YAML says something twice, or nothing: put that right first');
  if (document === undefined)
    return impossible(request, 'it is no capability of a version that is known');
  const program = link(document, reader, new Map(sources.map((item) => [item.path, item])));
  // Aliases are kept unless what they stand for is written differently in different places now.
  for (const aliases of ['kept', 'spelt'] as const) {
    const original = draftOf(source, aliases);
    const notes = new Notes();
    const { draft: named, implicitCalls } = renameParts(original, program, target, notes);
    const schema = schemaOf(target);
    const whole = capitalKeys(named, schema, notes);
    const written = ({ written: place }: Draft): string | undefined =>
      place && text.slice(place.start, place.end);
    const { unsafe } = request;
    const walk = { schema, target, program, notes, unsafe, whole, implicitCalls, written };
    const draft = conform(whole, walk, adjusters);
    const edited = printDraft(source, original, draft);
    if (!says(edited.text, draft)) continue;
    return {
      kind: 'migrated',
      edited,
      notes: notes.diagnostics(file),
      left: refused(plainOf(draft), target, file),
      overlay: overlayOfDropped(draft, notes.dropped, `${target.rootKey} ${target.version}`),
    };
  }
  return impossible(
    request,
    'it is written in a way that cannot be rewritten without losing something',
  );
}

/** The new text is read once more: it says what it is meant to, in the same order. */
function says(text: string, draft: Draft): boolean {
  const { value, problems } = parseYaml(text);
  return problems.length === 0 && JSON.stringify(value) === JSON.stringify(plainOf(draft));
}

function refused(value: unknown, target: Format, file: string): readonly Diagnostic[] {
  const pointer = refusedAt(value, target);
  if (pointer === undefined) return [];
  const explained = check(value, target, file).map((diagnostic): Diagnostic => {
    const isHost = diagnostic.message.startsWith('`baseUri`');
    const hint = isHost ? '; `--unsafe` takes the host from the environment' : '';
    return { ...diagnostic, code: 'migration-left', message: `${diagnostic.message}${hint}` };
  });
  if (explained.length > 0) return explained;
  const message = `the schema of \`${target.id}\` refuses the document here`;
  return [{ code: 'migration-left', severity: 'warning', message, at: { file, pointer } }];
}

function impossible({ file, target }: MigrationRequest, reason: string): Migration {
  const message = `the file cannot be put into ${target.rootKey} ${target.version}: ${reason}`;
  const problem = { code: 'migration-impossible', severity: 'error', message } as const;
  return { kind: 'impossible', problem: { ...problem, at: root(file) } };
}

function withText({ host, file, text }: MigrationRequest): Host {
  const path = host.resolve(file);
  return {
    ...host,
    read: (name) => (host.resolve(name) === path ? { kind: 'text', text } : host.read(name)),
  };
}
