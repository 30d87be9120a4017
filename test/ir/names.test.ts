import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitName, vocabulary, wordsOf } from '../../src/ir/names/words.ts';
import { toolNames, unnumbered } from '../../src/ir/names/tool-names.ts';
import { capabilityOf } from '../support/compile.ts';
import { readProject } from '../support/shared.ts';

interface Sketch {
  readonly name: string;
  readonly method?: string;
  readonly path: string;
  readonly namespace?: string;
}

/** A capability with these operations, each on a resource of its own. */
function capability(operations: readonly Sketch[]): string {
  const namespaces = [...new Set(operations.map((operation) => operation.namespace ?? 'api'))];
  const lines = ['naftiko: 1.0.0-alpha2', 'capability:', '  consumes:'];
  for (const namespace of namespaces) {
    lines.push(
      `  - type: http`,
      `    namespace: ${namespace}`,
      '    baseUri: https://api.example.com',
      '    resources:',
    );
    operations
      .filter((operation) => (operation.namespace ?? 'api') === namespace)
      .forEach(({ name, method, path }) => {
        lines.push(
          `    - name: thing`,
          `      path: ${JSON.stringify(path)}`,
          '      operations:',
          `      - name: ${JSON.stringify(name)}`,
          `        method: ${method ?? 'GET'}`,
        );
      });
  }
  return lines.join('\n');
}

function clientNames(operations: readonly Sketch[]): readonly string[] {
  return capabilityOf(capability(operations)).operations.map((operation) =>
    operation.client.join('.'),
  );
}

describe('words', () => {
  it.each([
    ['batchByDistinctIds', ['batch', 'by', 'distinct', 'ids']],
    ['HTTPServer-v2_x', ['http', 'server', 'v2', 'x']],
    ['', []],
    ['--', []],
    ['naïveÉtat', ['naïve', 'état']],
  ])('%s', (text, words) => expect(wordsOf(text)).toEqual(words));

  it.each([
    [
      'environmentspersonsbatchbydistinctidscreate',
      ['environments', 'persons', 'batch_by_distinct_ids'],
      ['environments', 'persons', 'batch', 'by', 'distinct', 'ids', 'create'],
    ],
    [
      'createreactionforanissuecomment',
      ['reactions', 'issues', 'comments'],
      ['create', 'reaction', 'for', 'an', 'issue', 'comment'],
    ],
    ['listbuilds', ['builds'], ['list', 'builds']],
    ['zzqxgetzzqx', [], ['zzqx', 'get', 'zzqx']],
  ])('%s falls apart with the words around it', (name, texts, words) => {
    expect(splitName(name, vocabulary(texts))).toEqual(words);
  });

  it('splitting loses no letter', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('get', 'list', 'persons', 'qzx', 'by', 'id', '7', 'é'), {
          minLength: 1,
          maxLength: 12,
        }),
        (pieces) => {
          const name = pieces.join('');
          expect(splitName(name, vocabulary(['persons'])).join('')).toBe(name);
        },
      ),
    );
  });
});

