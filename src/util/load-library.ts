// Libraries that few runs need, loaded when they do. The build puts them into the bundle: see scripts/bundled-libraries.cjs.
import { createRequire } from 'node:module';

export const loadLibrary: (name: 'json-p3' | 'ajv/dist/2020.js') => unknown = createRequire(
  import.meta.url,
);
