import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compiler.ts';
import { unifiedPatch } from '../../src/output/patch.ts';
import { replaceFile } from '../../src/output/replace-file.ts';
import { applyEdits, unedited } from '../../src/source/text-edits.ts';
import { hasShared, projectRoot } from '../support/shared.ts';
import { cli, project, type Outcome } from './memory-session.ts';

const notes = (slash: string): string =>
  `naftiko: 1.0.0-alpha2\ninfo: {label: Notes, description: Notes.}\ncapability:\n  consumes:\n  - type: http\n    namespace: notes\n    baseUri: https://notes.example.com${slash} # here\n    resources:\n    - name: notes\n      path: /notes\n      operations:\n      - {name: list-notes, method: GET}\n`;

function fix(folder: string, argv: string): Promise<Outcome> {
  return cli(folder, `fix ${argv}`, { compiler: { compile } });
}

const read = (folder: string, name: string): string => readFileSync(`${folder}/${name}`, 'utf8');
const git = (cwd: string, args: readonly string[], input = ''): string =>
  execFileSync('git', args, { cwd, input, encoding: 'utf8' });

describe('fix', () => {
  it('writes what is better, says so, and leaves the rest', async () => {
    const folder = project({ 'a.yaml': notes('/'), 'b.yaml': notes('') });
    chmodSync(`${folder}/a.yaml`, 0o640);
    const { mtimeMs } = statSync(`${folder}/b.yaml`);
    expect(await fix(folder, '.')).toEqual({
      code: 0,
      out: 'a.yaml\n  remove the slash [base-uri-trailing-slash] ×1\n',
      err: '',
    });
    expect(read(folder, 'a.yaml')).toBe(notes(''));
    expect(statSync(`${folder}/a.yaml`).mode & 0o777).toBe(0o640);
    expect(statSync(`${folder}/b.yaml`).mtimeMs).toBe(mtimeMs);
    expect(await fix(folder, '.')).toEqual({
      code: 0,
      out: '',
      err: 'nothing to fix in 2 files without a decision; `--unsafe` guesses\n',
    });
  });

  it('leaves what an overlay heals, unless the overlay is left out', async () => {
    const overlay =
      'overlay: 1.0.0\ninfo: {title: Notes, version: "1"}\nactions:\n- target: $.capability.consumes[0]\n  update: {baseUri: https://notes.example.org}\n';
    const folder = project({ 'a.yaml': notes('/'), 'a.overlay.yaml': overlay });
    expect((await fix(folder, 'a.yaml')).out).toBe('');
    expect((await fix(folder, 'a.yaml --no-overlay')).out).toContain('remove the slash');
  });

  it('`lint --fix` fixes first and reports what is left; what was fixed is for people', async () => {
    const folder = project({ 'a.yaml': notes('/') });
    const { code, out, err } = await cli(folder, 'lint . --fix --format json --no-cache', {
      compiler: { compile },
    });
    expect(read(folder, 'a.yaml')).toBe(notes(''));
    expect(err).toContain('remove the slash');
    const codes = (JSON.parse(out) as readonly { readonly code: string }[]).map((one) => one.code);
    expect(codes).not.toContain('base-uri-trailing-slash');
    expect(code).toBe(0);
    expect((await cli(folder, 'lint - --fix', { compiler: { compile } })).code).toBe(2);
  });

  it('--dry-run writes nothing', async () => {
    const folder = project({ 'a.yaml': notes('/') });
    expect((await fix(folder, '. --dry-run')).out).toContain('remove the slash');
    expect(read(folder, 'a.yaml')).toBe(notes('/'));
  });

  it.each(['.', 'deep'])('--diff prints a patch that git applies, also from %s', async (from) => {
    const folder = project({
      'deep/a b.yaml': notes('/'),
      'deep/c.yaml': notes('/').replaceAll('\n', '\r\n').trimEnd(),
    });
    git(folder, ['init', '-q']);
    const { code, out } = await cli(folder, 'fix . --diff', {
      compiler: { compile },
      cwd: `${folder}/${from}`,
    });
    expect(code).toBe(0);
    expect(read(folder, 'deep/a b.yaml')).toBe(notes('/'));
    git(folder, ['apply', '--whitespace=nowarn', '-'], out);
    expect(read(folder, 'deep/a b.yaml')).toBe(notes(''));
    expect(read(folder, 'deep/c.yaml')).toBe(notes('').replaceAll('\n', '\r\n').trimEnd());
  });

  it('a file that cannot be parsed is reported and left alone', async () => {
    const folder = project({ 'a.yaml': 'naftiko: [\n', 'b.yaml': notes('/') });
    const { code, err } = await fix(folder, '.');
    expect(code).toBe(1);
    expect(err).toContain('a.yaml');
    expect(read(folder, 'a.yaml')).toBe('naftiko: [\n');
    expect(read(folder, 'b.yaml')).toBe(notes(''));
  });

  it('follows a link to the file it stands for', async () => {
    const folder = project({ 'real/a.yaml': notes('/') });
    symlinkSync('real/a.yaml', `${folder}/link.yaml`);
    expect((await fix(folder, 'link.yaml')).code).toBe(0);
    expect(read(folder, 'real/a.yaml')).toBe(notes(''));
  });

  it('leaves a file in another encoding alone, and says so', async () => {
    const folder = project({ 'a.yaml': '' });
    writeFileSync(`${folder}/a.yaml`, Buffer.from(`\ufeff${notes('/')}`, 'utf16le'));
    const { code, err } = await fix(folder, 'a.yaml');
    expect(code).toBe(1);
    expect(err).toContain('not encoded as UTF-8');
    // A patch of its text would not be one of its bytes.
    expect(await fix(folder, 'a.yaml --diff')).toMatchObject({ code: 1, out: '' });
    expect(await fix(folder, 'a.yaml --dry-run')).toMatchObject({ code: 1, out: '' });
  });

  it('leaves a file that its owner has protected alone, and goes on with the others', async () => {
    const folder = project({ 'a.yaml': notes('/'), 'b.yaml': notes('/') });
    chmodSync(`${folder}/a.yaml`, 0o444);
    const { code, out, err } = await fix(folder, '.');
    expect([code, out]).toEqual([1, 'b.yaml\n  remove the slash [base-uri-trailing-slash] ×1\n']);
    expect(err).toContain('cannot change a.yaml: it is read-only');
    expect(read(folder, 'a.yaml')).toBe(notes('/'));
  });

  it.each([
    ['a byte order mark', `\ufeff${notes('/')}`, notes('')],
    ['other line ends', notes('/').replaceAll('\n', '\r\n'), notes('').replaceAll('\n', '\r\n')],
    ['no line end at the end', notes('/').trimEnd(), notes('').trimEnd()],
    ['an anchor', notes('/').replace('https', '&base https'), ''],
    ['a tag', notes('/').replace('https', '!!str https'), ''],
  ])('%s', async (_, before, after) => {
    const folder = project({ 'a.yaml': before });
    expect((await fix(folder, '.')).code).toBe(0);
    expect(read(folder, 'a.yaml')).toBe(after === '' ? before : after);
  });

  it('bytes that are no text are told and left alone', async () => {
    const folder = project({ 'a.yaml': '' });
    const bytes = Buffer.from(notes('/').replace('Notes.', 'N\u00e9'), 'latin1');
    writeFileSync(`${folder}/a.yaml`, bytes);
    const { code, err } = await fix(folder, 'a.yaml');
    expect(code).toBe(1);
    expect(err).toContain('it is not valid UTF-8');
    expect(readFileSync(`${folder}/a.yaml`).equals(bytes)).toBe(true);
  });

  it('a file that has changed meanwhile is not overwritten', () => {
    const folder = project({ 'a.yaml': 'new' });
    expect(replaceFile(`${folder}/a.yaml`, 'old', 'ours')).toContain('changed meanwhile');
    expect(read(folder, 'a.yaml')).toBe('new');
  });
});

