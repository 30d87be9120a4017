// Results too long for one answer, kept for a while under handles that nobody can guess, each for who asked for it.
import type { Long } from "./trim.ts";

export interface Kept {
  readonly tool: string;
  readonly caller: string;
  readonly long: Long;
}

export interface KeptResults {
  /** The handle of what comes from `next` on; undefined where the result is too long to be kept. */
  keep(kept: Kept, next: number): string | undefined;
  /** Undefined where the handle is unknown, expired, or somebody else's. */
  find(handle: string, caller: string): Found | undefined;
}

export interface Found extends Kept {
  readonly from: number;
  /** The handle of a later part of the same result. */
  handle(next: number): string;
}

export interface KeepLimits {
  /** Of everything that is kept. */
  readonly keptBytes: number;
  /** How long a result is kept after it was last read, in milliseconds. */
  readonly keptMs: number;
}

export function createKeptResults(
  { keptBytes, keptMs }: KeepLimits,
  now: () => number = () => performance.now(),
): KeptResults {
  // The one read last is the last one.
  const byId = new Map<string, Kept & { readonly until: number }>();
  /** One caller cannot take the room of all. */
  const share = keptBytes / 4;
  let size = 0;

  function drop(id: string): void {
    size -= sizeOf(byId.get(id));
    byId.delete(id);
  }

  function clean(): void {
    for (const [id, { until }] of byId) if (until <= now()) drop(id);
  }

  function makeRoom(caller: string, more: number): void {
    const own = [...byId].filter(([, kept]) => kept.caller === caller);
    let taken = own.reduce((sum, [, kept]) => sum + sizeOf(kept), 0);
    for (const [id, kept] of own) {
      if (taken + more <= share) break;
      taken -= sizeOf(kept);
      drop(id);
    }
    for (const id of byId.keys()) {
      if (size + more <= keptBytes) break;
      drop(id);
    }
  }

  return {
    keep(kept, next) {
      const more = sizeOf(kept);
      clean();
      if (more > share) return undefined;
      makeRoom(kept.caller, more);
      const id = newId();
      byId.set(id, { ...kept, until: now() + keptMs });
      size += more;
      return `${id}.${next}`;
    },
    find(handle, caller) {
      clean();
      const [, id = "", position = ""] =
        /^([\w-]{22})\.(\d{1,12})$/.exec(handle) ?? [];
      const kept = byId.get(id);
      if (kept === undefined || kept.caller !== caller) return undefined;
      const from = Number(position);
      const { long } = kept;
      const most = long.kind === "text" ? long.bytes.length : long.ends.length;
      if (from >= most) return undefined;
      byId.delete(id);
      byId.set(id, { ...kept, until: now() + keptMs });
      return { ...kept, from, handle: (next) => `${id}.${next}` };
    },
  };
}

function sizeOf(kept: Kept | undefined): number {
  if (kept === undefined) return 0;
  const { long } = kept;
  const ends = long.kind === "items" ? long.ends.length * 8 : 0;
  return long.bytes.byteLength + ends + 200;
}

function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
