import { z } from 'zod';
import type { Is } from '../../../src/domain/filter.ts';
import { toMillis } from '../../../src/domain/instant.ts';
import type { Json } from '../../../src/domain/json.ts';
import type {
  Exchange,
  Pushdown,
  RecordPage,
  VendorRequest,
  VendorResponse,
  Words,
} from '../../../src/sources/adapter.ts';
import { textsAsked, textsSaid } from '../../../src/sources/kit/asked.ts';
import { bodyAs, RECORDS } from '../../../src/sources/kit/body.ts';
import { neverFilled } from '../../../src/sources/kit/foresight.ts';
import { asking } from '../../../src/sources/kit/walks/ask.ts';
import { byKey, type KeyedAnswer } from '../../../src/sources/kit/walks/by-key.ts';
import { timeOf } from './record.ts';

/** `user` is one name, compared without case; `action` may repeat, and holds if one of its values does. */
export function words({ field, test }: Is): Words | null {
  if (field === 'actor.name') return test.op === 'eq' && test.value !== '' ? { user: test.value } : null;
  const asked = (textsAsked(test) ?? []).filter((action) => action !== '');
  return field === 'action' && asked.length > 0 ? { action: asked } : null;
}

export const foresee = neverFilled('actor.uid', 'actor.type', 'sessionId', 'requestId', 'changedPath');

export function ask({ words: said, window, direction, pageSize }: Pushdown): Exchange<RecordPage> {
  const question = [
    ['from', String(toMillis(window.from))],
    ['until', String(Math.ceil(window.until / 1_000))],
    ['order', direction === 'ASC' ? 'oldest' : 'newest'],
    ['limit', String(pageSize)],
    ...(said.user === undefined ? [] : [['user', String(said.user)] as const]),
    ...textsSaid(said.action).map((action) => ['action', action] as const),
  ] as const;
  return byKey<Page>({
    ask: asking((key) => requestFor(question, key), pageOf),
    timeOf,
    keyAfter: ({ next }) => next,
  });
}

/** The whole question stands beside the key of a page. */
function requestFor(question: NonNullable<VendorRequest['query']>, key: Json): VendorRequest {
  return { method: 'GET', path: '/audit', query: key === null ? question : [...question, ['page', String(key)]] };
}

const BODY = z.object({ entries: RECORDS, next: z.string().min(1).nullable() });

interface Page extends KeyedAnswer {
  readonly next: string | null;
}

function pageOf(response: VendorResponse): Page {
  const { entries, next } = bodyAs(BODY, response);
  return { records: entries, next, total: null };
}
