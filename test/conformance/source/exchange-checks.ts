import { canonicalJson } from '../../../src/domain/canonical.ts';
import { fromMillis } from '../../../src/domain/instant.ts';
import type { Json } from '../../../src/domain/json.ts';
import { BUILT_IN } from '../../../src/domain/redact.ts';
import { SourceError } from '../../../src/lanes/source-error.ts';
import type { Exchange, RecordPage, Session, VendorRequest, VendorResponse } from '../../../src/sources/adapter.ts';
import { divide } from '../../../src/sources/divide.ts';
import { type Check, type Finding, firstFinding } from '../check.ts';
import { optionsOf, streamsOf, truthOf, withLane } from './connect-to.ts';
import { everything } from './pushed-answers.ts';
import { answering } from './responses.ts';
import type { SourceSubject } from './source-subject.ts';
import { walksOf } from './walks.ts';

/** Requests, answers and logins. */
export const EXCHANGE_CHECKS: readonly Check<SourceSubject>[] = [
  {
    id: 'SRC-016',
    level: 'MUST',
    says: 'requests are data of the documented form',
    verify: async (subject) => firstFinding(await requestsOf(subject), misshapen),
  },
  {
    id: 'SRC-017',
    level: 'MUST',
    says: 'secrets stand in headers and in the body of a login, and nowhere else',
    verify: async (subject) =>
      (await firstFinding(await requestsOf(subject), (request) => leaked(subject, request, true))) ??
      firstFinding(loginsOf(subject), ({ request }) => leaked(subject, request, false)),
  },
  {
    id: 'SRC-018',
    level: 'MUST',
    says: 'pages end, and hold everything',
    verify: async (subject) => {
      const walks = await walksOf(subject);
      const given = new Set(walks.flatMap((walk) => walk.events.map((event) => event.id)));
      const lost = truthOf(subject).find((event) => !given.has(event.id));
      if (lost) return { expected: 'everything that the vendor holds', found: `it without ${show(lost.raw)}` };
      return firstFinding(walks, ({ ended, stream, direction, seen }) =>
        ended ? null : { expected: `an end of ${stream}, ${direction}`, found: `none after ${seen.length} pages` },
      );
    },
  },
  {
    id: 'SRC-019',
    level: 'MUST',
    says: 'an answer that is not as promised is a SourceError',
    verify: (subject) =>
      firstFinding<Exchange<unknown>>([...exchangesOf(subject), ...loginsOf(subject)], (exchange) =>
        firstFinding(UNPROMISED, (text) => unreadable(exchange, answering(200, text))),
      ),
  },
  {
    id: 'SRC-020',
    level: 'MUST',
    says: 'reading an answer is pure: twice the same',
    verify: async (subject) =>
      firstFinding(
        (await walksOf(subject)).flatMap(({ seen }) => seen.slice(0, 20)),
        ({ exchange, response, step }) => {
          const [once, twice] = [step, exchange.read(response)].map(({ result, next, total = null }) =>
            canonicalJson({ result, next: next?.request ?? null, total } as unknown as Json),
          );
          return once === twice ? null : { expected: show(once), found: show(twice) };
        },
      ),
  },
  {
    id: 'SRC-025',
    level: 'MUST',
    says: 'authorize adds headers and changes nothing else',
    verify: (subject) =>
      firstFinding(REQUESTS, (request) =>
        firstFinding([null, SESSION], (session) => {
          const { headers, ...sent } = subject.adapter.authorize(request, session, optionsOf(subject), NOW);
          const { headers: given, ...asked } = request;
          if (canonicalJson(sent as unknown as Json) !== canonicalJson(asked as unknown as Json)) {
            return { expected: show(asked), found: show(sent) };
          }
          const lost = Object.entries(given ?? {}).find(([name, value]) => headers?.[name] !== value);
          return lost ? { expected: `the header ${lost.join(': ')}`, found: String(headers?.[lost[0]]) } : null;
        }),
      ),
  },
  {
    id: 'SRC-026',
    level: 'MUST',
    says: 'a login that is lost in mid-paging costs nothing',
    verify: (subject) => {
      const { expireSessions } = subject.vendor;
      if (!expireSessions || !subject.adapter.login?.(optionsOf(subject))) return null;
      return withLane(subject, { pageSize: 12 }, async (lane) => {
        const given = new Set<string>();
        for await (const item of lane.open(everything(), new AbortController().signal)) {
          if (item.kind !== 'event') continue;
          given.add(item.event.id);
          if (given.size === 1) expireSessions();
        }
        const lost = truthOf(subject).filter((event) => !given.has(event.id)).length;
        return lost === 0 ? null : { expected: 'every event', found: `${lost} missing` };
      });
    },
  },
];

