import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asksWords, eventWords, WORD_LENGTH, wordsOf } from '../../src/domain/words.ts';
import { anEvent } from '../fakes/arbitrary.ts';
import { someEvent } from '../fakes/some-event.ts';

describe('the words of a text', () => {
  test.each([
    ['', []],
    [' .:-_ ', []],
    ['Login failed', ['login', 'failed']],
    ['10.1.2.3', ['10.1.2.3']],
    ['at 12:30:45.', ['at', '12:30:45']],
    ['v1.2-beta', ['v1.2', 'beta']],
    ['a.1 1.a a:b 1..2 1.:2', ['a', '1', '1', 'a', 'a', 'b', '1', '2', '1', '2']],
    ['fe80::1', ['fe80', '1']],
    ['snake_case user-name', ['snake', 'case', 'user', 'name']],
    ['e\u0301te\u0301', ['e\u0301te\u0301']],
    ['ПОЛЬЗОВАТЕЛЬ 日本', ['пользователь', '日本']],
    ['\u0663.\u0664', ['\u0663.\u0664']],
    ['1½2', ['1', '2']],
    ['a😀b', ['a', 'b']],
    ['𐐀𐐨', ['𐐨𐐨']],
  ])('%j', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  test('each counts to its 64th character, not to its 64th half of one', () => {
    expect(wordsOf('x'.repeat(100))).toEqual(['x'.repeat(WORD_LENGTH)]);
    expect(wordsOf('𐐨'.repeat(100))).toEqual(['𐐨'.repeat(WORD_LENGTH)]);
    expect(wordsOf('𐐨'.repeat(40))).toEqual(['𐐨'.repeat(40)]);
  });
});

const WORDED = someEvent({
  source: someEvent().source,
  action: 'action1',
  recordType: 'auth.login2',
  message: 'message3',
  actor: { uid: 'actorid4', name: 'actorname5', type: 'actortype6' },
  target: { type: 'targettype7', uid: 'targetid8', name: 'targetname9' },
  client: { ip: '10.0.0.10', userAgent: 'agent11', origin: 'origin12' },
  sessionId: 'session13',
  requestId: 'request14',
  changes: [{ path: '/path15', op: 'SET', before: { member: ['before16', 1.5] }, after: 'after17' }],
  raw: { membername: [{ inner: 'raw18' }, 19.25, -20, 1e21, true, null], 'other name': '' },
});

test('the words of an event are those of its values, member names and booleans left out', () => {
  expect([...eventWords(WORDED)].sort()).toEqual(
    [
      ...['action1', 'auth', 'login2', 'message3', 'actorid4', 'actorname5', 'actortype6'],
      ...['targettype7', 'targetid8', 'targetname9', '10.0.0.10', 'agent11', 'origin12', 'session13', 'request14'],
      ...['path15', 'before16', '1.5', 'after17', 'raw18', '19.25', '20', '1e', '21'],
    ].sort(),
  );
});

describe('words are asked of an event', () => {
  test.each([
    [['message3'], true],
    [['mess'], true],
    [['MESS', 'Path', '10.0'], true],
    [['essage3'], false],
    [['10.0.0.10'], true],
    [['0.0.10'], false],
    [['mess', 'nothing'], false],
    [['m', 'me', 'mess', 'message3', 'a', 'ac'], true],
    [['m', 'me', 'mess', 'message3', 'message34'], false],
    [[...'abmpost', '10', '1', '2', '19.25'], true],
    [['membername'], false],
    [['true'], false],
    [['salt'], false],
    [[], true],
  ])('%j: %s', (words, found) => {
    expect(asksWords(words)(WORDED)).toBe(found);
  });

  test('a word is told from others by its first 64 characters alone', () => {
    const event = someEvent({ message: `${'x'.repeat(WORD_LENGTH)}y` });
    expect(asksWords(['x'.repeat(WORD_LENGTH + 20)])(event)).toBe(true);
    expect(asksWords(['x'.repeat(WORD_LENGTH - 1)])(event)).toBe(true);
    expect(asksWords([`${'x'.repeat(WORD_LENGTH - 1)}y`])(event)).toBe(false);
  });

  test('however deep the value lies', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}"deep"${']'.repeat(100_000)}`);
    expect(asksWords(['deep'])(someEvent({ raw: deep }))).toBe(true);
  });

  test('exactly those are found that begin one of its words', () => {
    const asked = fc.array(fc.constantFrom('a', 'b', 'AB', 'k', '10', '10.1', 'ς', 'e', 'null', '٣', '1e'), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(anEvent(), asked, (event, words) => {
        const begun = words
          .flatMap(wordsOf)
          .every((word) => [...eventWords(event)].some((each) => each.startsWith(word)));
        expect(asksWords(words)(event)).toBe(begun);
      }),
      { numRuns: 500 },
    );
  });
});
