import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMatcher } from '../../templates/runtime/server/match-route.ts';
import { route } from './server-fake.ts';

const routes = [
  route('GET', '/'),
  route('GET', '/users/{id}'),
  route('GET', '/users/me'),
  route('DELETE', '/users/{id}'),
  route('GET', '/users/{id}.json'),
  route('POST', '/disks/{name}:clone'),
  route('GET', '/pairs/{a}-{b}'),
  route('GET', '/adjacent/{a}{b}'),
  route('GET', '/slash/'),
  route('GET', '/both'),
  route('POST', '/both/'),
  route('GET', '/same'),
  route('GET', '/same/'),
  route('GET', '/a b/{x y}/ü'),
  route('GET', '/said%20%22{x}%22'),
  route('POST', '/oauth#refresh'),
  route('GET', '/{any}/{thing}/deep'),
  route('GET', '/users/{id}/deep'),
  route('ALL', '/proxy/{path*}'),
  route('GET', '/proxy/status'),
  route('GET', '/:id/*'),
];
const match = createMatcher(routes);
const found = (method: string, path: string): unknown => {
  const result = match(method, new URL(path, 'http://x').pathname);
  switch (result.kind) {
    case 'route':
      return [result.route.name, Object.fromEntries(result.variables)];
    case 'method':
      return result.allow.join(', ');
    default:
      return result.kind;
  }
};

describe('createMatcher', () => {
  test.each<[string, string, unknown]>([
    ['GET', '/', ['GET /', {}]],
    ['GET', '/users/7', ['GET /users/{id}', { id: '7' }]],
    ['GET', '/users/me', ['GET /users/me', {}]],
    ['DELETE', '/users/me', ['DELETE /users/{id}', { id: 'me' }]],
    ['GET', '/users/7/', ['GET /users/{id}', { id: '7' }]],
    ['GET', '/users/7.json', ['GET /users/{id}.json', { id: '7' }]],
    ['GET', '/users/a.json.json', ['GET /users/{id}.json', { id: 'a.json' }]],
    ['GET', '/users/.json', ['GET /users/{id}', { id: '.json' }]],
    ['GET', '/users/a%2Fb', ['GET /users/{id}', { id: 'a/b' }]],
    ['GET', '/users/a%252Fb', ['GET /users/{id}', { id: 'a%2Fb' }]],
    ['GET', '/users/%E0%A4%A', 'malformed'],
    ['GET', '/users/', 'none'],
    ['GET', '/users//', 'none'],
    ['PUT', '/users/7', 'DELETE, GET, HEAD, OPTIONS'],
    ['HEAD', '/users/me', ['GET /users/me', {}]],
    ['OPTIONS', '/users/me', 'DELETE, GET, HEAD, OPTIONS'],
    ['POST', '/disks/a:b:clone', ['POST /disks/{name}:clone', { name: 'a:b' }]],
    ['POST', '/disks/a', 'none'],
    ['GET', '/pairs/x-y-z', ['GET /pairs/{a}-{b}', { a: 'x', b: 'y-z' }]],
    ['GET', '/pairs/-y', 'none'],
    ['GET', '/pairs/--y', ['GET /pairs/{a}-{b}', { a: '-', b: 'y' }]],
    ['GET', '/pairs/x-', 'none'],
    ['GET', '/adjacent/xyz', ['GET /adjacent/{a}{b}', { a: 'x', b: 'yz' }]],
    ['GET', '/adjacent/x', 'none'],
    ['GET', '/slash', ['GET /slash/', {}]],
    ['POST', '/both', ['POST /both/', {}]],
    ['GET', '/same', ['GET /same', {}]],
    ['GET', '/same/', ['GET /same/', {}]],
    ['GET', '/a%20b/1/%C3%BC', ['GET /a b/{x y}/ü', { 'x y': '1' }]],
    ['GET', '/said%20%22a%22', ['GET /said%20%22{x}%22', { x: 'a' }]],
    ['POST', '/oauth%23refresh', ['POST /oauth#refresh', {}]],
    ['GET', '/users/1/deep', ['GET /users/{id}/deep', { id: '1' }]],
    ['GET', '/other/1/deep', ['GET /{any}/{thing}/deep', { any: 'other', thing: '1' }]],
    ['PATCH', '/proxy/a%2Fb//c/', ['ALL /proxy/{path*}', { path: 'a%2Fb//c/' }]],
    ['GET', '/proxy/status', ['GET /proxy/status', {}]],
    ['GET', '/proxy', ['ALL /proxy/{path*}', { path: '' }]],
    ['GET', '/:id/*', ['GET /:id/*', {}]],
    ['GET', '/nothing', 'none'],
  ])('%s %s', (method, path, expected) => {
    expect(found(method, path)).toEqual(expected);
  });

  test('a value that was encoded comes back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (value) => {
        fc.pre(value !== '.' && value !== '..');
        const { pathname } = new URL(`/things/${encodeURIComponent(value)}/x`, 'http://x');
        const result = createMatcher([route('GET', '/things/{id}/x')])('GET', pathname);
        expect(result.kind === 'route' && result.variables.get('id')).toBe(value);
      }),
    );
  });

  test('many variables in one long segment take no time', () => {
    const hostile = createMatcher([route('GET', `/${'{a}x{b}x{c}x{d}x{e}x{f}x{g}'}!`)]);
    const started = performance.now();
    hostile('GET', `/${'x'.repeat(100_000)}`);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test('the order of declaration decides between equals', () => {
    const twice = createMatcher([
      route('GET', '/a/{x}', { name: 'first' }),
      route('GET', '/a/{y}', { name: 'second' }),
    ]);
    const result = twice('GET', '/a/1');
    expect(result.kind === 'route' && result.route.name).toBe('first');
  });
});
