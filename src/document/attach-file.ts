// Files that belong to a document and are no documents: scripts, schemas. Held inside the project, and read as text.
import { dirname, isAbsolute, posix } from 'node:path';
import type { Location } from '../source/location.ts';
import { SourceFile } from '../source/source-file.ts';
import { joinPath, projectFolder } from '../util/web-path.ts';
import type { Document } from './document.ts';
import type { AttachedFile } from './program.ts';
import type { Reader } from './read.ts';

export interface Attachment {
  readonly name: string;
  /** The folder: `file:///./x` and `file://./x` count from the document, like every other path in it. */
  readonly location: string;
  readonly at: Location;
  /** What is reported where it is not there, and where it lies outside. */
  readonly codes: { readonly missing: string; readonly escape: string };
}

export function attachFile(
  { name, location, at, codes }: Attachment,
  main: Document,
  { host, report }: Reader,
  sources: Map<string, SourceFile>,
): AttachedFile | undefined {
  const complain = (code: string, message: string): undefined => {
    report({ code, severity: 'error', message, at });
    return undefined;
  };
  const folder =
    /^file:\/\/\/?(\.{1,2}(?:\/.*)?)$/.exec(location)?.[1] ??
    /^file:\/\/(\/.*)$/.exec(location)?.[1];
  const written = name.replaceAll('\\', '/');
  if (folder === undefined || isAbsolute(written) || /^[a-z]:|\0/i.test(written))
    return complain(codes.escape, `\`${name}\` in \`${location}\` is no file of this project`);
  const own = dirname(at.file).replaceAll('\\', '/');
  const path = folder.startsWith('/') ? joinPath(folder, written) : joinPath(own, folder, written);
  const real = host.real(path).replaceAll('\\', '/');
  const project = host.real(projectFolder(main.file)).replaceAll('\\', '/');
  if (!real.startsWith(project.endsWith('/') ? project : `${project}/`))
    return complain(codes.escape, `\`${name}\` in \`${location}\` leads out of the project`);
  const read = host.read(path);
  if (read.kind !== 'text')
    return complain(codes.missing, `\`${path}\` cannot be read: ${read.detail}`);
  sources.set(path, new SourceFile(path, read.text));
  return { name: posix.basename(path), text: read.text };
}
