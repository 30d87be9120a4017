// Texts that are secrets by the look of them: what issuers mark as theirs, and what nobody would write by hand.

/** Beginnings that the issuers of keys chose so that they can be found, with what follows each. */
const issued: readonly (readonly [issuer: string, pattern: string])[] = [
  ['AWS', '(?:AKIA|ASIA)[0-9A-Z]{16}'],
  ['GitHub', 'gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\\w{30,}'],
  ['GitLab', 'gl(?:pat|dt|rt|ptt|soat|agent)-[\\w-]{20,}'],
  [
    'Slack',
    'xox[abeoprs]-[\\w-]{20,}|xapp-[\\w-]{20,}|hooks\\.slack\\.com/services/T\\w+/B\\w+/\\w{20,}',
  ],
  ['Stripe', '[sr]k_(?:live|test)_\\w{20,}|whsec_[\\w+/]{24,}'],
  ['Google', 'AIza[\\w-]{35}|ya29\\.[\\w-]{30,}|GOCSPX-[\\w-]{28}'],
  ['OpenAI or Anthropic', 'sk-(?:proj-|svcacct-|ant-)?[A-Za-z0-9_-]{24,}'],
  ['npm', 'npm_[A-Za-z0-9]{36}'],
  ['PyPI', 'pypi-AgE[\\w-]{40,}'],
  ['SendGrid', 'SG\\.[\\w-]{20,}\\.[\\w-]{20,}'],
  ['Mailgun', 'key-[0-9a-f]{32}'],
  ['Twilio', 'SK[0-9a-f]{32}'],
  ['Hugging Face', 'hf_[A-Za-z0-9]{30,}'],
  ['DigitalOcean', 'do[opr]_v1_[0-9a-f]{64}'],
  ['Shopify', 'shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}'],
  ['Square', 'sq0(?:atp|csp)-[\\w-]{22,}'],
  ['Atlassian', 'ATATT3[\\w=-]{50,}'],
  ['Databricks', 'dapi[0-9a-f]{32}'],
  ['Linear', 'lin_(?:api|oauth)_\\w{30,}'],
  ['Notion', 'ntn_[A-Za-z0-9]{40,}|secret_[A-Za-z0-9]{43}'],
  ['Figma', 'figd_[\\w-]{30,}'],
  ['Postman', 'PMAK-[0-9a-f]{24}-[0-9a-f]{34}'],
  ['PostHog', 'phx_\\w{30,}'],
  ['Sentry', 'sntry[su]_[\\w+/=-]{40,}'],
  ['New Relic', 'NRAK-[0-9A-Z]{27}'],
  ['Grafana', 'gl(?:sa|c)_[\\w+/=]{30,}'],
  ['Airtable', 'pat[A-Za-z0-9]{14}\\.[0-9a-f]{64}'],
  ['HubSpot', 'pat-(?:na|eu)\\d-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'],
  ['Telegram', '\\d{8,10}:AA[\\w-]{33}'],
  ['Vault', 'hvs\\.[\\w-]{24,}'],
  ['Supabase', 'sbp_[0-9a-f]{40}'],
  ['age', 'AGE-SECRET-KEY-1[0-9A-Z]{58}'],
  ['Azure', '(?<=AccountKey=)[A-Za-z0-9+/]{60,}={0,2}'],
  ['a JSON web token', 'eyJ[\\w-]{15,}\\.eyJ[\\w-]{15,}\\.[\\w-]{10,}'],
];

const marked = new RegExp(
  `(?<![A-Za-z0-9_-])(?:${issued.map(([, pattern], index) => `(?<i${index}>${pattern})`).join('|')})`,
  'g',
);

/** Long words of letters of both cases and digits. */
const long = /(?<![\w+/.=-])[A-Za-z0-9+/_-]{32,128}={0,2}(?![\w+/.=-])/g;

/** All of them lie in such a run, with a digit in it: most of a text need not be looked at any closer. */
const run = /(?<![\w.+/=:-])[\w.+/=:-]{20,}/g;

const privateKey = /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----(?=\s+[\w+/])/g;

export interface SecretText {
  /** Who issued it, or what it is; undefined where only its look tells. */
  readonly issuer: string | undefined;
  readonly start: number;
  readonly end: number;
}

/** Secrets anywhere in a text, comments included, in order of place. */
export function findSecrets(text: string): readonly SecretText[] {
  const found: SecretText[] = [];
  const add = (issuer: string | undefined, start: number, length: number): void => {
    const end = start + length;
    if (!found.some((one) => one.start < end && start < one.end))
      found.push({ issuer, start, end });
  };
  if (text.includes('PRIVATE KEY-----'))
    for (const { index, 0: line } of text.matchAll(privateKey))
      add('a private key', index, line.length);
  for (const { index: start, 0: word } of text.matchAll(run)) {
    if (!/\d/.test(word)) continue;
    for (const { index, 0: key, groups } of word.matchAll(marked))
      if (!isMadeUp(key))
        add(
          issued.find((_, at) => groups?.[`i${at}`] !== undefined)?.[0],
          start + index,
          key.length,
        );
    for (const { index, 0: key } of word.matchAll(long))
      if (isRandom(key)) add(undefined, start + index, key.length);
  }
  return found.sort((a, b) => a.start - b.start);
}

/** What a person would not write: no words in it, both cases, several digits, hardly a letter twice. */
function isRandom(text: string): boolean {
  const plain = text.replace(/=+$/, '');
  return (
    /[A-Z]/.test(plain) &&
    /[a-z]/.test(plain) &&
    plain.replace(/\D/g, '').length >= 3 &&
    !/[a-z]{6}|[A-Z]{6}|\d{9}|(?:[/_-][A-Za-z]{2,12}){3}/.test(plain) &&
    entropy(plain) >= 4.2
  );
}

/** Whether a text that stands where a secret belongs is one: a single word that mixes letters and digits. */
export function looksSecret(text: string): boolean {
  const word = text.trim().replace(/^(?:Bearer|Basic|Token)\s+/i, '');
  return (
    /^[\w+/.=~:-]{12,}$/.test(word) &&
    /\d/.test(word) &&
    /[A-Za-z]/.test(word) &&
    !/^\$|^[\w-]+\.[\w-]+$|^https?:/.test(word) &&
    !/[a-z]{7}|[A-Z]{7}/.test(word) &&
    !isMadeUp(word) &&
    entropy(word) >= 3
  );
}

/** Examples that say so, and those of one letter over and over. */
function isMadeUp(text: string): boolean {
  return /example|sample|dummy|fake|placeholder|redacted|your|x{5}|X{5}|\*{4}|\.{3}|(.)\1{5}|0123456|1234567|abcdef/i.test(
    text,
  );
}

/** Bits a character, by how often each occurs in the text itself. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const number of counts.values()) {
    const share = number / text.length;
    bits -= share * Math.log2(share);
  }
  return bits;
}
