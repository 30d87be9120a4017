// Formats that a forge reads name files from the root of the checkout, wherever in it the command is run.
import { isAbsolute, relative, resolve } from 'node:path';
import type { Located, Place } from '../../diagnostics/locate.ts';
import { isWebPath } from '../../util/web-path.ts';
import type { Session } from '../session.ts';

const readByForges: ReadonlySet<string> = new Set(['sarif', 'github', 'gitlab']);

/** The entries as a format wants them; unchanged outside of a CI job, and for files outside of its checkout. */
export function fromCheckout(
  entries: readonly Located[],
  format: string,
  { cwd, env }: Session,
): readonly Located[] {
  const checkout = env['GITHUB_WORKSPACE'] ?? env['CI_PROJECT_DIR'];
  if (!readByForges.has(format) || checkout === undefined || checkout === '') return entries;
  const root = resolve(checkout);
  if (root === cwd) return entries;
  const move = (place: Place): Place => {
    const path = relative(root, resolve(cwd, place.file));
    const isInside =
      place.file !== '' &&
      !isWebPath(place.file) &&
      !isAbsolute(path) &&
      !/^\.\.(?:[\\/]|$)/.test(path);
    return isInside ? { ...place, file: path.replaceAll('\\', '/') } : place;
  };
  return entries.map((entry) => ({
    ...entry,
    place: move(entry.place),
    sites: entry.sites.map(move),
    related: entry.related.map((note) => ({ ...note, place: move(note.place) })),
  }));
}
