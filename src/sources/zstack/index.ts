import { defineSource } from '../adapter.ts';
import { fault } from './fault.ts';
import { options, type ZstackOptions } from './options.ts';
import { decode } from './record.ts';
import { authorize, login as logIn } from './session.ts';
import { login, resource } from './streams.ts';

/** ZStack's GetAuditData: a window, a limit and no cursor; logins kept apart from all other audits. */
export const zstack = defineSource<ZstackOptions>({
  kind: 'zstack',
  options,
  streams: (options) => [login(options), resource(options)],
  login: logIn,
  authorize,
  fault,
  decode,
});
