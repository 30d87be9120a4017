// What an output folder holds of ours, and from which inputs: `.capwright/manifest.json`. Sorted, without timestamps.
import { compareText } from '../util/compare.ts';
import { isSafePath } from './output-path.ts';

export interface Manifest {
  /** By id, which is also the name of the folder. */
  readonly capabilities: ReadonlyMap<string, ManifestEntry>;
}

export interface ManifestEntry {
  readonly compiler: string;
  readonly formatter: string;
  /** Every file it was read from, the main one first; relative to the project's folder. */
  readonly inputs: readonly { readonly path: string; readonly hash: string }[];
  /** By path below the capability's folder. */
  readonly files: ReadonlyMap<string, FileRecord>;
}

export interface FileRecord {
  /** Of the text on disk. */
  readonly hash: string;
  /** Of the text before it was formatted; the same text need not be formatted again. */
  readonly source: string;
}

export type ManifestResult =
  | { readonly kind: 'manifest'; readonly manifest: Manifest }
  | { readonly kind: 'broken'; readonly reason: string };

const version = 1;

export const emptyManifest: Manifest = { capabilities: new Map() };

/** `undefined`: there is no manifest yet. */
export function parseManifest(text: string | undefined): ManifestResult {
  if (text === undefined) return { kind: 'manifest', manifest: emptyManifest };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'broken', reason: 'it is not JSON' };
  }
  if (!isRecord(value) || typeof value['manifest'] !== 'number') {
    return { kind: 'broken', reason: 'it is not a manifest' };
  }
  if (value['manifest'] !== version) {
    return { kind: 'broken', reason: `it is of version ${value['manifest']}, not ${version}` };
  }
  const { capabilities } = value;
  if (!isRecord(capabilities)) return { kind: 'broken', reason: 'it lists no capabilities' };
  const entries = new Map<string, ManifestEntry>();
  for (const [id, item] of Object.entries(capabilities)) {
    const entry = isSafePath(id) && !id.includes('/') ? toEntry(item) : undefined;
    if (entry === undefined) {
      return { kind: 'broken', reason: `its entry ${JSON.stringify(id)} is malformed` };
    }
    entries.set(id, entry);
  }
  return { kind: 'manifest', manifest: { capabilities: entries } };
}

export function printManifest(manifest: Manifest): string {
  const capabilities = sorted(manifest.capabilities).map(([id, entry]) => [
    id,
    {
      compiler: entry.compiler,
      formatter: entry.formatter,
      inputs: entry.inputs.map(({ path, hash }) => ({ path, hash })),
      files: Object.fromEntries(
        sorted(entry.files).map(([path, { hash, source }]) => [path, { hash, source }]),
      ),
    },
  ]);
  const value = { manifest: version, capabilities: Object.fromEntries(capabilities) as object };
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function toEntry(value: unknown): ManifestEntry | undefined {
  if (!isRecord(value)) return undefined;
  const { compiler, formatter, inputs, files } = value;
  if (typeof compiler !== 'string' || typeof formatter !== 'string') return undefined;
  if (!Array.isArray(inputs) || !inputs.every(isInput) || !isRecord(files)) return undefined;
  const records = new Map<string, FileRecord>();
  for (const [path, record] of Object.entries(files)) {
    if (!isSafePath(path) || !isFileRecord(record)) return undefined;
    records.set(path, { hash: record.hash, source: record.source });
  }
  return { compiler, formatter, inputs, files: records };
}

function isInput(value: unknown): value is { path: string; hash: string } {
  return isRecord(value) && typeof value['path'] === 'string' && typeof value['hash'] === 'string';
}

function isFileRecord(value: unknown): value is FileRecord {
  return (
    isRecord(value) && typeof value['hash'] === 'string' && typeof value['source'] === 'string'
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted<Value>(map: ReadonlyMap<string, Value>): readonly (readonly [string, Value])[] {
  return [...map].sort(([a], [b]) => compareText(a, b));
}
