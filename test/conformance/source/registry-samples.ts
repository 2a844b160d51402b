import { ASTROMKEY_CREDENTIALS, ASTROMKEY_SAMPLES, startAstromkey } from '../../../simulators/astromkey/index.ts';
import { F5XC_CREDENTIALS, F5XC_SAMPLES, startF5xc } from '../../../simulators/f5xc/index.ts';
import { RIVERBED_CREDENTIALS, RIVERBED_SAMPLES, startRiverbed } from '../../../simulators/riverbed/index.ts';
import { SALT_CREDENTIALS, SALT_SAMPLE, startSalt } from '../../../simulators/salt/index.ts';
import { startZstack, ZSTACK_CREDENTIALS, ZSTACK_SAMPLES } from '../../../simulators/zstack/index.ts';
import type { Json } from '../../../src/domain/json.ts';
import { eventTypeOf } from '../../../src/schema/kinds.ts';
import type { VendorKind } from '../../end-to-end/worlds.ts';
import { answering } from './responses.ts';
import type { RunningVendor, SourceSamples } from './source-subject.ts';

const DATA = { events: 150, seed: 31 };

type Own = Pick<SourceSamples, 'options' | 'secrets' | 'records' | 'answers' | 'start'>;

interface Started {
  readonly url: string;
  readonly records: readonly unknown[];
  expireSessions?(): void;
  close(): Promise<void>;
}

/** A simulator, and how a record of it stands in an answer. */
async function running(
  start: Promise<Started>,
  asAnswered: (record: never) => unknown = (record) => record,
): Promise<RunningVendor> {
  const { url, records, expireSessions, close } = await start;
  const answered = records.map((record) => asAnswered(record as never) as Json);
  return { url, records: answered, close, ...(expireSessions && { expireSessions: () => expireSessions() }) };
}

const good = (...bodies: readonly unknown[]) => bodies.map((body) => answering(200, JSON.stringify(body)));
const asJson = (records: readonly unknown[]) => records as readonly Json[];

const { username, password, accessCode } = RIVERBED_CREDENTIALS;
const { accountName, accessKeyId, accessKeySecret } = ZSTACK_CREDENTIALS;

const SAMPLES: Readonly<Record<VendorKind, Own>> = {
  salt: {
    options: [{ auth: SALT_CREDENTIALS }, { auth: { ...SALT_CREDENTIALS, method: 'cookie' }, rpcVersion: 1 }],
    secrets: [SALT_CREDENTIALS.password],
    records: asJson([SALT_SAMPLE]),
    answers: good(
      { riq: 1, ret: { results: [SALT_SAMPLE], count: 1, limit: 50 }, error: null, warnings: [] },
      { riq: 1, ret: { results: [], count: 0 }, error: null, warnings: ['deprecated'] },
    ),
    start: () => running(startSalt(DATA)),
  },
  riverbed: {
    options: [
      { auth: { username, password } },
      { auth: { accessCode } },
      { auth: { username, password, method: 'cookie' } },
    ],
    secrets: [password, accessCode],
    records: asJson(RIVERBED_SAMPLES),
    answers: good({ items: RIVERBED_SAMPLES, meta: { count: 3, offset: 0, total: 3 } }, { items: [] }),
    start: () => running(startRiverbed(DATA)),
  },
  zstack: {
    options: [
      { auth: { accountName, password: ZSTACK_CREDENTIALS.password } },
      { auth: { accessKeyId, accessKeySecret }, admin: false },
    ],
    secrets: [ZSTACK_CREDENTIALS.password, accessKeySecret],
    records: asJson(ZSTACK_SAMPLES),
    answers: good({ audits: ZSTACK_SAMPLES }, { audits: [], success: true }),
    start: () => running(startZstack(DATA)),
  },
  f5xc: {
    options: [{ auth: F5XC_CREDENTIALS, namespace: 'default' }],
    secrets: [F5XC_CREDENTIALS.apiToken],
    records: F5XC_SAMPLES.map((line) => JSON.parse(line) as Json),
    answers: good({ logs: F5XC_SAMPLES, total_hits: '2', aggs: {}, scroll_id: '' }, {}),
    start: () => running(startF5xc(DATA), ({ line }: { line: string }) => JSON.parse(line)),
  },
  astromkey: {
    options: [{ auth: ASTROMKEY_CREDENTIALS }],
    secrets: [ASTROMKEY_CREDENTIALS.apiToken],
    records: asJson(ASTROMKEY_SAMPLES),
    answers: good({ totalCount: 1, pageSize: 1, nextPageKey: null, auditLogs: ASTROMKEY_SAMPLES }, { auditLogs: null }),
    start: () => running(startAstromkey(DATA)),
  },
};

/** What the kit needs to know of a vendor of the registry. */
export function samplesOf(kind: VendorKind): SourceSamples {
  return {
    ...SAMPLES[kind],
    readme: `src/sources/${kind}/README.md`,
    page: `docs/sources/${kind}.md`,
    eventType: eventTypeOf(kind),
    schema: async () => (await import('../../../src/schema/index.ts')).schema,
  };
}