describe('fix --to with --overlay', () => {
  const plain = notes('').replace(
    'method: GET}',
    "method: GET, inputParameters: [{name: limit, in: query, type: integer, description: 'How many.'}]}",
  );
  const overlay = `overlay: '1.0.0'
info:
  title: What naftiko 1.0.0-alpha2 has no word for
  version: '1.0.0'
actions:
  - target: '$.capability.consumes[?@.namespace == ''notes''].resources[?@.name == ''notes''].operations[?@.name == ''list-notes''].inputParameters[?@.name == ''limit'']'
    update:
      type: integer
      description: How many.
`;

  it('what the format has no word for goes into an overlay, and nothing has changed', async () => {
    const folder = project({ 'a.yaml': plain });
    const { code, out } = await fix(folder, 'a.yaml --to naftiko-1.0.0-alpha2 --overlay');
    expect(code).toBe(0);
    expect(out).toContain('what it has no word for: a.overlay.yaml, 2 keys');
    expect(read(folder, 'a.yaml')).not.toContain('integer');
    expect(read(folder, 'a.overlay.yaml')).toBe(overlay);
    writeFileSync(`${folder}/old.yaml`, plain);
    const diff = await cli(folder, 'diff old.yaml a.yaml', { compiler: { compile } });
    expect(diff.out).toBe('No changes.\n');
    expect((await fix(folder, 'a.yaml --to naftiko-1.0.0-alpha2 --overlay')).out).toBe('');
  });

  it('is a patch of both, and writes nothing else', async () => {
    const folder = project({ 'deep/a b.yaml': plain });
    git(folder, ['init', '-q']);
    const { out } = await fix(folder, '. --to naftiko-1.0.0-alpha2 --overlay --diff');
    expect(read(folder, 'deep/a b.yaml')).toBe(plain);
    git(folder, ['apply', '-'], out);
    expect(read(folder, 'deep/a b.yaml')).not.toContain('integer');
    expect(read(folder, 'deep/a b.overlay.yaml')).toBe(overlay);
  });

  it('leaves an overlay that is there alone, and the file with it', async () => {
    const own =
      'overlay: 1.0.0\ninfo: {title: Own, version: "1"}\nactions: [{target: $.info, update: {x-a: 1}}]\n';
    const folder = project({ 'a.yaml': plain, 'a.overlay.yml': own });
    const { code, err } = await fix(folder, 'a.yaml --to naftiko-1.0.0-alpha2 --overlay');
    expect(code).toBe(1);
    expect(err).toContain('it has an overlay already');
    expect(read(folder, 'a.yaml')).toBe(plain);
  });

  it('goes with --to only', async () => {
    const { code, err } = await fix(project({ 'a.yaml': plain }), 'a.yaml --overlay');
    expect([code, err]).toEqual([2, expect.stringContaining('--overlay goes with --to')]);
  });
});

