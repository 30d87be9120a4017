// Request bodies: every spelling of `body` and of `in: body` inputs → Body.
import { didYouMean } from '../../diagnostics/suggest.ts';
import type { ConsumedOperation } from '../../document/document.ts';
import { isRecord } from '../../document/fields.ts';
import { child, type Location } from '../../source/location.ts';
import type { Body, Input, MultipartPart } from '../capability.ts';
import type { Expression } from '../expression.ts';
import { parseTemplate } from '../parse/parse-template.ts';
import { jsonValue, templateValue, type Scope } from './scope.ts';

const textTypes: Readonly<Record<string, string>> = {
  text: 'text/plain',
  xml: 'application/xml',
  sparql: 'application/sparql-query',
};

export interface LoweredBody {
  readonly body?: Body;
  /** An input for a body that is announced without content: `body: { type: json }`. */
  readonly input?: Input;
}

export function lowerBody(
  operation: ConsumedOperation,
  inputs: readonly Input[],
  scope: Scope,
): LoweredBody {
  if (operation.body !== undefined)
    return declaredBody(operation.body.value, operation.body.at, inputs, scope);
  const fields = inputs.filter((input) => input.in === 'body' && input.value === undefined);
  const [only] = fields;
  if (only === undefined)
    return inputs.some((input) => input.in === 'body')
      ? { body: { kind: 'fields', contentType: 'application/json' } }
      : {};
  // One input called `body` (or any that is an object or a list) is the body itself; others are its members.
  const isWhole =
    fields.length === 1 &&
    inputs.filter((input) => input.in === 'body').length === 1 &&
    isWholeBody(only);
  return {
    body: isWhole
      ? { kind: 'input', input: only.name, contentType: 'application/json' }
      : { kind: 'fields', contentType: 'application/json' },
  };
}

function isWholeBody(input: Input): boolean {
  if (/^(body|payload|data|request_?body)$/i.test(input.name)) return true;
  return input.type.kind === 'record' || input.type.kind === 'object';
}

function declaredBody(
  value: unknown,
  at: Location,
  inputs: readonly Input[],
  scope: Scope,
): LoweredBody {
  if (typeof value === 'string') return { body: jsonText(value, at, scope) };
  if (!isRecord(value)) {
    scope.report({
      code: 'shape',
      severity: 'error',
      message: '`body` must be text or a mapping with `type` and `data`',
      at,
    });
    return {};
  }
  const type = typeof value['type'] === 'string' ? value['type'] : 'json';
  const data = value['data'];
  const dataAt = child(at, 'data');
  if (data === undefined || data === null) return emptyBody(type, at, inputs, scope);
  switch (type) {
    case 'json':
      return {
        body:
          typeof data === 'string'
            ? jsonText(data, dataAt, scope)
            : { kind: 'json', value: jsonValue(data, dataAt, scope) },
      };
    case 'text':
    case 'xml':
    case 'sparql':
      return {
        body: { kind: 'text', contentType: textTypes[type]!, value: textOf(data, dataAt, scope) },
      };
    case 'form':
    case 'formUrlEncoded':
      if (!isRecord(data))
        return {
          body: {
            kind: 'text',
            contentType: 'application/x-www-form-urlencoded',
            value: textOf(data, dataAt, scope),
          },
        };
      return {
        body: {
          kind: 'form',
          fields: Object.keys(data).map((name) => ({
            name,
            value: jsonValue(data[name], child(dataAt, name), scope),
          })),
        },
      };
    case 'multipart':
    case 'multipartForm':
      return { body: { kind: 'multipart', parts: multipartParts(data, dataAt, scope) } };
    case 'raw':
      return { body: jsonText(String(data), dataAt, scope) };
    default:
      scope.report({
        code: 'body-type-unknown',
        severity: 'error',
        message: `a body of type \`${type}\` is not known: \`json\`, \`text\`, \`xml\`, \`sparql\`, \`formUrlEncoded\` or \`multipartForm\`${didYouMean(type, ['json', 'text', 'xml', 'sparql', 'formUrlEncoded', 'multipartForm'])}`,
        at: child(at, 'type'),
      });
      return {};
  }
}

