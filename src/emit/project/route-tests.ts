// The generated tests of routes: for each what it is given and what has to be sent then, as data in modules of readable size.
import type { Capability, RestSurface, Route } from '../../ir/capability.ts';
import { compareText } from '../../util/compare.ts';
import { generatedNote } from '../typescript/imports.ts';
import { moduleName, splitIntoModules } from '../typescript/module-layout.ts';
import { identifier, Scope } from '../typescript/names.ts';
import { routeShape } from '../typescript/route-inputs.ts';
import type { ExpectedRequest } from './expected-request.ts';
import type { ActionWorld } from './expected-action.ts';
import { type ExpectedRoute, expectedRoute } from './expected-route.ts';
import { printMember, type Printed } from './print-value.ts';
import type { CaseModule, WireTest } from './wire-tests.ts';

export interface RouteModules {
  readonly surface: RestSurface;
  readonly modules: readonly CaseModule[];
}

export function routeTests(
  capability: Capability,
  world: ActionWorld,
  tests: readonly WireTest[],
): readonly RouteModules[] {
  const known = new Map(
    tests.flatMap(({ operation, expected: { request } }) =>
      request === undefined ? [] : [[requestKey(request), operation.client.join('.')] as const],
    ),
  );
  const surfaces = capability.surfaces.filter((surface) => surface.kind === 'rest');
  const files = new Scope();
  const names = new Scope(['routeTests', 'createFetch', 'createServer', 'serve', 'operations']);
  return surfaces.map((surface) => {
    const prefix = surfaces.length > 1 ? [surface.id] : [];
    const placed = testable(surface).map((route) => {
      const text = printRoute(route, expectedRoute(route, surface.auth, world), known);
      return { item: text, path: [...prefix, ...words(route)], size: text.length };
    });
    const modules = splitIntoModules(placed).map(({ path, items }): CaseModule => {
      const file = files.claim(moduleName(path.length === 0 ? prefix : path));
      const name = names.claim(identifier([file, 'routes']));
      const content = `${generatedNote}
import type { RouteTest } from "../support/routes.ts";

export const ${name}: readonly RouteTest[] = [
${items.join('')}];
`;
      return { export: name, file: { path: `test/routes/${file}.ts`, content, verbatim: true } };
    });
    return { surface, modules };
  });
}

/** In order of path and method; routes that another one hides, or no URL can name, are left out. */
function testable({ routes }: RestSurface): readonly Route[] {
  const shapes = new Set<string>();
  return routes
    .filter((route) => {
      const shape = routeShape(route);
      const isHidden = shapes.has(shape);
      shapes.add(shape);
      const text = route.path.map((part) => (typeof part === 'string' ? part : 'x')).join('');
      return (
        !isHidden && !/[{}]/.test(text) && !text.split('/').some((part) => /^\.\.?$/.test(part))
      );
    })
    .toSorted((a, b) => compareText(label(a), label(b)));
}

function label(route: Route): string {
  return `${pathText(route)} ${route.method}`;
}

function words({ path }: Route): readonly string[] {
  return path
    .flatMap((part) => (typeof part === 'string' ? part.split('/') : []))
    .filter((word) => word !== '');
}

function pathText({ path }: Route): string {
  return path.map((part) => (typeof part === 'string' ? part : `{${part.variable}}`)).join('');
}

/** Defaults are left out, and so is what the test of an operation says already. */
function printRoute(
  route: Route,
  { takes, required, typed, answers, sends, example, later }: ExpectedRoute,
  known: ReadonlyMap<string, string>,
): string {
  const named = (request: ExpectedRequest): Printed =>
    known.get(requestKey(request)) ?? { ...request };
  const members: readonly (readonly [string, Printed])[] = [
    ['method', route.method],
    ['path', pathText(route)],
    ['takes', Object.keys(takes).length === 0 ? undefined : { ...takes }],
    ['required', required.length === 0 ? undefined : required],
    ['typed', typed.length === 0 ? undefined : typed],
    ['sends', sends && named(sends)],
    ['answers', answers === 'as it is' ? undefined : answers],
    ['example', example && { ...example }],
    ['later', later?.map((one) => ({ sends: named(one.sends), upstream: one.upstream }))],
  ];
  const lines = members.map(([key, value]) =>
    value === undefined ? '' : printMember(key, value, 4),
  );
  return `  {\n${lines.join('')}  },\n`;
}

function requestKey(request: ExpectedRequest): string {
  return JSON.stringify([
    request.method,
    request.url,
    sorted(request.query),
    sorted(request.headers),
    request.body,
  ]);
}

function sorted(record: Readonly<Record<string, unknown>>): unknown {
  return Object.entries(record).sort(([a], [b]) => compareText(a, b));
}
