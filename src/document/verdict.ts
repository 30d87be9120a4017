// The verdict of ajv on a document, for whoever asks for the official one. `check` explains deviations and agrees with it
// over all documents at hand (its tests hold that); where the two ever differ, ajv is right.
import type { Ajv2020 as Ajv, ValidateFunction } from 'ajv/dist/2020.js';
import { loadLibrary } from '../util/load-library.ts';
import { schemaOf } from './check-schema.ts';
import type { Format } from './formats.ts';

const validators = new Map<string, ValidateFunction>();

/** Undefined: the schema accepts the value. Else the JSON pointer of the first thing it refuses. */
export function refusedAt(value: unknown, format: Format): string | undefined {
  const validate = validators.get(format.id) ?? compile(format);
  return validate(value) ? undefined : (validate.errors?.[0]?.instancePath ?? '');
}

/** Loading ajv and compiling a schema costs more than checking a file: nobody pays for it unasked. */
function compile(format: Format): ValidateFunction {
  const { Ajv2020 } = loadLibrary('ajv/dist/2020.js') as { readonly Ajv2020: typeof Ajv };
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schemaOf(format));
  validators.set(format.id, validate);
  return validate;
}
