import assert from 'node:assert/strict';
import { after, before, describe, it as test } from 'node:test';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { fillWizard, openWizard } from './fillWizard';
import { findText } from './findText';
import { openAsGuest } from './signIn';
import { frontendUrl, startWorld, type World } from './startWorld';

const name = 'parcel-tracker';
const canary = 'canary-7f3a1c-never-to-be-found';

/** The card of an environment on the deployments tab. */
const card = (page: Page, environment: string) =>
  page.getByRole('article', { name: environment, exact: true });

describe('a newcomer', () => {
  let world: World;
  let page: Page;
  const sent: string[] = [];

  before(async () => {
    world = await startWorld({ name: 'e2e' });
    page = await world.newPage();
    page.setDefaultTimeout(30_000);
    page.on('request', request => {
      sent.push(`${request.url()}\n${request.postData() ?? ''}`);
    });
  });
  after(() => world?.stop());

  // Each step continues where the last one ended: after a failure the rest could only fail too.
  let broken = false;
  const it = (title: string, run: () => Promise<void>) =>
    test(title, async context => {
      if (broken) {
        context.skip('an earlier step failed');
        return;
      }
      try {
        await run();
      } catch (error) {
        broken = true;
        await page.screenshot({
          path: path.join(world.dataDir, 'failure.png'),
          fullPage: true,
        });
        throw error;
      }
    });

  it('finds components in every state in the catalog, with pipeline and tags', async () => {
    await openAsGuest(page, '/');
    const row = (component: string) =>
      page.getByRole('row').filter({ hasText: component });
    await row('Chat API').waitFor({ timeout: 60_000 });
    for (const column of ['Pipeline', 'dev', 'staging', 'prod']) {
      await page
        .getByRole('columnheader', { name: column, exact: true })
        .waitFor();
    }
    await row('Orders')
      .getByText(/^[0-9a-f]{8}$/)
      .nth(2)
      .waitFor();
    await row('Realtime')
      .getByText(/failed|test/)
      .first()
      .waitFor();
  });

  it('sees a drifted, a waiting and a rolling environment with the reason', async () => {
    await openAsGuest(page, '/catalog/default/component/chat-api/deployments');
    await card(page, 'dev')
      .getByText(/still runs/)
      .waitFor();
    await card(page, 'prod')
      .getByText(/the cluster runs/)
      .waitFor();
    await openAsGuest(page, '/catalog/default/component/billing/deployments');
    await page
      .getByText(/Waiting for/)
      .first()
      .waitFor();
  });

  it('is told why a name cannot be used before anything is created', async () => {
    await openWizard(page);
    const field = page.getByLabel('Name').first();
    for (const [bad, reason] of [
      ['Parcel', /lower-case/],
      ['parcel_tracker', /letters, digits/],
      ['-parcel', /letter/],
      ['a'.repeat(60), /characters/],
    ] as const) {
      await field.fill(bad);
      await page.keyboard.press('Tab');
      await page.getByText(reason).first().waitFor();
    }
    // Whether a name is free is asked when the page is left.
    await field.fill('orders');
    await page.getByLabel(/^Owner/).click();
    await page.getByRole('option', { name: 'Team Shop' }).click();
    await page.getByRole('button', { name: 'Next' }).click();
    await page
      .getByText(/already|exists|taken/)
      .first()
      .waitFor();
  });

  it('creates a service with a secret, and every step is in the log', async () => {
    await openWizard(page);
    await fillWizard(page, {
      name,
      secret: { key: 'API_KEY', value: canary },
    });
    assert.ok(
      !(await page.locator('body').innerText()).includes(canary),
      'the review does not show the secret',
    );
    await page.getByRole('button', { name: 'Create' }).click();
    await page
      .getByRole('link', { name: 'Deployments' })
      .first()
      .waitFor({ timeout: 60_000 });
    for (const step of [
      'Preflight',
      'Service',
      'Repository',
      'Argo CD project',
      'Catalog',
    ]) {
      assert.ok(await page.getByText(step).first().isVisible(), step);
    }
  });

  it('watches the first commit reach dev and staging without reloading', async () => {
    await page.getByRole('link', { name: 'Deployments' }).first().click();
    await card(page, 'dev').waitFor({ timeout: 60_000 });
    for (const environment of ['dev', 'staging']) {
      await card(page, environment)
        .getByText(/^[0-9a-f]{7,8}$/)
        .first()
        .waitFor({ timeout: 60_000 });
      await card(page, environment)
        .getByText('Synced · Healthy')
        .waitFor({ timeout: 60_000 });
    }
    await card(page, 'prod').getByText('No release').waitFor();
  });

  it('releases to prod by the manual job, with a confirmation', async () => {
    await page.getByRole('button', { name: 'Play release-prod' }).click();
    await page
      .getByRole('alertdialog')
      .or(page.getByRole('dialog'))
      .getByRole('button', { name: /Play|Run|Start/ })
      .click();
    await card(page, 'prod')
      .getByText(/^[0-9a-f]{7,8}$/)
      .first()
      .waitFor({ timeout: 60_000 });
    await card(page, 'prod')
      .getByText('Synced · Healthy')
      .waitFor({ timeout: 60_000 });
  });

  it('has both cards, and Roadie’s, on the overview', async () => {
    await openAsGuest(page, `/catalog/default/component/${name}`);
    await page.getByText('ArgoCD overview').waitFor();
    const roadie = page.getByRole('row').filter({ hasText: `${name}-dev` });
    await roadie.getByText('Synced').waitFor();
    await roadie.getByText('Healthy').waitFor();
    await page.getByRole('heading', { name: 'Deployments' }).waitFor();
    await page.getByRole('heading', { name: 'Pipeline' }).waitFor();
  });

  it('is stopped before anything is created when the repository is somebody else’s', async () => {
    await openWizard(page);
    // In the catalog nothing is called so, at GitLab something is.
    await fillWizard(page, { name: 'catalog' });
    await page.getByRole('button', { name: 'Create' }).click();
    await page
      .getByText(/demo\/catalog.*(exists|taken)/i)
      .first()
      .waitFor({ timeout: 60_000 });
  });

  it('never sees the secret leave the browser in plain text', async () => {
    assert.equal(
      sent.filter(text => text.includes(canary)).length,
      0,
      'requests',
    );
    assert.ok(
      (await findText(world.dataDir, ['release(dev)'], { except: [] })).some(
        where => where.includes(`${name}.git`),
      ),
      'the search looks into Git',
    );
    assert.deepEqual(
      await findText(world.dataDir, [canary, ...world.secretsThatMayNotLeak], {
        except: ['sandbox-tokens.json'],
      }),
      [],
    );
  });

  it('keeps the last known state, with its age, when GitLab and Argo CD are gone', async () => {
    await page.goto(
      `${frontendUrl}/catalog/default/component/${name}/deployments`,
    );
    await card(page, 'prod').getByText('Synced · Healthy').waitFor();
    await world.stopProcess('sandbox');
    await page
      .getByText(/Argo CD “main”.*/)
      .filter({ hasText: /not|unreachable|connect/i })
      .first()
      .waitFor({ timeout: 60_000 });
    await page.reload();
    await card(page, 'dev')
      .getByText(/^[0-9a-f]{7,8}$/)
      .first()
      .waitFor();
    const text = await page.locator('body').innerText();
    assert.match(text, /ago|last/i);
    for (const secret of world.secretsThatMayNotLeak) {
      assert.ok(!text.includes(secret), 'no token on the page');
    }
  });
});
