// The modules a user meets: the client with its options, its core, and the index that exports it all.
import type { Capability, Service } from '../../ir/capability.ts';
import { compareText } from '../../util/compare.ts';
import type { EmitContext } from '../emitter.ts';
import type { Code, Member } from '../typescript/code.ts';
import { docCommentText } from '../typescript/doc-comment.ts';
import { Imports, namedList } from '../typescript/imports.ts';
import { memberKey, quote } from '../typescript/names.ts';
import { groupKey } from '../typescript/operation-names.ts';
import { ModuleText } from '../typescript/statement.ts';
import { unionOf } from '../typescript/type-code.ts';
import type { ClientModule } from './client-files.ts';
import type { GroupPart } from './operation-module.ts';
import { reexports } from './reexports.ts';
import { secretSources } from './services-module.ts';

/** The groups of the client object as a tree. */
interface GroupNode {
  readonly parts: GroupPart[];
  readonly children: Map<string, GroupNode>;
}

export function coreModule(capability: Capability, context: EmitContext): ClientModule {
  const imports = new Imports();
  const text = new ModuleText();
  imports.type('ClientCore', './runtime/service.ts');
  imports.type('CoreOptions', './runtime/http.ts');
  imports.value('secrets', './services.ts');
  imports.value('services', './services.ts');
  const secrets = secretsOption(capability);
  const own = ['baseURL', ...secrets.map(() => 'secrets')];
  text.interface('ClientOptions', '', [baseUrlOption(capability, context), ...secrets], {
    kind: 'list',
    style: 'types',
    head: 'Omit',
    items: ['CoreOptions', unionOf(own.map(quote))],
  });
  const optional = isBaseUrlRequired(capability) ? '' : ' = {}';
  text.function(
    'createCore',
    [`options: ClientOptions${optional}`],
    'ClientCore',
    ['return { services, secrets, options };'],
    docCommentText({ text: 'Services and options, for the standalone functions. Sends nothing.' }),
  );
  return { path: 'client/core.ts', imports, text };
}

export function clientModule(capability: Capability, parts: readonly GroupPart[]): ClientModule {
  const imports = new Imports();
  const text = new ModuleText();
  imports.type('ClientCore', './runtime/service.ts');
  imports.type('ClientOptions', './core.ts');
  imports.value('createCore', './core.ts');
  imports.value('buildClient', './runtime/client.ts');
  imports.value('methods', './methods.ts');
  const root = groupTree(parts);
  for (const part of parts) imports.type(part.type, `./operations/${part.module}.ts`);
  // An operation or a group of that name comes first; `createCore` gives a core as well.
  const isFree = (name: string): boolean =>
    !parts.some(({ path }) => path[0] === name) &&
    !capability.operations.some(({ client }) => client[0] === name);
  const comment = docCommentText({
    text: `${capability.title}\n\n${capability.description ?? ''}`,
  });
  const bases = root.parts.map(({ type }) => type);
  const own: readonly Member[] = [
    member('readonly core', 'ClientCore', 'What the standalone functions take.'),
    member(
      'withOptions(options: Partial<ClientOptions>)',
      'Client',
      'The same client with some options changed.',
    ),
  ].filter((_, index) => isFree(['core', 'withOptions'][index] ?? ''));
  const members = [
    ...own,
    ...[...root.children].map(([name, node]) =>
      member(`readonly ${memberKey(name)}`, nodeType(node, text)),
    ),
  ];
  text.interface('Client', comment, members, ...bases);
  const isPaged = capability.operations.some(({ pagination }) => pagination !== undefined);
  const extension = isPaged ? `, ${imports.value('pagesByUrl', './runtime/pages.ts')}` : '';
  const optional = isBaseUrlRequired(capability) ? '' : ' = {}';
  text.function('createClient', [`options: ClientOptions${optional}`], 'Client', [
    `return buildClient(createCore(options), methods${extension}) as Client;`,
  ]);
  return { path: 'client/client.ts', imports, text };
}

export function indexModule(capability: Capability, moduleNames: readonly string[]): ClientModule {
  const text = new ModuleText();
  const exports = reexports(capability).flatMap(({ module, values, types }) => [
    ...(values === '' ? [] : [namedList('export', values.split(' '), module)]),
    ...(types === '' ? [] : [namedList('export type', types.split(' '), module)]),
  ]);
  text.add([...exports, ...operationExports(moduleNames, './operations/')].join('\n'));
  return { path: 'client/index.ts', imports: new Imports(), text };
}

