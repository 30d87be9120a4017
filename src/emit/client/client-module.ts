// The modules a user meets: the client with its options, its core, and the index that exports it all.
import { type PropertySignatureStructure, StructureKind } from 'ts-morph';
import type { Capability, Service } from '../../ir/capability.ts';
import { compareText } from '../../util/compare.ts';
import type { EmitContext } from '../emitter.ts';
import { docComment } from '../typescript/doc-comment.ts';
import { literalKey, propertyKey, quote } from '../typescript/names.ts';
import { groupKey } from '../typescript/operation-names.ts';
import { docs, Imports, type TypeScriptModule } from '../typescript/typescript-file.ts';
import type { GroupPart } from './operation-module.ts';
import { secretSources } from './services-module.ts';

/** The groups of the client object as a tree. */
interface GroupNode {
  readonly parts: GroupPart[];
  readonly children: Map<string, GroupNode>;
}

export function coreModule(capability: Capability, context: EmitContext): TypeScriptModule {
  const imports = new Imports();
  imports.type('ClientCore', './runtime/core.ts');
  imports.type('CoreOptions', './runtime/http.ts');
  imports.value('secrets', './services.ts');
  imports.value('services', './services.ts');
  const own = [...baseUrlOption(capability, context), ...secretsOption(capability)];
  const optional = own.every((property) => property.hasQuestionToken);
  return {
    path: 'client/core.ts',
    imports,
    statements: [
      {
        kind: StructureKind.Interface,
        isExported: true,
        name: 'ClientOptions',
        extends: [`Omit<CoreOptions, ${own.map((property) => quote(property.name)).join(' | ')}>`],
        properties: own,
      },
      {
        kind: StructureKind.Function,
        isExported: true,
        name: 'createCore',
        docs: docs('Services and options, for the standalone functions. Sends nothing.'),
        parameters: [
          { name: 'options', type: 'ClientOptions', ...(optional ? { initializer: '{}' } : {}) },
        ],
        returnType: 'ClientCore',
        statements: ['return { services, secrets, options };'],
      },
    ],
  };
}

export function clientModule(
  capability: Capability,
  parts: readonly GroupPart[],
  required: boolean,
): TypeScriptModule {
  const imports = new Imports();
  imports.type('ClientCore', './runtime/core.ts');
  imports.value('bind', './runtime/core.ts');
  imports.type('ClientOptions', './core.ts');
  imports.value('createCore', './core.ts');
  const root = groupTree(parts);
  for (const part of parts) {
    imports.type(part.type, `./operations/${part.module}.ts`);
    imports.value(part.value, `./operations/${part.module}.ts`);
  }
  // An operation or a group of that name comes first; `createCore` gives a core as well.
  const coreIsFree =
    !parts.some(({ path }) => path[0] === 'core') &&
    !capability.operations.some(({ client }) => client[0] === 'core');
  const core = {
    name: 'core',
    type: 'ClientCore',
    isReadonly: true,
    docs: docs('What the standalone functions take.'),
  };
  const bound = `bind(core, ${nodeValue(root)})`;
  return {
    path: 'client/client.ts',
    imports,
    statements: [
      {
        kind: StructureKind.Interface,
        isExported: true,
        name: 'Client',
        docs: docs(docComment({ text: `${capability.title}\n\n${capability.description ?? ''}` })),
        extends: root.parts.map((part) => part.type),
        properties: [
          ...(coreIsFree ? [core] : []),
          ...[...root.children].map(([name, node]) => ({
            name: propertyKey(name),
            type: nodeType(node),
            isReadonly: true,
          })),
        ],
      },
      {
        kind: StructureKind.Function,
        isExported: true,
        name: 'createClient',
        parameters: [
          { name: 'options', type: 'ClientOptions', ...(required ? {} : { initializer: '{}' }) },
        ],
        returnType: 'Client',
        statements: [
          'const core = createCore(options);',
          `return ${coreIsFree ? `{ ...${bound}, core }` : bound} as Client;`,
        ],
      },
    ],
  };
}

