import type { Json } from '../../../src/domain/json.ts';
import { answering } from '../source/responses.ts';
import type { SourceSamples } from '../source/source-subject.ts';
import { ACME_SAMPLE } from './entries.ts';
import './event-type.ts';
import { ACME_CREDENTIALS, startAcme } from './simulator.ts';

export const ACME_SAMPLES: SourceSamples = {
  options: [{ auth: ACME_CREDENTIALS }, { auth: ACME_CREDENTIALS, maxPageSize: 10 }],
  secrets: [ACME_CREDENTIALS.password],
  records: [{ ...ACME_SAMPLE }],
  answers: [
    answering(200, JSON.stringify({ entries: [ACME_SAMPLE], next: null })),
    answering(200, '{"entries":[],"next":null}', { 'x-notice': 'maintenance tomorrow' }),
  ],
  readme: 'test/conformance/example-vendor/README.md',
  page: 'test/conformance/example-vendor/acme.md',
  eventType: 'AcmeAuditEvent',
  schema: async () => (await import('../../../src/schema/index.ts')).schema,
  async start() {
    const { url, entries, expireSessions, close } = await startAcme();
    return { url, records: entries as unknown as readonly Json[], expireSessions, close };
  },
};
