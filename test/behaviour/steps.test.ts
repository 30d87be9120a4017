// Orchestrations, and flows that several adapters share.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { json, runCapability, type RunningCapability } from '../support/run.ts';

const yaml = `
ikanos: 1.0.0-beta5
capability:
  consumes:
    - type: http
      namespace: hr
      baseUri: https://hr.test
      resources:
        teams:
          path: /teams/{{team}}
          operations:
            get: { method: GET, inputParameters: { team: { in: path } }, outputParameters: { lead: { type: string, value: $.lead.id }, members: { type: array, value: $.members } } }
        people:
          path: /people
          operations:
            list: { method: GET }
            cards:
              method: GET
              outputParameters:
                key: { type: string, value: $.id }
                address: { type: string, value: $.contact.mail }
            count: { method: GET, outputParameters: { first: { type: string, value: '$[0].name' } } }
        mails:
          path: /mails
          operations:
            send: { method: POST, inputParameters: { to: { in: body }, subject: { in: body } } }
        broken:
          path: /broken
          operations:
            fail: { method: GET }
  aggregates:
    - namespace: staff
      display: Staff
      flows:
        lead:
          description: The lead of a team
          semantics: { safe: true }
          inputParameters: { team: { type: string, description: d } }
          steps:
            team: { type: call, call: hr.get, with: { team: staff.team } }
            people: { type: call, call: hr.list }
            lead: { type: lookup, index: people, match: id, lookupValue: $.team.lead, outputParameters: [name, mail] }
          mappings:
            - { target: lead.name, value: $.lead.name }
            - { target: team, value: "Team {{team}}" }
        raw:
          description: A team as it is
          inputParameters: { team: { type: string, description: d } }
          call: hr.get
          with: { team: staff.team }
  exposes:
    - type: rest
      namespace: api
      port: 8080
      resources:
        lead:
          path: /lead/{team}
          operations:
            get: { method: GET, ref: staff.lead, with: { team: api.team } }
        raw:
          path: /raw/{team}
          operations:
            get: { method: GET, ref: staff.raw, with: { team: api.team }, outputParameters: [{ type: string, mapping: $.lead.id }] }
        members:
          path: /members/{team}
          operations:
            get:
              method: GET
              steps:
                team: { type: call, call: hr.get, with: { team: "{{team}}" } }
                people: { type: call, call: hr.list }
                hits: { type: lookup, index: people, match: id, lookupValue: $.team.members, outputParameters: [name] }
              mappings:
                - { target: names, value: $.hits }
                - { target: gone, value: $.hits.zzz }
        mail:
          path: /mail/{team}
          operations:
            post:
              method: POST
              steps:
                team: { type: call, call: hr.get, with: { team: "{{team}}" } }
                mail: { type: call, call: hr.send, with: { to: "{{team.lead}}", subject: "For {{team.lead}} of {{team}}" } }
        cards:
          path: /cards/{wanted}
          operations:
            get:
              method: GET
              steps:
                cards: { type: call, call: hr.cards }
                card: { type: lookup, index: cards, match: key, lookupValue: "{{wanted}}", outputParameters: [key, name, address] }
              mappings: [{ target: card, value: $.card }]
        first:
          path: /first
          operations:
            get:
              method: GET
              steps: { people: { type: call, call: hr.count } }
              mappings: [{ target: first, value: $.people.first }]
        last:
          path: /last
          operations:
            get:
              method: GET
              steps:
                people: { type: call, call: hr.list }
              outputParameters: [{ type: array, mapping: $, items: { type: string, mapping: $.name } }]
        broken:
          path: /broken
          operations:
            get:
              method: GET
              steps:
                first: { type: call, call: hr.list }
                broken: { type: call, call: hr.fail }
                after: { type: call, call: hr.list }
              mappings: [{ target: a, value: $.first }]
`;

const people = [
  { id: 'p1', name: 'Ada', mail: 'ada@hr.test', contact: { mail: 'ada@work.test' } },
  { id: 'p2', name: 'Bo' },
  { id: 3, name: 'Cy' },
];

let run: RunningCapability;
beforeAll(async () => {
  run = await runCapability(yaml, ({ path }) => {
    if (path.endsWith('/people')) return json(people);
    if (path.endsWith('/mails')) return json({ sent: true }, 201);
    if (path.endsWith('/broken')) return json({ secret: 'upstream text' }, 418);
    return json({ lead: { id: 'p1' }, members: ['p2', '3', 'zz'], other: 1 });
  });
});
afterAll(() => run.close());
beforeEach(() => {
  run.requests.length = 0;
});

const paths = (): string[] => run.requests.map(({ method, path }) => `${method} ${path}`);

describe('steps', () => {
  it('call, lookup, mappings with dots, in a flow', async () => {
    expect(await run.answer('GET /lead/red')).toEqual({
      status: 200,
      body: { lead: { name: 'Ada' }, team: 'Team red' },
    });
    expect(paths()).toEqual(['GET /hr/teams/red', 'GET /hr/people']);
  });

  it('a lookup of several values gives the hits; mappings of nothing are left out', async () => {
    expect(await run.answer('GET /members/red')).toEqual({
      status: 200,
      body: { names: [{ name: 'Bo' }, { name: 'Cy' }] },
    });
  });

  it('what an operation declares of its answer holds for each item of a list, which keeps the rest', async () => {
    expect((await run.answer('GET /cards/p1')).body).toEqual({
      card: { key: 'p1', name: 'Ada', address: 'ada@work.test' },
    });
    expect((await run.answer('GET /cards/3')).body).toEqual({
      card: { key: 3, name: 'Cy', address: null },
    });
    expect((await run.answer('GET /first')).body).toEqual({ first: 'Ada' });
  });

  it('templates read earlier steps; without mappings the last answer is the answer', async () => {
    expect(await run.answer('POST /mail/red')).toEqual({ status: 201, body: { sent: true } });
    expect(JSON.parse(run.requests[1]!.body)).toEqual({ to: 'p1', subject: 'For p1 of red' });
    expect(await run.answer('GET /last')).toEqual({ status: 200, body: ['Ada', 'Bo', 'Cy'] });
  });

  it('a step that fails ends the run, and says which', async () => {
    const { status, body } = await run.answer('GET /broken');
    expect([status, body]).toEqual([502, expect.objectContaining({ step: 'broken' })]);
    expect(JSON.stringify(body)).not.toContain('upstream text');
    expect(paths()).toEqual(['GET /hr/people', 'GET /hr/broken']);
  });

  it('a flow of one call, shaped by the route that refers to it', async () => {
    expect(await run.answer('GET /raw/red')).toEqual({ status: 200, body: 'p1' });
  });
});
