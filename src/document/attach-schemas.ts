// The schema files of operations that answer in a format nobody can read without one.
import { locationKey } from '../source/location-key.ts';
import { child } from '../source/location.ts';
import type { SourceFile } from '../source/source-file.ts';
import { stableJson } from '../util/stable-json.ts';
import { attachFile, type Attachment } from './attach-file.ts';
import { attachProto } from './attach-proto.ts';
import type { Document } from './document.ts';
import { operationsOf, type AttachedFile, type LinkedApi } from './program.ts';
import type { Reader } from './read.ts';

const codes = { missing: 'schema-file-missing', escape: 'schema-file-path-escape' } as const;

/** By `locationKey` of the operation. */
export function attachSchemas(
  main: Document,
  apis: readonly LinkedApi[],
  reader: Reader,
  sources: Map<string, SourceFile>,
): ReadonlyMap<string, AttachedFile> {
  const found = new Map<string, AttachedFile>();
  const read = new Map<string, AttachedFile | undefined>();
  for (const { operation } of apis.flatMap(operationsOf)) {
    const { outputRawFormat: format, outputSchema: written } = operation;
    if (format !== 'avro' && format !== 'protobuf') continue;
    if (written === undefined || written.trim() === '') {
      reader.report({
        code: 'output-format-not-read',
        severity: 'warning',
        message: `answers in \`${format}\` are read by a schema: without \`outputSchema\` they are passed on as they are, and what shapes them, or reads them in a step, answers 501`,
        at: child(operation.at, 'outputRawFormat'),
      });
      continue;
    }
    const at = child(operation.at, 'outputSchema');
    const name = written.replace(/^file:\/\/\/?(?=\.)/, '');
    // Read once, and complained of once.
    const key = stableJson([format, at.file, name]);
    if (!read.has(key)) {
      const attachment = { name, location: 'file:///./', at, codes };
      const attach = format === 'avro' ? attachAvro : attachProto;
      read.set(key, attach(attachment, main, reader, sources));
    }
    const file = read.get(key);
    if (file !== undefined) found.set(locationKey(operation.at), file);
  }
  return found;
}

function attachAvro(
  attachment: Attachment,
  main: Document,
  reader: Reader,
  sources: Map<string, SourceFile>,
): AttachedFile | undefined {
  const file = attachFile(attachment, main, reader, sources);
  if (file === undefined || isJson(file.text)) return file;
  reader.report({
    code: 'schema-file-invalid',
    severity: 'error',
    message: `\`${attachment.name}\` is no Avro schema: it is not JSON`,
    at: attachment.at,
  });
  return undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
