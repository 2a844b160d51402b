import { z } from 'zod';
import type { Operation } from '../../../src/domain/event.ts';
import { fromMillis } from '../../../src/domain/instant.ts';
import { isJsonObject, type Json } from '../../../src/domain/json.ts';
import { problem, sourceError } from '../../../src/lanes/source-error.ts';
import type { Exchange, RecordPage } from '../../../src/sources/adapter.ts';
import { problemOfStatus } from '../../../src/sources/kit/problem-of-status.ts';
import {
  type Adapter,
  adapter,
  decoding,
  exchange,
  type Fault,
  faulting,
  requesting,
  samples,
  saying,
  stream,
} from './plant.ts';

const FAR_FROM_NOW = fromMillis(Date.parse('2100-01-01T00:00:00Z'));
const UNDESCRIBED = z.strictObject({ user: z.string(), password: z.string() });
const DEFAULTED = z
  .enum(['a', 'b'])
  .default('c' as 'a')
  .describe('A way.');

/** Filters are told apart by test, though only one of them is sent. */
const inTwoSlots = stream(({ words, ask }) => ({
  words: (leaf) => {
    const said = words(leaf);
    return said && leaf.test.op === 'in' ? { 'action in': said.action ?? null } : said;
  },
  ask: (pushdown) => {
    const { 'action in': among = null, ...said } = pushdown.words;
    const action = said.action ?? among;
    return ask({ ...pushdown, words: action === null ? said : { ...said, action } });
  },
}));

function neverEnding(sound: Exchange<RecordPage>): Exchange<RecordPage> {
  return {
    ...sound,
    read(response) {
      const { next, ...step } = sound.read(response);
      return {
        ...step,
        next: neverEnding(next ?? sound),
      };
    },
  };
}

const NO_RECORDS: RecordPage = { records: [], wholeUntil: null };

function usedUp(sound: Exchange<RecordPage>): Exchange<RecordPage> {
  let reads = 0;
  return {
    ...sound,
    read(response) {
      const { result, next, ...step } = sound.read(response);
      reads += 1;
      return { ...step, result: reads > 1 ? NO_RECORDS : result, next: next && usedUp(next) };
    },
  };
}

