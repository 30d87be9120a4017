// File names and anchors made from a document's names. Both depend on the name alone as far as they can, so that a
// link into the docs outlives later changes of the capability.

/** Names that are taken, by our own pages or by Windows. */
const reserved = /^(readme|index|rest|mcp|flows|con|prn|aux|nul|com\d|lpt\d)$/;

/** File names (without extension) for names, in order: lower case, unique, never reserved. */
export function fileSlugs(names: readonly string[]): readonly string[] {
  const slugs = names.map((name) => {
    const slug = kebab(name).slice(0, 60).replace(/-$/, '') || 'group';
    return reserved.test(slug) ? `${slug}-operations` : slug;
  });
  const counts = new Map<string, number>();
  for (const slug of slugs) counts.set(slug, (counts.get(slug) ?? 0) + 1);
  const used = new Set<string>();
  return slugs.map((slug, i) => {
    let unique = counts.get(slug) === 1 ? slug : `${slug}-${fingerprint(names[i]!)}`;
    while (used.has(unique)) unique += '-x';
    used.add(unique);
    return unique;
  });
}

function kebab(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
}

/** The anchor of a name: the name itself where it can be, else what is left of it and a fingerprint. */
export function anchor(name: string): string {
  if (/^[a-z][a-z0-9._-]{0,119}$/.test(name)) return name;
  return `${kebab(name).slice(0, 80).replace(/-$/, '') || 'x'}-${fingerprint(name)}`;
}

/** FNV-1a over UTF-16 code units. */
export function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
