// The files of script steps. What is read here is data, it is never run.
import { locationKey } from '../source/location-key.ts';
import { child } from '../source/location.ts';
import type { SourceFile } from '../source/source-file.ts';
import { attachFile } from './attach-file.ts';
import type { Adapter, ControlAdapter, Document, Unit } from './document.ts';
import type { AttachedFile, LinkedAggregate } from './program.ts';
import type { Reader } from './read.ts';

const codes = { missing: 'script-missing', escape: 'script-path-escape' } as const;

type Scripting = NonNullable<ControlAdapter['scripting']>;

/** What the first control adapter that speaks of scripts says. */
export function scriptingOf(adapters: readonly Adapter[]): Scripting | undefined {
  return adapters.flatMap((adapter) =>
    adapter.kind === 'control' && adapter.scripting !== undefined ? [adapter.scripting] : [],
  )[0];
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
      if (adapter.kind === 'rest')
        return adapter.resources.flatMap((resource) => resource.operations);
      return adapter.kind === 'mcp' ? [...adapter.tools, ...adapter.resources] : [];
    }),
    ...aggregates.flatMap(({ aggregate }) => aggregate.flows),
  ];
  const { defaultLocation, defaultLanguage = 'javascript' } = scriptingOf(adapters) ?? {};
  const found = new Map<string, readonly AttachedFile[]>();
  for (const step of units.flatMap((unit) => unit.steps)) {
    // Other languages are not compiled: their files are not looked at.
    if (step.type !== 'script' || (step.language ?? defaultLanguage) !== 'javascript') continue;
    const at = child(step.at, 'file');
    if (step.file === undefined || step.file === '') {
      reader.report({
        code: codes.missing,
        severity: 'error',
        message: `step \`${step.name}\` names no \`file\``,
        at,
        missing: 'file',
      });
      continue;
    }
    const location = step.location ?? defaultLocation ?? 'file:///./';
    const files = [...step.dependencies, step.file].map((name) =>
      attachFile({ name, location, at, codes }, main, reader, sources),
    );
    if (files.every((file) => file !== undefined)) found.set(locationKey(step.at), files);
  }
  return found;
}
