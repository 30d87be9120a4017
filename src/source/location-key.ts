// Places as keys of maps.
import type { Location } from './location.ts';

/** One text for one node: for maps keyed by place. */
export function locationKey(at: Location): string {
  return `${at.file}#${at.pointer}`;
}
