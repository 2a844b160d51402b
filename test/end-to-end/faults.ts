import type { FaultGiven } from '../../simulators/kit/faults/fault.ts';

/** A row of the table of faults: what is switched on. */
export interface FaultRow {
  readonly name: string;
  readonly faults: readonly FaultGiven[];
  /** Given where the time ends the page: how much was read by then is not told in the table. */
  readonly timed?: true;
  readonly timeoutMs?: number;
}

const status = (code: 401 | 403 | 404 | 409 | 429 | 500 | 503 | 504, more: object = {}): FaultRow => ({
  name: `status ${code}${'retryAfter' in more ? ' with Retry-After' : ''}`,
  faults: [{ kind: 'status', status: code, ...more } as FaultGiven],
});

export const FAULTS: readonly FaultRow[] = [
  { name: 'a hundred milliseconds late', faults: [{ kind: 'latency', ms: 100 }] },
  { name: 'never answers', faults: [{ kind: 'hang' }], timed: true, timeoutMs: 600 },
  { name: 'never answers its third request', faults: [{ kind: 'hang', after: 2 }], timed: true, timeoutMs: 1_500 },
  status(401),
  status(403),
  status(404),
  status(409),
  status(429),
  status(429, { retryAfter: 60 }),
  status(500),
  status(503),
  status(504),
  { name: 'status 500 on its third request', faults: [{ kind: 'status', status: 500, after: 2 }] },
  { name: 'status 503 once', faults: [{ kind: 'status', status: 503, times: 1 }] },
  { name: 'malformed JSON', faults: [{ kind: 'malformed' }] },
  { name: 'truncated JSON', faults: [{ kind: 'truncated' }] },
  { name: 'connection closed early', faults: [{ kind: 'truncated', how: 'connection' }] },
  { name: 'HTML with status 200', faults: [{ kind: 'html' }] },
  { name: 'connection reset', faults: [{ kind: 'reset' }] },
  { name: 'connection reset in the body', faults: [{ kind: 'reset', at: 'body' }] },
  { name: 'redirect to another host', faults: [{ kind: 'redirect' }] },
  { name: 'an answer of 80 MiB', faults: [{ kind: 'oversized', mib: 80 }], timeoutMs: 20_000 },
  ...(['gzip', 'deflate', 'br'] as const).flatMap((coding): readonly FaultRow[] => [
    { name: `answers in ${coding}`, faults: [{ kind: 'encoded', coding }] },
    { name: `answers in ${coding} that no header names`, faults: [{ kind: 'encoded', coding, named: false }] },
  ]),
  { name: 'answers in ISO-8859-1', faults: [{ kind: 'charset' }] },
  { name: 'answers in UTF-16', faults: [{ kind: 'charset', charset: 'utf-16le' }] },
  { name: 'a byte order mark before UTF-8', faults: [{ kind: 'charset', charset: 'utf-8', mark: true, named: false }] },
  {
    name: 'a byte order mark before UTF-16',
    faults: [{ kind: 'charset', charset: 'utf-16le', mark: true, named: false }],
  },
  { name: 'sessions that end in mid-paging', faults: [{ kind: 'sessionExpiry', every: 2 }] },
  { name: 'rows of a page swapped', faults: [{ kind: 'swappedRows' }] },
  { name: 'rows of a page reversed', faults: [{ kind: 'reversedRows' }] },
  { name: 'rows repeated at page edges', faults: [{ kind: 'repeatedRows', n: 2 }] },
  { name: 'rows outside the asked window', faults: [{ kind: 'outsideWindow' }] },
  { name: 'a total that is wrong', faults: [{ kind: 'wrongTotal' }] },
  { name: 'a cursor that loops', faults: [{ kind: 'loopingCursor' }] },
  { name: 'a cursor that goes in a circle', faults: [{ kind: 'loopingCursor', length: 2 }] },
  { name: 'a page key that a 404 refuses', faults: [{ kind: 'refusedCursor', after: 1, times: 1 }] },
  { name: 'page keys that a 404 always refuses', faults: [{ kind: 'refusedCursor' }] },
  { name: 'pages that never get short', faults: [{ kind: 'fullPages' }] },
  { name: 'ids that repeat with other content', faults: [{ kind: 'reusedIds' }] },
  { name: 'a field of the wrong type', faults: [{ kind: 'undecodable' }] },
  { name: 'a record without a readable time', faults: [{ kind: 'timeless' }] },
];
