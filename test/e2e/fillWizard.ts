import type { Page } from 'playwright-core';
import { openAsGuest } from './signIn';

export interface WizardAnswers {
  readonly name: string;
  readonly owner?: string;
  readonly secret?: { readonly key: string; readonly value: string };
}

/** Called after each page of the form was filled in, before the next is opened. */
export type OnPage = (
  name: 'name' | 'starter' | 'place' | 'secrets' | 'review',
) => Promise<void>;

export async function openWizard(page: Page): Promise<void> {
  await openAsGuest(page, '/create');
  await page
    .locator('.MuiCard-root')
    .filter({ has: page.getByText('Python GitOps app', { exact: true }) })
    .getByRole('button', { name: 'Choose' })
    .click();
  await page.getByLabel('Name').first().waitFor();
}

/** Answers every page up to the review, as a person would: with the keyboard and the mouse. */
export async function fillWizard(
  page: Page,
  answers: WizardAnswers,
  onPage: OnPage = async () => {},
): Promise<void> {
  const next = page.getByRole('button', { name: 'Next' });
  await page.getByLabel('Name').first().fill(answers.name);
  await page.getByLabel(/^Owner/).click();
  await page
    .getByRole('option', { name: answers.owner ?? 'Team Shop' })
    .click();
  await onPage('name');
  await next.click();

  await page.getByText('FastAPI service').waitFor();
  await onPage('starter');
  await next.click();

  await page.getByLabel('GitLab group').waitFor();
  await onPage('place');
  await next.click();

  await page.getByRole('group', { name: 'Secrets' }).waitFor();
  if (answers.secret) {
    await page.getByRole('button', { name: 'Add a secret' }).click();
    await page.getByLabel('Key').fill(answers.secret.key);
    await page.getByLabel('Value', { exact: true }).fill(answers.secret.value);
    await page
      .getByRole('group', { name: 'Secrets' })
      .getByText(/sealed/i)
      .first()
      .waitFor();
  }
  await onPage('secrets');
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Create' }).waitFor();
  await onPage('review');
}
