import { describe, expect, test } from 'vitest';
import { eventId } from '../../src/domain/event-id.ts';
import { instant } from '../../src/domain/instant.ts';
import type { EventsArguments } from '../../src/federation/ask/asked-page.ts';
import { arrayLane } from '../fakes/array-lane.ts';
import { gatewayOf } from '../fakes/gateway-of.ts';
import { someEvent } from '../fakes/some-event.ts';

/** Ten events, a second apart; newest first their actions are 9, 8, … 0. */
const TEN = Array.from({ length: 10 }, (_, index) =>
  someEvent({ id: eventId('s', `${index}`), occurredAt: instant(index * 1_000_000), action: `${index}` }),
);
const gateway = gatewayOf([arrayLane({ key: 's', events: TEN, pageSize: 4 })]);
const signal = new AbortController().signal;

const ask = (args: EventsArguments) => gateway.events(args, signal);
const all = await ask({ first: 10 });
const cursorOf = (action: number) => all.edges.find((edge) => edge.event.action === `${action}`)?.cursor as string;

describe('a page, as the Relay specification has it', () => {
  test.each<[string, EventsArguments, string, boolean, boolean]>([
    ['the first', { first: 3 }, '987', true, false],
    ['the first, all there are', { first: 10 }, '9876543210', false, false],
    ['the first, more than there are', { first: 11 }, '9876543210', false, false],
    ['none of the first', { first: 0 }, '', true, false],
    ['the first after a cursor', { first: 3, after: cursorOf(7) }, '654', true, true],
    ['the first after the last', { first: 3, after: cursorOf(0) }, '', false, true],
    ['the first before a cursor', { first: 3, before: cursorOf(5) }, '987', true, false],
    ['the first before a cursor, all of them', { first: 4, before: cursorOf(5) }, '9876', false, false],
    ['the first between two cursors', { first: 2, after: cursorOf(8), before: cursorOf(4) }, '76', true, true],
    [
      'the first between cursors that are neighbours',
      { first: 2, after: cursorOf(8), before: cursorOf(7) },
      '',
      false,
      true,
    ],
    [
      'the first between cursors the wrong way round',
      { first: 2, after: cursorOf(4), before: cursorOf(8) },
      '',
      false,
      true,
    ],
    ['the last', { last: 3 }, '210', false, true],
    ['none of the last', { last: 0 }, '', false, true],
    ['the last, all there are', { last: 10 }, '9876543210', false, false],
    ['the last before a cursor', { last: 3, before: cursorOf(4) }, '765', true, true],
    ['the last before the first', { last: 3, before: cursorOf(9) }, '', true, false],
    ['the last after a cursor', { last: 3, after: cursorOf(5) }, '210', false, true],
    ['the last after a cursor, all of them', { last: 5, after: cursorOf(5) }, '43210', false, false],
    ['the last between two cursors', { last: 2, after: cursorOf(8), before: cursorOf(4) }, '65', true, true],
    ['nothing said but a cursor to end before: the last fifty', { before: cursorOf(4) }, '98765', true, false],
    ['nothing said but both cursors: the first fifty', { after: cursorOf(8), before: cursorOf(4) }, '765', false, true],
    ['oldest first', { first: 3, sort: { field: 'OCCURRED_AT', direction: 'ASC' } }, '012', true, false],
    ['the last, oldest first', { last: 3, sort: { field: 'OCCURRED_AT', direction: 'ASC' } }, '789', false, true],
  ])('%s', async (_, args, actions, hasNextPage, hasPreviousPage) => {
    const { edges, pageInfo } = await ask(args);
    expect(edges.map((edge) => edge.event.action).join('')).toBe(actions);
    expect({ hasNextPage: pageInfo.hasNextPage, hasPreviousPage: pageInfo.hasPreviousPage }).toEqual({
      hasNextPage,
      hasPreviousPage,
    });
    expect(pageInfo.startCursor).toBe(edges.at(0)?.cursor ?? null);
    expect(pageInfo.endCursor).toBe(edges.at(-1)?.cursor ?? null);
  });

  test('a cursor is the same on whatever page its event is found', async () => {
    const { edges } = await ask({ last: 3, before: cursorOf(4) });
    expect(edges.map((edge) => edge.cursor)).toEqual([cursorOf(7), cursorOf(6), cursorOf(5)]);
  });
});

describe('a page that ends early', () => {
  const pausing = arrayLane({ key: 's', events: TEN, pageSize: 4, pauseAt: 1 });
  const nothing = { action: { eq: '0' } };

  test('says where it stands though it has no edges, and the walk goes on from there', async () => {
    const pages = gatewayOf([pausing]);
    const first = await pages.events({ first: 3, filter: nothing }, signal);
    expect(first.edges).toEqual([]);
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false, startCursor: null });
    expect(first.coverage.complete).toBe(true);
    const second = await pages.events({ first: 3, filter: nothing, after: first.pageInfo.endCursor }, signal);
    const third = await pages.events({ first: 3, filter: nothing, after: second.pageInfo.endCursor }, signal);
    expect([...second.edges, ...third.edges].map((edge) => edge.event.action)).toEqual(['0']);
  });

  test('is a gap where it could not get on at all', async () => {
    const tie = TEN.map((event) => ({ ...event, occurredAt: instant(0) }));
    const stuck = arrayLane({ key: 's', events: tie, pageSize: 4, pauseAt: 1 });
    const pages = gatewayOf([stuck]);
    const { pageInfo: tick } = await pages.events({ first: 3 }, signal);
    const { pageInfo, coverage } = await pages.events({ first: 3, after: tick.endCursor }, signal);
    expect(tick.hasNextPage).toBe(true);
    expect(pageInfo.hasNextPage).toBe(false);
    expect(coverage).toMatchObject({
      complete: false,
      sources: [{ status: 'PARTIAL', problem: { code: 'SCAN_LIMIT' } }],
    });
  });
});
