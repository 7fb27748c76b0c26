import { after, before, describe, it } from 'node:test';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { fillWizard, openWizard, type WizardAnswers } from './fillWizard';
import { openAsGuest } from './signIn';
import { startWorld, type World } from './startWorld';

const tag = /^[0-9a-f]{8}$/;

interface Seed extends WizardAnswers {
  readonly title: string;
  /** In the order of release; the last waits for somebody. */
  readonly reached: readonly string[];
}

/** What docs/golden-path.md begins each of its tables with, as answers to the wizard. */
const seeds: readonly Seed[] = [
  {
    title: 'a chatbot by GitLab CI, Kustomize and Argo CD',
    name: 'helpdesk-bot',
    starter: 'Flask chatbot',
    generate: ['DATABASE_PASSWORD', 'API_KEYS'],
    reached: ['dev', 'staging', 'prod'],
  },
  {
    title: 'a chatbot with its image in a registry elsewhere',
    name: 'code-bot',
    starter: 'Flask chatbot',
    registry: 'Another one',
    details: { 'Image repository': 'registry.example.com/shop/code-bot' },
    generate: ['DATABASE_PASSWORD', 'API_KEYS'],
    reached: ['dev', 'staging', 'prod'],
  },
  {
    title: 'a FastAPI service with ECR, SSM and Helm',
    name: 'ledger-api',
    packaging: 'Helm',
    registry: 'Amazon ECR',
    secretStore: 'AWS',
    environments: ['Staging', 'Production'],
    details: { 'AWS account': '123456789012', System: 'popapps' },
    reached: ['staging', 'prod'],
  },
  {
    title: 'several images with Helm and Skaffold',
    name: 'realtime-lab',
    starter: 'Multi-service stack',
    services: ['FastAPI', 'Streamlit', 'MLflow', 'Kafka'],
    packaging: 'Helm',
    reached: ['dev', 'staging', 'prod'],
  },
  {
    title: 'an app of a platform repository by GitHub Actions',
    name: 'parcel-api',
    host: 'GitHub',
    layout: 'A folder',
    registry: 'Docker Hub',
    details: { 'Docker Hub namespace': 'shopteam' },
    secret: { key: 'API_KEY', value: 'sealed-in-the-browser' },
    reached: ['dev', 'staging', 'prod'],
  },
];

const card = (page: Page, environment: string) =>
  page.getByRole('article', { name: environment, exact: true });

describe('from the wizard to tags on the entity page', () => {
  let world: World;
  let page: Page;

  before(async () => {
    world = await startWorld({ name: 'e2e-seeds' });
    page = await world.newPage();
    page.setDefaultTimeout(60_000);
  });
  after(() => world?.stop());

  const run = async (seed: Seed) => {
    const { reached, ...answers } = seed;
    try {
      await openWizard(page);
      await fillWizard(page, answers);
      await page.getByRole('button', { name: 'Create' }).click();
      await (answers.layout ? merged(page) : created(page));
      await opened(page, answers.name);
      await released(page, reached);
    } catch (error) {
      await page.screenshot({
        path: path.join(world.dataDir, `failure-${answers.name}.png`),
        fullPage: true,
      });
      throw error;
    }
  };

  seeds.forEach(seed => it(seed.title, () => run(seed)));
});

async function created(page: Page): Promise<void> {
  await page
    .getByRole('link', { name: 'Deployments' })
    .first()
    .waitFor({ timeout: 90_000 });
}

/** What was proposed is merged by somebody who reviews it. */
async function merged(page: Page): Promise<void> {
  const link = page.getByRole('link', { name: /Pull request|Merge request/ });
  await link.first().waitFor({ timeout: 90_000 });
  const review = await page.context().newPage();
  await review.goto((await link.first().getAttribute('href')) ?? '');
  await review.getByRole('button', { name: /^Merge/ }).click();
  await review
    .getByText(/merged/i)
    .first()
    .waitFor();
  await review.close();
}

/** The catalog reads a platform repository now and then: until it has, the page does not exist. */
async function opened(page: Page, name: string): Promise<void> {
  const deadline = Date.now() + 150_000;
  for (;;) {
    await openAsGuest(page, `/catalog/default/component/${name}/deployments`);
    try {
      await page.getByRole('article').first().waitFor({ timeout: 8_000 });
      return;
    } catch (error) {
      if (Date.now() > deadline) {
        throw error;
      }
    }
  }
}

/** Every environment gets the tag by itself, except the last: that one gets it after a click. */
async function released(
  page: Page,
  environments: readonly string[],
): Promise<void> {
  const arrived = async (environment: string) => {
    await card(page, environment)
      .getByText(tag)
      .first()
      .waitFor({ timeout: 120_000 });
    await card(page, environment)
      .getByText('Synced · Healthy')
      .waitFor({ timeout: 120_000 });
  };
  for (const environment of environments.slice(0, -1)) {
    await arrived(environment);
  }
  // A stack has a button for each of its services.
  const buttons = page.getByRole('button', {
    name: /^(Play|Approve) .*release-prod/,
  });
  await buttons.first().waitFor();
  for (const name of await buttons.evaluateAll(all =>
    all.map(one => one.getAttribute('aria-label') ?? one.textContent ?? ''),
  )) {
    await page.getByRole('button', { name, exact: true }).click();
    await page
      .getByRole('alertdialog')
      .or(page.getByRole('dialog'))
      .getByRole('button', { name: /Play|Run|Start|Approve/ })
      .click();
  }
  await arrived(environments.at(-1) ?? '');
}
