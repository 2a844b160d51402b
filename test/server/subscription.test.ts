import { describe, expect, it } from 'vitest';
import { encodeArrivalCursor } from '../../src/federation/ask/arrival-cursor.ts';
import { fakeArrivals } from '../fakes/fake-arrivals.ts';
import { fakeEvent, fakeSource } from '../fakes/fake-sources.ts';
import { gatewayOf, NOON } from '../fakes/gateway-of.ts';
import { SEAL } from '../fakes/seal.ts';
import { openStream } from './event-stream.ts';
import { messageOf, running, type WithPeriod, world } from './following.ts';
import { testServer } from './test-server.ts';

describe('a subscription', () => {
  it.each(['POST', 'GET'] as const)('is a stream of server-sent events, asked by %s', async (method) => {
    const { follow, arrive } = await world();
    const stream = await follow({}, method);
    expect([stream.response.status, stream.response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    expect(stream.response.headers.get('x-accel-buffering')).toBe('no');
    const arrival = arrive('hello');
    expect(await stream.answer()).toEqual({
      data: {
        auditEventAdded: {
          cursor: encodeArrivalCursor(arrival, SEAL),
          node: { id: expect.any(String), message: 'hello' },
        },
      },
    });
    stream.leave();
  });

  it('comes as such to who accepts anything', async () => {
    const { follow, arrive } = await world();
    const stream = await follow({}, 'POST', '*/*');
    arrive('hello');
    expect(await messageOf(stream)).toBe('hello');
    stream.leave();
  });

  it('is refused to who does not accept it, and nothing is followed', async () => {
    const { follow, arrivals } = await world();
    const { response } = await follow({}, 'POST', 'application/json');
    expect([response.status, await response.json()]).toEqual([
      406,
      {
        errors: [
          {
            message: 'accept: expected text/event-stream for a subscription, but got "application/json"',
            extensions: { code: 'BAD_REQUEST' },
          },
        ],
      },
    ]);
    expect(arrivals.listeners()).toBe(0);
  });

  it.each([
    ['a damaged cursor', { after: '' }, /^after: expected the cursor of .* but got ""$/],
    [
      'an unknown source',
      { filter: { sources: ['x'] } },
      /^filter\.sources: expected source keys among branch, gateway/,
    ],
    ['an ill-formed text', { filter: { text: 'a\u0000' } }, /^filter\.text: expected a text without U\+0000/],
  ])('with %s is one answer with an error, and complete', async (_what, variables, message) => {
    const { follow, arrivals } = await world();
    const stream = await follow(variables);
    expect(await stream.answer()).toMatchObject({
      errors: [
        { message: expect.stringMatching(message), path: ['auditEventAdded'], extensions: { code: 'BAD_USER_INPUT' } },
      ],
    });
    expect(await stream.next()).toEqual({ event: 'complete', data: '' });
    expect(await stream.next()).toBeNull();
    expect(arrivals.listeners()).toBe(0);
  });

  it('that is too complex is refused before it begins', async () => {
    const { server, arrivals } = await world();
    const deep = `${'cause { '.repeat(9)}code${' }'.repeat(9)}`;
    const query = `subscription { auditEventAdded { node { source { sync { lastProblem { vendor { ${deep} } } } } } } }`;
    const stream = await openStream(server.url, { query });
    expect(await stream.answer()).toEqual({
      errors: [
        {
          message: 'query: expected a depth of at most 12, but got 16',
          extensions: { code: 'QUERY_TOO_COMPLEX' },
        },
      ],
    });
    expect(await stream.next()).toMatchObject({ event: 'complete' });
    expect(arrivals.listeners()).toBe(0);
  });

  it('from another site is refused', async () => {
    const { server } = await world();
    const asked = new URLSearchParams({ query: 'subscription { auditEventAdded { cursor } }' });
    const response = await fetch(`${server.url}/graphql?${asked}`, {
      headers: { accept: 'text/event-stream', 'sec-fetch-site': 'cross-site' },
    });
    expect(response.status).toBe(403);
  });

  it('ends with a masked error when the store fails, and can be resumed', async () => {
    let failing = true;
    const { follow, arrive, server } = await world(
      {},
      {
        delay: async () => {
          if (failing) throw new Error('password=hush');
        },
      },
    );
    const after = encodeArrivalCursor(0, SEAL);
    const stream = await follow({ after });
    expect(await stream.answer()).toEqual({
      errors: [{ message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
    expect(await stream.next()).toEqual({ event: 'complete', data: '' });
    expect(server.lines).toMatchObject([{ level: 50, msg: 'a resolver failed' }, { type: 'subscription' }]);
    failing = false;
    arrive('later');
    const again = await follow({ after });
    expect(await messageOf(again)).toBe('later');
    again.leave();
  });

  it('looks up anew for every event what it looked up for the last', async () => {
    let asked = 0;
    const arrivals = fakeArrivals();
    const auditConfig = async () => {
      asked += 1;
      return { enabled: true, periodDays: asked, records: 0, disabledTypes: [] };
    };
    const gateway = gatewayOf(
      [fakeSource('riverbed', 'branch', { mode: 'archive', auditConfig })],
      () => NOON,
      arrivals,
    );
    const server = await testServer({ gateway });
    running.push(server);
    const query = 'subscription { auditEventAdded { node { source { auditConfig { retention { period } } } } } }';
    const stream = await openStream(server.url, { query });
    const periods: unknown[] = [];
    for (const key of ['a', 'b']) {
      arrivals.arrive(fakeEvent('branch', key));
      periods.push((await stream.answer<WithPeriod>()).data.auditEventAdded.node.source.auditConfig.retention.period);
    }
    expect(periods).toEqual([1, 2]);
    stream.leave();
  });
});
