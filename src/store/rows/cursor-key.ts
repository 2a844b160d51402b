import { randomBytes } from 'node:crypto';
import type { ReadingWay } from '../engine/transaction.ts';

const NAME = 'cursors';

/** The key of this database's cursors: whoever asks first makes it, and all others are given that one. */
export async function cursorKey({ models }: ReadingWay): Promise<Uint8Array> {
  const data = [{ name: NAME, key: randomBytes(32) }];
  await models(({ secretKey }) => secretKey.createMany({ data, skipDuplicates: true }));
  const row = await models(({ secretKey }) => secretKey.findFirst({ where: { name: NAME } }));
  if (row === null) throw new Error('expected the key of cursors to be there once it was made, but it is not');
  return row.key;
}
