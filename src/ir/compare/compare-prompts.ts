// Prompts of an MCP server, with their arguments.
import type { McpPrompt } from '../capability.ts';
import { stableJson } from '../../util/stable-json.ts';
import { compareWords, part, type RecordChange, type Subject } from './compare-change.ts';
import { pair } from './compare-pairs.ts';

export function comparePrompts(
  before: readonly McpPrompt[],
  after: readonly McpPrompt[],
  surface: Subject,
  record: RecordChange,
): void {
  const { both, removed, added } = pair(before, after, [({ name }) => [name]]);
  for (const prompt of removed)
    record(
      'prompt-removed',
      part(surface, `prompt ${prompt.name}`, prompt, undefined),
      `prompt \`${prompt.name}\` is gone`,
    );
  for (const prompt of added)
    record(
      'prompt-added',
      part(surface, `prompt ${prompt.name}`, undefined, prompt),
      `prompt \`${prompt.name}\` is new`,
    );
  for (const [old, now] of both) {
    const subject = part(surface, `prompt ${now.name}`, old, now);
    comparePromptArguments(old, now, subject, record);
    if (stableJson(old.messages) !== stableJson(now.messages))
      record('prompt-messages-changed', subject, 'its messages have changed', [
        old.messages,
        now.messages,
      ]);
    if (old.location !== now.location)
      record('prompt-location-changed', subject, 'its messages stand in another file', [
        old.location ?? null,
        now.location ?? null,
      ]);
    compareWords('prompt-title-changed', 'title', old.title, now.title, subject, record);
    compareWords(
      'prompt-description-changed',
      'description',
      old.description,
      now.description,
      subject,
      record,
    );
  }
}

function comparePromptArguments(
  before: McpPrompt,
  after: McpPrompt,
  prompt: Subject,
  record: RecordChange,
): void {
  const { both, removed, added } = pair(before.arguments, after.arguments, [({ name }) => [name]]);
  const named = (name: string): Subject => ({
    ...prompt,
    path: [...prompt.path, `argument ${name}`],
  });
  for (const { name } of removed)
    record('prompt-argument-removed', named(name), `argument \`${name}\` is gone`);
  for (const { name, required } of added)
    if (required)
      record(
        'prompt-argument-added-required',
        named(name),
        `argument \`${name}\` is new and has to be given`,
      );
    else
      record(
        'prompt-argument-added-optional',
        named(name),
        `argument \`${name}\` is new and may be left out`,
      );
  for (const [old, now] of both) {
    if (!old.required && now.required)
      record(
        'prompt-argument-made-required',
        named(now.name),
        `argument \`${now.name}\` has to be given now`,
      );
    if (old.required && !now.required)
      record(
        'prompt-argument-made-optional',
        named(now.name),
        `argument \`${now.name}\` may be left out now`,
      );
    compareWords(
      'prompt-title-changed',
      `title of \`${now.name}\``,
      old.title,
      now.title,
      named(now.name),
      record,
    );
    compareWords(
      'prompt-description-changed',
      `description of \`${now.name}\``,
      old.description,
      now.description,
      named(now.name),
      record,
    );
  }
}
