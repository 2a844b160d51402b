import type { ServerResponse } from 'node:http';
import { type Answer, rendered } from '../exchange.ts';
import { pause } from '../pause.ts';
import type { Delivery } from './step.ts';

/** Sends the answer, whole or as the delivery says. `gone` ends a slow one when nobody listens any more. */
export async function deliver(
  response: ServerResponse,
  answer: Answer,
  delivery: Delivery | undefined,
  gone: AbortSignal,
): Promise<void> {
  if (delivery?.kind === 'never') return;
  if (delivery?.kind === 'reset' && delivery.at === 'headers') return void response.socket?.resetAndDestroy();
  const { text, headers } = rendered(answer);
  const bytes = answer.toBytes?.(text) ?? Buffer.from(text);
  if (answer.reason !== undefined) response.statusMessage = answer.reason;
  if (delivery === undefined) return void response.writeHead(answer.status, headers).end(bytes);
  response.writeHead(answer.status, { ...headers, 'content-length': bytes.length });
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  switch (delivery.kind) {
    case 'closedEarly':
      response.write(half, () => response.destroy());
      return;
    case 'reset':
      response.write(half, () => response.socket?.resetAndDestroy());
      return;
    case 'drips':
      return drip(response, bytes, delivery, gone);
  }
}

async function drip(
  response: ServerResponse,
  bytes: Buffer,
  { bytes: size, everyMs }: Extract<Delivery, { readonly kind: 'drips' }>,
  gone: AbortSignal,
): Promise<void> {
  for (let at = 0; at < bytes.length; at += size) {
    response.write(bytes.subarray(at, at + size));
    if (!(await pause(everyMs, gone))) return;
  }
  response.end();
}