describe('client names', () => {
  it.each<[string, Sketch, string]>([
    [
      'a resource and a verb',
      { name: 'personslist', path: '/api/projects/{project_id}/persons/' },
      'persons.list',
    ],
    [
      'a scope in front',
      { name: 'environmentspersonslist', path: '/api/environments/{environment_id}/persons/' },
      'environments.persons.list',
    ],
    [
      'an action segment',
      {
        name: 'personsbulkdeletecreate',
        method: 'POST',
        path: '/api/projects/{p}/persons/bulk_delete/',
      },
      'persons.bulkDelete',
    ],
    [
      'a joined action',
      {
        name: 'personsbatchbydistinctidscreate',
        method: 'POST',
        path: '/persons/batch_by_distinct_ids',
      },
      'persons.batchByDistinctIds',
    ],
    [
      'a noun segment keeps its verb',
      { name: 'personsfunnelcreate', method: 'POST', path: '/persons/funnel/' },
      'persons.funnel.create',
    ],
    [
      'two verbs',
      { name: 'personspartialupdate', method: 'PATCH', path: '/persons/{id}/' },
      'persons.partialUpdate',
    ],
    [
      'a verb in front, below the tenant',
      { name: 'listbuilds', path: '/v2/organizations/{org}/pipelines/{pipeline}/builds' },
      'pipelines.builds.list',
    ],
    ['singular for plural', { name: 'getbuild', path: '/builds/{number}' }, 'builds.get'],
    ['get of many', { name: 'getbuilds', path: '/builds' }, 'builds.list'],
    ['get of one that looks like many', { name: 'getsettings', path: '/settings' }, 'settings.get'],
    [
      'a sentence',
      {
        name: 'createReactionForAnIssueComment',
        method: 'POST',
        path: '/repos/{o}/issues/comments/{c}/reactions',
      },
      'repos.issues.comments.reactions.create',
    ],
    [
      'a tag and a sentence',
      {
        name: 'accessbookmarkapplicationsdeprecatedlistbookmarkapplications',
        path: '/accounts/{account_id}/access/bookmarks',
      },
      'access.bookmarks.list',
    ],
    [
      'a tenant that is what it is about',
      { name: 'accountsaccountdetails', path: '/accounts/{account_id}' },
      'accounts.get',
    ],
    [
      'what is done to a tenant',
      { name: 'zonepurge', method: 'POST', path: '/zones/{zone_id}/purge_cache' },
      'zones.purgeCache',
    ],
    [
      "an author's verb",
      { name: 'archiveboard', method: 'PUT', path: '/boards/{id}' },
      'boards.archive',
    ],
    [
      'a verb that speaks against the method',
      { name: 'deletejobs', method: 'POST', path: '/jobs' },
      'jobs.delete',
    ],
    [
      'a verb that a read cannot mean',
      { name: 'updatejob', method: 'GET', path: '/jobs/{id}' },
      'jobs.get',
    ],
    [
      'the opposite of a step',
      { name: 'unlockissue', method: 'DELETE', path: '/issues/{n}/lock' },
      'issues.unlock',
    ],
    [
      'a removed step',
      { name: 'x', method: 'DELETE', path: '/issues/{n}/lock' },
      'issues.deleteLock',
    ],
    [
      'a step that may be a thing',
      { name: 'createbuild', method: 'POST', path: '/projects/{p}/build' },
      'build.create',
    ],
    [
      'a step with a dot',
      { name: 'post', method: 'POST', path: '/chat.postMessage' },
      'chat.postMessage',
    ],
    [
      'a step with a colon',
      { name: 'x', method: 'POST', path: '/topics/{t}:publish' },
      'topics.publish',
    ],
    ['a fragment', { name: 'x', method: 'PUT', path: '/links/{id}#add_share' }, 'links.addShare'],
    [
      'a model to run',
      { name: 'postrun', method: 'POST', path: '/ai/run/@cf/whisper' },
      'ai.run.cf.whisper',
    ],
    ['a form', { name: 'x', method: 'POST', path: '/requests/new' }, 'requests.create'],
    ['a version inside', { name: 'listimages', path: '/accounts/{a}/images/v1' }, 'images.v1.list'],
    ['a dotted name', { name: 'v1-Invoice Items', path: '/v1/invoice_items' }, 'invoiceItems.list'],
    ['digits first', { name: '2fa', path: '/2fa' }, '_2fa.get'],
    [
      'a verb of two words',
      { name: 'bulkoverwritecommands', method: 'PUT', path: '/apps/{id}/commands' },
      'apps.commands.bulkOverwrite',
    ],
    [
      'how the step is done',
      { name: 'batchcreatecontacts', method: 'POST', path: '/contacts/create' },
      'contacts.batchCreate',
    ],
    [
      'either of two verbs',
      { name: 'addorupdatemember', method: 'PUT', path: '/members/{id}' },
      'members.addOrUpdate',
    ],
    [
      'one of two verbs that the method cannot mean',
      { name: 'getOrCreateToken', method: 'PUT', path: '/tokens/{app}' },
      'tokens.getOrCreate',
    ],
    [
      'what it is marked as',
      { name: 'markThreadAsRead', method: 'PATCH', path: '/threads/{id}' },
      'threads.markAsRead',
    ],
    [
      'a verb behind the resource that may be a thing',
      { name: 'pullscheckifmerged', path: '/pulls/{n}/merge' },
      'pulls.merge.check',
    ],
    [
      'a verb in front, and a noun that may be a verb at the end',
      { name: 'mergePullRequest', method: 'PUT', path: '/pulls/{n}/merge' },
      'pulls.merge',
    ],
    ['get all of a singular', { name: 'get-all-projects', path: '/project' }, 'project.list'],
    [
      'a list of',
      { name: 'getListOfConflicts', path: '/docker/conflicts' },
      'docker.conflicts.list',
    ],
    ['a list at the end', { name: 'entitiesgetasnlist', path: '/asns' }, 'asns.list'],
    [
      'the setting of many is one',
      { name: 'getCiphersSetting', path: '/settings/ciphers' },
      'settings.ciphers.get',
    ],
    ['a list of one', { name: 'listTunnelDetails', path: '/tunnels/{id}' }, 'tunnels.get'],
    [
      'a POST to what there is',
      { name: 'postinvoicesinvoice', method: 'POST', path: '/v1/invoices/{invoice}' },
      'invoices.update',
    ],
    [
      'the verb of another method',
      { name: 'putconfig', method: 'POST', path: '/logs/config' },
      'logs.config.create',
    ],
    ['a search', { name: 'searchCode', path: '/search/code' }, 'search.code'],
    [
      'what is read is a thing',
      { name: 'x', path: '/suites/{s}/complete-runs' },
      'suites.completeRuns.list',
    ],
    [
      'a path that says nothing',
      { name: 'transactWrite', method: 'POST', path: '/' },
      'transactWrite',
    ],
    ['nothing usable', { name: '---', path: '/' }, 'getThing'],
  ])('%s', (_, operation, name) => expect(clientNames([operation])).toEqual([name]));

  it('operations that clash are told apart by what differs, in any order', () => {
    const operations: readonly Sketch[] = [
      { name: 'items', method: 'GET', path: '/items' },
      { name: 'items', method: 'POST', path: '/items' },
      { name: 'items', method: 'GET', path: '/items/{id}' },
      { name: 'Items', method: 'GET', path: '/other' },
    ];
    const names = (list: readonly Sketch[]): ReadonlyMap<string, string> =>
      new Map(
        capabilityOf(capability(list)).operations.map((operation) => [
          operation.id,
          operation.client.join('.'),
        ]),
      );
    const forward = names(operations);
    expect(new Set([...forward.values()].map((name) => name.toLowerCase())).size).toBe(4);
    expect(names(operations.toReversed())).toEqual(new Map([...forward].reverse()));
  });

  it.each<[string, readonly Sketch[], readonly string[]]>([
    [
      'a step that is a group elsewhere',
      [
        { name: 'startscan', method: 'POST', path: '/scan' },
        { name: 'getscan', path: '/scan/{id}' },
      ],
      ['scan.start', 'scan.get'],
    ],
    [
      'tenants',
      [
        { name: 'listroles', path: '/accounts/{a}/roles' },
        { name: 'listroles', path: '/zones/{z}/roles' },
      ],
      ['accounts.roles.list', 'zones.roles.list'],
    ],
    [
      'PUT and PATCH',
      [
        { name: 'updatejob', method: 'PUT', path: '/jobs/{id}' },
        { name: 'updatejob', method: 'PATCH', path: '/jobs/{id}' },
      ],
      ['jobs.replace', 'jobs.update'],
    ],
    [
      "one of the author's words",
      [
        { name: 'deletejob', method: 'DELETE', path: '/jobs/{id}' },
        { name: 'deletemanyjobs', method: 'DELETE', path: '/jobs' },
      ],
      ['jobs.delete', 'jobs.deleteMany'],
    ],
    [
      'an action, and what asks about it',
      [
        { name: 'star', method: 'PUT', path: '/gists/{g}/star' },
        { name: 'checkIfStarred', path: '/gists/{g}/star' },
        { name: 'unstar', method: 'DELETE', path: '/gists/{g}/star' },
      ],
      ['gists.star', 'gists.checkStar', 'gists.unstar'],
    ],
    [
      'all of them',
      [
        { name: 'removealllabelsfromissue', method: 'DELETE', path: '/issues/{n}/labels' },
        { name: 'removelabelfromissue', method: 'DELETE', path: '/issues/{n}/labels/{name}' },
      ],
      ['issues.labels.removeAll', 'issues.labels.remove'],
    ],
    [
      'many of them',
      [
        { name: 'updatefilters', method: 'PUT', path: '/filters' },
        { name: 'updateafilter', method: 'PUT', path: '/filters/{id}' },
      ],
      ['filters.updateMany', 'filters.update'],
    ],
    [
      "the author's phrase",
      [
        { name: 'listEventsForRepo', path: '/repos/{repo}/issues/events' },
        { name: 'listEvents', path: '/repos/{repo}/issues/{n}/events' },
        { name: 'deleteCacheByKey', method: 'DELETE', path: '/caches' },
        { name: 'deleteCacheUsingCacheId', method: 'DELETE', path: '/caches/{cache_id}' },
      ],
      [
        'repos.issues.events.listForRepo',
        'repos.issues.events.list',
        'caches.deleteByKey',
        'caches.deleteByCacheId',
      ],
    ],
    [
      'a variable',
      [
        { name: 'getpolicy', path: '/policy' },
        { name: 'getpolicy', path: '/policy/{policy_id}' },
      ],
      ['policy.get', 'policy.getByPolicyId'],
    ],
  ])('told apart by %s', (_, operations, names) => expect(clientNames(operations)).toEqual(names));

  it('two services with one name get their namespace in front', () => {
    expect(
      clientNames([
        { name: 'ping', path: '/ping', namespace: 'first-api' },
        { name: 'ping', path: '/ping', namespace: 'second-api' },
      ]),
    ).toEqual(['firstApi.ping', 'secondApi.ping']);
  });

  it('no name is the beginning of another', () => {
    const names = clientNames([
      { name: 'personsactivity', path: '/persons/activity' },
      { name: 'personsactivitylist', path: '/persons/activity/{id}' },
    ]);
    for (const name of names)
      expect(names.some((other) => other !== name && other.startsWith(`${name}.`))).toBe(false);
  });

  it('any set of operations gets as many names, whatever the order', () => {
    const sketch = fc.record({
      name: fc.constantFrom(
        'list',
        'personslist',
        'get',
        'Get',
        'a-b',
        'aB',
        'persons',
        'class',
        'constructor',
        '🙂',
        '',
      ),
      method: fc.constantFrom('GET', 'POST'),
      path: fc.constantFrom('/', '/persons', '/persons/{id}', '/a/{b}/persons', '/persons/list'),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(sketch, { maxLength: 8, selector: (item) => JSON.stringify(item) }),
        (operations) => {
          const named = operations.filter((operation) => operation.name !== '');
          if (named.length === 0) return;
          const forward = clientNames(named);
          expect(new Set(forward.map((name) => name.toLowerCase())).size).toBe(named.length);
          expect(clientNames(named.toReversed()).toReversed()).toEqual(forward);
          for (const name of forward)
            expect(name).toMatch(
              /^[\p{ID_Start}_$][\p{ID_Continue}$]*(\.[\p{ID_Start}_$][\p{ID_Continue}$]*)*$/u,
            );
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('tool names', () => {
  const tool = (
    declared: string,
    client?: readonly string[],
  ): Parameters<typeof toolNames>[0][number] => ({
    declared: [declared],
    base: unnumbered(declared),
    description: undefined,
    client,
  });

  it('keeps names somebody chose, replaces prose and numbers', () => {
    expect(
      toolNames([
        tool('list-users', ['users', 'list']),
        tool('this-endpoint-is-meant-reading', ['persons', 'list']),
        tool('notes', ['notes', 'list']),
        tool('notes-2', ['notes', 'add']),
        tool('Get Thing!', undefined),
      ]),
    ).toEqual(['list-users', 'persons_list', 'notes_list', 'notes_add', 'get_thing']);
  });

  it('long names lose the groups in between, not what tells them apart', () => {
    const groups = ['databases', 'schemas', 'dynamicTables'];
    expect(
      toolNames([
        tool('a-2', [...groups, 'suspendReclusterDeprecated']),
        tool('a-3', [...groups, 'resumeReclusterDeprecated']),
      ]),
    ).toEqual([
      'databases_tables_suspend_recluster_deprecated',
      'databases_tables_resume_recluster_deprecated',
    ]);
  });

  it('every name is one that clients accept, and none comes twice', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom('a', 'a-2', 'list', 'x'.repeat(80)))),
        (declared) => {
          const names = toolNames(declared.map((name) => tool(name)));
          for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9_-]{0,47}$/);
          expect(new Set(names).size).toBe(names.length);
        },
      ),
    );
  });
});

