import { MILLISECOND, plus, toMillis } from '../../domain/instant.ts';
import type { Capabilities, Exchange, Pushdown, RecordPage, Stream } from '../adapter.ts';
import { alikeInAll, foreseenBy, neverFilled, typesUnder } from '../kit/foresight.ts';
import { newestFirst } from './newest-first.ts';
import { oldestFirst } from './oldest-first.ts';
import type { ZstackOptions } from './options.ts';
import { decode, SESSION_TYPE } from './record.ts';
import { type AuditType, asking, words } from './request.ts';
import { wholeSlices } from './whole-slices.ts';

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
export const login: Stream<ZstackOptions> = {
  name: 'login',
  capabilities: {
    ...SIZES,
    filters: { 'actor.uid': { eq: 'exact' }, action: { eq: 'exact' }, 'client.ip': { inBlock: 'exact' } },
  } satisfies Capabilities,
  words: (leaf, options) => words('Login', leaf, options),
  foresee: foreseenBy(UNFILLED, alikeInAll(audit(SESSION_TYPE), ['recordType', 'category', 'target.type'])),
  ask: (pushdown, options) => ask('Login', pushdown, options),
};

/** All other rows. */
export const resource: Stream<ZstackOptions> = {
  name: 'resource',
  capabilities: {
    ...SIZES,
    filters: {
      'target.uid': { eq: 'exact' },
      'target.type': { eq: 'exact' },
      'actor.uid': { eq: 'exact' },
      action: { eq: 'exact' },
      requestId: { eq: 'exact' },
    },
  } satisfies Capabilities,
  words: (leaf, options) => words('Resource', leaf, options),
  withheld: ({ admin }) => (admin ? [] : ['target.uid']),
  foresee: foreseenBy(UNFILLED, alikeInAll(audit(null), ['category']), typesUnder('resource')),
  ask: (pushdown, options) => ask('Resource', pushdown, options),
};

function ask(auditType: AuditType, pushdown: Pushdown, options: ZstackOptions): Exchange<RecordPage> {
  const { window, direction, pageSize } = pushdown;
  const slice = { from: toMillis(window.from), to: toMillis(plus(window.until, -1)) };
  const asked = asking(auditType, pushdown.words, options);
  const walk = options.admin
    ? direction === 'DESC'
      ? newestFirst(asked, [slice], { limit: pageSize, maxLimit: options.maxLimit })
      : oldestFirst(asked, slice, { limit: ascendingLimit(pageSize), maxLimit: options.maxLimit })
    : wholeSlices(asked, slice, direction, pageSize);
  if (walk === null) throw new TypeError('expected a window that is not empty');
  return walk;
}

/** Oldest first a slice can only be guessed to hold about a page: a larger limit forgives a wrong guess. */
function ascendingLimit(pageSize: number): number {
  return 2 * pageSize;
}
