// The schema files of operations that answer in a format nobody can read without one.
import { locationKey } from '../source/location-key.ts';
import { child } from '../source/location.ts';
import type { SourceFile } from '../source/source-file.ts';
import { attachFile } from './attach-file.ts';
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
  for (const { operation } of apis.flatMap(operationsOf)) {
    if (operation.outputRawFormat !== 'avro' || operation.outputSchema === undefined) continue;
    const at = child(operation.at, 'outputSchema');
    const name = operation.outputSchema.replace(/^file:\/\/\/?(?=\.)/, '');
    const file = attachFile({ name, location: 'file:///./', at, codes }, main, reader, sources);
    if (file === undefined) continue;
    if (isJson(file.text)) found.set(locationKey(operation.at), file);
    else
      reader.report({
        code: 'schema-file-invalid',
        severity: 'error',
        message: `\`${name}\` is no Avro schema: it is not JSON`,
        at,
      });
  }
  return found;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
