// What is taken for a secret, and what is not. Keys are put together here, so that nothing takes this file for a leak.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSecrets, looksSecret } from '../../src/lint/secrets.ts';

const letters = 'q7Rk2ZvW9xTf4LmB8nYc3HsD6pGj5VaEuKtN1wXoCiMzQbPySdUr';
const hex = '9f2c7a1be04d836f5a7c21e98b04d3f67ac15e2d90b8f34c6a7e1d25f08b93c4';
const take = (number: number): string => letters.repeat(3).slice(0, number);

describe('secrets anywhere', () => {
  it.each([
    ['AWS', `AKIA${'Q3RT7YUW2PLM9ZXC'}`],
    ['GitHub', `ghp_${take(36)}`],
    ['GitHub', `github_pat_${take(40)}`],
    ['GitLab', `glpat-${take(20)}`],
    ['Slack', `xoxb-${'2938471029-'}${take(24)}`],
    ['Stripe', `sk_live_${take(24)}`],
    ['Google', `AIza${take(35)}`],
    ['OpenAI or Anthropic', `sk-ant-${take(40)}`],
    ['npm', `npm_${take(36)}`],
    ['SendGrid', `SG.${take(22)}.${take(43)}`],
    ['Shopify', `shpat_${hex.slice(0, 32)}`],
    ['Databricks', `dapi${hex.slice(0, 32)}`],
    ['PostHog', `phx_${take(43)}`],
    ['a JSON web token', `eyJ${take(20)}.eyJ${take(30)}.${take(20)}`],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIE'],
    ['Azure', `DefaultEndpointsProtocol=https;AccountKey=${take(86)}==`],
    [undefined, take(40)],
    [undefined, `${take(43)}=`],
  ])('%s: %s', (issuer, key) => {
    for (const text of [
      key,
      `token: ${key}\n`,
      `  # it was ${key}\n`,
      `curl -H 'Authorization: Bearer ${key}'`,
    ]) {
      const found = findSecrets(text);
      expect(found.map((one) => one.issuer)).toEqual([issuer]);
      expect(key).toContain(text.slice(found[0]!.start, found[0]!.end));
    }
  });

  it.each([
    'https://api.example.com/v1/organizations/{organization_id}/projects/settings',
    '{{NOTES_TOKEN}}',
    'AKIAIOSFODNN7EXAMPLE',
    'sk_live_xxxxxxxxxxxxxxxxxxxxxxxx',
    'ghp_000000000000000000000000000000000000',
    '6f1c2b3a-94d7-4e8f-a0b1-c2d3e4f50617',
    hex,
    'accountsWorkersScriptsUploadVersion2WithMetadata3And4',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'api-projects-project_id-environments-persons-properties_timeline',
    '-----BEGIN PRIVATE KEY-----',
    'skiing-in-the-mountains-of-switzerland-2024',
    'urn:ietf:params:oauth:grant-type:device_code',
    'phc_' + take(43).toLowerCase(),
  ])('not %s', (text) => {
    expect(findSecrets(text)).toEqual([]);
  });

  it('takes time in proportion to the text', () => {
    const text = `${'a1B'.repeat(50_000)} ${'-'.repeat(50_000)} ${'eyJ'.repeat(30_000)} ${'gl'.repeat(50_000)}`;
    expect(findSecrets(text)).toEqual([]);
  });

  it('points into the text, in order, without overlaps', () => {
    const part = fc.oneof(
      fc.constantFrom(`ghp_${take(36)}`, take(40), 'plain', '\n', ': ', "'"),
      fc.string({ maxLength: 20 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const text = parts.join(' ');
        let last = 0;
        for (const { start, end } of findSecrets(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          last = end;
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('where a secret belongs', () => {
  it.each([
    take(16),
    `Bearer ${take(20)}`,
    hex.slice(0, 20),
    '6f1c2b3a-94d7-4e8f-a0b1-c2d3e4f50617',
  ])('is one: %s', (text) => {
    expect(looksSecret(text)).toBe(true);
  });
  it.each([
    'rest.token2',
    '$.token',
    'tools.api_key',
    'NOTES_TOKEN',
    'notes-token-2',
    'a b',
    'string',
    'password',
    '',
    '12345678901234',
    'https://a.dev/oauth2/token',
    'your-api-key-12',
  ])('is none: %s', (text) => {
    expect(looksSecret(text)).toBe(false);
  });
});
