// Sizes as documents write them.

/** `"1.5MiB"` → 1572864 */
export function byteSize(text: string | undefined): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(B|KiB|MiB|GiB)$/.exec(text ?? '');
  if (match === null) return undefined;
  const unit = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 }[
    match[2] as 'B' | 'KiB' | 'MiB' | 'GiB'
  ];
  return Math.floor(Number(match[1]) * unit);
}
