import type { Plugin } from 'graphql-yoga';
import { askerOf } from '../lanes/asker.ts';
import { refusalFor } from '../schema/errors.ts';
import type { RequestContext } from './request-context.ts';

/**
 * Before anything is done for an operation it has to be let in: so many are worked on at the same time, clients take turns,
 * and who would wait longer than his request may is told to come again. The body is read by then: a slow client holds no turn.
 */
export const admitting: Plugin<RequestContext> = {
  onParams({ paramsHandler, setParamsHandler, context }) {
    const { schemaContext, client, admission } = context as RequestContext;
    const { signal } = schemaContext;
    setParamsHandler(async (payload) => {
      let leave: () => void;
      try {
        leave = await admission.enter({ who: client, until: askerOf(signal).until, signal });
      } catch (error) {
        return { errors: [refusalFor(error)] };
      }
      try {
        return await paramsHandler(payload);
      } finally {
        leave();
      }
    });
  },
};
