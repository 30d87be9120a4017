// Control servers: what they offer, which requests they remember, and how scripts run.
import type { ControlSurface } from '../capability.ts';
import { stableJson } from '../../util/stable-json.ts';
import { part, type RecordChange, type Subject } from './compare-change.ts';

export function compareControl(
  before: ControlSurface,
  after: ControlSurface,
  subject: Subject,
  record: RecordChange,
): void {
  for (const name of ['health', 'info', 'metrics', 'traces', 'scripting'] as const) {
    const endpoint = part(subject, name, before, after);
    const offers = (surface: ControlSurface): boolean =>
      surface[name] !== undefined && surface[name] !== false;
    if (!offers(before) && offers(after))
      record('control-endpoint-added', endpoint, `it offers \`${name}\` now`);
    if (offers(before) && !offers(after))
      record('control-endpoint-removed', endpoint, `it no longer offers \`${name}\``);
  }
  if (changed(before.traces, after.traces))
    record(
      'control-traces-changed',
      part(subject, 'traces', before, after),
      'other requests are remembered, or their ids go on in another way',
      [stableJson(before.traces), stableJson(after.traces)],
    );
  if (changed(before.scripting, after.scripting))
    record(
      'control-scripting-changed',
      part(subject, 'scripting', before, after),
      'scripts run in another way',
      [stableJson(before.scripting), stableJson(after.scripting)],
    );
}

/** On both sides, and different. */
function changed(before: object | undefined, after: object | undefined): boolean {
  return before !== undefined && after !== undefined && stableJson(before) !== stableJson(after);
}
