import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/domain/input-error.ts';
import { UpstreamFailed } from '../../src/federation/gateway.ts';
import { problem, SourceError } from '../../src/lanes/source-error.ts';
import { IdempotencyConflict, RevisionConflict, StoreFailed } from '../../src/store/port/event-store.ts';
import { fakeConfigStore } from '../fakes/fake-config-store.ts';
import { fakeGateway } from '../fakes/fake-gateway.ts';
import { fakeEvent, fakeSource } from '../fakes/fake-sources.ts';
import { ask, faults } from './ask.ts';

const SOURCES = [fakeSource('gateway'), fakeSource('riverbed')];
const PAGE = '{ auditEvents { nodes { id } } }';
const CHANGE = 'mutation { auditConfig(input: { expectedRevision: 3 }) { pruned } }';
const RECORD =
  'mutation { recordAuditEvents(input: { events: [{ action: "a", recordType: "b" }], idempotencyKey: "k" }) { recorded } }';

describe('every error has a code', () => {
  it.each([
    ['a syntax error', '{ auditEvents', 'GRAPHQL_PARSE_FAILED', ''],
    ['an unknown field', '{ auditEvent { id } }', 'GRAPHQL_VALIDATION_FAILED', ''],
    ['an argument of another type', '{ auditEvents(first: "x") { nodes { id } } }', 'GRAPHQL_VALIDATION_FAILED', ''],
    [
      'a time in the text of the query',
      '{ auditEvents(filter: { occurredAt: { from: "soon" } }) { nodes { id } } }',
      'GRAPHQL_VALIDATION_FAILED',
      '',
    ],
    ['no operation', 'fragment F on Source { id }', 'OPERATION_RESOLUTION_FAILURE', ''],
    [
      'two operations and no name',
      'query A { sources { id } } query B { sources { id } }',
      'OPERATION_RESOLUTION_FAILURE',
      '',
    ],
    ['a variable left out', 'query ($id: ID!) { node(id: $id) { id } }', 'BAD_USER_INPUT', ''],
  ])('%s', async (_what, query, code, path) => {
    expect(faults(await ask(query)).map(([found, at]) => [found, at])[0]).toEqual([code, path]);
  });

  it.each([
    [
      'a wrong argument',
      new InputError('first', 'at most 1000', '2000'),
      'BAD_USER_INPUT',
      'first: expected at most 1000, but got 2000',
    ],
    [
      'a failed source',
      new UpstreamFailed([{ source: 'salt' as never, problem: problem('FORBIDDEN', 'no') }]),
      'UPSTREAM_FAILED',
      'salt: no',
    ],
    [
      'a fault of our own',
      new TypeError('undefined is not a function at secret.ts'),
      'INTERNAL_SERVER_ERROR',
      'Internal server error',
    ],
    [
      'a failure whose source nobody named',
      new SourceError(problem('TIMEOUT', 'pg://me:hush@db')),
      'INTERNAL_SERVER_ERROR',
      'Internal server error',
    ],
    [
      'a failure of the store',
      new StoreFailed('UNREACHABLE', 'cannot be reached', new Error('pg://me:hush@db')),
      'UPSTREAM_FAILED',
      'gateway: expected the store to answer, but its database cannot be reached',
    ],
    [
      'an error of the system',
      Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
      'INTERNAL_SERVER_ERROR',
      'Internal server error',
    ],
  ])('%s', async (_what, failure, code, message) => {
    const told = await ask(PAGE, { gateway: fakeGateway({ sources: SOURCES, failure }) });
    expect(told.data).toEqual({ auditEvents: null });
    expect(faults(told)).toEqual([[code, 'auditEvents', message]]);
  });

  it('costs no sibling', async () => {
    const gateway = fakeGateway({ sources: SOURCES, failure: new InputError('after', 'a cursor', '""') });
    const { data } = await ask('{ auditEvents(after: "") { nodes { id } } sources { key } auditConfig { revision } }', {
      gateway,
    });
    expect(data).toEqual({
      auditEvents: null,
      sources: [{ key: 'gateway' }, { key: 'riverbed' }],
      auditConfig: { revision: 1 },
    });
  });

  it.each([
    [CHANGE, new RevisionConflict(3, 4), 'expectedRevision: expected the stored revision to be 3, but it is 4'],
    [
      RECORD,
      new IdempotencyConflict('k'),
      'idempotencyKey: expected the events that "k" first came with, but got others',
    ],
  ])('%s answers CONFLICT', async (query, failure, message) => {
    const told = await ask(query, { store: fakeConfigStore(failure).store });
    expect(faults(told).map(([code, , text]) => [code, text])).toEqual([['CONFLICT', message]]);
  });

  it('says of an upstream that cannot be asked for its configuration which one, and why', async () => {
    const failure = new SourceError(
      problem('RATE_LIMITED', 'HTTP status 429', { httpStatus: 429, retryAfterMs: 2000 }),
    );
    const riverbed = fakeSource('riverbed', 'branch', {
      auditConfig: async () => {
        throw failure;
      },
    });
    const other = fakeSource('riverbed', 'main', {
      auditConfig: async () => ({ enabled: true, periodDays: 7, records: 9, disabledTypes: ['a'] }),
    });
    const gateway = fakeGateway({ sources: [riverbed, other, fakeSource('salt')] });
    const told = await ask(
      '{ sources { auditConfig { system { enabled } retention { period records } disabledTypes } } }',
      { gateway },
    );
    expect(told.data.sources).toEqual([
      { auditConfig: null },
      { auditConfig: { system: { enabled: true }, retention: { period: 7, records: 9 }, disabledTypes: ['a'] } },
      { auditConfig: null },
    ]);
    expect(faults(told)).toEqual([['UPSTREAM_FAILED', 'sources.0.auditConfig', 'branch: HTTP status 429']]);
    expect(told.errors?.[0]?.extensions.problems).toEqual([
      {
        source: 'branch',
        code: 'RATE_LIMITED',
        message: 'HTTP status 429',
        httpStatus: 429,
        retryAfterMs: 2000,
        retryable: true,
      },
    ]);
  });

  it('asks an upstream once for its configuration, however many events want it', async () => {
    const asked: string[] = [];
    const riverbed = fakeSource('riverbed', 'riverbed', {
      auditConfig: async () => {
        asked.push('riverbed');
        return null;
      },
    });
    const events = ['1', '2', '3'].map((key) => fakeEvent('riverbed', key));
    await ask(
      '{ auditEvents { nodes { source { auditConfig { disabledTypes } } } } sources { auditConfig { disabledTypes } } }',
      {
        gateway: fakeGateway({ sources: [riverbed], events }),
      },
    );
    expect(asked).toEqual(['riverbed']);
  });
});
