import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatRfc3339, type Instant } from '../../src/domain/instant.ts';
import type { ViewerGateway } from '../../src/federation/gateway.ts';
import { gatewaySource } from '../../src/server/gateway-source.ts';
import { type HostileMembers, someHostileMembers, WRITABLE } from '../fakes/arbitrary-hostile-event.ts';
import { gatewayOf } from '../fakes/gateway-of.ts';
import { ask, type Told } from '../schema/ask.ts';
import { everyField } from '../schema/every-field.ts';
import { databases, type ReusedStore, useStore } from '../store/databases.ts';

/** So many events are made hostile; `HOSTILE_EVENTS=20000` for a long run. */
const HOSTILE = Number(process.env.HOSTILE_EVENTS ?? 200);
const BATCH = 4;
const aBatch = fc.array(fc.option(someHostileMembers(WRITABLE), { freq: 2 }), { minLength: BATCH, maxLength: BATCH });

const RECORD =
  'mutation ($events: [AuditEventInput!]!) { recordAuditEvents(input: { events: $events }) { recorded folded } }';
const PAGE = `{ auditEvents(first: 100) { nodes { requestId ${everyField()} } coverage { complete } } }`;

/** As somebody would record it: of some members the store is told by the gateway alone. */
function inputOf(members: HostileMembers | null, index: number): Readonly<Record<string, unknown>> {
  const input: Record<string, unknown> = { action: 'act', recordType: 'app' };
  for (const [name, value] of Object.entries(members?.value ?? {})) {
    const [member = '', below] = name.split('.');
    if (member === 'raw') input.details = value;
    else if (member === 'occurredAt') input.occurredAt = formatRfc3339(value as Instant);
    else if (below !== undefined) input[member] = { ...(input[member] as object), [below]: value };
    else if (!['count', 'endedAt', 'keptAsText'].includes(member)) input[member] = value;
  }
  return { ...input, requestId: String(index) };
}

const SQL = /SQLSTATE|syntax|relation|column|out of range|byte sequence/i;
const PLACE = /^(input\.events\[\d\]|events\[\d\]|body|variables|Variable "\$events")/;

describe('law 16 of the API: what is recorded is refused in words that say where it is at fault, or kept as it is', () => {
  const stores = databases.map(useStore);

  /** What a gateway over every database answers alike. */
  async function alike(query: string, variables = {}): Promise<Told> {
    const told: Told[] = [];
    for (const open of stores) told.push(await ask(query, { store: open().store, gateway: over(open()) }, variables));
    for (const other of told) expect(other).toEqual(told[0]);
    return told[0] as Told;
  }

  test('all of a batch or none, and alike by every database', async () => {
    const met = { recorded: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(aBatch, async (drawn) => {
        for (const open of stores) await open().empty();
        const events = drawn.map(inputOf);
        const { data, errors } = await alike(RECORD, { events });
        const page = (await alike(PAGE)).data.auditEvents;
        expect(page.coverage.complete).toBe(true);
        if (errors) {
          expect(drawn).not.toEqual(drawn.map(() => null));
          for (const { message, extensions } of errors) {
            expect([extensions.code, message]).toEqual(['BAD_USER_INPUT', expect.stringMatching(PLACE)]);
            expect(message).not.toMatch(SQL);
          }
          expect(page.nodes).toEqual([]);
          met.refused += 1;
          return;
        }
        expect(data.recordAuditEvents).toEqual({ recorded: BATCH, folded: 0 });
        const byRequest = new Map<string, object>(
          page.nodes.map((node: { requestId: string }) => [node.requestId, node]),
        );
        for (const [index, { message = null, actor, client }] of events.entries()) {
          expect(byRequest.get(String(index))).toMatchObject({
            message,
            ...(actor !== undefined && { actor }),
            ...(client !== undefined && { client }),
          });
        }
        met.recorded += 1;
      }),
      { numRuns: Math.ceil((HOSTILE * 2) / BATCH), endOnFailure: true, verbose: 0 },
    );
    expect(Math.min(met.recorded, met.refused)).toBeGreaterThan(HOSTILE / 50);
  });
});

function over({ store }: ReusedStore): ViewerGateway {
  return gatewayOf([gatewaySource(store)], Date.now, store);
}
