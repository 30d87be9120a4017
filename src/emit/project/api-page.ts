// api.md: every callable of the client with what it gives, and where it is defined.
import type { Capability, Operation } from '../../ir/capability.ts';
import { compareText } from '../../util/compare.ts';
import { groupBy } from '../../util/group-by.ts';
import type { OutputFile } from '../emitter.ts';
import { planModules } from '../typescript/client-layout.ts';
import { propertyAccess } from '../typescript/names.ts';
import { clientNames } from '../typescript/operation-names.ts';
import { signature } from '../typescript/signature.ts';
import { codeSpan } from './markdown-text.ts';

export function apiPage(capability: Capability): OutputFile {
  const names = clientNames(capability.operations).operations;
  const modules = new Map(
    planModules(capability.operations).flatMap(({ name, operations }) =>
      operations.map(({ id }) => [id, name] as const),
    ),
  );
  const auths = new Map(capability.services.map(({ id, auth }) => [id, auth]));
  const line = (operation: Operation): string => {
    const { fields, required } = signature(operation, auths.get(operation.service));
    const args = fields.length === 0 ? 'args?' : required ? 'args' : 'args?';
    const { output, function: standalone, nested } = names.get(operation.id)!;
    const rows = nested.item === undefined ? '' : ` of ${codeSpan(nested.item)}`;
    const call = `${clientPath(operation.client)}(${args}, options?)`;
    const request = `${operation.method} ${pathText(operation)}`;
    const note = operation.deprecated ? ' (deprecated)' : '';
    return `- ${codeSpan(call)} → ${codeSpan(output)}${rows}${note}  \n  ${codeSpan(request)}, standalone: [${codeSpan(standalone)}](client/operations/${modules.get(operation.id)}.ts)\n`;
  };
  const groups = groupBy(capability.operations, ({ client }) => clientPath(client.slice(0, -1)));
  const sections = [...groups]
    .sort(([a], [b]) => compareText(a, b))
    .map(([group, operations]) => `## ${codeSpan(group)}\n\n${operations.map(line).join('')}`);
  const intro =
    'Every call takes its arguments as one object and gives a promise. Its types are exported by name from ' +
    'the package; a standalone function takes the core of a client first: `createCore(options)`. The link leads to ' +
    'where it is defined, with its types.';
  return {
    path: 'api.md',
    content: ['# API\n', `${intro}\n`, ...sections].join('\n'),
    verbatim: true,
  };
}

function clientPath(path: readonly string[]): string {
  return `client${path.map(propertyAccess).join('')}`;
}

function pathText({ path }: Operation): string {
  return path.map((part) => (typeof part === 'string' ? part : `{${part.variable}}`)).join('');
}
