import { expect, it } from 'vitest';
import { closers } from '../../src/server/closers.ts';

it('what was opened is closed in the opposite order, each once, whatever fails', async () => {
  const closed: string[] = [];
  const open = closers();
  for (const name of ['store', 'source', 'server']) {
    open.add(async () => {
      closed.push(name);
      if (name !== 'store') throw new Error(`the ${name} does not close`);
    });
  }
  await expect(open.closeAll()).rejects.toThrow('the server does not close');
  await open.closeAll();
  expect(closed).toEqual(['server', 'source', 'store']);
});
