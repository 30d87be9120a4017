import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseRevision } from '../../src/cli/inputs/git-host.ts';
import { compile } from '../../src/compiler.ts';
import { hasShared, projectRoot, sharedFiles } from '../support/shared.ts';
import { cli, project, type Outcome } from './memory-session.ts';

const notes = (operations: string): string => `naftiko: 1.0.0-alpha2
info: {label: Notes, description: Notes.}
capability:
  consumes:
  - type: http
    namespace: notes
    baseUri: https://notes.example.com
    resources:
    - name: notes
      path: /notes
      operations:
${operations}`;
const list = '      - {name: list-notes, method: GET}\n';
const add = '      - {name: add-note, method: POST}\n';

function diff(folder: string, argv: string): Promise<Outcome> {
  return cli(folder, `diff ${argv}`, { compiler: { compile } });
}

function commit(folder: string): void {
  const git = (...args: string[]): void =>
    void execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
  git('init', '-q');
  git('add', '-A');
  git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-q', '-m', 'first');
}

describe('two files', () => {
  const folder = (): string =>
    project({ 'old.yaml': notes(list), 'new.yaml': notes(list + add), 'gone.yaml': notes(add) });

  it('prints nothing to do', async () => {
    expect(await diff(folder(), 'old.yaml old.yaml')).toEqual({
      code: 0,
      out: 'No changes.\n',
      err: '',
    });
  });

  it('prints changes for people', async () => {
    const { code, out } = await diff(folder(), 'old.yaml new.yaml');
    expect(code).toBe(0);
    expect(out).toBe(
      'Additions\n  operation notes.add-note\n    `notes.add` (POST /notes) is new [operation-added] new.yaml:13:9\n\n1 additive: a minor release.\n',
    );
  });

  it('prints JSON with the places of both sides', async () => {
    const { out } = await diff(folder(), 'new.yaml old.yaml --format json --fail-on never');
    const { bump, complete, changes } = JSON.parse(out) as {
      bump: string;
      complete: boolean;
      changes: object[];
    };
    expect([bump, complete]).toEqual(['major', true]);
    expect(changes).toEqual([
      {
        code: 'operation-removed',
        level: 'breaking',
        audience: ['sdk'],
        subject: 'operation notes.add-note',
        message: '`notes.add` (POST /notes) is gone',
        old: {
          file: 'new.yaml',
          line: 13,
          column: 9,
          pointer: '/capability/consumes/0/resources/0/operations/1',
        },
        new: null,
        fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) as unknown,
      },
    ]);
    expect(JSON.parse((await diff(folder(), 'old.yaml old.yaml --format json')).out)).toEqual({
      bump: 'none',
      complete: true,
      changes: [],
    });
  });

  it('prints a section of a changelog in which nothing of a document is markup', async () => {
    const hostile = project({
      'old.yaml': notes(list),
      'new.yaml': notes(`${list}      - {name: "a<b>[x](y)", method: PUT}\n`),
    });
    const { out } = await diff(hostile, 'old.yaml new.yaml --format markdown');
    expect(out).toBe(
      '**Minor release**: 1 addition.\n\n### Additions\n\n- `operation notes.a<b>[x](y)`: `notes.replace` \\(PUT /notes\\) is new _(sdk)_\n',
    );
    expect((await diff(hostile, 'old.yaml old.yaml --format markdown')).out).toBe('No changes.\n');
  });

  it('prints what many have in common once in Markdown, below the file it is in', async () => {
    const operations = (path: string): string =>
      'abcde'.replace(
        /./g,
        (name) => `      - {name: ${name}, method: GET, path: /n/${name}${path}}\n`,
      );
    const input = (text: string): string =>
      text.replace(/\}$/gm, ', inputParameters: [{name: q, in: query, required: true}]}');
    const many = project({
      'old/a.yaml': notes(operations('')),
      'old/b.yaml': notes(list + add),
      'new/a.yaml': notes(input(operations(''))),
      'new/b.yaml': notes(list),
    });
    const { out } = await diff(many, 'old new --format markdown');
    expect(out).toBe(`**Major release**: 6 breaking changes.

### Breaking changes

#### \`new/a.yaml\`

- \`operation notes.a > input q\`, \`operation notes.b > input q\`, \`operation notes.c > input q\` and 2 more: input \`q\` is new and has to be given _(sdk)_

#### \`old/b.yaml\`

- \`operation notes.add-note\`: \`notes.add\` \\(POST /notes\\) is gone _(sdk)_
`);
  });

  it.each([
    ['new.yaml old.yaml', 1],
    ['old.yaml new.yaml', 0],
    ['old.yaml new.yaml --fail-on any', 1],
    ['new.yaml old.yaml --fail-on never', 0],
    ['old.yaml old.yaml --fail-on any', 0],
    ['old.yaml', 2],
    ['old.yaml missing.yaml', 2],
    ['old.yaml .', 2],
    ['old.yaml new.yaml --fail-on sometimes', 2],
  ])('%s: exit code %i', async (argv, code) => {
    expect((await diff(folder(), argv)).code).toBe(code);
  });

  it('never passes what does not compile', async () => {
    const broken = project({
      'old.yaml': notes(list),
      'new.yaml': notes('      - {name: a, method: FETCH}\n'),
      'bad.yaml': 'naftiko: [',
    });
    for (const file of ['new.yaml', 'bad.yaml']) {
      const { code, out, err } = await diff(
        broken,
        `old.yaml ${file} --fail-on never --format json`,
      );
      expect(code).toBe(1);
      expect(JSON.parse(out)).toEqual({ bump: 'none', complete: false, changes: [] });
      expect(err).toContain(file);
    }
  });
});

