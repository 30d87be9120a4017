// What a document exposes, in one shape.
import { didYouMean } from '../diagnostics/suggest.ts';
import { child } from '../source/location.ts';
import type {
  Adapter,
  ExposedOperation,
  ExposedResource,
  McpAdapter,
  McpPrompt,
  McpResource,
  Skill,
  SkillTool,
  Tool,
} from './document.ts';
import {
  fields,
  flag,
  integer,
  list,
  namedEntries,
  present,
  text,
  texts,
  type Entry,
  type Fields,
} from './fields.ts';
import { controlParts } from './normalize-control.ts';
import { authentication, parameters, requireName, unit } from './normalize-parts.ts';

export function normalizeAdapter(entry: Fields): Adapter | undefined {
  const type = text(entry, 'type');
  const base = present({
    namespace: text(entry, 'namespace') ?? '',
    description: text(entry, 'description'),
    address: text(entry, 'address'),
    port: integer(entry, 'port'),
    authentication: authentication(entry),
    maxBinarySize: text(entry, 'maxBinarySize'),
    at: entry.at,
  });
  switch (type) {
    // Up to 0.4 the REST adapter is called `api`.
    case 'api':
    case 'rest':
      return {
        ...base,
        kind: 'rest',
        inputs: parameters(entry, 'inputParameters'),
        resources: namedEntries(entry, 'resources').map(resource),
      };
    case 'mcp':
      return { ...base, kind: 'mcp', ...mcpParts(entry) };
    case 'skill':
      return { ...base, kind: 'skill', skills: skills(entry) };
    case 'control':
      return { ...base, kind: 'control', ...controlParts(entry) };
    default: {
      const given =
        type === undefined
          ? 'an exposed adapter needs a `type`'
          : `an adapter of type \`${type}\` is not known`;
      const known = ['rest', 'mcp', 'skill', 'control'];
      const message = `${given}: \`rest\`, \`mcp\`, \`skill\` or \`control\`${didYouMean(type ?? '', known)}`;
      entry.report({
        code: 'shape',
        severity: 'error',
        message,
        at: type === undefined ? entry.at : child(entry.at, 'type'),
      });
      return undefined;
    }
  }
}

function resource({ name, fields: entry }: Entry): ExposedResource {
  const forwardAt = child(entry.at, 'forward');
  const forward = fields(entry.value['forward'], forwardAt, entry.report, '`forward`');
  return present({
    name,
    display: text(entry, 'display') ?? text(entry, 'label'),
    description: text(entry, 'description'),
    tags: texts(entry, 'tags'),
    path: text(entry, 'path') ?? '',
    deprecated: flag(entry, 'deprecated') ?? false,
    inputs: parameters(entry, 'inputParameters'),
    operations: namedEntries(entry, 'operations').map((item): ExposedOperation =>
      present({
        ...unit(item.name, item.fields),
        method: text(item.fields, 'method') ?? 'GET',
        path: text(item.fields, 'path'),
        binary: binaryResponse(item.fields),
      }),
    ),
    forward:
      entry.value['forward'] === undefined
        ? undefined
        : {
            namespace: text(forward, 'targetNamespace') ?? '',
            headers: texts(forward, 'trustedHeaders'),
            at: forwardAt,
          },
    at: entry.at,
  });
}

function binaryResponse(entry: Fields): ExposedOperation['binary'] {
  const inner = (from: Fields, key: string): Fields =>
    fields(from.value[key], child(from.at, key), from.report, `\`${key}\``);
  if (entry.value['responseBinary'] !== undefined) {
    const short = inner(entry, 'responseBinary');
    return present({ status: integer(short, 'status'), mediaType: text(short, 'mediaType') });
  }
  const responses = inner(entry, 'responses');
  const types = Object.keys(responses.value)
    .filter((status) => status.startsWith('2'))
    .flatMap((status) => {
      const content = inner(inner(responses, status), 'content');
      return Object.keys(content.value).filter((type) => flag(inner(content, type), 'binary'));
    });
  const [mediaType, ...others] = new Set(types);
  return mediaType === undefined || others.length > 0 ? undefined : { mediaType };
}

