// The files of script steps: found, held inside the project, read. What is read here is data, it is never run.
import { dirname, isAbsolute, posix } from 'node:path';
import { locationKey } from '../source/location-key.ts';
import { child } from '../source/location.ts';
import { SourceFile } from '../source/source-file.ts';
import type { Adapter, ControlAdapter, Document, Step, Unit } from './document.ts';
import type { AttachedFile, LinkedAggregate } from './program.ts';
import type { Reader } from './read.ts';

type Scripting = NonNullable<ControlAdapter['scripting']>;

/** What the first control adapter that speaks of scripts says. */
export function scriptingOf(adapters: readonly Adapter[]): Scripting | undefined {
  return adapters.flatMap((adapter) => (adapter.kind === 'control' && adapter.scripting !== undefined ? [adapter.scripting] : []))[0];
}

/** By `locationKey` of the step: its dependencies, then the script itself. Steps with a file that cannot be had are missing. */
export function attachScripts(
  main: Document,
  adapters: readonly Adapter[],
  aggregates: readonly LinkedAggregate[],
  reader: Reader,
  sources: Map<string, SourceFile>,
): ReadonlyMap<string, readonly AttachedFile[]> {
  const units = [
    ...adapters.flatMap((adapter): readonly Unit[] => {
      if (adapter.kind === 'rest') return adapter.resources.flatMap((resource) => resource.operations);
      return adapter.kind === 'mcp' ? [...adapter.tools, ...adapter.resources] : [];
    }),
    ...aggregates.flatMap(({ aggregate }) => aggregate.flows),
  ];
  const { defaultLocation, defaultLanguage = 'javascript' } = scriptingOf(adapters) ?? {};
  const found = new Map<string, readonly AttachedFile[]>();
  for (const step of units.flatMap((unit) => unit.steps)) {
    // Other languages are not compiled: their files are not looked at.
    if (step.type !== 'script' || (step.language ?? defaultLanguage) !== 'javascript') continue;
    const files = [...step.dependencies, step.file ?? ''].map((name) => attach(name, step, defaultLocation, main, reader, sources));
    if (files.every((file) => file !== undefined)) found.set(locationKey(step.at), files);
  }
  return found;
}

function attach(
  name: string,
  step: Step,
  defaultLocation: string | undefined,
  main: Document,
  { host, report }: Reader,
  sources: Map<string, SourceFile>,
): AttachedFile | undefined {
  const at = child(step.at, 'file');
  const complain = (code: string, message: string): undefined => {
    report({ code, severity: 'error', message, at });
    return undefined;
  };
  if (name === '') return complain('script-missing', `step \`${step.name}\` names no \`file\``);
  // `file:///./x` and `file://./x` count from the document, like every other path in it.
  const location = step.location ?? defaultLocation ?? 'file:///./';
  const folder = /^file:\/\/\/?(\.{1,2}(?:\/.*)?)$/.exec(location)?.[1] ?? /^file:\/\/(\/.*)$/.exec(location)?.[1];
  const written = name.replaceAll('\\', '/');
  if (folder === undefined || isAbsolute(written) || /^[a-z]:|\0/i.test(written))
    return complain('script-path-escape', `\`${name}\` in \`${location}\` is no file of this project`);
  const own = dirname(step.at.file).replaceAll('\\', '/');
  const path = folder.startsWith('/') ? posix.join(folder, written) : posix.join(own, folder, written);
  // As for imports: the working folder, or the main file's own where that lies elsewhere.
  const base = main.file.startsWith('../') || isAbsolute(main.file) ? dirname(main.file) : '.';
  const real = host.real(path).replaceAll('\\', '/');
  const project = host.real(base).replaceAll('\\', '/');
  if (!real.startsWith(project.endsWith('/') ? project : `${project}/`))
    return complain('script-path-escape', `\`${name}\` in \`${location}\` leads out of the project`);
  const read = host.read(path);
  if (read.kind !== 'text') return complain('script-missing', `the script \`${path}\` cannot be read: ${read.detail}`);
  sources.set(path, new SourceFile(path, read.text));
  return { name: posix.basename(path), text: read.text };
}
