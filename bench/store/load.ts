import { runProcess } from '../ready-process.ts';

/** What is asked, again and again. */
export interface Target {
  readonly url: string;
  /** Sent by POST; null: a GET without. */
  readonly body: string | null;
}

export interface LoadResult {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

interface Report {
  readonly requests: { readonly average: number };
  readonly latency: { readonly p50: number; readonly p99: number };
  readonly errors: number;
  readonly non2xx: number;
}

/** Loads a server from a process of its own. An answer that is none, or an error, fails the measurement. */
export async function load({ url, body }: Target, connections: number, seconds: number): Promise<LoadResult> {
  const post = body === null ? [] : ['--method', 'POST', '--headers', 'content-type=application/json', '--body', body];
  const shape = ['--json', '--no-progress', '--connections', String(connections), '--duration', String(seconds)];
  const report = JSON.parse(
    await runProcess('node_modules/autocannon/autocannon.js', [...shape, ...post, url]),
  ) as Report;
  if (report.errors + report.non2xx > 0) {
    throw new Error(`${url}: expected answers only, but got ${report.errors} errors and ${report.non2xx} refusals`);
  }
  return { requestsPerSecond: report.requests.average, p50Ms: report.latency.p50, p99Ms: report.latency.p99 };
}
