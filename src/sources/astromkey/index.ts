import { defineSource } from '../adapter.ts';
import { fault } from './fault.ts';
import { type AstromkeyOptions, options } from './options.ts';
import { decode } from './record.ts';
import { authorize } from './session.ts';
import { auditLogs } from './stream.ts';

/** Ключ-АСТРОМ's audit logs. */
export const astromkey = defineSource<AstromkeyOptions>({
  kind: 'astromkey',
  options,
  streams: () => [auditLogs],
  authorize,
  fault,
  decode,
});
