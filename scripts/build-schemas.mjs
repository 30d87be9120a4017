// Writes schemas/<format>.json, one for every format. Run it after a change in scripts/schema; a test holds both in step.
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { documentSchema, formatIds } from './schema/document.mjs';

const folder = fileURLToPath(new URL('../schemas/', import.meta.url));

/** File name and text of every schema. */
export async function schemaFiles() {
  const options = await resolveConfig(folder + 'schema.json');
  return Promise.all(
    formatIds.map(async (id) => [
      `${id}.json`,
      await format(JSON.stringify(documentSchema(id)), { ...options, parser: 'json' }),
    ]),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of await schemaFiles()) await writeFile(folder + name, text);
}
