// A place on the way down a document. It becomes a pointer only when there is something to say about it.
import { escapePointer, type Location } from '../source/location.ts';

export interface Place {
  readonly above: Place | undefined;
  readonly key: string | number;
  readonly on?: 'key';
}

export const top: Place = { above: undefined, key: '' };

export function child(above: Place, key: string | number): Place {
  return { above, key };
}

export function onKey({ above, key }: Place): Place {
  return { above, key, on: 'key' };
}

export function location(place: Place, file: string): Location {
  let pointer = '';
  for (let { above, key } = place; above !== undefined; { above, key } = above)
    pointer = `/${escapePointer(String(key))}${pointer}`;
  return place.on === undefined ? { file, pointer } : { file, pointer, on: place.on };
}
