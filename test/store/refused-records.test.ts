import { beforeEach, describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../src/domain/event.ts';
import { EARLIEST, plus } from '../../src/domain/instant.ts';
import { LONGEST_WORDS } from '../../src/store/engine/refused-data.ts';
import type { IngestResult, Lease } from '../../src/store/port/archive-store.ts';
import { ago, KEY, old } from '../sync/copied-source.ts';
import { databases, OPENED, useStore } from './databases.ts';
import { storedEvents } from './stored-events.ts';

const TEXT = 'expected a text without U+0000 and lone surrogates, but got "a\\u0000b"';
const MISSING = { outcome: null as unknown as AuditEvent['outcome'] };

/** What no adapter lets through and no database holds, and what is said of it; of what no event is, by the database. */
const UNSTORABLE: Readonly<Record<string, readonly [given: Partial<AuditEvent>, told: string | RegExp]>> = {
  'U+0000 in a text': [{ message: 'a\0b' }, `event.message: ${TEXT}`],
  'U+0000 in JSON': [{ raw: { text: ['a\0b'] } }, `event.raw.text[0]: ${TEXT}`],
  'a time that is no whole number': [
    { endedAt: 0.5 as AuditEvent['occurredAt'] },
    'event.endedAt: expected whole microseconds of the years 1 to 2254, but got 0.5',
  ],
  'an outcome that is missing': [MISSING, / \(SQLSTATE 23\w{3}\)$/],
};

describe.each(databases)('records that cannot be stored on $name', (kind) => {
  const open = useStore(kind);
  beforeEach(() => open().empty());

  async function ingested(events: readonly AuditEvent[]): Promise<IngestResult> {
    const { store } = open();
    await store.openArchives([{ key: KEY, kind: 'salt', place: 'here', archived: true }]);
    const lease = (await store.leases.acquire(`sync ${KEY}`, 60_000)) as Lease;
    const covered = [{ from: EARLIEST, until: OPENED }];
    return store.ingest({ source: KEY, lease, events, covered, withheld: [], upToDate: true, now: OPENED });
  }

  test.each(Object.entries(UNSTORABLE))(
    '%s keeps nothing beside it from being stored, and is named',
    async (_, [given, told]) => {
      const events = Array.from({ length: 50 }, (_each, n) => old(n + 1, '', n === 20 || n === 37 ? given : {}));
      const unstorable = [events[20], events[37]] as [AuditEvent, AuditEvent];
      const { added, refused } = await ingested(events);
      expect(added).toBe(48);
      expect(refused.map(({ id }) => id)).toEqual(unstorable.map(({ id }) => id));
      for (const { id, problem } of refused) {
        expect(problem.code).toBe('INVALID_RESPONSE');
        expect(problem.message).toContain(`event ${id}, but its database refused it: `);
        expect(problem.message).toMatch(told);
      }
      const { store } = open();
      const ids = (await storedEvents(store)).map(({ id }) => id);
      expect(ids).toEqual(events.filter((event) => !unstorable.includes(event)).map(({ id }) => id));
      expect(await store.stored()).toBe(48);
      expect((await store.syncStates()).get(KEY)).toMatchObject({
        covered: [
          { from: EARLIEST, until: ago(38) },
          { from: plus(ago(38), 1), until: ago(21) },
          { from: plus(ago(21), 1), until: OPENED },
        ],
        lastSuccessAt: OPENED,
        storedEvents: 48,
      });
    },
  );

  test('when nothing can be stored, everything is named, and none of its time is claimed', async () => {
    const { added, refused } = await ingested([1, 2, 3].map((n) => old(n, '', { message: '\0' })));
    expect([added, refused.map(({ occurredAt }) => occurredAt)]).toEqual([0, [ago(1), ago(2), ago(3)]]);
    expect((await open().store.syncStates()).get(KEY)?.covered).toHaveLength(4);
  });

  test('what the database says is told in so many characters at most', async () => {
    const { refused } = await ingested([old(1, '', { durationMs: '9'.repeat(10_000) as never })]);
    expect(refused[0]?.problem.message.length).toBeLessThan(LONGEST_WORDS + 200);
    expect(refused[0]?.problem.message).toContain('…');
  });

  test('what is recorded is stored whole or not at all, and refused as its author is told', async () => {
    const { store } = open();
    const recorded = (given: Partial<AuditEvent>) =>
      store.record({ events: [old(1), old(2, '', given), old(3)], idempotencyKey: 'k', now: OPENED });
    await expect(recorded({ message: 'a\0b' })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: `input.events[1].message: ${TEXT}`,
    });
    await expect(recorded(MISSING)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(
        /^input\.events: expected events that the database can hold, but got .*SQLSTATE 23\w{3}\)$/,
      ),
    });
    expect(await store.stored()).toBe(0);
    expect(await store.record({ events: [old(1)], idempotencyKey: 'k', now: OPENED })).toMatchObject({ recorded: 1 });
  });
});
