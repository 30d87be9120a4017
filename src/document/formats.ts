// The formats we know and how a document says which one it is in: the root key and the version together.

export interface Format {
  /** As in file names and in output: `naftiko-1.0.0-alpha2`. */
  readonly id: string;
  readonly rootKey: 'naftiko' | 'ikanos';
  readonly version: string;
}

export type FormatVerdict =
  | { readonly kind: 'known'; readonly format: Format }
  /** A version we have not heard of, not older than the oldest we know: `format` is the one to read it as. */
  | { readonly kind: 'newer'; readonly format: Format; readonly declared: string }
  /** Older than anything we know, or not a version at all. */
  | {
      readonly kind: 'unsupported';
      readonly rootKey: Format['rootKey'];
      readonly declared: string;
      readonly reason: 'older' | 'unreadable';
    }
  /** A version that stands under the other root key. */
  | {
      readonly kind: 'other-key';
      readonly format: Format;
      readonly declared: string;
      readonly rootKey: Format['rootKey'];
    }
  | { readonly kind: 'not-a-capability'; readonly reason: string };

/** Every format, oldest first. */
export const formats: readonly Format[] = [
  format('naftiko', '0.4'),
  format('naftiko', '0.5'),
  format('naftiko', '1.0.0-alpha1'),
  format('naftiko', '1.0.0-alpha2'),
  format('naftiko', '1.0.0-alpha3'),
  format('ikanos', '1.0.0-alpha3'),
  format('ikanos', '1.0.0-alpha4'),
  format('ikanos', '1.0.0-beta1'),
  format('ikanos', '1.0.0-beta2'),
  format('ikanos', '1.0.0-beta3'),
  format('ikanos', '1.0.0-beta4'),
  format('ikanos', '1.0.0-beta5'),
];

/** The format a document declares. Of two root keys the one that names a known version counts, `ikanos` first. */
export function formatOf(value: unknown): FormatVerdict {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return {
      kind: 'not-a-capability',
      reason: 'it is not a mapping with `naftiko:` or `ikanos:` at its top',
    };
  const document = value as Readonly<Record<string, unknown>>;
  const verdicts = (['ikanos', 'naftiko'] as const)
    .filter((rootKey) => Object.hasOwn(document, rootKey))
    .map((rootKey) => verdictOn(rootKey, document[rootKey]));
  return (
    verdicts.find(({ kind }) => kind === 'known') ??
    verdicts.find(({ kind }) => kind === 'other-key') ??
    verdicts.find(({ kind }) => kind === 'newer') ??
    verdicts[0] ?? {
      kind: 'not-a-capability',
      reason: 'it has neither `naftiko:` nor `ikanos:` at its top',
    }
  );
}

/** The format with this id, as `naftiko-1.0.0-alpha2`. */
export function formatById(id: string): Format | undefined {
  return formats.find((format) => format.id === id);
}

function format(rootKey: Format['rootKey'], version: string): Format {
  return { id: `${rootKey}-${version}`, rootKey, version };
}

function verdictOn(rootKey: Format['rootKey'], value: unknown): FormatVerdict {
  const declared = versionText(value);
  const same = formats.filter((format) => format.rootKey === rootKey);
  const known = same.find((format) => format.version === declared);
  if (known !== undefined) return { kind: 'known', format: known };
  const other = formats.find((each) => each.version === declared);
  if (other !== undefined) return { kind: 'other-key', format: other, declared, rootKey };
  const rank = versionRank(declared);
  if (rank === undefined) return { kind: 'unsupported', rootKey, declared, reason: 'unreadable' };
  if (compareRanks(rank, oldest) < 0)
    return { kind: 'unsupported', rootKey, declared, reason: 'older' };
  const nearest = same.findLast((format) => compareRanks(versionRank(format.version)!, rank) < 0);
  return { kind: 'newer', format: nearest ?? same[0]!, declared };
}

/** What the author meant: `0.5` without quotes is a number in YAML, and `v0.5` a habit. */
function versionText(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a mapping';
  return String(value)
    .trim()
    .replace(/^v(?=\d)/i, '');
}

/** Major, minor, patch, stage (alpha 0, beta 1, rc 2, released 3), number in the stage; compared from left to right. */
function versionRank(version: string): readonly number[] | undefined {
  const parts =
    /^(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?:-(alpha|beta|rc)\.?(\d{1,9})?)?$/.exec(version);
  if (parts === null) return undefined;
  const [, major, minor, patch, stage, number] = parts;
  const stageRank = stage === undefined ? 3 : ['alpha', 'beta', 'rc'].indexOf(stage);
  return [Number(major), Number(minor ?? 0), Number(patch ?? 0), stageRank, Number(number ?? 0)];
}

const oldest = versionRank('0.4')!;

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (const [index, part] of a.entries()) if (part !== b[index]) return part - (b[index] ?? 0);
  return 0;
}
