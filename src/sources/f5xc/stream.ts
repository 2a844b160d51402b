import { type AuditEvent, GATEWAY } from '../../domain/event.ts';
import { LOWEST_ID } from '../../domain/event-id.ts';
import type { Field } from '../../domain/fields.ts';
import type { Is, Test } from '../../domain/filter.ts';
import { MILLISECOND } from '../../domain/instant.ts';
import { matches } from '../../domain/matches.ts';
import type { Exchange, Pushdown, RecordPage, Stream } from '../adapter.ts';
import { scrolled } from './by-time.ts';
import type { F5xcOptions } from './options.ts';
import { questionOf } from './question.ts';
import { decode, ROOT_TYPE } from './record.ts';
import { withheld, words } from './request.ts';
import { searchAfter } from './search-after.ts';

/** Whether the vendor anchors regular expressions is not documented, so none is exact. */
export const auditLogs: Stream<F5xcOptions> = {
  name: 'audit_logs',
  capabilities: {
    filters: {
      'actor.name': { eq: 'exact' },
      'client.ip': { inBlock: 'exact' },
      'target.uid': { eq: 'exact', in: 'wider', matches: 'wider' },
      'target.name': { eq: 'exact', in: 'wider', matches: 'wider' },
      action: { eq: 'wider' },
      outcome: { eq: 'wider', in: 'wider' },
    },
    negation: true,
    timeFilter: true,
    grainUs: MILLISECOND,
    maxPageSize: 500,
    pageSize: 500,
    counts: true,
  },
  words,
  withheld,
  foresee,
  ask,
};

function ask(pushdown: Pushdown, options: F5xcOptions): Exchange<RecordPage> {
  const question = questionOf(pushdown, options);
  return options.paging === 'scroll' ? scrolled(question) : searchAfter(question);
}

/** What every line says alike, or none says. */
const CERTAIN: readonly Field[] = [
  'operation',
  'category',
  'actor.uid',
  'actor.type',
  'sessionId',
  'requestId',
  'message',
  'durationMs',
  'changedPath',
];

const BARE = bare();

function bare(): AuditEvent {
  const draft = decode({ time: 0 });
  if (draft === null) throw new TypeError('expected a line with a time to be an event');
  const { nativeKey: _, ...event } = draft;
  return { ...event, id: LOWEST_ID, source: GATEWAY, raw: null, keptAsText: [] };
}

function foresee(leaf: Is): boolean | undefined {
  if (leaf.field === 'recordType') return ofRecordType(leaf);
  return CERTAIN.includes(leaf.field) ? matches(BARE, leaf) : undefined;
}

/** Every record type is the root itself or under it. */
function ofRecordType({ test, negated }: Is): boolean | undefined {
  if (valuesOf(test)?.every((value) => value !== ROOT_TYPE && !value.startsWith(`${ROOT_TYPE}.`))) return negated;
  return test.op === 'under' && test.values.includes(ROOT_TYPE) ? !negated : undefined;
}

function valuesOf(test: Test): readonly string[] | null {
  if (test.op === 'under') return test.values;
  if (test.op === 'eq' && !test.ignoreCase) return [test.value];
  return test.op === 'in' && !test.ignoreCase ? test.values : null;
}
