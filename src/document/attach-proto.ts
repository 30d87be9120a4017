// A `.proto` file and all it imports, as the schema of one message: the first one of the file, or the one named behind
// a `#`. Imports are looked for in the folder of the file that has them, then further up in the project.
import { posix } from 'node:path';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { SourceFile } from '../source/source-file.ts';
import { joinPath } from '../util/web-path.ts';
import { attachFile, type Attachment } from './attach-file.ts';
import type { Document } from './document.ts';
import type { AttachedFile } from './program.ts';
import { parseProto, type ProtoFile, type ProtoMessage } from './proto-file.ts';
import { knownProto } from './proto-known.ts';
import { protoSchema, protoTypes } from './proto-schema.ts';
import { ProtoProblem } from './proto-tokens.ts';
import type { Reader } from './read.ts';

export function attachProto(
  attachment: Attachment,
  main: Document,
  reader: Reader,
  sources: Map<string, SourceFile>,
): AttachedFile | undefined {
  const [name = '', wanted] = attachment.name.split('#', 2);
  const { at } = attachment;
  if (/\.(?:desc|pb|binpb|protoset|fds)$/i.test(name)) {
    const message = `\`${name}\` is a compiled descriptor set, which is not read: name the \`.proto\` file it was made from`;
    reader.report({ code: 'schema-file-invalid', severity: 'error', message, at });
    return undefined;
  }
  const missing: string[] = [];
  try {
    const files = readAll({ ...attachment, name }, main, reader, sources, missing);
    if (files === undefined) return undefined;
    const [first] = files;
    const message = first && chosen(first, wanted, { ...attachment, name }, reader);
    return message && { name: posix.basename(name), text: protoSchema(message, protoTypes(files)) };
  } catch (error) {
    if (!(error instanceof ProtoProblem)) throw error;
    const imports = missing.map((path) => `\`${path}\``).join(', ');
    const why = imports === '' ? '' : `; these files that are imported are not there: ${imports}`;
    reader.report({
      code: 'schema-file-invalid',
      severity: 'error',
      message: `\`${name}\` is no schema to read by: ${error.message}${why}`,
      at: sources.has(error.at.file) ? error.at : at,
      related: [{ message: 'it is named here', at }],
    });
    return undefined;
  }
}

/** The file, then those it imports. What is not there is left out: often nothing but options comes from it. */
function readAll(
  attachment: Attachment,
  main: Document,
  reader: Reader,
  sources: Map<string, SourceFile>,
  missing: string[],
): readonly ProtoFile[] | undefined {
  const folder = posix.dirname(attachment.at.file.replaceAll('\\', '/'));
  const parsed = new Map<string, ProtoFile>();
  const pending: { readonly name: string; readonly known?: string }[] = [attachment];
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    const { name, known } = next;
    const path = known === undefined ? joinPath(folder, name) : name;
    if (parsed.has(path)) continue;
    const text = known ?? attachFile({ ...attachment, name }, main, reader, sources)?.text;
    if (text === undefined) return undefined;
    const file = parseProto(text, path);
    parsed.set(path, file);
    for (const wanted of file.imports) {
      const found = importPlaces(wanted.path, name).find(
        (place) => reader.host.kind(joinPath(folder, place)) === 'file',
      );
      const google = knownProto(wanted.path);
      if (found !== undefined) pending.push({ name: found });
      else if (google === undefined) missing.push(wanted.path);
      else pending.push({ name: wanted.path, known: google });
    }
  }
  return [...parsed.values()];
}

/** `a/b.proto` from `x/y/c.proto`: `x/y/a/b.proto`, `x/a/b.proto`, `a/b.proto`. */
function importPlaces(path: string, from: string): readonly string[] {
  const places: string[] = [];
  let folder = posix.dirname(from);
  for (;;) {
    places.push(joinPath(folder, path));
    if (folder === '.' || folder === '/' || folder.endsWith('..')) return places;
    folder = posix.dirname(folder);
  }
}

function chosen(
  { messages }: ProtoFile,
  wanted: string | undefined,
  { name, at }: Attachment,
  { report }: Reader,
): ProtoMessage | undefined {
  if (wanted !== undefined) {
    const found = messages.filter((one) => one.name === wanted || one.name.endsWith(`.${wanted}`));
    const exact = found.find((one) => one.name === wanted) ?? found[0];
    if (exact !== undefined) return exact;
    const names = messages.map((one) => one.name);
    const near = didYouMean(wanted, wanted.includes('.') ? names : names.map(lastPart));
    const message = `\`${name}\` declares no message \`${wanted}\`${near}`;
    report({ code: 'schema-message-unknown', severity: 'error', message, at });
    return undefined;
  }
  const [first, ...others] = messages.filter(({ isNested }) => !isNested);
  if (first === undefined) {
    const message = `\`${name}\` declares no message`;
    report({ code: 'schema-message-unknown', severity: 'error', message, at });
    return undefined;
  }
  const used = new Set(messages.flatMap(({ fields }) => fields.map(({ type }) => lastPart(type))));
  const isPart = (one: ProtoMessage): boolean => used.has(lastPart(one.name));
  const rival = others.find((one) => !isPart(one));
  if (rival !== undefined) {
    const message = `\`${name}\` declares several messages: answers are read as the first one, \`${lastPart(first.name)}\`; \`${name}#${lastPart(rival.name)}\` means another`;
    report({ code: 'schema-message-unclear', severity: 'warning', message, at });
  }
  return first;
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
