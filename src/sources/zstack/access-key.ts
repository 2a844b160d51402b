import { createHmac } from 'node:crypto';
import { type Instant, toMillis } from '../../domain/instant.ts';
import type { VendorRequest } from '../adapter.ts';

export interface AccessKey {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/** `Mon, 04 Nov 2024 12:00:00 Asia/Shanghai`: the clock of that zone, named by its id. */
export function dateHeader(now: Instant, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    day: '2-digit',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(toMillis(now));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? '';
  const time = `${part('hour')}:${part('minute')}:${part('second')}`;
  return `${part('weekday')}, ${part('day')} ${part('month')} ${part('year')} ${time} ${timeZone}`;
}

/** HMAC-SHA1 over method, date and the path from /v1 on, without the query. */
export function signed(request: VendorRequest, key: AccessKey, date: string, contextPath: string): VendorRequest {
  const path = request.path.slice(request.path.startsWith(contextPath) ? contextPath.length : 0);
  const signature = createHmac('sha1', key.accessKeySecret)
    .update(`${request.method}\n${date}\n${path}`)
    .digest('base64');
  return {
    ...request,
    headers: { ...request.headers, date, authorization: `ZStack ${key.accessKeyId}:${signature}` },
  };
}
