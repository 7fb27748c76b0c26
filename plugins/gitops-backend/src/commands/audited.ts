import type {
  AuditorService,
  AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';

/** Runs something between the beginning and the end of an audit event. */
export async function audited(
  auditor: AuditorService,
  options: AuditorServiceCreateEventOptions,
  run: () => Promise<void>,
): Promise<void> {
  const event = await auditor.createEvent(options);
  try {
    await run();
  } catch (error) {
    await event.fail({
      error: error instanceof Error ? error : new Error(String(error)),
    });
    throw error;
  }
  await event.success();
}
