import { MILLISECOND } from '../../domain/instant.ts';
import type { Capabilities, Stream } from '../adapter.ts';
import { alikeInAll, foreseenBy, neverFilled, typesUnder } from '../kit/foresight.ts';
import { scrolled } from './by-time.ts';
import type { F5xcOptions } from './options.ts';
import { questionOf } from './question.ts';
import { decode, ROOT_TYPE } from './record.ts';
import { sayable, words } from './request.ts';
import { searchAfter } from './search-after.ts';

const foresee = foreseenBy(
  neverFilled('actor.uid', 'actor.type', 'sessionId', 'requestId', 'message', 'durationMs', 'changedPath'),
  alikeInAll(decode({ time: 0 }), ['operation', 'category']),
  typesUnder(ROOT_TYPE),
);

/** Whether the vendor anchors regular expressions is not documented, so none is exact. */
const FILTERS: Capabilities['filters'] = {
  'actor.name': { eq: 'exact' },
  'client.ip': { inBlock: 'exact' },
  'target.uid': { eq: 'exact', in: 'wider', matches: 'wider' },
  'target.name': { eq: 'exact', in: 'wider', matches: 'wider' },
  action: { eq: 'wider' },
  outcome: { eq: 'wider', in: 'wider' },
};

export const auditLogs = (options: F5xcOptions): Stream => ({
  name: 'audit_logs',
  capabilities: {
    filters: sayable(FILTERS, options),
    negation: true,
    timeFilter: true,
    grainUs: MILLISECOND,
    maxPageSize: 500,
    pageSize: 500,
    counts: true,
  },
  words: (leaf) => words(leaf, options),
  foresee,
  ask(pushdown) {
    const question = questionOf(pushdown, options);
    return options.paging === 'scroll' ? scrolled(question) : searchAfter(question);
  },
});
