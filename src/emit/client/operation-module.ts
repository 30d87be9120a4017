// One module of operations: types, descriptors, standalone functions, and the methods of the groups that it holds.
import {
  type InterfaceDeclarationStructure,
  type PropertySignatureStructure,
  StructureKind,
  VariableDeclarationKind,
} from 'ts-morph';
import type { Operation, Service } from '../../ir/capability.ts';
import { groupBy } from '../../util/group-by.ts';
import type { EmitContext } from '../emitter.ts';
import { docComment } from '../typescript/doc-comment.ts';
import { literal } from '../typescript/literal.ts';
import { literalKey, propertyKey } from '../typescript/names.ts';
import { type ClientNames, groupKey, type OperationNames } from '../typescript/operation-names.ts';
import { type Field, type Signature, signature } from '../typescript/signature.ts';
import { memberTexts, optionalText, typeText, usedNames } from '../typescript/type-text.ts';
import {
  docs,
  Imports,
  type Statement,
  type TypeScriptModule,
} from '../typescript/typescript-file.ts';
import type { ModulePlan } from './client-layout.ts';
import { descriptor, responseFormat } from './descriptor.ts';

/** What all modules of a client are made from. */
export interface ClientModel {
  readonly names: ClientNames;
  readonly services: ReadonlyMap<string, Service>;
  /** Operation id → the operation whose types it shares; itself where there is no other. */
  readonly mirrors: ReadonlyMap<string, Operation>;
  /** Operation id → name of its module. */
  readonly modules: ReadonlyMap<string, string>;
  readonly idempotent: ReadonlySet<string>;
  readonly context: EmitContext;
}

export interface GroupPart {
  /** Property path from the client to the group. */
  readonly path: readonly string[];
  readonly type: string;
  readonly value: string;
  readonly module: string;
}

interface Unit {
  readonly operation: Operation;
  readonly names: OperationNames;
  readonly signature: Signature;
}

export function operationModule(
  plan: ModulePlan,
  model: ClientModel,
  partNumber: (groupKey: string) => number,
): { readonly module: TypeScriptModule; readonly parts: readonly GroupPart[] } {
  const imports = new Imports();
  const units = plan.operations.map((operation) => unit(operation, model));
  const groups = groupBy(units, ({ operation }) => groupKey(operation.client.slice(0, -1)));
  const parts: GroupPart[] = [];
  const groupStatements = [...groups].flatMap(([key, members]) => {
    const names = model.names.groups.get(key);
    const number = partNumber(key);
    // An underscore never comes from a name: the suffix cannot collide.
    const suffix = number === 1 ? '' : `_${number}`;
    const path = members[0]?.operation.client.slice(0, -1) ?? [];
    const part = {
      path,
      type: `${names?.type}${suffix}`,
      value: `${names?.value}${suffix}`,
      module: plan.name,
    };
    parts.push(part);
    return [methodsInterface(part, members, model, imports), methodsValue(part, members, imports)];
  });
  const statements = [
    ...units.flatMap((each) => operationStatements(each, plan, model, imports)),
    ...groupStatements,
  ];
  return { module: { path: `client/operations/${plan.name}.ts`, imports, statements }, parts };
}

function unit(operation: Operation, model: ClientModel): Unit {
  const names = model.names.operations.get(operation.id);
  if (names === undefined) throw new Error(`no names for the operation ${operation.id}`);
  return {
    operation,
    names,
    signature: signature(operation, model.services.get(operation.service)?.auth),
  };
}

function operationStatements(
  each: Unit,
  plan: ModulePlan,
  model: ClientModel,
  imports: Imports,
): readonly Statement[] {
  const { operation, names } = each;
  const runtime = '../runtime/operation.ts';
  imports.type('ClientCore', '../runtime/core.ts');
  imports.value('execute', '../runtime/core.ts');
  imports.type('RequestOptions', '../runtime/http.ts');
  imports.type('Operation', runtime);
  const field = descriptor(operation, each.signature, model.idempotent.has(operation.id));
  return [
    argsType(each, plan, model, imports),
    outputType(each, plan, model, imports),
    {
      kind: StructureKind.VariableStatement,
      isExported: true,
      declarationKind: VariableDeclarationKind.Const,
      declarations: [
        {
          name: names.descriptor,
          type: `Operation<${names.args}, ${names.output}>`,
          initializer: literal(field),
        },
      ],
    },
    {
      kind: StructureKind.Function,
      isExported: true,
      name: names.function,
      docs: docs(operationDoc(operation, model)),
      parameters: [
        { name: 'core', type: 'ClientCore' },
        {
          name: 'args',
          type: names.args,
          ...(each.signature.required ? {} : { initializer: '{}' }),
        },
        { name: 'options', type: 'RequestOptions', hasQuestionToken: true },
      ],
      returnType: `Promise<${names.output}>`,
      statements: [`return execute(core, ${names.descriptor}, args, options);`],
    },
  ];
}

