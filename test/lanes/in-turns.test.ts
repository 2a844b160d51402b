import { expect, test } from 'vitest';
import { inTurns } from '../../src/lanes/breath.ts';

test('many items come in several turns of the loop, few at once', async () => {
  const items = Array.from({ length: 60 }, (_, index) => index);
  const given = inTurns(items);
  const come: number[] = [];
  for (const item of given) void Promise.resolve(item).then((index) => come.push(index));
  await Promise.resolve();
  await Promise.resolve();
  expect(come).toEqual(items.slice(0, 25));
  expect(await Promise.all(given)).toEqual(items);
  expect(inTurns(items.slice(0, 25))).toEqual(items.slice(0, 25));
});
