// Runs an action. Knows no HTTP server: routes and tools both come through here.
import {
  call,
  evaluateAll,
  failed,
  refused,
  shaped,
  withConstants,
  type ActionContext,
  type ActionOptions,
  type ActionResult,
  type Inputs,
} from "./action.ts";
import { scopeOf } from "./client-port.ts";
import type { Action } from "./model.ts";
import { runSteps } from "./run-steps.ts";
import { shape } from "./shape.ts";

/** Never throws for what a caller or an upstream did; only for a mistake of ours. */
export async function runAction(
  context: ActionContext,
  action: Action,
  inputs: Inputs,
  options: ActionOptions = {},
): Promise<ActionResult> {
  const scope = scopeOf(inputs);
  try {
    switch (action.kind) {
      case "call": {
        const response = await call(context, action, scope, options.signal);
        return await shaped(
          context,
          action.output,
          {
            kind: "response",
            response,
            format: action.format ?? "json",
            reading: action,
          },
          scope,
        );
      }
      case "flow": {
        const flow = Object.hasOwn(context.flows, action.flow)
          ? context.flows[action.flow]
          : undefined;
        if (flow === undefined)
          return refused(501, "This is not implemented: its flow is missing");
        const given = evaluateAll(context, action.arguments, scope);
        const flowInputs = withConstants(context, flow.constants, given);
        const result = await runAction(
          context,
          flow.action,
          flowInputs,
          options,
        );
        const { mediaType } = flow;
        const named =
          mediaType === undefined || result.kind !== "response"
            ? result
            : { ...result, reading: { ...result.reading, mediaType } };
        return await shaped(context, action.output, named, scope);
      }
      case "steps":
        return await runSteps(context, action, inputs, options.signal);
      case "mock": {
        const { evaluate } = context.client;
        const value = shape(action.output, undefined, scope, evaluate);
        return { kind: "value", status: 200, value };
      }
      case "forward": {
        if (options.forward === undefined)
          return refused(501, "This can only be reached through HTTP");
        const response = await context.client.forward(
          action.service,
          options.forward,
        );
        return { kind: "response", response, format: "binary" };
      }
      case "unimplemented":
        return refused(501, `This is not implemented: ${action.reason}`);
    }
  } catch (error) {
    return failed(error);
  }
}
