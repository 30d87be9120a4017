// Names that have changed without a change of what they name, so that a renamed operation does not change all who call it.
import type { Capability, Input, Operation, Secret, Service } from '../capability.ts';
import { pairInputs, pairPlaced } from './compare-inputs-pairs.ts';
import type { Pairs } from './compare-pairs.ts';

type Names = ReadonlyMap<string, string>;

export interface Renames {
  /** An old part of a capability as the new one spells it. */
  apply<T>(value: T): T;
  /** The same inside a unit, whose own inputs may have other names. */
  within(inputs: Pairs<Input>): Renames;
  service(id: string): string;
}

export interface Matched {
  readonly services: Pairs<Service>;
  readonly operations: Pairs<Operation>;
  readonly flows: Pairs<Capability['flows'][number]>;
  readonly secrets: Pairs<Secret>;
}

export function renamesOf({ services, operations, flows, secrets }: Matched): Renames {
  const ids = (pairs: Pairs<{ readonly id: string }>): Names =>
    new Map(pairs.both.map(([old, now]) => [old.id, now.id]));
  const table: Table = {
    services: ids(services),
    operations: ids(operations),
    secrets: new Map(secrets.both.map(([old, now]) => [old.name, now.name])),
    // By the id of what is called: the names of its inputs.
    arguments: new Map(
      [
        ...operations.both.map(([old, now]) => [old.id, pairPlaced(old, now)] as const),
        ...flows.both.map(([old, now]) => [old.id, pairInputs(old.inputs, now.inputs)] as const),
      ].map(([id, pairs]) => [id, newNames(pairs)]),
    ),
    inputs: new Map(),
  };
  return bind(table);
}

interface Table {
  readonly services: Names;
  readonly operations: Names;
  readonly secrets: Names;
  readonly arguments: ReadonlyMap<string, Names>;
  readonly inputs: Names;
}

function bind(table: Table): Renames {
  return {
    apply: <T>(value: T): T => renamed(value, table) as T,
    within: (inputs) => bind({ ...table, inputs: newNames(inputs) }),
    service: (id) => table.services.get(id) ?? id,
  };
}

function newNames({ both }: Pairs<Input>): Names {
  return new Map(both.map(([old, now]) => [old.name, now.name]));
}

function renamed(value: unknown, table: Table): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, table));
  if (typeof value !== 'object' || value === null) return value;
  const node = value as Readonly<{ [key: string]: unknown }>;
  // What a literal holds is the author's, whatever it looks like.
  if (node['kind'] === 'literal') return node;
  const copy = Object.fromEntries(
    Object.entries(node).map(([key, item]) => [key, renamed(item, table)]),
  );
  const to = (names: Names, key: string): unknown =>
    typeof node[key] === 'string' ? (names.get(node[key]) ?? node[key]) : node[key];
  switch (node['kind']) {
    case 'call':
      return {
        ...copy,
        operation: to(table.operations, 'operation'),
        arguments: renamedArguments(copy['arguments'], node['operation'], table),
      };
    case 'flow':
      return { ...copy, arguments: renamedArguments(copy['arguments'], node['flow'], table) };
    case 'forward':
      return { ...copy, service: to(table.services, 'service') };
    case 'secret':
      return { ...copy, name: to(table.secrets, 'name') };
    case 'input':
      return { ...copy, name: to(table.inputs, 'name') };
    default:
      return copy;
  }
}

function renamedArguments(list: unknown, target: unknown, table: Table): unknown {
  const names = typeof target === 'string' ? table.arguments.get(target) : undefined;
  if (names === undefined || !Array.isArray(list)) return list;
  return list.map((argument: { readonly name: string }) => ({
    ...argument,
    name: names.get(argument.name) ?? argument.name,
  }));
}
