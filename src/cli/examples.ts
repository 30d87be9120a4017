// What stands below the help of each command: how it is mostly called, as it can be typed.
import type { Command } from 'commander';

type Example = readonly [call: string, does: string];

const examples: Readonly<Record<string, readonly Example[]>> = {
  generate: [
    ['generate', 'everything below capabilities/, into generated/'],
    ['generate shop.yaml --emit client -o src/api', 'the client alone, into src/api/shop/client'],
    ['generate --check', 'in CI: fail where what is committed is not up to date'],
    ["generate 'apis/*.yaml' --package acme", 'one package of many files'],
  ],
  lint: [
    ['lint', 'everything below capabilities/'],
    ['lint shop.yaml --preset strict', 'by the official schema, and every rule'],
    ['lint https://shop.example.com/shop.yaml', 'fetched once, with what it imports from there'],
    ['lint --format sarif=lint.sarif', 'for people, and a report for code scanning'],
    ['lint --baseline known.json --update-baseline', 'live with what there is; report what is new'],
    ['lint - --stdin-path shop.yaml < shop.yaml', 'for editors'],
  ],
  fix: [
    ['fix --dry-run', 'what would be done'],
    ['fix --unsafe --diff shop.yaml | git apply', 'guesses too, as a patch'],
    ['fix --to ikanos-1.0.0-beta5 shop.yaml', 'move to another format'],
  ],
  inspect: [
    ['inspect shop.yaml', 'operations and the names they get'],
    ['inspect shop.yaml --json', 'the same for programs'],
  ],
  diff: [
    ['diff HEAD:shop.yaml shop.yaml', 'what has changed since the last commit'],
    ['diff origin/main:capabilities capabilities --format markdown', 'for a pull request'],
  ],
  names: [['names shop.yaml', 'before the first release: what users will type']],
  serve: [
    ['serve shop.yaml', 'REST routes and MCP tools at the ports of the file'],
    ['serve shop.yaml --port 0 --base-url https://shop.example.com', 'free ports, another host'],
    ['serve shop.yaml --mcp stdio', 'for a desktop client that starts its servers'],
  ],
  explain: [['explain base-uri-empty', 'what it means, what to do, an example']],
  completion: [['completion bash', 'in ~/.bashrc: eval "$(capwright completion bash)"']],
};

export function addExamples(program: Command): void {
  for (const command of program.commands) {
    const rows = examples[command.name()] ?? [];
    if (rows.length === 0) continue;
    const lines = rows.map(([call, does]) => `  capwright ${call}\n      ${does}`);
    command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
  }
  program.addHelpText('after', '\n`capwright help lint` has options and examples of a command.');
}
