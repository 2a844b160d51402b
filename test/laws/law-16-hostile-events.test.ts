import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/domain/canonical.ts';
import { type AuditEvent, GATEWAY, type SourceKey } from '../../src/domain/event.ts';
import { eventId } from '../../src/domain/event-id.ts';
import { EARLIEST, plus, SECOND } from '../../src/domain/instant.ts';
import type { Json } from '../../src/domain/json.ts';
import { within } from '../../src/domain/position.ts';
import { type Lease, syncLease } from '../../src/store/port/archive-store.ts';
import { type Drawn, someHostileMembers } from '../fakes/arbitrary-hostile-event.ts';
import { someEvent } from '../fakes/some-event.ts';
import { databases, OPENED, openTestStore, type TestStore } from '../store/databases.ts';
import { KEY } from '../sync/copied-source.ts';

/** So many events are made hostile for each door; `HOSTILE_EVENTS=20000` for a long run. */
const HOSTILE = Number(process.env.HOSTILE_EVENTS ?? 200);
const BATCH = 5;
const RUNS = Math.ceil((HOSTILE * 2) / BATCH);

/** An event of a batch: hostile ones stand among plain ones. */
const aMember = fc.option(someHostileMembers(), { freq: 2 });
const aBatch = fc.array(aMember, { minLength: BATCH, maxLength: BATCH });

let batches = 0;

/** No two batches have an event in common: nothing is emptied between them. */
function eventsOf(source: SourceKey, drawn: readonly (Drawn<object> | null)[]): readonly AuditEvent[] {
  batches += 1;
  return drawn.map((members, index) => {
    const id = eventId(source, `${batches}/${index}`);
    const occurredAt = plus(OPENED, -SECOND * (index + 1));
    return filled(someEvent({ source, id, occurredAt, requestId: id }), members?.value ?? {});
  });
}

const PARTS = {
  actor: { uid: null, name: null, type: null },
  target: { uid: null, name: null, type: null },
  client: { ip: null, userAgent: null, origin: null },
};

function filled(event: AuditEvent, members: object): AuditEvent {
  const whole: Record<string, unknown> = { ...event };
  for (const [name, value] of Object.entries(members)) {
    const [member = '', below] = name.split('.');
    const part = whole[member] ?? PARTS[member as keyof typeof PARTS];
    whole[member] = below === undefined ? value : { ...(part as object), [below]: value };
  }
  return whole as unknown as AuditEvent;
}

/** As JSON with members in one order: PostgreSQL keeps those of JSON in an order of its own. */
function shown(event: AuditEvent | null): string {
  const { recordedAt: _, ...rest } = event ?? {};
  return canonicalJson(JSON.parse(JSON.stringify(rest)) as Json);
}

const SQL = /SQLSTATE|syntax|relation|column|out of range|byte sequence/i;

describe('law 16: an event is refused in words that say where it is at fault, or kept as it is, beside others that are whole', () => {
  const open: (TestStore & { close(): Promise<void> })[] = [];
  const met = { kept: 0, refused: 0 };
  beforeAll(async () => {
    for (const kind of databases) {
      const opened = await openTestStore(kind);
      await opened.store.openArchives([{ key: KEY, kind: 'salt', place: 'here', archived: true }]);
      open.push(opened);
    }
  });
  afterAll(async () => {
    for (const { close } of open) await close();
  });

  /** What every database told alike. */
  async function alike<Told>(ask: (opened: TestStore) => Promise<Told>): Promise<Told> {
    const told: Told[] = [];
    for (const opened of open) told.push(await ask(opened));
    for (const other of told) expect(other).toEqual(told[0]);
    return told[0] as Told;
  }

  const readBack = (events: readonly AuditEvent[]) =>
    alike(async ({ store }) => (await store.at(events)).map((event) => event && shown(event)));

  test('of those that are copied, each for itself', async () => {
    const leases = new Map<TestStore, Lease>();
    for (const each of open) leases.set(each, (await each.store.leases.acquire(syncLease(KEY), 600_000)) as Lease);
    await fc.assert(
      fc.asyncProperty(aBatch, async (drawn) => {
        const events = eventsOf(KEY, drawn);
        const isHeld = drawn.map((members) => members?.isHeld ?? true);
        const covered = [{ from: EARLIEST, until: OPENED }];
        const { added, refused } = await alike((opened) => {
          const lease = leases.get(opened) as Lease;
          const batch = { source: KEY, lease, events, covered, withheld: [], upToDate: true, now: OPENED };
          return opened.store.ingest(batch);
        });
        expect(await readBack(events)).toEqual(events.map((event, index) => (isHeld[index] ? shown(event) : null)));
        expect(refused.map(({ id }) => id)).toEqual(events.filter((_, index) => !isHeld[index]).map(({ id }) => id));
        expect(added).toBe(events.length - refused.length);
        for (const { id, problem } of refused) {
          expect(problem.message).toMatch(new RegExp(`event ${id}, .*: event[.[].*: expected .*, but got `, 's'));
          expect(problem.message).not.toMatch(SQL);
        }
        const { covered: claimed = [] } = (await open[0]?.store.syncStates())?.get(KEY) ?? {};
        const isClaimed = ({ occurredAt }: { occurredAt: AuditEvent['occurredAt'] }) =>
          claimed.some((window) => within(occurredAt, window));
        expect(refused.filter(isClaimed)).toEqual([]);
        met.kept += added;
        met.refused += refused.length;
      }),
      { numRuns: RUNS, endOnFailure: true, verbose: 0 },
    );
  });

  test('of those that are recorded, all of a batch or none', async () => {
    await fc.assert(
      fc.asyncProperty(aBatch, async (drawn) => {
        const events = eventsOf(GATEWAY, drawn);
        const told = await alike(({ store }) =>
          store
            .record({ events, idempotencyKey: null, now: OPENED })
            .catch((error: Error) => ({ ...error, message: error.message })),
        );
        const first = drawn.findIndex((members) => members?.isHeld === false);
        expect(await readBack(events)).toEqual(events.map((event) => (first === -1 ? shown(event) : null)));
        if (first === -1) {
          expect(told).toEqual({ recorded: events.length, folded: 0, skipped: 0 });
          return;
        }
        expect(told).toMatchObject({
          code: 'BAD_USER_INPUT',
          argument: expect.stringContaining(`input.events[${first}].`),
        });
        expect((told as Error).message).not.toMatch(SQL);
      }),
      { numRuns: RUNS, endOnFailure: true, verbose: 0 },
    );
  });

  test('is about both', () => {
    expect(Math.min(met.kept, met.refused)).toBeGreaterThan(RUNS / 2);
  });
});