it('persons: the names people would write', () => {
  const names = capabilityOf(readProject('capabilities/posthog-persons.yaml')).operations.map(
    (operation) => operation.client.join('.'),
  );
  expect(names.filter((name) => !name.startsWith('environments.'))).toMatchInlineSnapshot(`
    [
      "persons.list",
      "persons.allActivity",
      "persons.batchByDistinctIds",
      "persons.batchByUuids",
      "persons.bulkDelete",
      "persons.cohorts.retrieve",
      "persons.deletionStatus.list",
      "persons.funnel.retrieve",
      "persons.funnel.create",
      "persons.funnel.correlation.retrieve",
      "persons.funnel.correlation.create",
      "persons.lifecycle.retrieve",
      "persons.propertiesAtTime.retrieve",
      "persons.resetPersonDistinctId",
      "persons.trends.retrieve",
      "persons.values.retrieve",
      "persons.retrieve",
      "persons.update",
      "persons.partialUpdate",
      "persons.activity.retrieve",
      "persons.deleteProperty",
      "persons.propertiesTimeline.retrieve",
      "persons.split",
      "persons.updateProperty",
    ]
  `);
  expect(
    names
      .filter((name) => name.startsWith('environments.'))
      .map((name) => name.slice('environments.'.length)),
  ).toEqual(names.filter((name) => !name.startsWith('environments.')));
});
