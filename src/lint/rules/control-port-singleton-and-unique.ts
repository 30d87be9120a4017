import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { official } from '../official.ts';
import { capabilityEntries } from '../written.ts';
import type { Rule } from '../rule.ts';

export const controlPortSingletonAndUnique: Rule = {
  code: 'control-port-singleton-and-unique',
  severity: 'error',
  summary: 'There is more than one control adapter, or its port is taken.',
  why: 'A process has one control port. The second adapter on a port cannot be started.',
  whatToDo: 'Keep one adapter of type `control`, with a port of its own.',
  aliases: [...official('control-port-singleton-and-unique', 'control-port-singleton-and-unique')],
  examples: [
    {
      title: 'a port that is taken',
      yaml: example({
        routes: '- path: /notes\n  operations:\n  - method: GET\n    call: notes.list-notes',
        exposes: '- type: control\n  port: 8080',
      }),
      reports: ['the control port 8080 is that of `notes-rest` as well'],
    },
    {
      title: 'two of them',
      yaml: example({ exposes: '- type: control\n  port: 9000\n- type: control\n  port: 9001' }),
      reports: ['there is more than one control adapter'],
    },
    {
      title: 'a port of its own',
      yaml: example({
        routes: '- path: /notes\n  operations:\n  - method: GET\n    call: notes.list-notes',
        exposes: '- type: control\n  port: 9000',
      }),
      reports: [],
    },
  ],
  check(_program, report, { source }) {
    const adapters = capabilityEntries(source, 'exposes');
    const controls = adapters.filter(({ value }) => value['type'] === 'control');
    for (const extra of controls.slice(1))
      report({ message: 'there is more than one control adapter', sites: [extra.at] });
    for (const control of controls) {
      const port = control.value['port'];
      const taken = adapters.find(
        ({ value }) => value['type'] !== 'control' && value['port'] === port,
      );
      if (typeof port === 'number' && taken !== undefined)
        report({
          message: `the control port ${port} is that of \`${String(taken.value['namespace'] ?? '')}\` as well`,
          sites: [child(control.at, 'port')],
          related: [{ message: 'it is taken here', at: child(taken.at, 'port') }],
        });
    }
  },
};
