import type { IncomingMessage } from 'node:http';

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  /** The reason text of the status line; the usual one if not said. */
  readonly reason?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** A string is sent as it is, anything else as JSON. */
  readonly body: unknown;
  /** What its text is sent as; UTF-8 if not said. */
  readonly toBytes?: (text: string) => Buffer;
}

/** The answer as it is sent: its text, and its headers with the type of that text. */
export function rendered({ headers, body }: Answer): {
  readonly text: string;
  readonly headers: Record<string, string | string[]>;
} {
  const isText = typeof body === 'string';
  const type = isText ? 'text/plain; charset=utf-8' : 'application/json';
  return {
    text: isText ? body : JSON.stringify(body),
    headers: { 'content-type': type, ...(headers as Record<string, string | string[]>) },
  };
}