function mcpParts(
  entry: Fields,
): Pick<McpAdapter, 'transport' | 'ttlMs' | 'cacheScope' | 'tools' | 'resources' | 'prompts'> {
  return present({
    transport: text(entry, 'transport') ?? 'http',
    ttlMs: integer(entry, 'ttlMs'),
    cacheScope: text(entry, 'cacheScope'),
    tools: namedEntries(entry, 'tools').map(tool),
    resources: namedEntries(entry, 'resources').map(({ name, fields: item }): McpResource =>
      present({
        ...unit(name, item),
        uri: text(item, 'uri') ?? '',
        mimeType: text(item, 'mimeType'),
        binary: flag(item, 'binary') ?? false,
        location: text(item, 'location'),
      }),
    ),
    prompts: namedEntries(entry, 'prompts').map(prompt),
  });
}

function tool({ name, fields: entry }: Entry): Tool {
  // A tool that refers to a flow takes the flow's name where it gives none.
  if (name === undefined && entry.value['ref'] === undefined) requireName(entry, 'name', 'a tool');
  const hints = fields(entry.value['hints'], child(entry.at, 'hints'), entry.report, '`hints`');
  return {
    ...unit(name, entry),
    hints: present({
      readOnly: flag(hints, 'readOnly'),
      destructive: flag(hints, 'destructive'),
      idempotent: flag(hints, 'idempotent'),
      openWorld: flag(hints, 'openWorld'),
    }),
  };
}

function prompt({ name, fields: entry }: Entry): McpPrompt {
  return present({
    name: name ?? requireName(entry, 'name', 'a prompt'),
    display: text(entry, 'display') ?? text(entry, 'label'),
    description: text(entry, 'description'),
    arguments: parameters(entry, 'arguments'),
    messages: list(entry, 'template').map(({ value, at }) => {
      const message = fields(value, at, entry.report, 'a prompt message');
      return {
        role: text(message, 'role') ?? 'user',
        content: text(message, 'content') ?? '',
        at,
      };
    }),
    location: text(entry, 'location'),
    at: entry.at,
  });
}

/** In the wild an adapter may hold `tools` itself, and a skill may be one operation: each reads as a skill with tools. */
function skills(entry: Fields): readonly Skill[] {
  const own = namedEntries(entry, 'skills').map(({ name, fields: item }): Skill => {
    const tools = namedEntries(item, 'tools').map(skillTool);
    const single = item.value['call'] === undefined ? [] : [skillTool({ name, fields: item })];
    return present({
      name: name ?? requireName(item, 'name', 'a skill'),
      description: text(item, 'description'),
      license: text(item, 'license'),
      location: text(item, 'location'),
      details: Object.fromEntries(
        skillDetails.flatMap((key) =>
          item.value[key] === undefined ? [] : [[key, item.value[key]]],
        ),
      ),
      tools: [...tools, ...single],
      at: item.at,
    });
  });
  const loose = namedEntries(entry, 'tools').map(skillTool);
  if (loose.length === 0) return own;
  return [
    ...own,
    present({
      name: text(entry, 'namespace') ?? 'skill',
      description: text(entry, 'description'),
      details: {},
      tools: loose,
      at: entry.at,
    }),
  ];
}

const skillDetails = [
  'compatibility',
  'metadata',
  'allowed-tools',
  'argument-hint',
  'user-invocable',
  'disable-model-invocation',
] as const;

function skillTool({ name, fields: entry }: Entry): SkillTool {
  const fromAt = child(entry.at, 'from');
  const from = fields(entry.value['from'], fromAt, entry.report, '`from`');
  const call = text(entry, 'call');
  return present({
    name: name ?? requireName(entry, 'name', 'a skill tool'),
    description: text(entry, 'description'),
    from:
      entry.value['from'] === undefined
        ? undefined
        : {
            namespace: text(from, 'sourceNamespace') ?? '',
            action: text(from, 'action') ?? '',
            at: fromAt,
          },
    instruction: text(entry, 'instruction'),
    call: call === undefined ? undefined : { text: call, at: child(entry.at, 'call') },
    at: entry.at,
  });
}
