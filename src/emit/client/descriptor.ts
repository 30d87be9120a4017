// An operation as the data that the runtime reads; what the runtime assumes anyway is left out.
import type { Body, Method, Operation, OutputFormat } from '../../ir/capability.ts';
import type { LiteralValue } from '../typescript/literal.ts';
import type { Signature } from '../typescript/signature.ts';

export type ResponseFormat = 'json' | 'text' | 'binary';

/** How the client hands out a response. */
export function responseFormat(format: OutputFormat): ResponseFormat {
  if (format === 'json') return 'json';
  return format === 'binary' || format === 'avro' || format === 'protobuf' ? 'binary' : 'text';
}

/** Methods that the runtime repeats anyway. */
const repeatable: ReadonlySet<Method> = new Set<Method>([
  'GET',
  'HEAD',
  'OPTIONS',
  'PUT',
  'DELETE',
]);

export function descriptor(
  operation: Operation,
  { fields }: Signature,
  idempotent: boolean,
): LiteralValue {
  const format = responseFormat(operation.output.format);
  const implied = new Set(
    fields.filter(({ key, wire }) => wire.in === 'path' && key === wire.name),
  );
  const asked = fields
    .filter((field) => !implied.has(field))
    .map(({ key, wire, required }) => ({
      name: wire.name,
      in: wire.in,
      key: key === wire.name ? undefined : key,
      required: required || undefined,
    }));
  const worked = operation.inputs
    .filter((input) => input.value !== undefined)
    .map((input) => ({ name: input.name, in: input.in, value: input.value }));
  return {
    id: operation.client.join('.'),
    service: operation.service,
    method: operation.method,
    path: operation.path,
    inputs: [...asked, ...worked],
    body: operation.body && bodyData(operation.body),
    format: format === 'json' ? undefined : format,
    accept: operation.output.mediaType,
    maxBytes: format === 'binary' ? operation.output.maxBytes : undefined,
    idempotent: (idempotent && !repeatable.has(operation.method)) || undefined,
  };
}

function bodyData(body: Body): LiteralValue {
  return body.kind === 'multipart'
    ? { ...body, parts: body.parts.map((part) => ({ ...part })) }
    : body;
}