/** For every check a source that breaks just its promise. */
export const FAULTY_SOURCES: readonly Fault[] = [
  {
    id: 'SRC-001',
    fault: 'an option is not described',
    plant: adapter(({ options }) => ({ options: options.extend({ auth: UNDESCRIBED }) as Adapter['options'] })),
  },
  {
    id: 'SRC-002',
    fault: 'a default is no option',
    plant: adapter(({ options }) => ({ options: options.extend({ user: DEFAULTED }) as Adapter['options'] })),
  },
  {
    id: 'SRC-003',
    fault: 'the usual page is larger than the largest',
    plant: stream(({ capabilities }) => ({ capabilities: { ...capabilities, pageSize: 101 } })),
  },
  {
    id: 'SRC-004',
    fault: 'a quotation mark has no words',
    plant: saying('actor.name', (words) => {
      if (String(words.user).includes('`')) throw new TypeError('cannot be said');
      return words;
    }),
  },
  { id: 'SRC-005', fault: 'of two filters one is swallowed', plant: inTwoSlots },
  {
    id: 'SRC-006',
    fault: 'what the vendor does not know is sent',
    plant: stream(({ ask }) => ({
      ask: (pushdown) => {
        const { request, ...asked } = ask(pushdown);
        const more = pushdown.words.user === undefined ? [] : [['client', 'gateway'] as const];
        return { ...asked, request: { ...request, query: [...(request.query ?? []), ...more] } };
      },
    })),
  },
  {
    id: 'SRC-007',
    fault: 'a name is sent with a blank too many',
    plant: saying('actor.name', ({ user }) => ({ user: `${String(user)} ` })),
  },
  {
    id: 'SRC-008',
    fault: 'a vendor that is blind to case is declared exact',
    plant: stream(({ capabilities }) => ({
      capabilities: { ...capabilities, filters: { ...capabilities.filters, 'actor.name': { eq: 'exact' } } },
    })),
  },
  {
    id: 'SRC-009',
    fault: 'decode trusts the form of a member',
    plant: decoding((draft, { note }) => {
      if (note === null || typeof note === 'number') throw new TypeError('note.trim is not a function');
      return draft;
    }),
  },
  {
    id: 'SRC-010',
    fault: 'an unknown action becomes an operation of its own',
    plant: decoding((draft, { action }) => ({
      ...draft,
      operation: draft.operation === 'OTHER' ? (String(action).toUpperCase() as Operation) : draft.operation,
    })),
  },
  {
    id: 'SRC-011',
    fault: 'a record of an unknown outcome is no event',
    plant: decoding((draft) => (draft.outcome === 'UNKNOWN' ? null : draft)),
  },
  {
    id: 'SRC-012',
    fault: 'the native key is the text that came',
    plant: decoding((draft, record) => ({ ...draft, nativeKey: JSON.stringify(record) })),
  },
  {
    id: 'SRC-013',
    fault: 'the native key is the name of the target',
    plant: decoding((draft) => ({ ...draft, nativeKey: draft.target?.uid ?? 'none' })),
  },
  {
    id: 'SRC-014',
    fault: 'decode takes a member out of the record',
    plant: decoding((draft, record) => {
      delete (record as Record<string, Json>).address;
      return draft;
    }),
  },
  {
    id: 'SRC-015',
    fault: 'a category that occurs is said to occur never',
    plant: stream(({ foresee }) => ({
      foresee: (leaf) => (leaf.field === 'category' ? leaf.negated : foresee(leaf)),
    })),
  },
  {
    id: 'SRC-016',
    fault: "a header's name has a capital",
    plant: requesting((request) => ({ ...request, headers: { ...request.headers, Accept: 'application/json' } })),
  },
  {
    id: 'SRC-017',
    fault: 'a login puts the password into its query',
    plant: adapter(({ login }) => ({
      login: (options) => {
        const first = login?.(options) ?? null;
        const { json } = first?.request ?? {};
        const query = isJsonObject(json) ? [['password', String(json.password)] as const] : [];
        return first && { ...first, request: { ...first.request, query } };
      },
    })),
  },
  {
    id: 'SRC-018',
    fault: 'a walk from the oldest on never ends',
    plant: exchange((sound, { direction }) => (direction === 'ASC' ? neverEnding(sound) : sound)),
  },
  {
    id: 'SRC-019',
    fault: 'an answer is taken for JSON untried',
    plant: exchange((sound) => ({
      ...sound,
      read(response) {
        JSON.parse(response.text);
        return sound.read(response);
      },
    })),
  },
  { id: 'SRC-020', fault: 'an answer can be read once', plant: exchange(usedUp) },
  {
    id: 'SRC-021',
    fault: 'a notice is taken for a fault',
    plant: faulting((meant, { headers }) =>
      headers['x-notice'] ? { kind: 'problem', problem: problem('UPSTREAM_ERROR', headers['x-notice']) } : meant,
    ),
  },
  {
    id: 'SRC-022',
    fault: 'what is not there is a question badly asked',
    plant: faulting((meant, { status }) =>
      meant && status === 404 ? { ...meant, problem: { ...meant.problem, code: 'BAD_REQUEST' } } : meant,
    ),
  },
  {
    id: 'SRC-023',
    fault: 'how long to wait is forgotten',
    plant: faulting((meant) => meant && { ...meant, problem: { ...meant.problem, retryAfterMs: null } }),
  },
  {
    id: 'SRC-024',
    fault: 'an error is taken for an object',
    plant: faulting((meant, { text }) => {
      if (text.startsWith('{"error":null')) throw new TypeError('cannot read the code of null');
      return meant;
    }),
  },
  {
    id: 'SRC-025',
    fault: "authorize drops a request's own headers",
    plant: adapter(({ authorize }) => ({
      authorize: (request, session, options, now) => authorize({ ...request, headers: {} }, session, options, now),
    })),
  },
  {
    id: 'SRC-026',
    fault: 'a lost login is taken for a refusal',
    plant: faulting((meant, response) => meant && { kind: 'problem', problem: problemOfStatus(response) }),
  },
  {
    id: 'SRC-027',
    fault: 'there is no page for who configures it',
    plant: samples({ page: 'docs/sources/nowhere.md' }),
  },
  { id: 'SRC-028', fault: 'its events have no type', plant: samples({ eventType: 'NowhereAuditEvent' }) },
  {
    id: 'SRC-029',
    fault: 'a declared filter has no words',
    plant: stream(({ words }) => ({
      words: (leaf) => (leaf.field === 'actor.name' ? null : words(leaf)),
    })),
  },
  {
    id: 'SRC-030',
    fault: 'all of time is asked for, whatever the window',
    plant: stream(({ ask }) => ({
      ask: (pushdown) => {
        const window = { from: fromMillis(0), until: FAR_FROM_NOW };
        return ask({ ...pushdown, window });
      },
    })),
  },
  { id: 'SRC-031', fault: 'a record of the documents is none', plant: samples({ records: [{ entryId: 'e-0001' }] }) },
  {
    id: 'SRC-032',
    fault: 'the vendor is told of what is tested here',
    plant: stream(({ ask }) => ({
      ask: (pushdown) => {
        const { request, ...asked } = ask(pushdown);
        const headers = { ...request.headers, 'x-wanted': String(JSON.stringify(pushdown.residual).length) };
        return { ...asked, request: { ...request, headers } };
      },
    })),
  },
  {
    id: 'SRC-033',
    fault: 'an answer that came in a coding is refused',
    plant: exchange((sound) => ({
      ...sound,
      read(response) {
        if (response.headers['content-encoding']) throw sourceError('INVALID_RESPONSE', 'expected an answer as it is');
        return sound.read(response);
      },
    })),
  },
  {
    id: 'SRC-034',
    fault: 'a key of digits is a double',
    plant: decoding((draft, { entryId }) => ({
      ...draft,
      nativeKey: /^\d+$/.test(String(entryId)) ? String(Number(entryId)) : draft.nativeKey,
    })),
  },
];
