// Emitted files × manifest × disk → what would happen to each file. Nothing is touched here.
import type { OutputFile } from '../emit/emitter.ts';
import { compareText } from '../util/compare.ts';
import { hashText } from '../util/hash.ts';
import { hashContent, type Disk } from './disk.ts';
import type { FileRecord, Manifest, ManifestEntry } from './manifest.ts';
import { checkPaths, foldPath } from './output-path.ts';

export interface PlanRequest {
  readonly manifest: Manifest;
  /** Hashes of an interrupted run, by path below the output folder: what it may have left is ours as well. */
  readonly pending: ReadonlyMap<string, readonly string[]>;
  readonly disk: Disk;
  readonly capabilities: readonly WantedCapability[];
  /** Ids of capabilities whose source is gone. */
  readonly dropped: readonly string[];
  /** A file of the folder itself, ours to write whatever is in it; made from what it held `before`. */
  readonly shared?:
    | { readonly path: string; readonly content: string; readonly before: string | undefined }
    | undefined;
  readonly compiler: string;
  readonly formatter: string;
  readonly format: (path: string, content: string) => Promise<string>;
  /** Overwrite what somebody edited or made by hand. */
  readonly force: boolean;
}

export interface WantedCapability {
  readonly id: string;
  readonly inputs: ManifestEntry['inputs'];
  readonly files: readonly OutputFile[];
}

export type PlannedFile =
  | { readonly kind: 'create' | 'update'; readonly path: string; readonly content: string }
  /** Made for editing: from now on its owner's. */
  | {
      readonly kind: 'create';
      readonly path: string;
      readonly content: string;
      readonly once: true;
    }
  | { readonly kind: 'same' | 'delete'; readonly path: string }
  /** Left alone: made for editing, or stale but edited. */
  | { readonly kind: 'kept'; readonly path: string; readonly reason: 'once' | 'edited' }
  | { readonly kind: 'refused'; readonly path: string; readonly reason: RefusalReason };

/** `edited`: ours, changed by hand. `foreign`: never ours. The others cannot be forced. */
export type RefusalReason = 'edited' | 'foreign' | 'link' | 'folder' | 'file' | 'unreadable';

export interface Plan {
  /** Sorted by path; paths are relative to the output folder. */
  readonly files: readonly PlannedFile[];
  /** What holds once the plan has been applied. */
  readonly manifest: Manifest;
  /** What interrupted runs left of capabilities that are not in this one. */
  readonly pending: PlanRequest['pending'];
}

export async function plan(request: PlanRequest): Promise<Plan> {
  checkPaths(
    request.capabilities.flatMap(({ id, files }) => files.map(({ path }) => `${id}/${path}`)),
  );
  const files: PlannedFile[] = [];
  const capabilities = new Map(request.manifest.capabilities);
  for (const wanted of request.capabilities) {
    const entry = request.manifest.capabilities.get(wanted.id);
    const result = await planCapability(wanted, entry, request);
    files.push(...result.files);
    capabilities.set(wanted.id, result.entry);
  }
  for (const id of request.dropped) {
    const entry = request.manifest.capabilities.get(id);
    if (entry === undefined) continue;
    files.push(...planDeletions(id, entry.files, new Set(), request));
    capabilities.delete(id);
  }
  files.push(...planShared(request));
  files.sort((a, b) => compareText(a.path, b.path));
  const ids = new Set([...request.capabilities.map(({ id }) => id), ...request.dropped]);
  const pending = [...request.pending].filter(
    // The file of the folder itself is ours whatever is in it.
    ([path]) => path.includes('/') && !ids.has(path.slice(0, path.indexOf('/'))),
  );
  return { files, manifest: { capabilities }, pending: new Map(pending) };
}

function planShared({ shared, disk }: PlanRequest): readonly PlannedFile[] {
  if (shared === undefined) return [];
  const { path, content, before } = shared;
  const state = disk.state(path);
  if (state.kind === 'obstacle') return [{ kind: 'refused', path, reason: state.what }];
  if (before === undefined) return [{ kind: 'create', path, content }];
  const isSame = hashContent(before) === hashContent(content);
  return [isSame ? { kind: 'same', path } : { kind: 'update', path, content }];
}

