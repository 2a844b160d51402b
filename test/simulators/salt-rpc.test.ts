import { afterEach, describe, expect, it } from 'vitest';
import { RPC_ERRORS, type SaltOptions, type SaltSimulator, startSalt } from '../../simulators/salt/index.ts';
import { asker, logIn, postRpc, type RpcAnswer } from './salt-client.ts';

let running: SaltSimulator | undefined;
afterEach(async () => {
  await running?.close();
  running = undefined;
});

async function salt(options: Partial<SaltOptions> = {}): Promise<SaltSimulator> {
  const simulator = await startSalt({ events: 10, ...options });
  running = simulator;
  return simulator;
}

const CALL = { resource: 'audit', method: 'get_audit' };
const errors = (message: string) => ({ errors: [expect.objectContaining({ title: expect.any(String), message })] });

describe('the envelope', () => {
  const post = async (simulator: SaltSimulator, body: unknown) => {
    const answer = await postRpc(simulator.url, await logIn(simulator.url), body);
    return { status: answer.status, body: (await answer.json()) as RpcAnswer };
  };

  it.each([
    { kwarg: { limit: 3 } },
    { kwargs: { limit: 3 } },
    { arg: [null, null, null, null, null, null, null, null, null, 0, 3] },
    { args: Array(10).fill(null), kwarg: { limit: 3 } },
  ])('takes arguments as %j', async (given) => {
    const { body } = await post(await salt(), { ...CALL, riq: 4, ...given });
    expect(body).toEqual({ riq: 4, ret: { count: 10, results: expect.any(Array) }, error: null, warnings: [] });
    expect(body.ret?.results).toHaveLength(3);
  });

  it('answers an array of calls with an array of answers', async () => {
    const { body } = await post(await salt(), [
      { ...CALL, riq: 1 },
      { ...CALL, riq: 2, kwarg: { id: 1 } },
    ]);
    expect(body).toEqual({
      batched_retcode: 1,
      ret: [expect.objectContaining({ riq: 1, error: null }), expect.objectContaining({ riq: 2, ret: null })],
    });
  });

  it.each([
    [{ resource: 'audit', method: 'get_audits' }, RPC_ERRORS.unknownMethod],
    [{ resource: 'minions', method: 'get_audit' }, RPC_ERRORS.unknownMethod],
    [{ method: 'get_audit' }, RPC_ERRORS.validation],
    [{ ...CALL, kwarg: [] }, RPC_ERRORS.validation],
    [{ ...CALL, kwarg: {}, kwargs: {} }, RPC_ERRORS.validation],
    [{ ...CALL, arg: ['80c67364-cb31-4f4b-972a-e7ea3f752bb8'], kwarg: { account_uuid: null } }, RPC_ERRORS.validation],
    [{ ...CALL, arg: Array(14).fill(null) }, RPC_ERRORS.validation],
  ])('refuses %j inside HTTP 200', async (given, code) => {
    const { status, body } = await post(await salt(), { riq: 9, ...given });
    expect(status).toBe(200);
    expect(body).toEqual({
      riq: 9,
      ret: null,
      error: {
        code,
        message: expect.any(String),
        detail: code === RPC_ERRORS.unknownMethod ? null : expect.any(Array),
      },
      warnings: [],
    });
  });

  it('refuses what is not JSON', async () => {
    const { url } = await salt();
    const answer = await fetch(`${url}/rpc`, { method: 'POST', headers: await logIn(url), body: '{' });
    expect(answer.status).toBe(400);
  });
});

describe('strictness', () => {
  const uuid = '80c67364-cb31-4f4b-972a-e7ea3f752bb8';
  const refused: readonly object[] = [
    { id: 1 },
    { start_time: '2025-01-01T00:00:00Z' },
    { limit: null },
    { reverse: null },
    { limit: -2 },
    { limit: 1.5 },
    { limit: '10' },
    { page: -1 },
    { event_type: 'login' },
    { sort_by: 'id' },
    { failed: 'true' },
    { failed: 1 },
    { username: 7 },
    { account_uuid: 'root' },
    { session_uuid: '' },
    { account_uuid: uuid, username: 'root' },
    { daterange: ['2025-01-01T00:00:00Z'] },
    { daterange: ['2025-01-01T00:00:00Z', '2025-01-02T00:00:00Z', '2025-01-03T00:00:00Z'] },
    { daterange: ['2025-01-01', '2025-01-02'] },
    { daterange: ['2025-02-30T00:00:00Z', '2025-03-02T00:00:00Z'] },
    { daterange: [1735689600, 1735776000] },
    { daterange: '2025-01-01T00:00:00Z' },
    { elapsed_msec_min: '1' },
    { elapsed_msec_max: 0.5 },
  ];

  it('refuses every argument the schema does not allow, as an error inside HTTP 200', async () => {
    const ask = await asker(await salt());
    const answers = await Promise.all(refused.map(ask));
    expect(answers.map(({ error, ret }) => [error?.code, ret])).toEqual(
      refused.map(() => [RPC_ERRORS.validation, null]),
    );
  });

  it('says which argument it refuses', async () => {
    const ask = await asker(await salt());
    expect((await ask({ limit: -2 })).error?.detail).toEqual([{ argument: 'limit', message: expect.any(String) }]);
  });

  it('may answer HTTP 422 for it', async () => {
    const { url } = await salt({ validation: '422' });
    const answer = await postRpc(url, await logIn(url), { ...CALL, kwarg: { limit: -2 } });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toEqual(errors('Validation failed'));
  });

  it('takes no switch it does not have', async () => {
    await expect(startSalt({ lostsession: 'html' } as object)).rejects.toThrow(/lostsession/);
  });
});
