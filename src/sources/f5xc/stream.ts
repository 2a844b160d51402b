import { MILLISECOND } from '../../domain/instant.ts';
import type { Exchange, Pushdown, RecordPage, Stream } from '../adapter.ts';
import { alikeInAll, foreseenBy, neverFilled, typesUnder } from '../kit/foresight.ts';
import { scrolled } from './by-time.ts';
import type { F5xcOptions } from './options.ts';
import { questionOf } from './question.ts';
import { decode, ROOT_TYPE } from './record.ts';
import { withheld, words } from './request.ts';
import { searchAfter } from './search-after.ts';

const foresee = foreseenBy(
  neverFilled('actor.uid', 'actor.type', 'sessionId', 'requestId', 'message', 'durationMs', 'changedPath'),
  alikeInAll(decode({ time: 0 }), ['operation', 'category']),
  typesUnder(ROOT_TYPE),
);

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
