// MCP servers: tools, resources and prompts, as agents see them.
import type { Hints, McpResource, McpSurface, Tool } from '../capability.ts';
import { compareActions } from './compare-actions.ts';
import {
  compareTags,
  compareWords,
  part,
  type RecordChange,
  type Subject,
} from './compare-change.ts';
import { compareCaching } from './compare-caching.ts';
import { compareInputs } from './compare-inputs.ts';
import { pairInputs } from './compare-inputs-pairs.ts';
import { pair } from './compare-pairs.ts';
import { comparePrompts } from './compare-prompts.ts';
import type { Renames } from './compare-renames.ts';
import { compareText } from '../../util/compare.ts';

/** Inputs of resources: variables of the URI, which are part of it. */
const nothing = { both: [], removed: [], added: [] };

export function compareMcp(
  before: McpSurface,
  after: McpSurface,
  renames: Renames,
  surface: Subject,
  record: RecordChange,
): void {
  if (before.transport !== after.transport)
    record(
      'mcp-transport-changed',
      surface,
      `it speaks over ${after.transport} instead of ${before.transport}`,
      [before.transport, after.transport],
    );
  compareCaching(before, after, surface, record);
  const subject: Subject = { ...surface, audience: ['agent'] };
  compareTools(before.tools, after.tools, renames, subject, record);
  compareResources(before.resources, after.resources, renames, subject, record);
  comparePrompts(before.prompts, after.prompts, subject, record);
}

function compareTools(
  before: readonly Tool[],
  after: readonly Tool[],
  renames: Renames,
  surface: Subject,
  record: RecordChange,
): void {
  const called = ({ action }: Tool, side: 'before' | 'after'): readonly string[] => {
    const renamed = side === 'before' ? renames.apply(action) : action;
    return renamed.kind === 'call'
      ? [renamed.operation]
      : renamed.kind === 'flow'
        ? [renamed.flow]
        : [];
  };
  const { both, removed, added } = pair(before, after, [
    ({ name }) => [name],
    ({ name, declaredNames }, side) => (side === 'before' ? [name] : declaredNames),
    ({ name, declaredNames }, side) => (side === 'before' ? declaredNames : [name]),
    called,
  ]);
  for (const tool of removed)
    record(
      'tool-removed',
      part(surface, `tool ${tool.name}`, tool, undefined),
      `tool \`${tool.name}\` is gone`,
    );
  for (const tool of added)
    record(
      'tool-added',
      part(surface, `tool ${tool.name}`, undefined, tool),
      `tool \`${tool.name}\` is new`,
    );
  for (const [old, now] of both)
    compareTool(old, now, renames, part(surface, `tool ${now.name}`, old, now), record);
}

function compareTool(
  before: Tool,
  after: Tool,
  renames: Renames,
  subject: Subject,
  record: RecordChange,
): void {
  compareToolNames(before, after, subject, record);
  compareHints(before.hints, after.hints, subject, record);
  const inputs = pairInputs(before.inputs, after.inputs);
  const inner = renames.within(inputs);
  // Arguments come as one object: where they go upstream is told by the operation.
  compareInputs(inputs, false, inner, subject, record);
  compareActions(before.action, after.action, inputs, inner, subject, record);
  if (before.deprecated !== true && after.deprecated === true)
    record('tool-deprecated', subject, 'it is deprecated');
  if (before.deprecated === true && after.deprecated !== true)
    record('tool-undeprecated', subject, 'it is no longer deprecated');
  compareWords('tool-title-changed', 'title', before.title, after.title, subject, record);
  compareWords(
    'tool-description-changed',
    'description',
    before.description,
    after.description,
    subject,
    record,
  );
  compareTags('tool-tags-changed', before.tags, after.tags, subject, record);
}

