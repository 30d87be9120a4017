// One module of operations: types, descriptors, standalone functions, and the methods of the groups that it holds.
import type { Operation, Service } from '../../ir/capability.ts';
import { groupBy } from '../../util/group-by.ts';
import type { EmitContext } from '../emitter.ts';
import type { Code, Member } from '../typescript/code.ts';
import { docCommentText } from '../typescript/doc-comment.ts';
import { Imports } from '../typescript/imports.ts';
import { callSource, literal } from '../typescript/literal.ts';
import { memberKey } from '../typescript/names.ts';
import { type ClientNames, groupKey, type OperationNames } from '../typescript/operation-names.ts';
import { type Field, type Signature, signature } from '../typescript/signature.ts';
import { ModuleText } from '../typescript/statement.ts';
import {
  memberCodes,
  type NameOf,
  optionalCode,
  typeCode,
  unionOf,
} from '../typescript/type-code.ts';
import { usedNames } from '../typescript/type-text.ts';
import type { ClientModule } from './client-files.ts';
import type { ModulePlan } from '../typescript/client-layout.ts';
import { descriptor, idWord, responseFormat } from './descriptor.ts';
import { itemType } from './item-type.ts';
import { NestedInterfaces } from './nested-interfaces.ts';

/** What all modules of a client are made from. */
export interface ClientModel {
  readonly names: ClientNames;
  /** In the order of the capability. */
  readonly services: ReadonlyMap<string, Service>;
  readonly mainService: string | undefined;
  /** Operation id → the operation whose types it shares; itself where there is no other. */
  readonly mirrors: ReadonlyMap<string, Operation>;
  /** Operation id → name of its module. */
  readonly modules: ReadonlyMap<string, string>;
  readonly idempotent: ReadonlySet<string>;
  readonly context: EmitContext;
}

/** Methods of a group that stand in one module. */
export interface GroupPart {
  /** Property path from the client to the group. */
  readonly path: readonly string[];
  readonly type: string;
  readonly module: string;
}

interface Unit {
  readonly operation: Operation;
  readonly names: OperationNames;
  readonly signature: Signature;
}

interface DocumentedUnit extends Unit {
  /** Above the function and above the method. */
  readonly doc: string;
}

/** Where a unit is written. */
interface Desk {
  readonly plan: ModulePlan;
  readonly model: ClientModel;
  readonly imports: Imports;
  readonly text: ModuleText;
}

export function operationModule(
  plan: ModulePlan,
  model: ClientModel,
  partNumber: (groupKey: string) => number,
): { readonly module: ClientModule; readonly parts: readonly GroupPart[] } {
  const desk: Desk = { plan, model, imports: new Imports(), text: new ModuleText() };
  const units = plan.operations.map((operation): DocumentedUnit => ({
    ...unit(operation, model),
    doc: operationDoc(operation, model),
  }));
  for (const each of units) {
    addArgs(each, desk);
    addOutput(each, desk);
    addCall(each, desk);
  }
  const groups = groupBy(units, ({ operation }) => groupKey(operation.client.slice(0, -1)));
  const parts = [...groups].map(([key, members]) => {
    const number = partNumber(key);
    // An underscore never comes from a name: the suffix cannot collide.
    const type = `${model.names.groups.get(key)?.type}${number === 1 ? '' : `_${number}`}`;
    desk.text.interface(
      type,
      '',
      members.map((each) => method(each, desk)),
    );
    return { path: members[0]?.operation.client.slice(0, -1) ?? [], type, module: plan.name };
  });
  const { imports, text } = desk;
  return { module: { path: `client/operations/${plan.name}.ts`, imports, text }, parts };
}

export function unit(operation: Operation, model: ClientModel): Unit {
  const names = model.names.operations.get(operation.id);
  if (names === undefined) throw new Error(`no names for the operation ${operation.id}`);
  return {
    operation,
    names,
    signature: signature(operation, model.services.get(operation.service)?.auth),
  };
}

/** The descriptor's notation, without an id, and what it has no words for. */
export function described(
  each: Unit,
  model: ClientModel,
  imports: Imports,
): ReturnType<typeof descriptor> {
  const { operation } = each;
  const traits = {
    idempotent: model.idempotent.has(operation.id),
    main: operation.service === model.mainService,
  };
  return descriptor(operation, each.signature, traits, (name, file) =>
    imports.value(name, `../runtime/${file}`),
  );
}

