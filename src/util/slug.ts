// The name of a capability's output folder: `[a-z0-9-]`, never empty, never a name that a file system treats specially.
import { hashText } from './hash.ts';
import { baseName } from './web-path.ts';

const longest = 80;
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/** `API v2 (Beta)` → `api-v2-beta`. Text that loses letters on the way keeps apart from its like by a hash. */
export function slug(text: string): string {
  const folded = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const plain = folded.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  const lost = /[\p{L}\p{N}]/u.test(folded.replace(/[a-z0-9]/g, ''));
  if (plain === '' || lost || plain.length > longest) {
    const start = plain.slice(0, longest - 9).replace(/-+$/, '');
    return `${start === '' ? 'capability' : start}-${hashText(text.normalize('NFC')).slice(0, 8)}`;
  }
  return reserved.test(plain) ? `${plain}-capability` : plain;
}

/** The id of the capability in a file: the slug of its base name without `.yaml` and the like. */
export function capabilityId(path: string): string {
  return slug(baseName(path).replace(/\.(?:ya?ml|json)$/i, ''));
}
