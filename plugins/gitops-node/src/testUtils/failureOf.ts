/**
 * The error that a promise rejects with. Fails when it resolves, and when anything that a log or an HTTP answer could show of the
 * error holds `secret`.
 * @public
 */
export async function failureOf(
  promise: Promise<unknown>,
  secret: string,
): Promise<Error> {
  const error: Error = await promise.then(
    () => {
      throw new Error('It should have failed');
    },
    reason => reason,
  );
  const shown = [error, error.cause]
    .map(one => `${one} ${JSON.stringify(one)} ${(one as Error)?.stack}`)
    .join('\n');
  expect(shown).not.toContain(secret);
  return error;
}
