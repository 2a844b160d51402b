import { PROBLEM_CODES } from '../../../src/lanes/source-error.ts';
import { problemOfStatus } from '../../../src/sources/kit/problem-of-status.ts';
import { type Check, firstFinding } from '../check.ts';
import { answering } from './responses.ts';
import type { SourceSubject } from './source-subject.ts';
import { walksOf } from './walks.ts';

const STATUSES = [400, 401, 403, 404, 409, 429, 500, 502, 503, 504];
const WORDLESS = ['', '<html><body>Bad gateway</body></html>'];
const HOSTILE_BODIES = [
  ...[
    'null',
    '[]',
    '7',
    '"text"',
    '{',
    '{}',
    '[null]',
    '{"error":null}',
    '{"error":7}',
    '{"error":[]}',
    '{"errors":[null]}',
  ],
  ...[
    '{"error":{"code":{},"cause":[]}}',
    '{"error":{"code":null,"cause":{"cause":7}}}',
    '{"error_id":7}',
    '<error>',
    '\u0000',
  ],
  ...['{"code":{},"message":[]}', '{"ret":null,"error":{"detail":null}}', `${'[ '.repeat(200)}${']'.repeat(200)}`],
];

/** What the vendor means by an answer that is none. */
export const FAULT_CHECKS: readonly Check<SourceSubject>[] = [
  {
    id: 'SRC-021',
    level: 'MUST',
    says: 'a good answer is no fault',
    verify: async ({ adapter, samples, ...subject }) => {
      const walks = await walksOf({ adapter, samples, ...subject });
      const seen = walks
        .flatMap((walk) => walk.seen.map(({ response }) => response))
        .filter(({ status }) => status < 400);
      return firstFinding([...samples.answers, ...seen], (response) => {
        const fault = adapter.fault(response);
        return fault === null ? null : { expected: 'no fault', found: `${fault.problem.message} for ${response.text}` };
      });
    },
  },
  {
    id: 'SRC-022',
    level: 'MUST',
    says: 'a status without words is one problem, the same for all vendors',
    verify: ({ adapter }) =>
      firstFinding(STATUSES, (status) =>
        firstFinding(WORDLESS, (text) => {
          const response = answering(status, text);
          const expected = problemOfStatus(response);
          const found = adapter.fault(response)?.problem ?? expected;
          if (found.code === expected.code && found.httpStatus === status && found.retryable === expected.retryable)
            return null;
          return { expected: `${status} to be ${expected.code}`, found: `${found.code} of ${found.httpStatus}` };
        }),
      ),
  },
  {
    id: 'SRC-023',
    level: 'MUST',
    says: 'how long to wait is kept',
    verify: ({ adapter }) =>
      firstFinding([429, 503], (status) => {
        const response = answering(status, '', { 'retry-after': '7' });
        const { retryAfterMs } = adapter.fault(response)?.problem ?? problemOfStatus(response);
        return retryAfterMs === 7_000 ? null : { expected: `7000 ms after ${status}`, found: String(retryAfterMs) };
      }),
  },
  {
    id: 'SRC-024',
    level: 'MUST',
    says: 'fault takes any answer, and names a known problem',
    verify: ({ adapter }) =>
      firstFinding([200, ...STATUSES], (status) =>
        firstFinding(HOSTILE_BODIES, (text) => {
          const fault = adapter.fault(answering(status, text));
          if (fault === null || PROBLEM_CODES.includes(fault.problem.code)) return null;
          return { expected: 'a known code', found: fault.problem.code };
        }),
      ),
  },
];
