import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeNodeId } from '../../src/domain/node-id.ts';
import { problem, SourceError } from '../../src/lanes/source-error.ts';
import { KINDS } from '../../src/schema/kinds.ts';
import { decodeNodeId } from '../../src/schema/node-id.ts';
import { fakeGateway } from '../fakes/fake-gateway.ts';
import { fakeEvent, fakeSource } from '../fakes/fake-sources.ts';
import { ask, faults } from './ask.ts';

const SOURCE_KINDS = Object.keys(KINDS) as readonly (keyof typeof KINDS)[];
const SOURCES = SOURCE_KINDS.map((kind) => fakeSource(kind));
const EVENTS = SOURCE_KINDS.map((kind) => fakeEvent(kind, 'one', kind === 'gateway' ? { recordedAt: 0 as never } : {}));
const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';

const idOf = (type: string, rest: string) => Buffer.from(`${type}:${rest}`).toString('base64url');
const addressOf = (event: (typeof EVENTS)[number]) => `${event.source}:${event.occurredAt}:${event.id}`;
const UUID = '00000000-0000-8000-8000-000000000000';

describe('an id', () => {
  it('finds again what it was given out for', async () => {
    const gateway = fakeGateway({ sources: SOURCES, events: EVENTS });
    const { data } = await ask('{ auditEvents { nodes { id __typename source { id __typename } } } }', { gateway });
    const given = data.auditEvents.nodes.flatMap(({ source, ...event }: { source: object }) => [event, source]);
    expect(given).toHaveLength(12);
    const again = await ask(NODES, { gateway }, { ids: given.map(({ id }: { id: string }) => id) });
    expect(again).toEqual({ data: { nodes: given } });
  });

  it('finds one alone', async () => {
    const gateway = fakeGateway({ sources: SOURCES, events: EVENTS });
    const id = idOf('SaltAuditEvent', addressOf(fakeEvent('salt', 'one')));
    const found = await ask(
      'query ($id: ID!) { node(id: $id) { id ... on SaltAuditEvent { action } } }',
      { gateway },
      { id },
    );
    expect(found).toEqual({ data: { node: { id, action: 'login' } } });
  });

  it('is null where nothing has it', async () => {
    const gateway = fakeGateway({ sources: [fakeSource('salt')], events: EVENTS });
    const ids = [
      idOf('Source', 'nobody'),
      idOf('SaltAuditEvent', `salt:0:${UUID}`),
      idOf('SaltAuditEvent', `nobody:0:${UUID}`),
      idOf('RiverbedAuditEvent', `salt:0:${UUID}`),
    ];
    expect(await ask(NODES, { gateway }, { ids })).toEqual({ data: { nodes: [null, null, null, null] } });
    expect(gateway.located).toEqual([[{ source: 'salt', occurredAt: 0, id: UUID }]]);
  });

  it('comes back from its text', () => {
    const id = encodeNodeId('ZStackAuditEvent', `zstack:-62135596800000000:${UUID}`);
    expect(id).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(decodeNodeId(id)).toEqual({ typename: 'ZStackAuditEvent', id: `zstack:-62135596800000000:${UUID}` });
  });
});

describe('a malformed id is BAD_USER_INPUT', () => {
  it.each([
    ['an empty text', ''],
    ['no base64url', '!!!'],
    ['no type', Buffer.from('salt').toString('base64url')],
    ['a type without ids', idOf('Actor', 'x')],
    ['an interface', idOf('AuditEvent', `salt:0:${UUID}`)],
    ['no such source key', idOf('Source', 'No Such Key')],
    ['half an address', idOf('SaltAuditEvent', 'salt:0')],
    ['a time that is none', idOf('SaltAuditEvent', `salt:soon:${UUID}`)],
    ['a time written otherwise', idOf('SaltAuditEvent', `salt:00:${UUID}`)],
    ['a time past the end of time', idOf('SaltAuditEvent', `salt:99999999999999999:${UUID}`)],
    ['a UUID in capitals', idOf('SaltAuditEvent', `salt:0:${UUID.replace('8', 'A')}`)],
    ['a tail', `${idOf('Source', 'salt')}=`],
    ['another spelling of the same bytes', `${idOf('Source', 'salt')} `],
  ])('%s', async (_what, id) => {
    const gateway = fakeGateway({ sources: SOURCES });
    const message = `id: expected an id that this API gave out, but got ${JSON.stringify(id)}`;
    const alone = await ask('query ($id: ID!) { node(id: $id) { id } }', { gateway }, { id });
    expect(faults(alone)).toEqual([['BAD_USER_INPUT', 'node', message]]);
    const among = await ask(NODES, { gateway }, { ids: [idOf('Source', 'salt'), id] });
    expect(faults(among)).toEqual([['BAD_USER_INPUT', 'nodes', message]]);
    expect(gateway.located).toEqual([]);
  });

  it('whatever text it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => decodeNodeId(text)).toThrow('expected an id that this API gave out');
      }),
    );
  });
});

describe('many ids', () => {
  it('are one question to the gateway, with whatever else asks', async () => {
    const gateway = fakeGateway({ sources: SOURCES, events: EVENTS });
    const salt = idOf('SaltAuditEvent', addressOf(fakeEvent('salt', 'one')));
    const query = `query ($ids: [ID!]!, $id: ID!) { nodes(ids: $ids) { id } node(id: $id) { id } again: node(id: $id) { id } }`;
    const { data } = await ask(query, { gateway }, { ids: [salt, salt], id: salt });
    expect(data).toEqual({ nodes: [{ id: salt }, { id: salt }], node: { id: salt }, again: { id: salt } });
    expect(gateway.located).toHaveLength(1);
    expect(gateway.located[0]).toHaveLength(1);
  });

  it('cost only the one whose source could not be asked, at its index', async () => {
    const failure = new SourceError(problem('TIMEOUT', 'no answer within 10000 ms', { httpStatus: 504 }));
    const gateway = fakeGateway({ sources: SOURCES, events: EVENTS, unreachable: { salt: failure } });
    const ids = [
      idOf('Source', 'salt'),
      idOf('SaltAuditEvent', `salt:0:${UUID}`),
      idOf('ZStackAuditEvent', addressOf(fakeEvent('zstack', 'one'))),
    ];
    const told = await ask(NODES, { gateway }, { ids });
    expect(told.data.nodes.map((node: { __typename: string } | null) => node?.__typename)).toEqual([
      'Source',
      undefined,
      'ZStackAuditEvent',
    ]);
    expect(faults(told)).toEqual([['UPSTREAM_FAILED', 'nodes.1', 'salt: no answer within 10000 ms']]);
    expect(told.errors?.[0]?.extensions.problems).toEqual([
      {
        source: 'salt',
        code: 'TIMEOUT',
        message: 'no answer within 10000 ms',
        httpStatus: 504,
        retryAfterMs: null,
        retryable: true,
      },
    ]);
  });

  it.each([
    [3, []],
    [4, [['BAD_USER_INPUT', 'nodes', 'ids: expected at most 3 ids, but got 4']]],
  ])('are at most maxPageSize: %i of 3', async (count, expected) => {
    const limits = { maxPageSize: 3, maxDepth: 12, maxCost: 20_000 };
    const ids = Array.from({ length: count }, () => idOf('Source', 'salt'));
    expect(faults(await ask(NODES, { gateway: fakeGateway({ sources: SOURCES }), limits }, { ids }))).toEqual(expected);
  });
});
