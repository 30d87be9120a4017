// What no schema can tell: by the name the schemas have for a thing, what is put right in it.
import { adapters } from './adjust-adapters.ts';
import { file } from './adjust-file.ts';
import { services } from './adjust-services.ts';
import { units } from './adjust-units.ts';
import type { Adjusters } from './conform.ts';

export const adjusters: Adjusters = { ...file, ...services, ...adapters, ...units };
