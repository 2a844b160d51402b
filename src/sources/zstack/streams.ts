import { MILLISECOND, plus, toMillis } from '../../domain/instant.ts';
import type { Capabilities, Exchange, Pushdown, RecordPage, Stream } from '../adapter.ts';
import { alikeInAll, foreseenBy, neverFilled, typesUnder } from '../kit/foresight.ts';
import { newestFirst } from '../kit/walks/slice/newest-first.ts';
import { oldestFirst } from '../kit/walks/slice/oldest-first.ts';
import { wholeSlices } from '../kit/walks/slice/whole-slices.ts';
import { LIMIT_MAX, type ZstackOptions } from './options.ts';
import { decode, SESSION_TYPE, timeMsOf } from './record.ts';
import { type AuditType, askingFor, words } from './request.ts';

const SIZES = {
  negation: false,
  timeFilter: true,
  grainUs: MILLISECOND,
  maxPageSize: 10_000,
  pageSize: 1_000,
  counts: false,
} as const;

/** What no record says, whatever its type of audit. */
const UNFILLED = neverFilled('actor.type', 'client.origin', 'changedPath');

/** An audit of which only the type is known. */
const audit = (resourceType: string | null) => decode({ time: 0, resourceType });

/** Logins, logouts and the like: the rows about sessions. */
export const login = (options: ZstackOptions): Stream => ({
  name: 'login',
  capabilities: {
    ...SIZES,
    filters: { 'actor.uid': { eq: 'exact' }, action: { eq: 'exact' }, 'client.ip': { inBlock: 'exact' } },
  } satisfies Capabilities,
  words: (leaf) => words('Login', leaf),
  foresee: foreseenBy(UNFILLED, alikeInAll(audit(SESSION_TYPE), ['recordType', 'category', 'target.type'])),
  ask: (pushdown) => ask('Login', pushdown, options),
});

/** All other rows. An account that is no admin is not asked about resources: a foreign one is an error for it. */
export const resource = (options: ZstackOptions): Stream => ({
  name: 'resource',
  capabilities: {
    ...SIZES,
    filters: {
      ...(options.admin ? { 'target.uid': { eq: 'exact' } } : {}),
      'target.type': { eq: 'exact' },
      'actor.uid': { eq: 'exact' },
      action: { eq: 'exact' },
      requestId: { eq: 'exact' },
    },
  } satisfies Capabilities,
  words: (leaf) => words('Resource', leaf),
  foresee: foreseenBy(UNFILLED, alikeInAll(audit(null), ['category']), typesUnder('resource')),
  ask: (pushdown) => ask('Resource', pushdown, options),
});

function ask(auditType: AuditType, pushdown: Pushdown, options: ZstackOptions): Exchange<RecordPage> {
  const { window, direction, pageSize } = pushdown;
  const slice = { from: toMillis(window.from), to: toMillis(plus(window.until, -1)) };
  const walk = { ask: askingFor(auditType, pushdown.words, options), timeMsOf, called: 'audits', limit: pageSize };
  const exchange = options.admin
    ? direction === 'DESC'
      ? newestFirst({ ...walk, maxLimit: options.maxLimit }, slice)
      : oldestFirst({ ...walk, limit: ascendingLimit(pageSize), maxLimit: options.maxLimit }, slice)
    : wholeSlices({ ...walk, maxLimit: LIMIT_MAX }, slice, direction);
  if (exchange === null) throw new TypeError('expected a window that is not empty');
  return exchange;
}

/** Oldest first a slice can only be guessed to hold about a page: a larger limit forgives a wrong guess. */
function ascendingLimit(pageSize: number): number {
  return 2 * pageSize;
}
