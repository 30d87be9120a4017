// The package around generated code: what makes it publishable, and the tests that come with it.
import type { Capability } from '../../ir/capability.ts';
import type { EmitContext, Emitter, OutputFile } from '../emitter.ts';
import { actionWorld } from './expected-action.ts';
import { apiPage } from './api-page.ts';
import { clientTest } from './client-test.ts';
import { packageJson } from './package-json.ts';
import { projectParts } from './project-parts.ts';
import { readmePage } from './readme-page.ts';
import { routeTests } from './route-tests.ts';
import { serverTest } from './server-test.ts';
import { testEnvironment } from './test-environment.ts';
import { toolTests } from './tool-tests.ts';
import { caseModules, wireTests } from './wire-tests.ts';

export const projectEmitter: Emitter = {
  name: 'project',
  summary: 'a package to publish, with its README, API listing and tests',
  emit: emitProject,
};

function emitProject(capability: Capability, context: EmitContext): readonly OutputFile[] {
  const parts = projectParts(capability, context);
  if (parts === undefined) return [];
  const copy = (path: string, template: string): OutputFile => ({
    path,
    content: context.template(`project/${template}`),
    verbatim: true,
  });
  const environment = testEnvironment(capability);
  const tests = wireTests(capability, environment);
  const world = actionWorld(capability, environment, tests);
  const modules = caseModules(capability, tests);
  const routes = parts.server?.hasRoutes ? routeTests(capability, world, tests) : [];
  return [
    {
      path: 'package.json',
      content: packageJson(capability, parts),
      once: true,
      verbatim: true,
    },
    readmePage(capability, parts, context),
    { ...copy('LICENSE', 'LICENSE'), once: true },
    { ...copy('.gitignore', 'gitignore'), once: true },
    copy('tsconfig.json', 'tsconfig.json'),
    apiPage(capability),
    clientTest(capability, environment, tests, modules),
    ...modules.map(({ file }) => file),
    ...(routes.length === 0 ? [] : [serverTest(capability, environment, routes, modules)]),
    ...routes.flatMap((surface) => surface.modules.map(({ file }) => file)),
    ...(parts.mcp ? toolTests(capability, world) : []),
    ...[
      'fake-fetch',
      'faults',
      'wire',
      ...(routes.length === 0 ? [] : ['routes']),
      ...(parts.mcp ? ['tools'] : []),
    ].map((name) => copy(`test/support/${name}.ts`, `test/${name}.ts`)),
  ];
}
