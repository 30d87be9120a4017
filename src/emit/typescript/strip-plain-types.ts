// Generated modules without their types, in a fraction of the time a compiler takes: each statement is printed at the
// beginning of a line, and most modules are imports, types and data.

/** Imports of `.ts` become `.js`. Undefined: there is something in the module that this does not understand. */
export function stripPlainTypes(text: string): string | undefined {
  const kept: string[] = [];
  for (const statement of text.split(/\n(?=[^\s)\]}>])/)) {
    const plain = strip(statement);
    if (plain === undefined) return undefined;
    if (plain !== '') kept.push(plain);
  }
  return `${kept.join('\n')}\n`;
}

function strip(statement: string): string | undefined {
  if (/^\/\/.*\n*$/.test(statement) || /^\/\*(?:(?!\*\/)[^])*\*\/\n*$/.test(statement)) return '';
  if (/^(?:export |import |)type\b|^(?:export )?interface\b/.test(statement))
    return /[;}]\s*$/.test(statement) ? '' : undefined;
  if (/^(?:import|export) (?:\*|\{)/.test(statement)) return link(statement);
  return constant(statement);
}

/** Names that are types are left out. */
function link(statement: string): string | undefined {
  const match = /^(import|export) (\*(?: as [\w$]+)?|\{[\w$\s,]*\}) from "([^"\\]+)";\s*$/.exec(
    statement,
  );
  if (match === null) return undefined;
  const [, word = '', names = '', from = ''] = match;
  const values = names.replace(/\btype\s+[\w$]+(?:\s+as\s+[\w$]+)?\s*,?/g, '');
  return `${word} ${values} from "${from.replace(/^(\..*)\.ts$/, '$1.js')}";`;
}

/** Data, with calls at most: a value that holds types of its own has one of the signs that are looked for. */
function constant(statement: string): string | undefined {
  const match = /^((?:export )?const [\w$]+)(?:: [\w$\s<>,.|[\]]+?)? =\s([^]*)$/.exec(statement);
  if (match === null) return undefined;
  const [, name = '', value = ''] = match;
  return /[`!?]|=>|\w<|\b(?:as|satisfies|function|class|import|await|new)\b/.test(bare(value))
    ? undefined
    : `${name} = ${value}`;
}

/** Without texts and comments, in which anything may stand. */
function bare(code: string): string {
  return code.replace(
    /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\*(?:(?!\*\/)[^])*\*\/|\/\/.*/g,
    '""',
  );
}
