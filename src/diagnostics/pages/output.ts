// Pages of what keeps output from reaching the disk, and of our own configuration.
import type { CatalogEntry } from '../catalog-entry.ts';

export const outputPages: readonly CatalogEntry[] = [
  {
    code: 'config-invalid',
    severity: 'error',
    summary: 'The configuration file has a mistake in it.',
    why: 'A setting that is not understood is never ignored: a misspelt one would silently not hold.',
    whatToDo:
      'Correct the marked place. `schemas/config.json` of the package lets editors check and complete the file.',
  },
  {
    code: 'output-collision',
    severity: 'error',
    summary: 'Two inputs would be written to the same folder.',
    why: 'The folder of a capability is named after its file, in lower case with hyphens. Two of the inputs get the same name, and one would overwrite the other.',
    whatToDo: 'Rename one of the files, or generate them into different folders with `--out`.',
  },
  {
    code: 'output-edited',
    severity: 'error',
    summary: 'A generated file was edited by hand.',
    why: 'The file no longer has the content we wrote. Writing it again would destroy the edit, so it is left as it is.',
    whatToDo:
      'Move the change to where it survives: into the capability, or into a file of your own that wraps the generated one. `generate --force` writes over the edit.',
  },
  {
    code: 'output-foreign',
    severity: 'error',
    summary: 'Something that is not ours stands where a file has to be written.',
    why: 'The path is taken by a file, folder or link that capwright did not write. It is never overwritten silently, and links inside the output folder are not followed.',
    whatToDo:
      'Move it away, or choose another folder with `--out`. A plain file can be overwritten with `generate --force`.',
  },
  {
    code: 'output-write-failed',
    severity: 'error',
    summary: 'The system refused to write.',
    why: 'The disk is full, a permission is missing, or the folder is read-only. Files are staged first and then renamed, so no file is left half written.',
    whatToDo: 'Remove the cause that the message names and run again.',
  },
  {
    code: 'output-locked',
    severity: 'error',
    summary: 'Another run is writing to the same folder.',
    why: 'Two runs at once could mix their files. The second one waits for a while and then gives up.',
    whatToDo:
      'Let the other run finish. The lock of a run that was killed is noticed and taken over by itself.',
  },
  {
    code: 'output-manifest-broken',
    severity: 'error',
    summary: 'The record of what was generated cannot be read.',
    why: 'Without it we cannot tell our files from yours. Merge conflicts and newer versions of capwright are the usual causes.',
    whatToDo:
      'Take either side of a merge conflict and run `generate` again; or rebuild the record with `generate --force`, which also overwrites edited files.',
  },
  {
    code: 'output-names-broken',
    severity: 'error',
    summary: 'The lock of published names cannot be read.',
    why: '`capwright.lock` keeps the names of methods and tools as they were published. Without it a later run could call the same operation differently, which breaks everybody who calls it.',
    whatToDo:
      'Restore it from version control; of a merge conflict keep the entries of both sides. `generate --update-lock` names everything anew and writes a new lock.',
  },
  {
    code: 'output-names-conflict',
    severity: 'error',
    summary: 'Two operations are locked to names that cannot both be.',
    why: 'Two branches may have published the same name for different operations, or a name below a method of that name. A client has room for one of them only, and which one is nothing that we could know.',
    whatToDo:
      'Decide which operation keeps the name and remove the entry of the other from `capwright.lock`; it is named anew.',
  },
  {
    code: 'output-package-outdated',
    severity: 'warning',
    summary: 'The package.json of a generated package lacks what the generated code needs now.',
    why: 'package.json is made once: version, name and whatever else you put into it stay yours. When a capability gets its first route or tool later, the package needs a further export and further packages, which only you can add.',
    whatToDo:
      'Add the parts that the message names. Or delete the file: the next run makes a new one, with version 0.0.0.',
  },
];