function argsType(each: Unit, plan: ModulePlan, model: ClientModel, imports: Imports): Statement {
  const { names, signature: own } = each;
  if (own.fields.length === 0) {
    imports.type('NoArgs', '../runtime/operation.ts');
    return alias(names.args, 'NoArgs');
  }
  const shared = sharedUnit(each, model);
  const same = shared
    ? own.fields.filter((field) =>
        shared.signature.fields.some((other) => equalFields(field, other)),
      )
    : [];
  if (shared && same.length > 0) {
    const base = sharedName(shared, shared.names.args, plan, model, imports);
    const dropped = shared.signature.fields.filter(
      (field) => !same.some((other) => other.key === field.key),
    );
    const added = own.fields.filter((field) => !same.includes(field));
    if (dropped.length === 0 && added.length === 0) return alias(names.args, base);
    const omitted = dropped.map((field) => literal(field.key)).join(' | ');
    return {
      ...argsInterface(names.args, added, imports),
      extends: [dropped.length === 0 ? base : `Omit<${base}, ${omitted}>`],
    };
  }
  return argsInterface(names.args, own.fields, imports);
}

function argsInterface(
  name: string,
  fields: readonly Field[],
  imports: Imports,
): InterfaceDeclarationStructure {
  return {
    kind: StructureKind.Interface,
    isExported: true,
    name,
    properties: fields.map((field): Omit<PropertySignatureStructure, 'kind'> => {
      for (const used of usedNames(field.type, 'input'))
        imports.type(used, '../runtime/operation.ts');
      const sent =
        field.key === field.wire.name
          ? []
          : [`Sent as \`${field.wire.name}\` in the ${field.wire.in}.`];
      const comment = {
        text: field.description,
        notes: sent,
      };
      return {
        name: propertyKey(field.key),
        isReadonly: true,
        hasQuestionToken: !field.required,
        type: optionalText(field.type, field.required, 'input'),
        docs: docs(docComment(comment)),
      };
    }),
  };
}

function outputType(each: Unit, plan: ModulePlan, model: ClientModel, imports: Imports): Statement {
  const { operation, names } = each;
  const shared = sharedUnit(each, model);
  if (shared)
    return alias(names.output, sharedName(shared, shared.names.output, plan, model, imports));
  const format = responseFormat(operation.output.format);
  if (format === 'text') return alias(names.output, 'string');
  if (format === 'binary') return alias(names.output, 'Blob');
  const { type } = operation.output;
  for (const used of usedNames(type, 'output')) imports.type(used, '../runtime/operation.ts');
  if (type.kind === 'object')
    return `export interface ${names.output} {\n${memberTexts(type.properties, 'output').join('\n')}\n}`;
  // Nothing is known: not even whether there is a body.
  return alias(
    names.output,
    typeText(type, 'output') + (type.kind === 'unknown' ? ' | undefined' : ''),
  );
}

/** The mirror whose types this one refers to. */
function sharedUnit(each: Unit, model: ClientModel): Unit | undefined {
  const shared = model.mirrors.get(each.operation.id);
  return shared === undefined || shared.id === each.operation.id ? undefined : unit(shared, model);
}

function sharedName(
  shared: Unit,
  name: string,
  plan: ModulePlan,
  model: ClientModel,
  imports: Imports,
): string {
  const module = model.modules.get(shared.operation.id);
  return module === plan.name ? name : imports.type(name, `./${module}.ts`);
}

function equalFields(a: Field, b: Field): boolean {
  const essence = ({ key, type, required, wire }: Field): string =>
    JSON.stringify([key, type, required, wire]);
  return essence(a) === essence(b);
}

function methodsInterface(
  part: GroupPart,
  members: readonly Unit[],
  model: ClientModel,
  imports: Imports,
): Statement {
  imports.type('RequestOptions', '../runtime/http.ts');
  return {
    kind: StructureKind.Interface,
    isExported: true,
    name: part.type,
    methods: members.map(({ operation, names, signature: { required } }) => ({
      name: propertyKey(operation.client.at(-1) ?? ''),
      docs: docs(operationDoc(operation, model)),
      parameters: [
        { name: 'args', type: names.args, hasQuestionToken: !required },
        { name: 'options', type: 'RequestOptions', hasQuestionToken: true },
      ],
      returnType: `Promise<${names.output}>`,
    })),
  };
}

function methodsValue(part: GroupPart, members: readonly Unit[], imports: Imports): Statement {
  const entries = members.map(
    ({ operation, names }) => `${literalKey(operation.client.at(-1) ?? '')}: ${names.descriptor}`,
  );
  return {
    kind: StructureKind.VariableStatement,
    isExported: true,
    declarationKind: VariableDeclarationKind.Const,
    declarations: [
      {
        name: part.value,
        type: imports.type('OperationTree', '../runtime/operation.ts'),
        initializer: `{ ${entries.join(', ')} }`,
      },
    ],
  };
}

function operationDoc(operation: Operation, model: ClientModel): string | undefined {
  const path = operation.path
    .map((part) => (typeof part === 'string' ? part : `{${part.variable}}`))
    .join('');
  const text = [operation.title, operation.description]
    .filter((each) => each !== undefined)
    .join('\n\n');
  const source = model.context.place(operation.at);
  return docComment({
    text,
    notes: [`\`${operation.method} ${path}\``],
    source,
    deprecated: operation.deprecated,
  });
}

function alias(name: string, type: string): Statement {
  return { kind: StructureKind.TypeAlias, isExported: true, name, type };
}
