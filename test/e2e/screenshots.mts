// Makes the pictures of the README from the running app: npm run screenshots
import path from 'node:path';
import type { Page } from 'playwright-core';
import { fillWizard, openWizard } from './fillWizard';
import { openAsGuest } from './signIn';
import { repositoryRoot, startWorld } from './startWorld';

const images = path.join(repositoryRoot, 'docs/images');
const world = await startWorld({ name: 'screenshots' });

/** Waits until nothing moves: fonts are there, requests are done, skeletons are gone. */
async function settle(page: Page) {
  await page.waitForTimeout(1_500);
}

try {
  for (const theme of ['light', 'dark'] as const) {
    const page = await world.newPage({ theme, width: 1360, height: 850 });
    const shot = (name: string, options = {}) =>
      page.screenshot({
        path: path.join(images, `${name}-${theme}.png`),
        animations: 'disabled',
        ...options,
      });

    await openAsGuest(page, '/');
    await page.getByRole('row').filter({ hasText: 'Chat API' }).waitFor();
    await settle(page);
    await shot('catalog');

    await page.setViewportSize({ width: 1360, height: 1180 });
    await openAsGuest(page, '/catalog/default/component/chat-api/deployments');
    await page.getByRole('article', { name: 'prod', exact: true }).waitFor();
    await settle(page);
    await shot('deployments');

    await page.setViewportSize({ width: 420, height: 1180 });
    await settle(page);
    await shot('deployments-narrow');
    await page.setViewportSize({ width: 1360, height: 1180 });

    await openAsGuest(page, '/catalog/default/component/chat-api');
    await page.getByText('ArgoCD overview').waitFor();
    await settle(page);
    await shot('overview');

    await page.setViewportSize({ width: 1360, height: 850 });
    await openWizard(page);
    await fillWizard(
      page,
      {
        name: `parcel-tracker-${theme}`,
        secret: { key: 'API_KEY', value: 'only for the picture' },
      },
      async step => {
        if (step === 'name' || step === 'secrets' || step === 'summary') {
          await settle(page);
          await shot(`wizard-${step}`);
        }
      },
    );
    await page.getByRole('button', { name: 'Create' }).click();
    await page
      .getByRole('link', { name: 'Deployments' })
      .first()
      .waitFor({ timeout: 60_000 });
    await settle(page);
    await shot('wizard-run');
    await page.context().close();
  }
} finally {
  await world.stop();
}
