import { type AuditEvent, GATEWAY } from '../../domain/event.ts';
import { LOWEST_ID } from '../../domain/event-id.ts';
import type { Field } from '../../domain/fields.ts';
import type { Is, Test } from '../../domain/filter.ts';
import { MILLISECOND, plus, toMillis } from '../../domain/instant.ts';
import { matches } from '../../domain/matches.ts';
import type { Capabilities, Exchange, Pushdown, RecordPage, Stream } from '../adapter.ts';
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
const NEVER_FILLED: readonly Field[] = ['actor.type', 'client.origin', 'changedPath'];

/** Logins, logouts and the like: the rows about sessions. */
export const login: Stream<ZstackOptions> = {
  name: 'login',
  capabilities: {
    ...SIZES,
    filters: { 'actor.uid': { eq: 'exact' }, action: { eq: 'exact' }, 'client.ip': { inBlock: 'exact' } },
  } satisfies Capabilities,
  words: (leaf, options) => words('Login', leaf, options),
  foresee: (leaf) => certain(leaf, LOGIN, [...NEVER_FILLED, 'recordType', 'category', 'target.type']),
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
  foresee: (leaf) => certain(leaf, RESOURCE, [...NEVER_FILLED, 'category']) ?? ofResourceType(leaf),
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

/** Records of which only the audit type is known. */
const LOGIN = bare(SESSION_TYPE);
const RESOURCE = bare(null);

function bare(resourceType: string | null): AuditEvent {
  const draft = decode({ time: 0, resourceType });
  if (draft === null) throw new TypeError('expected a record with a time to be an event');
  const { nativeKey: _, ...event } = draft;
  return { ...event, id: LOWEST_ID, source: GATEWAY, raw: null, keptAsText: [] };
}

function certain(leaf: Is, example: AuditEvent, fields: readonly Field[]): boolean | undefined {
  return fields.includes(leaf.field) ? matches(example, leaf) : undefined;
}

/** A record type of this stream is `resource` itself or under it. */
function ofResourceType({ field, test, negated }: Is): boolean | undefined {
  if (field !== 'recordType') return undefined;
  const values = valuesOf(test);
  if (values?.every((value) => value !== 'resource' && !value.startsWith('resource.'))) return negated;
  return test.op === 'under' && test.values.includes('resource') ? !negated : undefined;
}

function valuesOf(test: Test): readonly string[] | null {
  if (test.op === 'under') return test.values;
  if (test.op === 'eq' && !test.ignoreCase) return [test.value];
  return test.op === 'in' && !test.ignoreCase ? test.values : null;
}
