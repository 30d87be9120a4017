// Runs the script of a step in a thread of its own: what it breaks, and how long it takes, concerns nobody else.
// It is a module of the program like any other; no text is made into code here.
/// <reference types="node" />
import { Worker } from "node:worker_threads";
import type { RunScript } from "./model.ts";
import { url as workerUrl } from "./script-worker.ts";

export interface ScriptOptions {
  /** Of the module that exports the script as `run`. */
  readonly url: string;
  readonly timeoutMs: number;
}

/** What a thread sends back. */
export type ScriptOutcome =
  | { readonly kind: "value"; readonly json: string }
  | { readonly kind: "error"; readonly message: string };

export function scriptRunner({ url, timeoutMs }: ScriptOptions): RunScript {
  return (context, signal) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL(workerUrl), {
        // Text on both ways: values of any other kind would be code of ours in its hands.
        workerData: { url, json: JSON.stringify(context) },
        env: {},
        resourceLimits: { maxOldGenerationSizeMb: 128 },
      });
      const end = (settle: () => void): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", onAbort);
        void worker.terminate();
        settle();
      };
      const onAbort = (): void => end(() => reject(signal?.reason));
      const timer = setTimeout(
        () =>
          end(() =>
            reject(
              new DOMException(`no result in ${timeoutMs} ms`, "TimeoutError"),
            ),
          ),
        timeoutMs,
      );
      worker.once("message", (outcome: ScriptOutcome) =>
        end(() => {
          if (outcome.kind === "error") reject(new Error(outcome.message));
          else resolve(JSON.parse(outcome.json));
        }),
      );
      worker.once("error", (error) => end(() => reject(error)));
      worker.once("exit", () =>
        end(() => reject(new Error("the script ended without a result"))),
      );
      signal?.addEventListener("abort", onAbort);
      if (signal?.aborted === true) onAbort();
    });
}
