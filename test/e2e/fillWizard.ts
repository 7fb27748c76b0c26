import type { Page } from 'playwright-core';
import { openAsGuest } from './signIn';

/** Whatever is left out keeps the wizard's default. Choices are named by the beginning of what the form shows. */
export interface WizardAnswers {
  readonly name: string;
  readonly owner?: string;
  readonly starter?: string;
  /** The services of a stack that shall be chosen; the others are not. */
  readonly services?: readonly string[];
  readonly host?: string;
  readonly layout?: string;
  readonly environments?: readonly string[];
  readonly packaging?: string;
  readonly registry?: string;
  readonly secretStore?: string;
  /** Text fields of the page "How is it delivered?", by label. */
  readonly details?: Readonly<Record<string, string>>;
  readonly secret?: { readonly key: string; readonly value: string };
  /** Keys that the starter asks for: the browser makes their values. */
  readonly generate?: readonly string[];
}

type WizardPage =
  'name' | 'starter' | 'place' | 'delivery' | 'secrets' | 'summary' | 'review';

/** Called after each page of the form was filled in, before the next is opened. */
export type OnPage = (name: WizardPage) => Promise<void>;

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
  const choose = async (text: string | undefined) => {
    if (text) {
      await page.getByRole('radio', { name: new RegExp(`^${text}`) }).check();
    }
  };
  const tick = async (all: readonly string[], wanted?: readonly string[]) => {
    for (const one of wanted ? all : []) {
      await page
        .getByRole('checkbox', { name: new RegExp(`^${one}`) })
        .setChecked(wanted?.includes(one) ?? true);
    }
  };

  await page.getByLabel('Name').first().fill(answers.name);
  await page.getByLabel(/^Owner/).click();
  await page
    .getByRole('option', { name: answers.owner ?? 'Team Shop' })
    .click();
  await onPage('name');
  await next.click();

  await page.getByText('FastAPI service').waitFor();
  await choose(answers.starter);
  await tick(['FastAPI', 'Streamlit', 'MLflow', 'Kafka'], answers.services);
  await onPage('starter');
  await next.click();

  await page.getByText('Repository and pipeline').waitFor();
  await choose(answers.host);
  await choose(answers.layout);
  await onPage('place');
  await next.click();

  await page.getByText('Image registry').waitFor();
  await tick(['Development', 'Staging', 'Production'], answers.environments);
  await choose(answers.packaging);
  await choose(answers.registry);
  await choose(answers.secretStore);
  for (const [label, text] of Object.entries(answers.details ?? {})) {
    await page
      .getByRole('textbox', { name: new RegExp(`^${label}`) })
      .fill(text);
  }
  await onPage('delivery');
  await next.click();

  await fillSecrets(page, answers);
  await onPage('secrets');
  await next.click();

  await page.getByText('What it needs').waitFor();
  await onPage('summary');
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Create' }).waitFor();
  await onPage('review');
}

async function fillSecrets(page: Page, answers: WizardAnswers): Promise<void> {
  const secrets = page.getByRole('group', { name: 'Secrets' });
  if (answers.secretStore?.startsWith('AWS')) {
    await page.getByText(/Fill them in with AWS/).waitFor();
    return;
  }
  await secrets.waitFor();
  if (answers.secret) {
    await page.getByRole('button', { name: 'Add a secret' }).click();
    await page.getByLabel('Key').fill(answers.secret.key);
    await page.getByLabel('Value', { exact: true }).fill(answers.secret.value);
  }
  for (const key of answers.generate ?? []) {
    await page.getByRole('button', { name: `Generate ${key}` }).click();
  }
  if (answers.secret || answers.generate) {
    await secrets
      .getByText(/sealed/i)
      .first()
      .waitFor();
  }
}