export function operationsIndexModule(moduleNames: readonly string[]): ClientModule {
  const text = new ModuleText();
  text.add(
    moduleNames.length === 0 ? 'export {};' : operationExports(moduleNames, './').join('\n'),
  );
  return { path: 'client/operations/index.ts', imports: new Imports(), text };
}

function operationExports(names: readonly string[], folder: string): readonly string[] {
  return names.map((name) => `export * from "${folder}${name}.ts";`);
}

export function isBaseUrlRequired(capability: Capability): boolean {
  return capability.services.some((service) => service.baseUrl.kind === 'missing');
}

function member(key: string, type: Code, text?: string): Member {
  const comment = docCommentText({ text });
  return { kind: 'member', key, type, ...(comment === '' ? {} : { comment }) };
}

function baseUrlOption(capability: Capability, context: EmitContext): Member {
  const { services } = capability;
  const required = isBaseUrlRequired(capability);
  const byService: Code = {
    kind: 'list',
    style: 'members',
    items: services.map((service): Member => {
      const optional = service.baseUrl.kind !== 'missing';
      const type = optional ? unionOf(['string', 'undefined']) : 'string';
      return member(`readonly ${memberKey(service.id)}${optional ? '?' : ''}`, type);
    }),
  };
  const notes = services.map(
    (service) => `${service.id}: ${baseUrlNote(service)} (${context.place(service.at)})`,
  );
  return {
    kind: 'member',
    key: `readonly baseURL${required ? '' : '?'}`,
    type: unionOf([
      ...(services.length === 1 ? ['string'] : []),
      byService,
      ...(required ? [] : ['undefined']),
    ]),
    comment: docCommentText({ text: 'Where the services are.', notes }),
  };
}

function baseUrlNote(service: Service): string {
  const { baseUrl } = service;
  if (baseUrl.kind === 'fixed') return baseUrl.url;
  if (baseUrl.kind === 'expression') return 'made from secrets';
  const known = (service.servers ?? []).map(({ url }) => url);
  const like = known.length > 0 ? known.join(' or ') : baseUrl.template;
  return like === '' ? 'has to be given' : `has to be given, like ${like}`;
}

/** None where the capability has no secrets. */
function secretsOption(capability: Capability): readonly Member[] {
  const secrets = secretSources(capability);
  if (secrets.length === 0) return [];
  const items = secrets.map(({ name, variable, description }): Member => ({
    kind: 'member',
    key: `readonly ${memberKey(name)}?`,
    type: unionOf(['string', 'undefined']),
    comment: docCommentText({
      text: description,
      notes: [`Else from the environment: \`${variable}\`.`],
    }),
  }));
  return [
    {
      kind: 'member',
      key: 'readonly secrets?',
      type: unionOf([{ kind: 'list', style: 'members', items }, 'undefined']),
      comment: docCommentText({
        text: 'Credentials. What is not given is looked up in the environment when it is needed.',
      }),
    },
  ];
}

function groupTree(parts: readonly GroupPart[]): GroupNode {
  const root: GroupNode = { parts: [], children: new Map() };
  const sorted = [...parts].sort((a, b) => compareText(groupKey(a.path), groupKey(b.path)));
  for (const part of sorted) {
    let node = root;
    for (const segment of part.path) {
      const next = node.children.get(segment) ?? { parts: [], children: new Map() };
      node.children.set(segment, next);
      node = next;
    }
    node.parts.push(part);
  }
  return root;
}

function nodeType(node: GroupNode, text: ModuleText): Code {
  const types = node.parts.map(({ type }) => type);
  if (node.children.size === 0 && types.length === 1) return types.join('');
  // How a longer intersection is broken depends on more than its length.
  if (types.length > 1) text.guess();
  const items = [...node.children].map(([name, child]) =>
    member(`readonly ${memberKey(name)}`, nodeType(child, text)),
  );
  if (items.length === 0) return types.join(' & ');
  const head = types.map((type) => `${type} & `).join('');
  return { kind: 'list', style: 'members', head, items };
}