function addArgs(each: Unit, desk: Desk): void {
  const { plan, model, imports, text } = desk;
  const { names, signature: own } = each;
  if (own.fields.length === 0)
    return text.type(names.args, imports.type('NoArgs', '../runtime/operation.ts'));
  const shared = sharedUnit(each, model);
  const same = own.fields.filter((field) =>
    shared?.signature.fields.some((other) => equalFields(field, other)),
  );
  if (shared === undefined || same.length === 0) return argsInterface(names, own.fields, desk);
  const base = sharedName(shared, shared.names.args, plan, model, imports);
  const dropped = shared.signature.fields.filter(
    (field) => !same.some((other) => other.key === field.key),
  );
  const added = own.fields.filter((field) => !same.includes(field));
  if (dropped.length === 0 && added.length === 0) return text.type(names.args, base);
  const omitted = unionOf(dropped.map((field) => literal(field.key)));
  const extended: Code =
    dropped.length === 0
      ? base
      : { kind: 'list', style: 'types', head: 'Omit', items: [base, omitted] };
  argsInterface(names, added, desk, extended);
}

function argsInterface(
  names: OperationNames,
  fields: readonly Field[],
  { imports, text }: Desk,
  ...bases: readonly Code[]
): void {
  const nested = new NestedInterfaces(names.nested.args, 'input');
  text.interface(names.args, '', argsMembers(fields, imports, nested.nameOf), ...bases);
  nested.print(text);
}

function argsMembers(
  fields: readonly Field[],
  imports: Imports,
  nameOf: NameOf,
): readonly Member[] {
  return fields.map((field): Member => {
    for (const used of usedNames(field.type, 'input'))
      imports.type(used, '../runtime/operation.ts');
    const sent =
      field.key === field.wire.name
        ? []
        : [`Sent as \`${field.wire.name}\` in the ${field.wire.in}.`];
    return {
      kind: 'member',
      key: `readonly ${memberKey(field.key)}${field.required ? '' : '?'}`,
      type: optionalCode(field.type, field.required, 'input', nameOf),
      ...commented(docCommentText({ text: field.description, notes: sent })),
    };
  });
}

function addOutput(each: Unit, { plan, model, imports, text }: Desk): void {
  const { operation, names } = each;
  const shared = sharedUnit(each, model);
  if (shared) {
    const name = sharedName(shared, shared.names.output, plan, model, imports);
    text.type(names.output, name);
    const { item } = shared.names.nested;
    if (names.nested.item !== undefined && item !== undefined)
      text.type(names.nested.item, sharedName(shared, item, plan, model, imports));
    return;
  }
  const format = responseFormat(operation.output.format);
  if (format !== 'json') return text.type(names.output, format === 'text' ? 'string' : 'Blob');
  const { type } = operation.output;
  for (const used of usedNames(type, 'output')) imports.type(used, '../runtime/operation.ts');
  const nested = new NestedInterfaces(names.nested.output, 'output');
  if (type.kind === 'object')
    text.interface(names.output, '', memberCodes(type.properties, 'output', nested.nameOf));
  else {
    const code = typeCode(type, 'output', nested.nameOf);
    // Where nothing is known, not even whether there is a body.
    text.type(names.output, type.kind === 'unknown' ? unionOf([code, 'undefined']) : code);
  }
  nested.print(text);
}

function addCall(each: DocumentedUnit, { model, imports, text }: Desk): void {
  const { operation, names, signature: own, doc } = each;
  const { text: notation, more } = described(each, model, imports);
  imports.type('Call', '../runtime/core.ts');
  const make = `/* @__PURE__ */ ${imports.value('define', '../runtime/core.ts')}`;
  text.constant(
    names.function,
    { kind: 'list', style: 'types', head: 'Call', items: [argsCode(names, own), names.output] },
    callSource(make, [`${idWord(operation)} ${notation}`, more]).code,
    doc,
  );
}

function argsCode({ args }: OperationNames, { required }: Signature): Code {
  return unionOf(required ? [args] : [args, 'void']);
}

function method(
  { operation, names, signature: own, doc }: DocumentedUnit,
  { imports }: Desk,
): Member {
  const { pagination } = operation;
  const items: Code[] = [argsCode(names, own), names.output];
  if (pagination !== undefined) {
    const { item = itemType(operation.output.type, names.output, pagination.items) } = names.nested;
    items.push(item);
    for (const used of usedNames({ kind: 'unknown' }, 'output'))
      if (items[2] === used) imports.type(used, '../runtime/operation.ts');
  }
  const head =
    pagination === undefined
      ? imports.type('Method', '../runtime/client.ts')
      : imports.type('PagedMethod', '../runtime/pages.ts');
  return {
    kind: 'member',
    key: `readonly ${memberKey(operation.client.at(-1) ?? '')}`,
    type: { kind: 'list', style: 'types', head, items },
    ...commented(doc),
  };
}

function commented(comment: string): { readonly comment?: string } {
  return comment === '' ? {} : { comment };
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

function operationDoc(operation: Operation, model: ClientModel): string {
  const path = operation.path
    .map((part) => (typeof part === 'string' ? part : `{${part.variable}}`))
    .join('');
  const text = [operation.title, operation.description]
    .filter((each) => each !== undefined)
    .join('\n\n');
  return docCommentText({
    text,
    notes: [`\`${operation.method} ${path}\``],
    source: model.context.place(operation.at),
    deprecated: operation.deprecated,
  });
}
