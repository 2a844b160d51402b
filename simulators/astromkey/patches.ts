import { longHex } from '../kit/made-up.ts';
import { LONG_TEXT, ODD_TEXTS } from '../kit/odd-texts.ts';
import type { Random } from '../kit/random.ts';

type Make = (chance: Random) => unknown;

/** The forms a patch has: mostly a list, sometimes one object, with what RFC 6902 knows and `oldValue` beside it. */
const FORMS: readonly Make[] = [
  (chance) => [{ op: 'replace', path: '/enabled', value: chance.chance(0.5), oldValue: chance.chance(0.5) }],
  (chance) => [{ op: 'replace', path: '/name', value: chance.pick(ODD_TEXTS), oldValue: chance.pick(ODD_TEXTS) }],
  () => [
    { op: 'add', path: '/tags/-', value: { key: 'владелец', value: 'смена "А"' } },
    { op: 'remove', path: '/tags/0', oldValue: 'a/b~c' },
    { op: 'move', from: '/rules/1', path: '/rules/0' },
    { op: 'copy', from: '/rules/0', path: '/rules/2' },
    { op: 'test', path: '/version', value: 3 },
  ],
  () => ({ op: 'replace', path: '/a~1b/m~0n', value: { nested: [1, 2, null] }, oldValue: [] }),
  (chance) => [
    {
      op: 'replace',
      path: '/credentials/password',
      value: `new-${longHex(chance, 6)}`,
      oldValue: `old-${longHex(chance, 6)}`,
    },
  ],
  () => [
    {
      op: 'replace',
      path: '/',
      value: null,
      oldValue: { 'name (Name)': 'former', 'rules (Rules)': [{ 'delay (Delay)': 10 }] },
    },
  ],
];

export function patch(chance: Random): unknown {
  if (chance.chance(0.001)) return [{ op: 'replace', path: '/description', value: LONG_TEXT, oldValue: '' }];
  return chance.pick(FORMS)(chance);
}