export function indexModule(moduleNames: readonly string[]): TypeScriptModule {
  const from = (module: string, values: string, types: string): readonly string[] => [
    ...(values === '' ? [] : [`export { ${values} } from "${module}";`]),
    ...(types === '' ? [] : [`export type { ${types} } from "${module}";`]),
  ];
  return {
    path: 'client/index.ts',
    statements: [
      ...from('./client.ts', 'createClient', 'Client'),
      ...from('./core.ts', 'createCore', 'ClientOptions'),
      ...from('./runtime/core.ts', 'execute, forward, secret, send', 'ClientCore, ForwardRequest'),
      ...from('./runtime/expression.ts', 'evaluate', 'Expression, Scope'),
      ...from(
        './runtime/http.ts',
        '',
        'CoreOptions, HeaderValues, HttpRequest, Middleware, MiddlewareContext, RequestOptions',
      ),
      ...from('./runtime/operation.ts', '', 'BinaryInput, JsonValue, NoArgs, Operation'),
      ...from(
        './runtime/errors.ts',
        [
          'AbortError, AuthenticationError, BadRequestError, CapabilityError, ConfigError, ConflictError, ConnectionError',
          'NotFoundError, ParseError, PermissionDeniedError, RateLimitError, ResponseError, ServerError, StatusError',
          'TimeoutError, UnprocessableEntityError, ValidationError',
        ].join(', '),
        'ErrorKind',
      ),
      ...moduleNames.map((name) => `export * from "./operations/${name}.ts";`),
    ],
  };
}

export function isBaseUrlRequired(capability: Capability): boolean {
  return capability.services.some((service) => service.baseUrl.kind === 'missing');
}

type OptionProperty = Omit<PropertySignatureStructure, 'kind'>;

function baseUrlOption(capability: Capability, context: EmitContext): readonly OptionProperty[] {
  const { services } = capability;
  const required = isBaseUrlRequired(capability);
  const record = services.map((service) => {
    const optional = service.baseUrl.kind !== 'missing';
    return `readonly ${propertyKey(service.id)}${optional ? '?: string | undefined' : ': string'}`;
  });
  const byService = `{ ${record.join('; ')} }`;
  const type = services.length === 1 ? `string | ${byService}` : byService;
  const notes = services.map(
    (service) => `${service.id}: ${baseUrlNote(service)} (${context.place(service.at)})`,
  );
  return [
    {
      name: 'baseURL',
      isReadonly: true,
      hasQuestionToken: !required,
      type: required ? type : `${type} | undefined`,
      docs: docs(docComment({ text: 'Where the services are.', notes })),
    },
  ];
}

function baseUrlNote(service: Service): string {
  const { baseUrl } = service;
  if (baseUrl.kind === 'fixed') return baseUrl.url;
  if (baseUrl.kind === 'expression') return 'made from secrets';
  return baseUrl.template === '' ? 'has to be given' : `has to be given, like ${baseUrl.template}`;
}

function secretsOption(capability: Capability): readonly OptionProperty[] {
  const secrets = secretSources(capability);
  if (secrets.length === 0) return [];
  const members = secrets.map(({ name, variable, description }) => {
    const comment = docComment({
      text: description,
      notes: [`Else from the environment: \`${variable}\`.`],
    });
    const lines = (comment ?? '').split('\n').map((line) => ` * ${line}`.trimEnd());
    return `/**\n${lines.join('\n')}\n */\nreadonly ${propertyKey(name)}?: string | undefined;`;
  });
  return [
    {
      name: 'secrets',
      isReadonly: true,
      hasQuestionToken: true,
      type: `{\n${members.join('\n')}\n} | undefined`,
      docs: docs(
        'Credentials. What is not given is looked up in the environment when it is needed.',
      ),
    },
  ];
}

function groupTree(parts: readonly GroupPart[]): GroupNode {
  const root: GroupNode = { parts: [], children: new Map() };
  const sorted = [...parts].sort((a, b) => compareText(groupKey(a.path), groupKey(b.path)));
  for (const part of sorted) {
    let node = root;
    for (const segment of part.path) {
      const next = node.children.get(segment) ?? {
        parts: [],
        children: new Map<string, GroupNode>(),
      };
      node.children.set(segment, next);
      node = next;
    }
    node.parts.push(part);
  }
  return root;
}

function nodeType(node: GroupNode): string {
  const children = [...node.children].map(
    ([name, child]) => `readonly ${propertyKey(name)}: ${nodeType(child)};`,
  );
  const nested = children.length === 0 ? [] : [`{\n${children.join('\n')}\n}`];
  return [...node.parts.map((part) => part.type), ...nested].join(' & ');
}

function nodeValue(node: GroupNode): string {
  const [only] = node.parts;
  if (only !== undefined && node.parts.length === 1 && node.children.size === 0) return only.value;
  const members = [
    ...node.parts.map((part) => `...${part.value}`),
    ...[...node.children].map(([name, child]) => `${literalKey(name)}: ${nodeValue(child)}`),
  ];
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
