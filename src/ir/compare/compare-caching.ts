// How long clients of an MCP server may keep what they read, and who else may.
import type { McpSurface } from '../capability.ts';
import type { RecordChange, Subject } from './compare-change.ts';

export function compareCaching(
  before: McpSurface,
  after: McpSurface,
  surface: Subject,
  record: RecordChange,
): void {
  if (before.ttlMs !== after.ttlMs)
    record('mcp-cache-time-changed', surface, `clients keep what they read ${keptWords(after)}`, [
      before.ttlMs ?? null,
      after.ttlMs ?? null,
    ]);
  const isPublic = [before, after].map(({ cacheScope }) => cacheScope === 'public');
  if (isPublic[0] !== isPublic[1])
    record(
      isPublic[1] === true ? 'mcp-cache-shared' : 'mcp-cache-private',
      surface,
      `shared caches may ${isPublic[1] === true ? '' : 'no longer '}keep what clients read`,
    );
}

function keptWords({ ttlMs }: McpSurface): string {
  return ttlMs === undefined ? 'as long as they like' : `for ${ttlMs} ms`;
}