describe('a patch', () => {
  it('is one that git applies, whatever was edited', () => {
    const folder = project({ 'a.yaml': '' });
    git(folder, ['init', '-q']);
    const text = fc
      .array(fc.constantFrom('a', 'b', '\n', '\n', '\r\n', 'é', ' ', '@@', '-', '+', '\\'), {
        maxLength: 60,
      })
      .map((parts) => parts.join(''));
    const edits = fc.array(
      fc.record({
        at: fc.nat(60),
        length: fc.nat(6),
        text: fc.constantFrom('', 'x', '\n', 'y\nz\n', '\r\n'),
      }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(text, edits, edits, (original, ...rounds) => {
        let edited = unedited(original);
        for (const round of rounds) {
          let end = 0;
          const list = [...round]
            .sort((a, b) => a.at - b.at)
            .flatMap(({ at, length, text: added }) => {
              if (at < end || at + length > edited.text.length) return [];
              end = at + length + 1;
              return [{ file: 'a', start: at, end: at + length, text: added }];
            });
          edited = applyEdits(edited, list);
        }
        // A patch has no words for a file that comes to be, or goes: a capability is never empty.
        fc.pre(original !== '' && edited.text !== '');
        const patch = unifiedPatch('a.yaml', edited);
        expect(patch === '').toBe(original === edited.text);
        if (patch === '') return;
        writeFileSync(`${folder}/a.yaml`, original);
        git(folder, ['apply', '--whitespace=nowarn', '-'], patch);
        expect(read(folder, 'a.yaml')).toBe(edited.text);
      }),
      { numRuns: 60 },
    );
  });

  it.skipIf(!hasShared)(
    'of persons applies (../shared is absent: skipped)',
    async () => {
      const folder = project({ 'x.yaml': '' });
      copyFileSync(
        `${projectRoot}/../shared/corpus/persons/posthog-persons.yaml`,
        `${folder}/p.yaml`,
      );
      git(folder, ['init', '-q']);
      const { out } = await fix(folder, 'p.yaml --diff');
      git(folder, ['apply', '--whitespace=nowarn', '-'], out);
      expect((await fix(folder, 'p.yaml --diff')).out).toBe('');
    },
    30_000,
  );
});
