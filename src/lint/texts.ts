// The texts of a document that people and models read: labels and descriptions of everything that has one.
import type { Parameter } from '../document/document.ts';
import type { Program } from '../document/program.ts';
import { child, type Location } from '../source/location.ts';
import { ownAdapters } from '../document/walk.ts';
import { remember } from '../util/remember.ts';

export interface Prose {
  /** What the text is about. */
  readonly name: string;
  readonly text: string;
  readonly at: Location;
}

interface Described {
  readonly name?: string | undefined;
  readonly display?: string;
  readonly description?: string;
  readonly at: Location;
}

export const allProse = remember((program: Program): readonly Prose[] => {
  const found: Prose[] = [];
  const add = ({ display, description, at, ...rest }: Described, name = rest.name ?? ''): void => {
    if (description !== undefined)
      found.push({ name, text: description, at: child(at, 'description') });
    if (display !== undefined) found.push({ name, text: display, at });
  };
  const addInputs = (inputs: readonly Parameter[]): void => inputs.forEach((input) => add(input));
  const { main } = program;
  add(main.info, 'info');
  for (const api of main.consumes) {
    if (api.kind !== 'http') continue;
    add(api, api.namespace);
    addInputs(api.inputs);
    for (const resource of api.resources) {
      add(resource);
      addInputs(resource.inputs);
      for (const operation of resource.operations) {
        add(operation);
        addInputs(operation.inputs);
      }
    }
  }
  for (const adapter of ownAdapters(program)) {
    add(adapter, adapter.namespace);
    switch (adapter.kind) {
      case 'rest':
        for (const resource of adapter.resources) {
          add(resource, resource.name ?? resource.path);
          addInputs(resource.inputs);
          for (const operation of resource.operations) {
            add(operation);
            addInputs(operation.inputs);
          }
        }
        break;
      case 'mcp':
        for (const unit of [...adapter.tools, ...adapter.resources]) {
          add(unit);
          addInputs(unit.inputs);
        }
        for (const prompt of adapter.prompts) {
          add(prompt);
          addInputs(prompt.arguments);
        }
        break;
      case 'skill':
        for (const skill of adapter.skills) {
          add(skill);
          for (const tool of skill.tools) add(tool);
        }
        break;
      case 'control':
        break;
    }
  }
  for (const aggregate of main.aggregates) {
    if (aggregate.kind !== 'aggregate') continue;
    add(aggregate, aggregate.namespace);
    for (const flow of aggregate.flows) {
      add(flow);
      addInputs(flow.inputs);
    }
  }
  return found;
});
