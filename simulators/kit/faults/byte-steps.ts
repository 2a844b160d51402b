import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { type Answer, rendered } from '../exchange.ts';
import type { FaultOf } from './fault.ts';
import type { Steps } from './step.ts';

const CODINGS: Readonly<Record<FaultOf<'encoded'>['coding'], (bytes: Buffer) => Buffer>> = {
  gzip: (bytes) => gzipSync(bytes),
  deflate: (bytes) => deflateSync(bytes),
  br: (bytes) => brotliCompressSync(bytes),
};

const CHARSETS: Readonly<Record<FaultOf<'charset'>['charset'], (text: string) => Buffer>> = {
  'utf-8': (text) => Buffer.from(text),
  'iso-8859-1': (json) => Buffer.from(json.replace(/[\u0080-\u009f\u0100-\uffff]/g, escaped), 'latin1'),
  'utf-16le': (text) => Buffer.from(text, 'utf16le'),
};

/** The right text in other bytes. */
export const BYTE_STEPS: Steps<'encoded' | 'charset'> = {
  encoded: ({ coding, named }) => ({
    answer: (answer) => asBytes(answer, CODINGS[coding], named ? { 'content-encoding': coding } : {}),
  }),
  charset: ({ charset, mark, named }) => ({
    answer: (answer) => {
      const [type = ''] = String(rendered(answer).headers['content-type']).split(';');
      const told = { 'content-type': named ? `${type}; charset=${charset}` : type };
      const toBytes = (text: string) => CHARSETS[charset](mark ? `\ufeff${text}` : text);
      return { ...answer, headers: { ...answer.headers, ...told }, toBytes };
    },
  }),
};

function asBytes(answer: Answer, code: (bytes: Buffer) => Buffer, told: Readonly<Record<string, string>>): Answer {
  const { toBytes = (text) => Buffer.from(text), headers } = answer;
  return { ...answer, headers: { ...headers, ...told }, toBytes: (text) => code(toBytes(text)) };
}

/** As JSON may write a sign that a charset does not have. */
function escaped(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