/** A body without data is the caller's, whole. */
function emptyBody(
  type: string,
  at: Location,
  inputs: readonly Input[],
  scope: Scope,
): LoweredBody {
  const contentType =
    type === 'form' || type === 'formUrlEncoded'
      ? 'application/x-www-form-urlencoded'
      : (textTypes[type] ?? 'application/json');
  const declared = inputs.find((input) => input.in === 'body');
  if (declared !== undefined) return { body: { kind: 'input', input: declared.name, contentType } };
  const name = scope.inputs.has('body') ? 'request_body' : 'body';
  const input: Input = {
    name,
    in: 'body',
    type: { kind: 'record', values: { kind: 'unknown' } },
    required: false,
    inferred: true,
    at,
  };
  return { body: { kind: 'input', input: name, contentType }, input };
}

function textOf(data: unknown, at: Location, scope: Scope): Expression {
  return templateValue(typeof data === 'string' ? data : JSON.stringify(data), at, scope);
}

function multipartParts(data: unknown, at: Location, scope: Scope): readonly MultipartPart[] {
  const entries = Array.isArray(data)
    ? data
    : isRecord(data)
      ? Object.entries(data).map(([name, value]) => ({ name, value }))
      : [];
  return entries.flatMap((entry: unknown, index): MultipartPart[] => {
    if (!isRecord(entry) || typeof entry['name'] !== 'string') {
      scope.report({
        code: 'shape',
        severity: 'error',
        message: 'a part of a multipart body needs a `name`',
        at: child(at, index),
        missing: 'name',
      });
      return [];
    }
    const partAt = child(at, index);
    const filename = entry['filename'];
    return [
      {
        name: entry['name'],
        value: jsonValue(entry['value'], child(partAt, 'value'), scope),
        ...(typeof filename === 'string'
          ? { filename: templateValue(filename, child(partAt, 'filename'), scope) }
          : {}),
        ...(typeof entry['contentType'] === 'string' ? { contentType: entry['contentType'] } : {}),
      },
    ];
  });
}

/**
 * JSON written as text, with holes: parsed once, so that values are escaped where they are put in.
 * A hole in quotes is text there; a bare one is a value of its own kind. Text that is no JSON is sent as it stands.
 */
function jsonText(text: string, at: Location, scope: Scope): Body {
  const { parts, problem } = parseTemplate(text);
  if (problem !== undefined || parts.every((part) => typeof part === 'string'))
    return { kind: 'text', contentType: 'application/json', value: templateValue(text, at, scope) };
  const [only] = parts;
  // One hole alone is the whole body, of whatever kind.
  if (parts.length === 1 && typeof only === 'object')
    return { kind: 'json', value: templateValue(text, at, scope) };
  const parsed = parseWithHoles(parts);
  if (parsed === undefined)
    return { kind: 'text', contentType: 'application/json', value: templateValue(text, at, scope) };
  return { kind: 'json', value: fillHoles(parsed, at, scope) };
}

/** Private-use characters mark the holes while the text is parsed as JSON. */
const bare = '\uE000';
const quoted = '\uE001';

function parseWithHoles(parts: ReturnType<typeof parseTemplate>['parts']): unknown {
  let inString = false;
  let text = '';
  for (const part of parts) {
    if (typeof part !== 'string') {
      const name = JSON.stringify(part.name).slice(1, -1);
      text += inString ? `${quoted}${name}${quoted}` : `"${bare}${name}${bare}"`;
      continue;
    }
    for (let index = 0; index < part.length; index++) {
      if (part[index] === '\\' && inString) index++;
      else if (part[index] === '"') inString = !inString;
    }
    text += part;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function fillHoles(value: unknown, at: Location, scope: Scope): Expression {
  if (typeof value === 'string') {
    if (value.startsWith(bare) && value.endsWith(bare))
      return templateValue(`{{${value.slice(1, -1)}}}`, at, scope);
    if (!value.includes(quoted)) return { kind: 'literal', value };
    const filled = templateValue(
      value
        .split(quoted)
        .map((part, index) => (index % 2 === 0 ? part : `{{${part}}}`))
        .join(''),
      at,
      scope,
    );
    return filled.kind === 'template' || filled.kind === 'literal'
      ? filled
      : { kind: 'template', parts: [filled] };
  }
  if (Array.isArray(value))
    return { kind: 'array', items: value.map((item) => fillHoles(item, at, scope)) };
  if (isRecord(value))
    return {
      kind: 'object',
      members: Object.entries(value).map(([name, item]) => ({
        name,
        value: fillHoles(item, at, scope),
      })),
    };
  return jsonValue(value, at, scope);
}
