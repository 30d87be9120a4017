import { example } from '../example.ts';
import { official } from '../official.ts';
import { capabilityEntries, stepsOf, isTruthy, items, member, named } from '../written.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const scriptDefaultsRequired: Rule = {
  code: 'script-defaults-required',
  severity: 'error',
  summary: 'A script step does not say its language or location, and there is no default.',
  why: 'The engine refuses the step when it gets to it.',
  whatToDo:
    'Add `language` and `location` to the step, or defaults below `management.scripting` of the control adapter.',
  aliases: [...official('script-defaults-required', 'script-defaults-required')],
  examples: [
    {
      title: 'no location',
      yaml: example({
        tools:
          '- name: list\n  description: Lists all notes.\n  steps:\n  - name: sort\n    type: script\n    language: javascript\n    file: sort.js',
      }),
      reports: ['1 script step without a `location`, for which there is no default: `sort`'],
    },
    {
      title: 'both given',
      yaml: example({
        tools:
          '- name: list\n  description: Lists all notes.\n  steps:\n  - name: sort\n    type: script\n    language: javascript\n    location: file:///scripts\n    file: sort.js',
      }),
      reports: [],
    },
  ],
  check(_program, report, { source }) {
    const adapters = capabilityEntries(source, 'exposes');
    const control = adapters.find(({ value }) => value['type'] === 'control');
    const management = control && member(control, 'management');
    const defaults = (management && member(management, 'scripting'))?.value ?? {};
    const flows = capabilityEntries(source, 'aggregates').flatMap((aggregate) => [
      ...items(aggregate, 'functions'),
      ...items(aggregate, 'flows'),
    ]);
    const scripts = [...stepsOf(adapters), ...flows.flatMap((flow) => named(flow, 'steps'))].filter(
      ({ value }) => value['type'] === 'script',
    );
    for (const [key, fallback] of [
      ['location', 'defaultLocation'],
      ['language', 'defaultLanguage'],
    ] as const) {
      if (isTruthy(defaults[fallback])) continue;
      const found = scripts
        .filter(({ value }) => !isTruthy(value[key]))
        .map(({ name, at }) => ({ name: name ?? '', at }));
      reportAll(
        report,
        found,
        (names, number) =>
          `${count(number, 'script step')} without a \`${key}\`, for which there is no default: ${names}`,
      );
    }
  },
};
