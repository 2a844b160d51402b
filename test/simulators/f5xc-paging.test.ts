import { describe, expect, it } from 'vitest';
import type { F5xcSimulator } from '../../simulators/f5xc/index.ts';
import { ALL, call, LOGS, line, linesOf, NOON, scroll, start } from './f5xc-client.ts';

describe('search_after', () => {
  async function walk(simulator: F5xcSimulator, question: object) {
    const seen: string[] = [];
    for (let sort_values: unknown; ; ) {
      const { json } = await call(simulator, {
        ...ALL,
        ...question,
        search_after: true,
        ...(sort_values !== undefined && { sort_values }),
      });
      seen.push(...json.logs);
      if (json.logs.length === 0) return seen;
      sort_values = json.last_sort_values;
    }
  }

  it.each(['ASCENDING', 'DESCENDING'])('walks all lines once, %s', async (sort) => {
    const simulator = await start({ events: 400 });
    const expected = linesOf(simulator.records);
    expect(await walk(simulator, { sort, limit: 7 })).toEqual(sort === 'ASCENDING' ? expected : expected.toReversed());
  });

  it('tells the last line as a signed number in text and milliseconds as a number', async () => {
    const simulator = await start({ records: [{ ...line(NOON), docId: '-8881051689166072872' }] });
    const { json } = await call(simulator, { search_after: true });
    expect(json.last_sort_values).toEqual({ last_doc_id: '-8881051689166072872', last_timestamp: NOON });
    expect((await call(simulator, {})).json).not.toHaveProperty('last_sort_values');
  });

  it('says nothing of a last line when there is none', async () => {
    expect((await call(await start({ records: [] }), { search_after: true })).json).not.toHaveProperty(
      'last_sort_values',
    );
  });

  it('is not known to an older tenant, which ignores or refuses it', async () => {
    const asked = { ...ALL, search_after: true, sort_values: { last_doc_id: '0', last_timestamp: 0 }, limit: 3 };
    const ignoring = await start({ searchAfter: 'ignored' });
    const { json } = await call(ignoring, asked);
    expect(json).not.toHaveProperty('last_sort_values');
    expect(json.logs).toEqual(linesOf(ignoring.records.slice(-3)).toReversed());
    expect((await call(await start({ searchAfter: 'rejected' }), asked)).status).toBe(400);
  });
});

describe('a scroll', () => {
  it('goes on in batches until its id is empty, over what was there at the start', async () => {
    const simulator = await start({ events: 100 });
    const expected = linesOf(simulator.records).toReversed();
    let { json } = await call(simulator, { ...ALL, scroll: true, limit: 10 });
    expect(json.scroll_id).toMatch(/^[A-Za-z0-9+/]{200,}=*$/);
    simulator.add(line(0));
    const seen: string[] = [...json.logs];
    while (json.scroll_id !== '') {
      ({ json } = await scroll(simulator, json.scroll_id));
      expect(json.total_hits).toBe(String(expected.length));
      seen.push(...json.logs);
    }
    expect(seen).toEqual(expected);
  });

  it('may end in an empty batch', async () => {
    const simulator = await start({ records: [line(NOON)], scrollEnd: 'extraBatch' });
    const first = await call(simulator, { scroll: true });
    expect(first.json.logs).toHaveLength(1);
    expect(first.json.scroll_id).not.toBe('');
    expect((await scroll(simulator, first.json.scroll_id)).json).toMatchObject({ logs: [], scroll_id: '' });
  });

  it('can be asked for by GET, its id percent-encoded', async () => {
    const simulator = await start();
    const { json } = await call(simulator, { ...ALL, scroll: true, limit: 10 });
    const path = `${LOGS}/scroll?scroll_id=${encodeURIComponent(json.scroll_id)}`;
    expect((await call(simulator, undefined, { method: 'GET', path })).json.logs).toHaveLength(10);
  });

  it('ends two minutes after each answer, when its id was used, and when told to', async () => {
    let now = NOON;
    const simulator = await start({ clock: () => now });
    const first = await call(simulator, { ...ALL, scroll: true, limit: 10 });
    now += 119_999;
    const second = await scroll(simulator, first.json.scroll_id);
    expect(second.status).toBe(200);
    const gone = { status: 404, json: { code: 5 } };
    expect(await scroll(simulator, first.json.scroll_id)).toMatchObject(gone);
    now += 120_000;
    expect(await scroll(simulator, second.json.scroll_id)).toMatchObject(gone);
    const other = await call(simulator, { ...ALL, scroll: true, limit: 10 });
    simulator.expireSessions();
    expect(await scroll(simulator, other.json.scroll_id)).toMatchObject(gone);
    expect(await scroll(simulator, '')).toMatchObject(gone);
  });

  it('ends after so many batches, if told to', async () => {
    const simulator = await start({ scrollUses: 1 });
    const first = await call(simulator, { ...ALL, scroll: true, limit: 10 });
    const second = await scroll(simulator, first.json.scroll_id);
    expect(second.status).toBe(200);
    expect((await scroll(simulator, second.json.scroll_id)).status).toBe(404);
  });
});