function compareToolNames(before: Tool, after: Tool, subject: Subject, record: RecordChange): void {
  const now = new Set([after.name, ...after.declaredNames]);
  const was = new Set([before.name, ...before.declaredNames]);
  if (before.name !== after.name) {
    const kept = now.has(before.name);
    const words = `\`${before.name}\` is called \`${after.name}\` now${kept ? ', and still answers to the old name' : ''}`;
    record(kept ? 'tool-renamed-with-alias' : 'tool-renamed', subject, words, [
      before.name,
      after.name,
    ]);
  }
  for (const name of [...was].sort(compareText))
    if (name !== before.name && !now.has(name))
      record('tool-alias-removed', subject, `it no longer answers to \`${name}\``, [name]);
  for (const name of [...now].sort(compareText))
    if (name !== after.name && !was.has(name))
      record('tool-alias-added', subject, `it also answers to \`${name}\``, [name]);
}

/** A tool without hints counts as destructive and not safe to repeat: the protocol says so. */
function compareHints(before: Hints, after: Hints, subject: Subject, record: RecordChange): void {
  const danger = ({ readOnly, destructive }: Hints): number =>
    readOnly === true ? 0 : destructive === false ? 1 : 2;
  const words = ['read-only', 'changing, not destructive', 'destructive'];
  const [was, is] = [danger(before), danger(after)];
  const facts = [before, after];
  if (is > was)
    record('tool-danger-raised', subject, `it counts as ${words[is]}, it was ${words[was]}`, facts);
  if (is < was)
    record(
      'tool-danger-lowered',
      subject,
      `it counts as ${words[is]}, it was ${words[was]}`,
      facts,
    );
  const [repeatable, repeats] = [before, after].map(
    ({ readOnly, idempotent }) => readOnly === true || idempotent === true,
  );
  if (repeatable && !repeats)
    record('tool-idempotence-lost', subject, 'it no longer counts as safe to repeat', facts);
  if (!repeatable && repeats)
    record('tool-idempotence-gained', subject, 'it counts as safe to repeat', facts);
  if ((before.openWorld ?? true) !== (after.openWorld ?? true))
    record(
      'tool-world-changed',
      subject,
      after.openWorld === false
        ? 'it says that it reaches nothing outside'
        : 'it may reach systems outside',
      facts,
    );
}

function compareResources(
  before: readonly McpResource[],
  after: readonly McpResource[],
  renames: Renames,
  surface: Subject,
  record: RecordChange,
): void {
  const { both, removed, added } = pair(before, after, [
    ({ name, uri }) => [`${name} ${uri}`],
    ({ uri }) => [uri],
    ({ name }) => [name],
  ]);
  for (const resource of removed)
    record(
      'resource-removed',
      part(surface, `resource ${resource.uri}`, resource, undefined),
      `resource \`${resource.uri}\` is gone`,
    );
  for (const resource of added)
    record(
      'resource-added',
      part(surface, `resource ${resource.uri}`, undefined, resource),
      `resource \`${resource.uri}\` is new`,
    );
  for (const [old, now] of both) {
    const subject = part(surface, `resource ${now.uri}`, old, now);
    if (old.uri !== now.uri)
      record('resource-uri-changed', subject, `its URI is \`${now.uri}\`, it was \`${old.uri}\``, [
        old.uri,
        now.uri,
      ]);
    if (old.name !== now.name)
      record('resource-renamed', subject, `it is called \`${now.name}\`, it was \`${old.name}\``, [
        old.name,
        now.name,
      ]);
    const content = ({ mimeType, binary }: McpResource): string =>
      `${mimeType ?? 'no media type in particular'}${binary ? ', binary' : ''}`;
    if (content(old) !== content(now))
      record(
        'resource-media-type-changed',
        subject,
        `it is ${content(now)}, it was ${content(old)}`,
        [content(old), content(now)],
      );
    if (old.location !== now.location)
      record('resource-location-changed', subject, 'its files stand elsewhere', [
        old.location ?? null,
        now.location ?? null,
      ]);
    if (old.action !== undefined && now.action !== undefined)
      compareActions(old.action, now.action, nothing, renames, subject, record);
    compareWords('resource-title-changed', 'title', old.title, now.title, subject, record);
    compareWords(
      'resource-description-changed',
      'description',
      old.description,
      now.description,
      subject,
      record,
    );
  }
}
