import { describe, expect, test } from 'vitest';
import { sourceError } from '../../src/lanes/source-error.ts';
import type { VendorRequest, VendorResponse } from '../../src/sources/adapter.ts';
import type { Asker } from '../../src/sources/asker.ts';
import { sharing } from '../../src/sources/share.ts';
import { anAsker } from './an-asker.ts';
import { type Held, held } from './held.ts';

const GOOD: VendorResponse = { status: 200, headers: {}, setCookies: [], text: 'good' };
const DATA: VendorRequest = { method: 'POST', path: '/data', json: { page: 1 } };

/** A line on which every request waits until the test answers it. */
function world() {
  const asked: { readonly request: VendorRequest; readonly asker: Asker }[] = [];
  const answers: Held<VendorResponse>[] = [];
  const line = sharing({
    send(request, asker) {
      asked.push({ request, asker });
      asker.sent();
      const answer = held<VendorResponse>();
      asker.signal.addEventListener('abort', () => answer.reject(asker.signal.reason));
      answers.push(answer);
      return answer.promise;
    },
  });
  return { line, asked, answered: answers };
}

const failureOf = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);

describe('identical requests under way at the same time', () => {
  test('are made once, and every asker counts it', async () => {
    const { line, asked, answered } = world();
    const askers = [anAsker(), anAsker(), anAsker()];
    const answers = askers.map((asker) => line.send({ ...DATA, json: { page: 1 } }, asker));
    answered[0]?.resolve(GOOD);
    expect(await Promise.all(answers)).toEqual([GOOD, GOOD, GOOD]);
    expect({ asked: asked.length, counted: askers.map(({ requests }) => requests()) }).toEqual({
      asked: 1,
      counted: [1, 1, 1],
    });
  });

  test('fail for all alike', async () => {
    const { line, answered } = world();
    const answers = [line.send(DATA, anAsker()), line.send(DATA, anAsker())].map(failureOf);
    const failure = sourceError('UPSTREAM_ERROR', 'broken');
    answered[0]?.reject(failure);
    expect(await Promise.all(answers)).toEqual([failure, failure]);
  });

  test('count repeats for those who wait, and a try that is under way for who comes later', async () => {
    const { line, asked, answered } = world();
    const [early, middle, late] = [anAsker(), anAsker(), anAsker()];
    const answers = [line.send(DATA, early)];
    const all = asked[0]?.asker;
    all?.failed?.(sourceError('UPSTREAM_ERROR', 'broken'));
    answers.push(line.send(DATA, middle));
    expect(middle.requests()).toBe(0);
    all?.sent();
    answers.push(line.send(DATA, late));
    answered[0]?.resolve(GOOD);
    await Promise.all(answers);
    expect([early, middle, late].map(({ requests }) => requests())).toEqual([2, 1, 1]);
  });

  test('last as long as the most patient asker waits', () => {
    const { line, asked } = world();
    for (const leftMs of [10, 500, 20]) void line.send(DATA, anAsker(leftMs));
    expect(asked[0]?.asker.leftMs()).toBe(500);
  });

  test('go on when one leaves, and end when the last one does', async () => {
    const { line, asked } = world();
    const [first, second] = [anAsker(), anAsker()];
    const answers = [line.send(DATA, first), line.send(DATA, second)].map(failureOf);
    const [one, other] = [new Error('one left'), new Error('other left')];
    first.leave(one);
    expect(await answers[0]).toBe(one);
    expect(asked[0]?.asker.signal.aborted).toBe(false);
    second.leave(other);
    expect(await answers[1]).toBe(other);
    expect(asked[0]?.asker.signal.reason).toBe(other);
  });

  test('that were ended are joined by nobody', async () => {
    const { line, asked, answered } = world();
    const first = anAsker();
    const ended = failureOf(line.send(DATA, first));
    first.leave(new Error('left'));
    await ended;
    const answer = line.send(DATA, anAsker());
    answered[1]?.resolve(GOOD);
    expect(await answer).toBe(GOOD);
    expect(asked).toHaveLength(2);
  });

  test('tell what failed to those whose time ends while a repeat is waited for', async () => {
    const { line, asked } = world();
    const asker = anAsker();
    const answer = failureOf(line.send(DATA, asker));
    const failure = sourceError('RATE_LIMITED', 'slow down');
    asked[0]?.asker.failed?.(failure);
    asker.leave(sourceError('TIMEOUT', 'time is over'));
    expect(await answer).toBe(failure);
  });

  test('tell of the time to those whose time ends while a repeat is under way', async () => {
    const { line, asked } = world();
    const asker = anAsker();
    const answer = failureOf(line.send(DATA, asker));
    asked[0]?.asker.failed?.(sourceError('RATE_LIMITED', 'slow down'));
    asked[0]?.asker.sent();
    asker.leave(sourceError('TIMEOUT', 'time is over'));
    expect(await answer).toMatchObject({ problem: { code: 'TIMEOUT' } });
  });
});

describe('requests are not shared', () => {
  test.each<[string, VendorRequest]>([
    ['a path', { ...DATA, path: '/other' }],
    ['a body', { ...DATA, json: { page: 2 } }],
    ['a method', { ...DATA, method: 'PUT' }],
    ['a query', { ...DATA, query: [['a', 'b']] }],
    ['a header', { ...DATA, headers: { a: 'b' } }],
    ['a form', { ...DATA, form: { a: 'b' } }],
  ])('that differ in %s', (_, other) => {
    const { line, asked } = world();
    void line.send(DATA, anAsker());
    void line.send(other, anAsker());
    expect(asked).toHaveLength(2);
  });

  test('one after the other', async () => {
    const { line, asked, answered } = world();
    const first = line.send(DATA, anAsker());
    answered[0]?.resolve(GOOD);
    await first;
    void line.send(DATA, anAsker());
    expect(asked).toHaveLength(2);
  });

  test.each(['begins', 'advances'] as const)('whose effect %s a cursor of one reader', (effect) => {
    const { line, asked } = world();
    void line.send({ ...DATA, effect }, anAsker());
    void line.send({ ...DATA, effect }, anAsker());
    expect(asked).toHaveLength(2);
  });

  test('with who has left already', async () => {
    const { line, asked } = world();
    const asker = anAsker();
    const reason = new Error('left');
    asker.leave(reason);
    expect(await failureOf(line.send(DATA, asker))).toBe(reason);
    expect(asked).toEqual([]);
  });
});
