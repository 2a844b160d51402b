import { graphqlClient } from '../graphql-client.ts';
import { openGateway } from '../open-gateway.ts';
import type { ReadyProcess } from '../ready-process.ts';
import { askPage } from './events-page.ts';
import { type RecordedRequest, startRecorder } from './recorder.ts';
import { sourceOf, type VendorKind } from './vendors.ts';

export interface UpstreamRequest {
  readonly kind: VendorKind;
  readonly request: RecordedRequest;
}

/** What the gateway asks each vendor for a first page, logged in: learnt by listening to a gateway that asks it. */
export async function upstreamRequests(
  simulators: ReadonlyMap<VendorKind, ReadyProcess>,
  first: number,
): Promise<readonly UpstreamRequest[]> {
  const recorders = await Promise.all(
    [...simulators].map(async ([kind, { url }]) => ({ kind, recorder: await startRecorder(url) })),
  );
  const gateway = await openGateway({ sources: recorders.map(({ kind, recorder }) => sourceOf(kind, recorder.url)) });
  const client = graphqlClient(gateway.url);
  await askPage(client, first);
  for (const { recorder } of recorders) recorder.taken();
  await askPage(client, first);
  const requests = recorders.flatMap(({ kind, recorder }) => recorder.taken().map((request) => ({ kind, request })));
  await client.close();
  await gateway.stop();
  await Promise.all(recorders.map(({ recorder }) => recorder.close()));
  return requests;
}
