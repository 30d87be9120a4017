// Pages of what can go wrong before a file has become a document.
import type { CatalogEntry } from '../catalog-entry.ts';

export const filePages: readonly CatalogEntry[] = [
  {
    code: 'file-missing',
    severity: 'error',
    summary: 'A file that is named does not exist.',
    why: 'The file was named on the command line or by another capability, and nothing stands at that path.',
    whatToDo:
      'Check the spelling. Paths in a capability count from the folder of the file they stand in.',
  },
  {
    code: 'file-is-folder',
    severity: 'error',
    summary: 'A folder stands where a file is expected.',
    why: 'One capability is one file. A folder can be given to `generate` and `lint`, but not imported or inspected.',
    whatToDo: 'Name the file in the folder that is meant.',
  },
  {
    code: 'file-binary',
    severity: 'error',
    summary: 'The file is not text.',
    why: 'It holds zero bytes, as images and archives do and as no YAML document does.',
    whatToDo:
      'Check that the path names the capability. If it does, restore the file: it is damaged.',
  },
  {
    code: 'file-encoding',
    severity: 'error',
    summary: 'The text of the file is not Unicode.',
    why: 'Capabilities are read as UTF-8, or as UTF-16 where a byte order mark says so. Guessing another encoding would put wrong characters into names without a word.',
    whatToDo:
      'Save the file as UTF-8. `iconv -f latin1 -t utf-8` converts the most common other encoding.',
  },
  {
    code: 'file-too-large',
    severity: 'error',
    summary: 'The file is far larger than any capability.',
    why: 'The limit guards against reading a disk image or a log by mistake; it is many times the size of the largest capability known.',
    whatToDo:
      'Check the path. Split a capability that really is that large by resource, and import the parts.',
  },
  {
    code: 'file-empty',
    severity: 'error',
    summary: 'The file holds no document.',
    why: 'There is nothing in it but blanks and comments, so it says neither what is consumed nor what is exposed.',
    whatToDo: 'Write the capability, or delete the file.',
    example: { yaml: '# nothing here yet\n', reports: 'file-empty' },
  },
  {
    code: 'file-denied',
    severity: 'error',
    summary: 'The system does not let us read the file.',
    why: 'The file exists, but its permissions, or what kind of file it is, keep us from reading it.',
    whatToDo: 'Make the file readable for the user who runs capwright.',
  },
  {
    code: 'yaml-syntax',
    severity: 'error',
    summary: 'The text is not valid YAML.',
    why: 'Nothing behind a syntax error can be trusted to mean what it looks like, so the file is not compiled.',
    whatToDo:
      'Repair the marked place. Frequent causes: a tab used for indentation, a colon followed by a blank in an unquoted text, a quote that is never closed.',
    example: { yaml: 'naftiko: 1.0.0-alpha2\ncapability: [\n', reports: 'yaml-syntax' },
  },
  {
    code: 'yaml-duplicate-key',
    severity: 'error',
    summary: 'A mapping has the same key twice.',
    why: 'YAML forbids it, and parsers differ on which of the two values they keep: two tools would read two different capabilities.',
    whatToDo: 'Delete one of the two, or merge what they hold.',
    example: {
      yaml: 'naftiko: 1.0.0-alpha2\ninfo:\n  label: Orders\n  label: Shop orders\ncapability: {}\n',
      reports: 'yaml-duplicate-key',
    },
  },
  {
    code: 'yaml-multiple-documents',
    severity: 'error',
    summary: 'The file holds more than one YAML document.',
    why: 'A capability is one document: the first is read, and what stands behind a second `---` is not.',
    whatToDo: 'Put each document into a file of its own.',
    example: {
      yaml: 'naftiko: 1.0.0-alpha2\ncapability: {}\n---\nnaftiko: 1.0.0-alpha2\ncapability: {}\n',
      reports: 'yaml-multiple-documents',
    },
  },
  {
    code: 'yaml-alias',
    severity: 'error',
    summary: 'An alias cannot be followed.',
    why: 'The alias names an anchor that does not stand before it, stands inside what it names, or grows with others beyond any reading: a few lines of aliases of aliases can stand for billions of values.',
    whatToDo:
      'Set the anchor (`&name`) before the alias (`*name`), or write the repeated part out. What several files share is better imported.',
    example: { yaml: 'naftiko: 1.0.0-alpha2\ncapability: *shop\n', reports: 'yaml-alias' },
  },
  {
    code: 'yaml-tag',
    severity: 'warning',
    summary: 'A tag has no meaning in a capability.',
    why: 'Tags such as `!secret` or `!!binary` ask the reader for a type of its own. The format knows none: the value is read as if the tag were not there, and another tool may read it differently.',
    whatToDo:
      'Remove the tag. For a value from outside, bind it under `binds` and write `{{NAME}}`.',
    example: {
      yaml: 'naftiko: 1.0.0-alpha2\ninfo:\n  label: !secret Orders\n  description: Orders of the shop\ncapability:\n  consumes: []\n',
      reports: 'yaml-tag',
    },
  },
];
