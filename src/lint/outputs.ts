// Outputs as rules look at them: all of them, and those that say nothing.
import type { OutputParameter } from '../document/document.ts';
import type { Program } from '../document/program.ts';
import { ownOperations } from '../document/walk.ts';
import { remember } from '../util/remember.ts';
import { allUnits, unitName } from './units.ts';

export interface LintOutput {
  /** Of the operation or unit it belongs to. */
  readonly name: string;
  readonly output: OutputParameter;
  /** How many objects and arrays it lies in. */
  readonly depth: number;
  /** Of an operation, as opposed to what is exposed. */
  readonly isConsumed: boolean;
}

export const allOutputs = remember((program: Program): readonly LintOutput[] => {
  const found: LintOutput[] = [];
  const add = (name: string, output: OutputParameter, isConsumed: boolean, depth: number): void => {
    found.push({ name, output, depth, isConsumed });
    for (const property of output.properties) add(name, property, isConsumed, depth + 1);
    if (output.items !== undefined) add(name, output.items, isConsumed, depth + 1);
  };
  for (const { operation } of ownOperations(program))
    for (const output of operation.outputs) add(operation.name, output, true, 0);
  for (const unit of allUnits(program))
    for (const output of unit.unit.outputs) add(unitName(unit), output, false, 0);
  return found;
});

/** The whole response as an object of which nothing is said. */
export function isWholeResponse({ type, mapping, value, properties }: OutputParameter): boolean {
  return (
    type === 'object' && properties.length === 0 && /^\$\.?$/.test((mapping ?? value ?? '').trim())
  );
}
