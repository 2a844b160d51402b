import { z } from 'zod';
import type { Field } from '../../../src/domain/fields.ts';
import type { Is } from '../../../src/domain/filter.ts';
import { toMillis } from '../../../src/domain/instant.ts';
import type { Json } from '../../../src/domain/json.ts';
import { sourceError } from '../../../src/lanes/source-error.ts';
import type { Exchange, Pushdown, RecordPage, VendorRequest, Words } from '../../../src/sources/adapter.ts';
import { bodyAs } from '../../../src/sources/reading.ts';
import type { AcmeOptions } from './options.ts';

/** `user` is one name, compared without case; `action` may repeat, and holds if one of its values does. */
export function words({ field, test }: Is): Words | null {
  if (field === 'actor.name' && test.op === 'eq') return test.value === '' ? null : { user: test.value };
  const actions = test.op === 'eq' ? [test.value] : test.op === 'in' ? test.values : [];
  const asked = actions.filter((action) => action !== '');
  return field === 'action' && asked.length > 0 ? { action: asked } : null;
}

const NEVER_FILLED: ReadonlySet<Field> = new Set(['actor.uid', 'actor.type', 'sessionId', 'requestId', 'changedPath']);

/** What is never there fails every test, and passes every negated one. */
export function foresee({ field, negated }: Is): boolean | undefined {
  return NEVER_FILLED.has(field) ? negated : undefined;
}

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
      ...textsOf(said.action).map((action) => ['action', action] as const),
    ],
    null,
  );
}

function textsOf(said: Json | undefined): readonly string[] {
  return Array.isArray(said) ? said.map(String) : [];
}

const BODY = z.object({ entries: z.array(z.custom<Json>()), next: z.string().min(1).nullable() });

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
