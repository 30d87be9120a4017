// What a server has done, counted, in the text format of Prometheus. Labels are names of ours or of the capability,
// never of a caller's making: their number has an end.
import type { LogEntry, StepEntry } from "./log.ts";

const buckets: readonly number[] = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

/** What scrapers show beside the name. */
const help: Readonly<Record<string, string>> = {
  ikanos_capability_active: "Whether the capability is served.",
  ikanos_request_total: "Requests answered, by route and status.",
  ikanos_request_errors_total:
    "Requests answered with a status of 500 and above.",
  ikanos_request_duration_seconds: "Time from a request to its answer.",
  ikanos_step_duration_seconds: "Time that a step of an orchestration took.",
  ikanos_http_client_request_total: "Requests sent to consumed services.",
  ikanos_http_client_request_duration_seconds:
    "Time until a consumed service answered.",
};

interface Durations {
  /** How many took at most as long as the bucket of that index; one more for all. */
  readonly counts: number[];
  sum: number;
}

type Labels = readonly (readonly [name: string, value: string])[];

export class Meter {
  readonly #counters = new Map<string, Map<string, number>>();
  readonly #durations = new Map<string, Map<string, Durations>>();

  /** A log hook that counts the requests of a surface. */
  log(surface: string): (entry: LogEntry) => void {
    return ({ route, method, status, durationMs }) => {
      const labels: Labels = [
        ["adapter", surface],
        ["operation", route ?? "none"],
        ["method", known(method)],
      ];
      this.#count("ikanos_request_total", [...labels, ["status", `${status}`]]);
      this.#time("ikanos_request_duration_seconds", labels, durationMs);
      if (status >= 500) this.#count("ikanos_request_errors_total", labels);
    };
  }

  /** Told of each step of an orchestration that is over. */
  readonly step = ({ name, durationMs, failed }: StepEntry): void => {
    const outcome = failed ? "failed" : "done";
    this.#time(
      "ikanos_step_duration_seconds",
      [
        ["step", name],
        ["outcome", outcome],
      ],
      durationMs,
    );
  };

  /** `fetch`, counted. */
  get fetch(): typeof globalThis.fetch {
    return async (input, init) => {
      const started = performance.now();
      const url = new URL(input instanceof Request ? input.url : input);
      const method = input instanceof Request ? input.method : init?.method;
      const labels: Labels = [
        ["host", url.host],
        ["method", known(method ?? "GET")],
      ];
      let status = "none";
      try {
        const response = await globalThis.fetch(input, init);
        status = String(response.status);
        return response;
      } finally {
        const name = "ikanos_http_client_request";
        this.#count(`${name}_total`, [...labels, ["status", status]]);
        const took = performance.now() - started;
        this.#time(`${name}_duration_seconds`, labels, took);
      }
    };
  }

  text(): string {
    const lines = heading("ikanos_capability_active", "gauge");
    lines.push("ikanos_capability_active 1");
    for (const [name, values] of this.#counters) {
      lines.push(...heading(name, "counter"));
      for (const [labels, value] of values)
        lines.push(`${name}{${labels}} ${value}`);
    }
    for (const [name, values] of this.#durations) {
      lines.push(...heading(name, "histogram"));
      for (const [labels, { counts, sum }] of values) {
        counts.forEach((count, i) => {
          const le = buckets[i] ?? "+Inf";
          lines.push(`${name}_bucket{${labels},le="${le}"} ${count}`);
        });
        lines.push(`${name}_sum{${labels}} ${sum}`);
        lines.push(`${name}_count{${labels}} ${counts.at(-1) ?? 0}`);
      }
    }
    return `${lines.join("\n")}\n`;
  }

  #count(name: string, labels: Labels): void {
    const values = this.#counters.get(name) ?? new Map<string, number>();
    this.#counters.set(name, values);
    const key = text(labels);
    values.set(key, (values.get(key) ?? 0) + 1);
  }

  #time(name: string, labels: Labels, durationMs: number): void {
    const values = this.#durations.get(name) ?? new Map<string, Durations>();
    this.#durations.set(name, values);
    const key = text(labels);
    const all: Durations = values.get(key) ?? {
      counts: [...buckets, Infinity].map(() => 0),
      sum: 0,
    };
    values.set(key, all);
    const seconds = durationMs / 1000;
    all.sum += seconds;
    [...buckets, Infinity].forEach((limit, i) => {
      if (seconds <= limit) all.counts[i] = (all.counts[i] ?? 0) + 1;
    });
  }
}

function heading(name: string, type: string): string[] {
  return [`# HELP ${name} ${help[name] ?? ""}`, `# TYPE ${name} ${type}`];
}

/** A method may be any word; those that are none are one. */
function known(method: string): string {
  return /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/.test(method)
    ? method
    : "other";
}

function text(labels: Labels): string {
  return labels.map(([name, value]) => `${name}="${escaped(value)}"`).join(",");
}

function escaped(value: string): string {
  return value.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n");
}
