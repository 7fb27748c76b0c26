import type { PreflightCheck, PreflightRequest } from './PreflightRequest';

/**
 * Everything that is in the way, in the order of the checks. A check that fails is in the way itself: what cannot be asked
 * now could not be changed later either. Throws the reason of `signal` when it aborts.
 */
export async function runPreflight(
  checks: readonly PreflightCheck[],
  request: PreflightRequest,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const problems = await Promise.all(
    checks.map(async check => {
      try {
        return await check(request, signal);
      } catch (error) {
        signal?.throwIfAborted();
        return [error instanceof Error ? error.message : String(error)];
      }
    }),
  );
  return problems.flat();
}
