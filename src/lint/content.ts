// What operations and tools say, as text: equal for those that are the same but for where they stand.
import type { Tool } from '../document/document.ts';
import type { CallTarget } from '../document/program.ts';
import { remember } from '../util/remember.ts';
import { stableJson } from '../util/stable-json.ts';

const operationText = remember((operation: object) => stableJson(operation, ['at']));
const inputsText = remember((inputs: object) => stableJson(inputs, ['at']));

/** An operation with what it takes over from its resource. */
export function operationContent({ resource, operation }: CallTarget): string {
  return `${resource.path}\n${inputsText(resource.inputs)}\n${operationText(operation)}`;
}

/** A tool but for its name. */
export const toolContent = remember((tool: Tool): string =>
  stableJson({ ...tool, name: undefined, call: tool.call?.text, ref: tool.ref?.text }, ['at']),
);
