// The schemas of the formats as data, read once each from schemas/.
import { readFileSync } from 'node:fs';
import { packageFile } from '../util/package-info.ts';
import type { JsonType } from './check-type.ts';
import type { Format } from './formats.ts';

/** The part of JSON Schema that our schemas use. */
export interface Schema {
  readonly $ref?: string;
  readonly title?: string;
  readonly type?: JsonType | readonly JsonType[];
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  /** Ends the sentence "it must be …"; editors know the keyword too. */
  readonly patternErrorMessage?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | false;
  readonly propertyNames?: Schema;
  readonly minProperties?: number;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly not?: Schema;
}

export interface DocumentSchema extends Schema {
  readonly $defs: Readonly<Record<string, Schema>>;
}

const schemas = new Map<string, DocumentSchema>();

export function schemaOf(format: Format): DocumentSchema {
  let schema = schemas.get(format.id);
  if (schema === undefined) {
    const text = readFileSync(packageFile(`schemas/${format.id}.json`), 'utf8');
    schema = JSON.parse(text) as DocumentSchema;
    schemas.set(format.id, schema);
  }
  return schema;
}
