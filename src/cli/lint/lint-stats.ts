// `lint --stats`: how often each rule spoke, and how long it took.
import { compareText } from '../../util/compare.ts';
import type { FileReport } from './file-report.ts';

interface Row {
  findings: number;
  places: number;
  readonly files: Set<string>;
  time: number;
}

export class LintStats {
  readonly #rows = new Map<string, Row>();
  #files = 0;

  add({ file, findings, timings }: FileReport): void {
    this.#files++;
    for (const { code, sites } of findings) {
      const row = this.#row(code);
      row.findings++;
      row.places += sites?.length ?? 1;
      row.files.add(file);
    }
    for (const [code, time] of timings) this.#row(code).time += time;
  }

  /** The slowest first. */
  toString(): string {
    const rows = [...this.#rows].sort(
      ([a, one], [b, two]) => two.time - one.time || compareText(a, b),
    );
    const width = Math.max(4, ...rows.map(([code]) => code.length));
    const line = (code: string, ...cells: readonly (string | number)[]): string =>
      `${code.padEnd(width)}${cells.map((cell) => String(cell).padStart(10)).join('')}\n`;
    const total = rows.reduce((sum, [, { time }]) => sum + time, 0);
    return [
      line('rule', 'findings', 'places', 'files', 'ms'),
      ...rows.map(([code, { findings, places, files, time }]) =>
        line(code, findings, places, files.size, time.toFixed(1)),
      ),
      `${rows.length} codes, ${this.#files} files, ${total.toFixed(1)} ms in rules\n`,
    ].join('');
  }

  #row(code: string): Row {
    let row = this.#rows.get(code);
    if (row === undefined) {
      row = { findings: 0, places: 0, files: new Set(), time: 0 };
      this.#rows.set(code, row);
    }
    return row;
  }
}
