import { z } from 'zod';
import type { Is } from '../../../src/domain/filter.ts';
import { toMillis } from '../../../src/domain/instant.ts';
import { sourceError } from '../../../src/lanes/source-error.ts';
import type { Exchange, Pushdown, RecordPage, VendorRequest, Words } from '../../../src/sources/adapter.ts';
import { textsAsked, textsSaid } from '../../../src/sources/kit/asked.ts';
import { bodyAs, RECORDS } from '../../../src/sources/kit/body.ts';
import { neverFilled } from '../../../src/sources/kit/foresight.ts';
import type { AcmeOptions } from './options.ts';

/** `user` is one name, compared without case; `action` may repeat, and holds if one of its values does. */
export function words({ field, test }: Is): Words | null {
  if (field === 'actor.name') return test.op === 'eq' && test.value !== '' ? { user: test.value } : null;
  const asked = (textsAsked(test) ?? []).filter((action) => action !== '');
  return field === 'action' && asked.length > 0 ? { action: asked } : null;
}

export const foresee = neverFilled('actor.uid', 'actor.type', 'sessionId', 'requestId', 'changedPath');

type Query = NonNullable<VendorRequest['query']>;

export function ask(pushdown: Pushdown, { maxPageSize }: AcmeOptions): Exchange<RecordPage> {
  const { words: said, window, direction, pageSize } = pushdown;
  return page(
    [
      ['from', String(toMillis(window.from))],
      ['until', String(Math.ceil(window.until / 1_000))],
      ['order', direction === 'ASC' ? 'oldest' : 'newest'],
      ['limit', String(Math.min(pageSize, maxPageSize))],
      ...(said.user === undefined ? [] : [['user', String(said.user)] as const]),
      ...textsSaid(said.action).map((action) => ['action', action] as const),
    ],
    null,
  );
}

const BODY = z.object({ entries: RECORDS, next: z.string().min(1).nullable() });

/** The whole question stands beside the key of a page. */
function page(question: Query, key: string | null): Exchange<RecordPage> {
  return {
    request: { method: 'GET', path: '/audit', query: key === null ? question : [...question, ['page', key]] },
    read(response) {
      const { entries, next } = bodyAs(BODY, response);
      if (next !== null && next === key) {
        throw sourceError('INVALID_RESPONSE', 'expected the key of the next page, but got that of this one');
      }
      return { result: { records: entries, wholeUntil: null }, next: next === null ? null : page(question, next) };
    },
  };
}
