// The tree of methods: whatever names and paths there are, the runtime reads back what went in.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Leaf,
  type MethodTree,
  methodTree,
  stepName,
} from '../../src/emit/client/method-tree.ts';
import { pathText } from '../../src/ir/parse/parse-path.ts';
import { buildClient } from '../../templates/runtime/client/client.ts';
import type { OperationTree } from '../../templates/runtime/client/operation.ts';
import { core } from '../runtime/client-fixture.ts';
import { capabilityOf } from '../support/compile.ts';
import { hasShared, readProject } from '../support/shared.ts';

const leaf = (name: string, verb: string, path: string, lists = ''): Leaf => ({
  name: name.split('.'),
  request: { verb, path, lists },
});

function data(tree: MethodTree): OperationTree {
  return Object.fromEntries(
    [...tree].map(([key, node]) => {
      if (typeof node === 'string') return [key, node] as const;
      if (!(node instanceof Map)) throw new Error('no operation was given');
      return [key, data(node)] as const;
    }),
  );
}

/** `persons.list GET /persons` for each method of a client with that tree. */
function read(tree: MethodTree): readonly string[] {
  const found: string[] = [];
  buildClient(core({}), data(tree), ({ id, method, path }) => {
    found.push(`${id} ${method} ${pathText(path)}`);
    return undefined;
  });
  return found.sort();
}

const written = (leaves: readonly Leaf[]): readonly string[] =>
  leaves
    .flatMap(({ name, request }) =>
      'verb' in request ? [`${name.join('.')} ${request.verb} ${request.path}`] : [],
    )
    .sort();

test('says each part of a path once', () => {
  const leaves = [
    leaf('access.customPages.list', 'GET', '/accounts/{a}/access/custom_pages', 'query:page'),
    leaf('access.customPages.get', 'GET', '/accounts/{a}/access/custom_pages/{id}'),
    leaf('access.customPages.delete', 'DELETE', '/accounts/{a}/access/custom_pages/{id}'),
    leaf('access.keys.rotate', 'POST', '/accounts/{b}/access/keys/rotate'),
    leaf('accounts.get', 'GET', '/accounts/{a}'),
    leaf('other.name', 'GET', '/else/where'),
    leaf('settings._0rtt.get', 'GET', '/settings/0rtt'),
    leaf('zones.get', 'GET', '/zones/{id}'),
    leaf('zones.delete', 'DELETE', '/zones/{id}'),
    leaf('zones.lock', 'POST', '/zones/{id}:lock', 'header:If-Match'),
  ];
  expect(data(methodTree(leaves))).toEqual({
    '/accounts': { get: 'GET /{a}' },
    '/accounts/{a}': {
      '/access': {
        '/custom_pages': {
          list: 'GET query:page',
          '/{id}': { delete: 'DELETE', get: 'GET' },
        },
      },
    },
    '/accounts/{b}/access': { '/keys': { rotate: 'POST /rotate' } },
    '/settings': { _0rtt: { get: 'GET /0rtt' } },
    '/zones': {
      '/{id}': { delete: 'DELETE', get: 'GET' },
      lock: 'POST /{id}:lock header:If-Match',
    },
    other: { name: 'GET /else/where' },
  });
  expect(read(methodTree(leaves))).toEqual(written(leaves));
});

describe('is read back', () => {
  const files = [
    'capabilities/posthog-persons.yaml',
    ...(hasShared ? ['../shared/corpus/wild/regenerate/cloudflare/cloudflare-accounts.yaml'] : []),
  ];
  test.each(files)('%s', (file) => {
    const leaves = capabilityOf(readProject(file)).operations.map(({ client, method, path }) =>
      leaf(client.join('.'), method, pathText(path)),
    );
    expect(read(methodTree(leaves))).toEqual(written(leaves));
  });

  test('any names on any paths', () => {
    const word = fc.constantFrom(
      'a',
      'aB',
      'a_b',
      '{a}',
      '{b}',
      'x',
      'X',
      '.',
      '$&',
      '@c',
      'a.b',
      '',
    );
    const path = fc.array(word, { maxLength: 5 }).map((words) => `/${words.join('/')}`);
    const name = fc.array(
      fc.constantFrom('a', 'aB', 'x', 'constructor', 'b', '$', '_0rtt', 'a_b'),
      {
        minLength: 1,
        maxLength: 3,
      },
    );
    // No name is the beginning of another.
    const names = fc
      .uniqueArray(name, { maxLength: 8, selector: String })
      .map((all) =>
        all.filter(
          (own) =>
            !all.some(
              (other) => other !== own && `${other.join('.')}.`.startsWith(`${own.join('.')}.`),
            ),
        ),
      );
    fc.assert(
      fc.property(names, fc.array(path, { minLength: 8, maxLength: 8 }), (own, paths) => {
        const leaves = own.map((each, index) => leaf(each.join('.'), 'GET', paths[index]!));
        expect(read(methodTree(leaves))).toEqual(written(leaves));
      }),
    );
  });
});

test.each([
  ['/access/custom_pages', 'customPages'],
  ['/a/dns-records', 'dnsRecords'],
  ['/x', 'x'],
  ['/@cf', 'Cf'],
])('%s is called %s', (path, name) => expect(stepName(path)).toBe(name));
