// Writes many files over and over, each time with new content, until it is killed. For update.kill.test.ts.
const [folder, module, from] = process.argv.slice(2);
const { updateOutput } = await import(module);

for (let round = Number(from); ; round++) {
  const files = Array.from({ length: 60 }, (_, i) => ({
    path: `${i % 6}/file-${i}-${round % 3 === 0 && i > 50 ? 'odd' : 'even'}.txt`,
    content: `${`round ${round} `.repeat(2_000)}end`,
  }));
  const result = await updateOutput({
    folder,
    shown: 'out',
    capabilities: [{ id: 'shop', inputs: [{ path: 'shop.yaml', hash: String(round) }], files }],
    compiler: '1.0.0',
    formatter: 'none',
    format: async (_path, content) => content,
    force: false,
    dropped: () => [],
    write: true,
    patience: 5_000,
  });
  process.stdout.write(`${round} ${JSON.stringify(result.diagnostics)}\n`);
}
