import { top } from '../written.ts';
import type { Rule } from '../rule.ts';

export const unknownCapabilityShape: Rule = {
  code: 'unknown-capability-shape',
  severity: 'error',
  summary: 'A document has neither a capability nor a section to share.',
  why: 'There is nothing in it to compile, and nothing to import.',
  whatToDo: 'Add `capability`, or one of `consumes`, `exposes`, `aggregates` and `binds`.',
  examples: [
    {
      title: 'a version and nothing else',
      yaml: 'ikanos: 1.0.0-beta5\ninfo:\n  display: Field notes\n  description: Notes from the field.\n',
      reports: ['the document has neither a `capability` nor a section that others could import'],
    },
    {
      title: 'a section to share',
      yaml: 'ikanos: 1.0.0-beta5\nbinds:\n- namespace: env\n  keys:\n    TOKEN: TOKEN\n',
      reports: [],
    },
  ],
  check({ main }, report, { source }) {
    const { value } = top(source);
    const known = ['capability', 'consumes', 'exposes', 'aggregates', 'binds', 'externalRefs'];
    if (!known.some((key) => value[key] !== undefined && value[key] !== null))
      report({
        message: 'the document has neither a `capability` nor a section that others could import',
        sites: [main.at],
      });
  },
};
