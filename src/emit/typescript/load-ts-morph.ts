// ts-morph, loaded when it is needed: it takes longer than everything that a small capability needs.
import { createRequire } from 'node:module';

export function loadTsMorph(): typeof import('ts-morph') {
  return createRequire(import.meta.url)('ts-morph') as typeof import('ts-morph');
}
