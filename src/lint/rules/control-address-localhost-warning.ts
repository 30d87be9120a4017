import { child } from '../../source/location.ts';
import { isLoopback } from '../addresses.ts';
import { example } from '../example.ts';
import { official } from '../official.ts';
import { capabilityEntries } from '../written.ts';
import { reportAll, type Rule } from '../rule.ts';

export const controlAddressLocalhostWarning: Rule = {
  code: 'control-address-localhost-warning',
  severity: 'warning',
  summary: 'The control adapter can be reached from elsewhere.',
  why: 'It stops, reloads and reports on the process, and is meant for the machine it runs on.',
  whatToDo: 'Set `address: localhost`, or leave it out.',
  aliases: [...official('control-address-localhost-warning', 'control-address-localhost-warning')],
  examples: [
    {
      title: 'every address',
      yaml: example({ exposes: '- type: control\n  port: 9000\n  address: 0.0.0.0' }),
      reports: ['the control adapter listens at `0.0.0.0`, where others reach it'],
    },
    {
      title: 'this machine',
      yaml: example({ exposes: '- type: control\n  port: 9000\n  address: localhost' }),
      reports: [],
    },
  ],
  check(_program, report, { source }) {
    const found = capabilityEntries(source, 'exposes').flatMap(({ value, at }) => {
      const address = value['address'];
      return value['type'] === 'control' && typeof address === 'string' && !isLoopback(address)
        ? [{ name: address, at: child(at, 'address') }]
        : [];
    });
    reportAll(
      report,
      found,
      (names) => `the control adapter listens at ${names}, where others reach it`,
    );
  },
};
