// The generated tests of operations: for each the call and what has to be sent, as data in modules of readable size.
// Printed as prettier would, which is too slow for this much of it.
import type { Capability, Operation } from '../../ir/capability.ts';
import { compareText } from '../../util/compare.ts';
import type { OutputFile } from '../emitter.ts';
import { call } from '../typescript/code-make.ts';
import type { Code } from '../typescript/code.ts';
import { moduleName, splitIntoModules } from '../typescript/module-layout.ts';
import { identifier, propertyAccess, Scope } from '../typescript/names.ts';
import { generatedNote } from '../typescript/imports.ts';
import { type ExpectedCall, expectedCall } from './expected-request.ts';
import { clientNames } from '../typescript/operation-names.ts';
import { printMember } from './print-value.ts';
import type { Environment } from './test-environment.ts';

export interface WireTest {
  readonly operation: Operation;
  readonly expected: ExpectedCall;
}

export interface CaseModule {
  /** The name of the list it exports. */
  readonly export: string;
  readonly file: OutputFile;
}

/** In order of name, so that the order of declaration plays no part. */
export function wireTests(capability: Capability, environment: Environment): readonly WireTest[] {
  const services = new Map(capability.services.map((service) => [service.id, service]));
  const name = ({ client }: Operation): string => client.join('.');
  return [...capability.operations]
    .sort((a, b) => compareText(name(a), name(b)))
    .flatMap((operation) => {
      const service = services.get(operation.service);
      return service === undefined
        ? []
        : [{ operation, expected: expectedCall(operation, service, environment) }];
    });
}

export function caseModules(
  capability: Capability,
  tests: readonly WireTest[],
): readonly CaseModule[] {
  const functions = clientNames(capability.operations).operations;
  const files = new Scope();
  const names = new Scope(['Client', 'wireTests', 'faultTests', 'createClient', 'createCore']);
  const placed = tests.map((test) => {
    const name = functions.get(test.operation.id)!.function;
    const text = printCase(test, name);
    return { item: { name, text }, path: test.operation.client.slice(0, -1), size: text.length };
  });
  return splitIntoModules(placed).map(({ path, items }) => {
    const file = files.claim(moduleName(path));
    const name = names.claim(identifier([file, 'cases']));
    const content = `${generatedNote}
${printImport(items.map((item) => item.name))}
import { wireCase, type WireTest } from "../support/wire.ts";

export const ${name}: readonly WireTest[] = [
${items.map(({ text }) => text).join('')}];
`;
    return { export: name, file: { path: `test/cases/${file}.ts`, content, verbatim: true } };
  });
}

function printImport(names: readonly string[]): string {
  const sorted = [...names].sort(compareText);
  const line = `import { ${sorted.join(', ')} } from "../../client/index.ts";`;
  return line.length <= 80 || names.length === 1
    ? line
    : `import {\n${sorted.map((name) => `  ${name},\n`).join('')}} from "../../client/index.ts";`;
}

function printCase({ operation, expected }: WireTest, name: string): string {
  const { request, args, headers } = expected;
  const method = clientPath(operation);
  const start = '    method: (client) =>';
  const isFlat = start.length + method.length + 2 <= 80;
  return [
    '  wireCase({\n',
    printMember('name', operation.client.join('.'), 4),
    `${start}${isFlat ? ` ${method}` : `\n      ${brokenPath(operation)}`},\n`,
    `    function:${name.length > 65 ? '\n     ' : ''} ${name},\n`,
    printMember('args', args, 4),
    Object.keys(headers).length === 0 ? '' : printMember('options', { headers }, 4),
    request === undefined ? '' : printMember('sends', { ...request }, 4),
    '  }),\n',
  ].join('');
}

/** On lines of its own: goes on in a new one where the first is full. */
function brokenPath({ client }: Operation): string {
  let text = 'client';
  let column = 6 + text.length;
  client.map(propertyAccess).forEach((access, index, all) => {
    const tail = index === all.length - 1 ? 1 : 0;
    if (all.length > 1 && column + access.length + tail > 80) {
      text += '\n        ';
      column = 8;
    }
    text += access;
    column += access.length;
  });
  return text;
}

function clientPath({ client }: Operation): string {
  return `client${client.map(propertyAccess).join('')}`;
}

/** `client.persons.list({ … })` */
export function callCode(operation: Operation, ...args: readonly Code[]): Code {
  return call(clientPath(operation), ...args);
}
