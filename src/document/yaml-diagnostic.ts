// What the YAML reader has to say, as diagnostics.
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { YamlProblem } from '../source/yaml.ts';

export function yamlDiagnostic(file: string, problem: YamlProblem): Diagnostic {
  const at = { file, start: problem.start, end: problem.end };
  const related = problem.first && [
    { message: 'it stands first here', at: { file, ...problem.first } },
  ];
  const common = { message: problem.message, at, ...(related && { related }) };
  switch (problem.kind) {
    case 'multiple-documents':
      return { code: 'yaml-multiple-documents', severity: 'error', ...common };
    case 'tag':
      return { code: 'yaml-tag', severity: 'warning', ...common };
    case 'alias':
      return { code: 'yaml-alias', severity: 'error', ...common };
    case 'duplicate-key':
      return { code: 'yaml-duplicate-key', severity: 'error', ...common };
    case 'key':
    case 'syntax':
      return { code: 'yaml-syntax', severity: 'error', ...common };
  }
}
