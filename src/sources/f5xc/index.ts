import { defineSource } from '../adapter.ts';
import { fault } from './fault.ts';
import { type F5xcOptions, options } from './options.ts';
import { decode } from './record.ts';
import { authorize } from './session.ts';
import { auditLogs } from './stream.ts';

/** F5 Distributed Cloud's voltshare audit logs. */
export const f5xc = defineSource<F5xcOptions>({
  kind: 'f5xc',
  options,
  streams: (options) => [auditLogs(options)],
  authorize,
  fault,
  decode,
});