describe('two folders', () => {
  it('compares files of the same path, of the same name, of the same things; others are new or gone', async () => {
    const folder = project({
      'a/same.yaml': notes(list),
      'a/deep/moved.yaml': notes(list),
      'a/gone.yaml': notes(list).replaceAll('otes', 'ibs'),
      'a/old.yaml': notes(list).replaceAll('otes', 'ews'),
      'b/same.yaml': notes(list + add),
      'b/moved.yaml': notes(list),
      'b/fresh.yaml': notes(list).replaceAll('otes', 'aps'),
      'b/new.yaml': notes(list + add).replaceAll('otes', 'ews'),
    });
    const { out } = await diff(folder, 'a b --format json --fail-on never');
    const { changes } = JSON.parse(out) as { changes: { code: string; subject: string }[] };
    expect(changes.map(({ code, subject }) => `${code} ${subject}`)).toEqual([
      'capability-removed capability gone',
      'capability-renamed capability new',
      'capability-added capability fresh',
      'operation-added operation news.add-note',
      'operation-added operation notes.add-note',
    ]);
  });
});

describe('git revisions', () => {
  const repository = (): string => {
    const folder = project({
      'caps/notes.yaml': notes(list),
      'caps/deep/more.yaml': notes(list),
      'a:b.yaml': notes(list),
    });
    commit(folder);
    writeFileSync(`${folder}/caps/notes.yaml`, notes(list + add));
    return folder;
  };

  it.each([
    ['HEAD:caps/notes.yaml caps/notes.yaml', 'caps/notes.yaml:13:9'],
    ['HEAD:caps caps', 'caps/notes.yaml:13:9'],
    ['HEAD:./caps caps', 'caps/notes.yaml:13:9'],
    ['HEAD: .', 'caps/notes.yaml:13:9'],
  ])('%s', async (argv, place) => {
    const { out, err } = await diff(repository(), argv);
    expect(err).toBe('');
    expect(out).toContain(`[operation-added] ${place}`);
  });

  it('names the revision in places', async () => {
    const { out } = await diff(repository(), 'caps/notes.yaml HEAD:caps/notes.yaml --format json');
    expect(out).toContain('"file": "caps/notes.yaml"');
    const back = await diff(repository(), 'HEAD:caps/notes.yaml caps/deep/more.yaml --format json');
    expect(JSON.parse(back.out)).toMatchObject({ changes: [] });
  });

  it('are read below the working folder too', async () => {
    const folder = repository();
    const { out } = await cli(folder, 'diff HEAD:./notes.yaml notes.yaml', {
      compiler: { compile },
      cwd: `${folder}/caps`,
    });
    expect(out).toContain('[operation-added] notes.yaml:13:9');
  });

  describe('the lock of names', () => {
    const renamed = notes(list.replace('list-notes', 'fetch-notes'));
    const lock = (client: string, id: string): string =>
      JSON.stringify({
        lock: 1,
        capabilities: {
          notes: {
            operations: [{ client, service: 'notes', method: 'GET', path: '/notes', id }],
            tools: [],
          },
        },
      });
    const locked = lock('notes.list', 'notes.list-notes');
    const codes = async (folder: string, argv: string): Promise<readonly string[]> => {
      const { out } = await diff(folder, `${argv} --format json`);
      const { changes } = JSON.parse(out) as { readonly changes: readonly { code: string }[] };
      return changes.map(({ code }) => code).sort();
    };
    const start = (files: Readonly<Record<string, string>>): string => {
      const folder = project({ 'notes.yaml': notes(list), ...files });
      commit(folder);
      writeFileSync(`${folder}/notes.yaml`, renamed);
      return folder;
    };

    it('keeps what is published: nobody calls anything else', async () => {
      const argv = 'HEAD:notes.yaml notes.yaml';
      expect(await codes(start({}), argv)).toEqual(['client-name-changed', 'operation-renamed']);
      const kept = start({ 'generated/capwright.lock': locked });
      expect(await codes(kept, argv)).toEqual(['operation-renamed']);
      const elsewhere = start({
        'out/capwright.lock': locked,
        'capwright.config.json': '{"out":"out"}',
      });
      expect(await codes(elsewhere, argv)).toEqual(['operation-renamed']);
    });

    it('each revision has its own: what is named anew is a change', async () => {
      const folder = start({ 'generated/capwright.lock': locked });
      const file = `${folder}/generated/capwright.lock`;
      writeFileSync(file, lock('notes.fetch', 'notes.fetch-notes'));
      const argv = 'HEAD:notes.yaml notes.yaml';
      expect(await codes(folder, argv)).toEqual(['client-name-changed', 'operation-renamed']);
      writeFileSync(file, 'broken');
      expect(await codes(folder, argv)).toEqual(['client-name-changed', 'operation-renamed']);
    });

    it('is not asked about two files side by side', async () => {
      const folder = start({ 'generated/capwright.lock': locked, 'b/notes.yaml': notes(list) });
      expect(await codes(folder, 'b/notes.yaml notes.yaml')).toContain('client-name-changed');
    });
  });

  it('a file with a colon in its name is a file', async () => {
    expect((await diff(repository(), 'a:b.yaml a:b.yaml')).out).toBe('No changes.\n');
  });

  it.each([
    ['nowhere:caps', 'git knows no revision `nowhere`'],
    ['HEAD:none', '`HEAD` holds no `none`'],
    ['HEAD:../x', 'outside the repository'],
    ['HEAD:/etc/passwd', 'outside the repository'],
    ['--output=x:caps', "unknown option '--output"],
    ['-p:caps', 'unknown option'],
  ])('%s is refused', async (argument, message) => {
    const { code, err } = await diff(repository(), `${argument} caps`);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it('imports are read from the same revision', async () => {
    const shared = (operations: string): string =>
      `naftiko: 1.0.0-alpha2\nconsumes:\n- type: http\n  namespace: notes\n  baseUri: https://notes.example.com\n  resources:\n  - name: notes\n    path: /notes\n    operations:\n${operations.replaceAll(/^ {6}/gm, '    ')}`;
    const folder = project({
      'main.yaml':
        'naftiko: 1.0.0-alpha2\ncapability:\n  consumes:\n  - {import: notes, location: shared.yaml}\n',
      'shared.yaml': shared(list),
    });
    commit(folder);
    writeFileSync(`${folder}/shared.yaml`, shared(list + add));
    const { out } = await diff(folder, 'HEAD:main.yaml main.yaml');
    expect(out).toContain('[operation-added] shared.yaml');
  });

  it('links in a revision are not followed', async () => {
    const folder = project({ 'x.yaml': notes(list) });
    mkdirSync(`${folder}/caps`);
    execFileSync('ln', ['-s', '../x.yaml', `${folder}/caps/link.yaml`]);
    commit(folder);
    expect((await diff(folder, 'HEAD:caps .')).code).toBe(2);
  });

  it('a colon inside braces belongs to the revision', () => {
    expect(parseRevision('main@{2020-01-01 10:00}:a/b.yaml')).toEqual({
      revision: 'main@{2020-01-01 10:00}',
      path: 'a/b.yaml',
    });
    expect(parseRevision('HEAD~2:./a.yaml')).toEqual({ revision: 'HEAD~2', path: './a.yaml' });
    expect(parseRevision('a.yaml')).toBeUndefined();
  });
});

describe.skipIf(!hasShared)('published files (../shared is absent: skipped)', () => {
  it('do not differ from themselves', async () => {
    const files = sharedFiles('corpus/wild').filter((_, index) => index % 10 === 0);
    for (const file of files) {
      const { out } = await cli(projectRoot, `diff ${file} ${file} --fail-on any --format json`, {
        compiler: { compile },
      });
      expect(JSON.parse(out), file).toMatchObject({ bump: 'none', changes: [] });
    }
  });
});

it('every kind of change has a page', async () => {
  const { code, out } = await cli(projectRoot, 'explain tool-renamed-with-alias');
  expect(code).toBe(0);
  expect(out).toContain('tool-renamed-with-alias · additive');
});