/** Whether applying it would change anything but the manifest. */
export function changes(files: readonly PlannedFile[]): readonly PlannedFile[] {
  return files.filter(({ kind }) => kind === 'create' || kind === 'update' || kind === 'delete');
}

async function planCapability(
  wanted: WantedCapability,
  entry: ManifestEntry | undefined,
  request: PlanRequest,
): Promise<{ readonly files: readonly PlannedFile[]; readonly entry: ManifestEntry }> {
  const { compiler, formatter } = request;
  const known = entry?.files ?? new Map<string, FileRecord>();
  const reusable = entry !== undefined && entry.formatter === formatter;
  const planned: PlannedFile[] = [];
  const records = new Map<string, FileRecord>();
  const kept = new Set(wanted.files.map(({ path }) => path));
  // A file whose name changed in case only is the same file on some systems.
  const stale = [...known.keys()].filter((path) => !kept.has(path));
  const recased = new Map(stale.map((path) => [foldPath(path), path]));
  for (const file of wanted.files) {
    const path = `${wanted.id}/${file.path}`;
    if (file.once === true) {
      const exists = request.disk.state(path).kind !== 'missing';
      planned.push(
        exists
          ? { kind: 'kept', path, reason: 'once' }
          : { kind: 'create', path, content: await finalContent(path, file, request), once: true },
      );
      continue;
    }
    const old = recased.get(foldPath(file.path));
    const before = known.get(old ?? file.path);
    const source = hashText(
      `${file.verbatim === true ? 'verbatim' : 'formatted'}\n${file.content}`,
    );
    const state = request.disk.state(path);
    const unchanged =
      reusable && old === undefined && before?.source === source ? before : undefined;
    if (unchanged !== undefined && state.kind === 'file' && state.hash === unchanged.hash) {
      planned.push({ kind: 'same', path });
      records.set(file.path, unchanged);
      continue;
    }
    const content = await finalContent(path, file, request);
    const record = { hash: hashContent(content), source };
    const reason = refusal(path, state, record, before, request);
    if (reason !== undefined) {
      planned.push({ kind: 'refused', path, reason });
      if (before !== undefined && old === undefined) records.set(file.path, before);
      continue;
    }
    records.set(file.path, record);
    // The old spelling is deleted first, and with it perhaps this file.
    if (state.kind === 'missing' || old !== undefined)
      planned.push({ kind: 'create', path, content });
    else if (state.kind === 'file' && state.hash === record.hash)
      planned.push({ kind: 'same', path });
    else planned.push({ kind: 'update', path, content });
  }
  planned.push(...planDeletions(wanted.id, known, kept, request));
  return { files: planned, entry: { compiler, formatter, inputs: wanted.inputs, files: records } };
}

function refusal(
  path: string,
  state: ReturnType<Disk['state']>,
  record: FileRecord,
  before: FileRecord | undefined,
  { pending, force }: PlanRequest,
): RefusalReason | undefined {
  if (state.kind === 'missing') return undefined;
  if (state.kind === 'obstacle') return state.what;
  const ours = [record.hash, before?.hash, ...(pending.get(path) ?? [])];
  if (ours.includes(state.hash) || force) return undefined;
  return before === undefined ? 'foreign' : 'edited';
}

/** Only what we wrote and nobody has changed since, the leftovers of an interrupted run among it. */
function planDeletions(
  id: string,
  known: ReadonlyMap<string, FileRecord>,
  kept: ReadonlySet<string>,
  { disk, pending }: PlanRequest,
): readonly PlannedFile[] {
  const left = [...pending.keys()].filter((path) => path.startsWith(`${id}/`));
  const names = new Set([...known.keys(), ...left.map((path) => path.slice(id.length + 1))]);
  const planned: PlannedFile[] = [];
  for (const name of names) {
    if (kept.has(name)) continue;
    const path = `${id}/${name}`;
    const state = disk.state(path);
    if (state.kind === 'missing') continue;
    const ours = [known.get(name)?.hash, ...(pending.get(path) ?? [])];
    const untouched = state.kind === 'file' && ours.includes(state.hash);
    planned.push(untouched ? { kind: 'delete', path } : { kind: 'kept', path, reason: 'edited' });
  }
  return planned;
}

async function finalContent(
  path: string,
  file: OutputFile,
  { format }: PlanRequest,
): Promise<string> {
  return file.verbatim === true ? file.content : format(path, file.content);
}
