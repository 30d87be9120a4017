import fc from 'fast-check';
import { expect, test } from 'vitest';
import { capabilityId, slug } from '../../src/util/slug.ts';

test.each([
  ['posthog-persons', 'posthog-persons'],
  ['API v2 (Beta)', 'api-v2-beta'],
  ['v1-Invoice Items', 'v1-invoice-items'],
  ['api:pools', 'api-pools'],
  ['Café', 'cafe'],
  ['con', 'con-capability'],
  ['COM1', 'com1-capability'],
])('%j → %s', (text, expected) => {
  expect(slug(text)).toBe(expected);
});

test('texts that lose all or some letters stay apart', () => {
  expect(slug('能力')).toMatch(/^capability-[0-9a-f]{8}$/);
  expect(slug('能力')).not.toBe(slug('工具'));
  expect(slug('shop-能力')).toMatch(/^shop-[0-9a-f]{8}$/);
  expect(slug('')).toMatch(/^capability-/);
  expect(slug('..')).toMatch(/^capability-/);
});

test('whatever the text, the slug is a safe folder name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(slug(text)).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
      expect(slug(text).length).toBeLessThanOrEqual(91);
    }),
  );
});

test.each([
  ['capabilities/posthog-persons.yaml', 'posthog-persons'],
  ['a\\b\\Shop.YML', 'shop'],
  ['shop', 'shop'],
  ['shop.capability.yaml', 'shop-capability'],
])('the id of %s is %s', (path, id) => {
  expect(capabilityId(path)).toBe(id);
});
