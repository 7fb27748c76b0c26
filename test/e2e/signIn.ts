import type { Page } from 'playwright-core';
import { frontendUrl } from './startWorld';

/** Opens a page of the app as the guest. */
export async function openAsGuest(page: Page, path: string): Promise<void> {
  await page.goto(`${frontendUrl}${path}`);
  const enter = page.getByRole('button', { name: 'Enter' });
  const nav = page.getByRole('link', { name: 'Settings' });
  await enter.or(nav).first().waitFor({ timeout: 60_000 });
  if (await enter.isVisible()) {
    await enter.click();
  }
  await nav.waitFor({ timeout: 60_000 });
}
