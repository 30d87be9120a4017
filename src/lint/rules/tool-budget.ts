import { ownAdapters } from '../../document/walk.ts';
import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { calledBy, inputsOf } from '../units.ts';
import type { Rule } from '../rule.ts';

/** JSON around a tool and around each of its inputs, in characters. */
const toolFrame = 90;
const inputFrame = 40;

export const toolBudget: Rule = {
  code: 'tool-budget',
  severity: 'info',
  summary: 'The list of tools takes a large part of what a model can read.',
  why: 'Every client sends the whole list with every conversation: names, descriptions and inputs.',
  whatToDo: 'Split the server by task, shorten descriptions, or leave out what agents do not need.',
  options: { limit: { of: 'tokens that the list of one server may take', default: 10000 } },
  examples: [
    {
      title: 'a long text',
      yaml: example({
        tools: `- name: list\n  description: '${'All there is to say of notes. '.repeat(1500)}'\n  call: notes.list-notes`,
      }),
      reports: ['the tools of `notes-mcp` take about 11300 tokens to list'],
    },
    {
      title: 'one sentence',
      yaml: example({
        tools: '- name: list\n  description: Lists all notes.\n  call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(program, report, { options: { limit = 10_000 } }) {
    for (const adapter of ownAdapters(program)) {
      if (adapter.kind !== 'mcp') continue;
      let characters = 0;
      for (const unit of adapter.tools) {
        const target = calledBy(program, {
          kind: 'tool',
          namespace: adapter.namespace,
          unit,
          inputs: unit.inputs,
        });
        const inputs =
          unit.inputs.length > 0 || target === undefined ? unit.inputs : inputsOf(target);
        characters +=
          toolFrame +
          (unit.name ?? '').length +
          (unit.description ?? target?.operation.description ?? '').length;
        for (const input of inputs)
          characters += inputFrame + input.name.length + (input.description ?? '').length;
      }
      // Four characters are about one token of English or JSON.
      const tokens = Math.round(characters / 400) * 100;
      if (tokens > limit)
        report({
          message: `the tools of \`${adapter.namespace}\` take about ${tokens} tokens to list`,
          sites: [child(adapter.at, 'tools')],
        });
    }
  },
};
