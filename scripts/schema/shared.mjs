// Fields and conditions that several definitions of consumed and exposed parts have in common.
import { having, list, mapOf, named, ref, text } from './vocabulary.mjs';

export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

export const tagsField = (version) => ({
  tags: version.maps ? list(text('One keyword'), 'Keywords to group by') : undefined,
});

/** What an exposed unit runs: `ref`, or `call`, or `steps`, and the values handed on. */
export const actionFields = (version, { ref: mayRefer }) => ({
  ref:
    mayRefer && version.from('naftiko-1.0.0-alpha2')
      ? ref('Reference', 'The flow that does it: `aggregate.flow`')
      : undefined,
  call: ref('Reference', 'The consumed operation to call: `namespace.operation`'),
  with: ref('With'),
  steps: named(version, 'Step', 'Steps to run in order', { keys: 'Kebab', least: [1, 1] }),
  mappings: list(ref('StepMapping'), 'How results of steps become the output'),
});

/** The result of a call, of steps, or of neither. */
export const outputs = (version) => ({
  mapped: { outputParameters: list(ref('MappedOutput')) },
  ofSteps: {
    outputParameters: version.maps ? mapOf(ref('StepOutput')) : list(ref('StepOutput')),
  },
  mock: { outputParameters: named(version, 'MockOutput', undefined, { least: [1, 1] }) },
});

/** `outputParameters` before it is known what they belong to; the conditions say more. */
export const anyOutputs = (version, maps) => ({
  outputParameters: {
    ...(version.maps ? maps : { type: 'array' }),
    description: 'The shape of the result',
  },
});

/** The ways to be a complete tool or flow; `also` are the keys that all of them but `ref` need. */
export function actionConditions(version, also, { ref: mayRefer }) {
  const { mapped, ofSteps, mock } = outputs(version);
  const conditions = [having(['call', ...also], mapped), having(['steps', ...also], ofSteps)];
  if (!version.from('naftiko-1.0.0-alpha2')) return conditions;
  return [
    ...conditions,
    ...(mayRefer ? [having(['ref'])] : []),
    having(['outputParameters', ...also], mock),
  ];
}