const NOW = fromMillis(Date.parse('2024-03-01T12:00:00Z'));
const SESSION: Session = { headers: { authorization: 'Kit abc' }, expiresAt: null, renew: null };
const HEADERS = { 'x-kept': '1', accept: 'application/json' };

const REQUESTS: readonly VendorRequest[] = [
  {
    method: 'GET',
    path: '/a',
    query: [
      ['q', 'a b'],
      ['q', '&'],
    ],
    headers: HEADERS,
  },
  { method: 'POST', path: '/a', json: { a: [1, 'é'] }, headers: HEADERS },
  { method: 'POST', path: '/a/b', form: { a: '=' } },
];

const UNPROMISED: readonly string[] = [
  ...[
    '',
    ' ',
    '{',
    '[',
    'null',
    '7',
    '"text"',
    'true',
    '[]',
    '[null]',
    '{}',
    '{"error":null}',
    '{"data":7}',
    '{"ret":7}',
  ],
  ...[
    '<!doctype html><title>Log in</title>',
    '\u0000',
    '[[[[[[]]]]]]',
    '{"results":{}}',
    '{"entries":7}',
    '{"items":"x"}',
  ],
];

/** The first exchange of everything, each stream both ways. */
function exchangesOf(subject: SourceSubject): readonly Exchange<RecordPage>[] {
  return streamsOf(subject).flatMap((stream) =>
    (['DESC', 'ASC'] as const).flatMap((direction) => {
      const division = divide(everything({ direction }), stream, { pageSize: null, rules: BUILT_IN });
      return division ? [stream.ask(division)] : [];
    }),
  );
}

/** The first exchange of a login, for all options of the samples. */
function loginsOf({ adapter, samples }: SourceSubject): readonly Exchange<Session | null>[] {
  return samples.options.flatMap((given) => adapter.login?.(adapter.options.parse(given)) ?? []);
}

async function requestsOf(subject: SourceSubject): Promise<readonly VendorRequest[]> {
  const sent = (await walksOf(subject)).flatMap((walk) => walk.sent.slice(0, 20));
  return [...exchangesOf(subject).map(({ request }) => request), ...sent];
}

function misshapen(request: VendorRequest): Finding | null {
  const { path, headers = {}, json, form, method } = request;
  if (!path.startsWith('/') || /[?#\s]/.test(path)) return { expected: 'a path without a query', found: path };
  const name = Object.keys(headers).find((each) => each !== each.toLowerCase());
  if (name !== undefined) return { expected: 'names of headers in lower case', found: name };
  const bodies = [json, form].filter((body) => body !== undefined).length;
  if (bodies > 1 || (bodies === 1 && method === 'GET'))
    return { expected: 'one body at most, and none of a GET', found: show(request) };
  return null;
}

function leaked(
  { samples }: SourceSubject,
  { path, query = [], json, form }: VendorRequest,
  body: boolean,
): Finding | null {
  const text = decodeURIComponent(path) + JSON.stringify([query, body ? [json ?? null, form ?? null] : null]);
  const secret = samples.secrets.find((each) => text.includes(each) || text.includes(encodeURIComponent(each)));
  return secret === undefined ? null : { expected: 'no secret in it', found: `one in ${path} ${show(query)}` };
}

function unreadable(exchange: Exchange<unknown>, response: VendorResponse): Finding | null {
  try {
    exchange.read(response);
    return null;
  } catch (error) {
    if (error instanceof SourceError) return null;
    return { expected: 'a SourceError', found: `${String(error)} for ${show(response.text)}` };
  }
}

function show(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 300) ?? String(value);
}
