import { fromMillis } from '../../src/domain/instant.ts';
import { acme } from './example-vendor/index.ts';
import { ACME_SAMPLES } from './example-vendor/samples.ts';
import { laneKit } from './lane/lane-kit.ts';
import { connectTo, truthOf } from './source/connect-to.ts';
import { sourceKit } from './source/source-kit.ts';
import type { SourceSubject } from './source/source-subject.ts';

sourceKit(acme, ACME_SAMPLES);

laneKit('the lane of acme', async () => {
  const vendor = await ACME_SAMPLES.start();
  const subject: SourceSubject = { adapter: acme as SourceSubject['adapter'], samples: ACME_SAMPLES, vendor };
  const connected = connectTo(subject);
  const lost = connectTo(subject, { url: 'http://127.0.0.1:1' });
  return {
    lane: connected.lane,
    broken: lost.lane,
    truth: truthOf(subject),
    now: fromMillis(Date.now()),
    async close() {
      await Promise.all([connected.close(), lost.close()]);
      await vendor.close();
    },
  };
});
