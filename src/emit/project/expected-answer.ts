// What an upstream answers in a test and what shapes have to make of it, where they name one place for each value.
import type { OutputNode } from '../../ir/capability.ts';
import type { Expression } from '../../ir/expression.ts';
import { expectedShape, Untold } from './expected-shape.ts';
import { Refusal, type Value } from './expected-value.ts';
import { Place, plant } from './fake-answer.ts';
import type { Sample } from './sample-value.ts';

export interface ExpectedAnswer {
  readonly upstream: Sample;
  /** Undefined: more than a test can tell. */
  readonly gives?: Sample | undefined;
}

export interface Shaping {
  readonly node: OutputNode;
  evaluate(expression: Expression): Value;
}

/** `shapes`: the innermost first. `isMocked`: there is no upstream, and nothing but worked-out values. */
export function expectedAnswer(
  shapes: readonly Shaping[],
  isMocked: boolean,
): ExpectedAnswer | undefined {
  const [inner] = shapes;
  if (inner === undefined) return undefined;
  const root = new Place();
  let count = 0;
  return told(() => {
    if (!isMocked) plant(inner.node, root, () => `answer ${++count} é"`);
    const upstream = root.json();
    return { gives: shapedBy(shapes, isMocked ? undefined : upstream), upstream };
  });
}

export function shapedBy(shapes: readonly Shaping[], value: Value): Sample {
  return (
    shapes.reduce<Value>(
      (inner, { node, evaluate }) => expectedShape(node, inner, evaluate),
      value,
    ) ?? null
  );
}

export function told<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Untold || error instanceof Refusal) return undefined;
    throw error;
  }
}
