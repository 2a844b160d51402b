import { describe, expect, test } from 'vitest';
import { EVERYTHING, type Is, is, type Test } from '../../src/domain/filter.ts';
import { EARLIEST, LATEST } from '../../src/domain/instant.ts';
import type { Pushdown } from '../../src/sources/adapter.ts';
import { adapterOf, strictServer } from '../fakes/strict-vendor.ts';
import { KIT_KEY, kitEvents } from './lane/kit-events.ts';
import { ABLE } from './lane/vendors-of-all-sorts.ts';

const events = kitEvents();

/** What the vendor answers when it is sent just this, whatever the gateway would have sent. */
async function sent(leaves: readonly Is[], given: Partial<Pushdown> = {}, capabilities = ABLE) {
  const [stream] = adapterOf(capabilities).streams({});
  const words = Object.assign({}, ...leaves.map((leaf) => stream?.words(leaf)));
  const plain = { pushed: EVERYTHING, residual: EVERYTHING, direction: 'DESC', pageSize: 10 } as const;
  const pushdown: Pushdown = { ...plain, words, window: { from: EARLIEST, until: LATEST }, ...given };
  const request = stream?.ask(pushdown).request ?? { method: 'GET', path: '/' };
  const server = strictServer({ key: KIT_KEY, events, capabilities });
  return server.send(request, new AbortController().signal);
}

const eq = (value: string): Test => ({ op: 'eq', value, ignoreCase: false });

describe('the strict vendor refuses what it has not declared', () => {
  test.each<[string, readonly Is[], Partial<Pushdown>]>([
    ['a field', [is('message', eq('x'))], {}],
    ['a test of a field that it knows', [is('action', { op: 'contains', value: 'x', ignoreCase: false })], {}],
    ['the negation of what it declared wider', [is('actor.name', eq('ada'), true)], {}],
    ['an undeclared leaf beside a declared one', [is('action', eq('login')), is('sessionId', eq('x'))], {}],
    ['more records than its largest page', [], { pageSize: ABLE.maxPageSize + 1 }],
    ['no records at all', [], { pageSize: 0 }],
  ])('%s', async (_, leaves, given) => {
    expect((await sent(leaves, given)).status).toBe(400);
  });

  test('any negation, where it declared none', async () => {
    const leaf = is('action', eq('login'), true);
    expect((await sent([leaf], {}, { ...ABLE, negation: false })).status).toBe(400);
    expect((await sent([leaf], {}, ABLE)).status).toBe(200);
  });

  test('and answers what it has declared', async () => {
    const answers = await Promise.all([
      sent([]),
      sent([is('action', eq('login'))]),
      sent([is('actor.name', eq('ada'))], { pageSize: ABLE.maxPageSize }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.map(({ text }) => (JSON.parse(text) as unknown[]).length)).toEqual([10, 10, 50]);
  });

  test('what it declared wider lets through what does not match, so that the gateway has to test it', async () => {
    const { text } = await sent([is('actor.name', eq('ada'))], { pageSize: ABLE.maxPageSize });
    const names = (JSON.parse(text) as { actor: { name: string | null } | null }[]).map(({ actor }) => actor?.name);
    expect(new Set(names)).toContain('bob');
  });

  test('an aborted request is not answered', async () => {
    const server = strictServer({ key: KIT_KEY, events, capabilities: ABLE });
    const aborted = AbortSignal.abort(new Error('nobody waits'));
    await expect(server.send({ method: 'POST', path: '/events', json: {} }, aborted)).rejects.toThrow('nobody waits');
  });
});
