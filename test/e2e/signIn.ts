import type { Page } from 'playwright-core';
import { frontendUrl } from './startWorld';

/** Opens a page of the app as the guest. */
export async function openAsGuest(page: Page, path: string): Promise<void> {
  await page.goto(`${frontendUrl}${path}`);
  const enter = page.getByRole('button', { name: 'Enter' });
  // Narrow screens have no sidebar, but pages of entities have tabs.
  const nav = page
    .getByRole('link', { name: 'Settings' })
    .or(page.getByRole('tablist'))
    .first();
  await enter.or(nav).first().waitFor({ timeout: 120_000 });
  if (await enter.isVisible()) {
    await enter.click();
  }
  await nav.waitFor({ timeout: 120_000 });
}
