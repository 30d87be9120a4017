// The thread that a script runs in: imports its module, gives it its context, sends back what it leaves.
/// <reference types="node" />
import { parentPort, workerData } from "node:worker_threads";

/** Of this module, to start a thread with. */
export const url: string = import.meta.url;

interface Task {
  readonly url: string;
  readonly json: string;
}

if (parentPort !== null && isTask(workerData)) {
  const port = parentPort;
  try {
    const module = (await import(workerData.url)) as {
      run(context: unknown): unknown;
    };
    const value: unknown = await module.run(JSON.parse(workerData.json));
    port.postMessage({ kind: "value", json: JSON.stringify(value) ?? "null" });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    port.postMessage({ kind: "error", message });
  }
}

/** Other threads may import this module too. */
function isTask(data: unknown): data is Task {
  return (
    typeof data === "object" && data !== null && "url" in data && "json" in data
  );
}
