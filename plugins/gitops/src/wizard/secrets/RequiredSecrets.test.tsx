import { createHash } from 'node:crypto';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { SecretsContextProvider } from '@backstage/plugin-scaffolder-react';
import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import {
  aSealingCertificate,
  unseal,
} from '@slipway/plugin-gitops-common/testUtils';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ComponentProps } from 'react';
import { gitopsApiRef } from '../../api';
import { FakeGitopsApi } from '../../testing';
import { SealedSecretsField } from './SealedSecretsField';
import { readSealedSecretsData } from './SealedSecretsData';
import { validateSealedSecrets } from './validateSealedSecrets';

const { certificatePem, privateKey } = aSealingCertificate();
const required = ['DATABASE_PASSWORD', 'API_KEYS'];

/** The field in the scaffolder's own stepper, as the only page of the chatbot's wizard. */
async function showWizard(
  certificate = () => certificatePem,
): Promise<Record<string, unknown>[]> {
  const created: Record<string, unknown>[] = [];
  const api = new FakeGitopsApi({
    certificate: environment => ({
      environment,
      pem: certificate(),
      fingerprint: '',
      notAfter: '',
    }),
  });
  renderInTestApp(
    <SecretsContextProvider>
      <Stepper
        extensions={
          [
            {
              name: 'GitopsSealedSecrets',
              component: SealedSecretsField,
              validation: validateSealedSecrets,
            },
          ] as ComponentProps<typeof Stepper>['extensions']
        }
        onCreate={async values => void created.push(values)}
        initialState={{
          name: 'bot',
          starter: 'chatbot',
          environments: ['dev', 'prod'],
        }}
        manifest={{
          title: 'A chatbot',
          steps: [
            {
              title: 'Secrets',
              schema: {
                properties: {
                  secrets: {
                    title: 'Secrets',
                    type: 'object',
                    'ui:field': 'GitopsSealedSecrets',
                    'ui:options': { requiredKeys: { chatbot: required } },
                  },
                },
              },
            },
          ],
        }}
      />
    </SecretsContextProvider>,
    { apis: [[gitopsApiRef, api]] },
  );
  await screen.findByRole('group', { name: 'Secrets' });
  return created;
}

const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }));
const create = async (created: readonly unknown[]) => {
  await press(/Next|Review/);
  await press('Create');
  await waitFor(() => expect(created).toHaveLength(1));
};
const sealed = () =>
  screen.findByText(
    'DATABASE_PASSWORD, API_KEYS sealed for dev, prod',
    undefined,
    { timeout: 5_000 },
  );

describe('secrets that a starter needs', () => {
  it('are there from the start, and cannot be removed or renamed', async () => {
    await showWizard();
    const keys = screen.getAllByLabelText('Key');
    expect(keys.map(key => (key as HTMLInputElement).value)).toEqual(required);
    expect(keys[0]).toHaveAttribute('readonly');
    expect(
      screen.queryByRole('button', { name: /^Remove/ }),
    ).not.toBeInTheDocument();
    expect(screen.getByText(/service’s own PostgreSQL/)).toBeVisible();
  });

  it('must all be given for every environment', async () => {
    const created = await showWizard();
    await press('Generate DATABASE_PASSWORD');
    await press(/Next|Review/);
    expect(
      (
        await screen.findAllByText(
          /does not start without DATABASE_PASSWORD and API_KEYS/,
        )
      ).length,
    ).toBeGreaterThan(0);
    expect(created).toEqual([]);
  }, 30_000);

  it('are generated in the browser: passwords unseen, API keys shown once', async () => {
    const created = await showWizard();
    await press('Generate DATABASE_PASSWORD');
    await press('Generate API_KEYS');
    const shown = await screen.findByLabelText('Keys for API_KEYS');
    const keys = (shown.textContent ?? '')
      .split('\n')
      .map(line => line.split(': '));
    await press('I have them');
    expect(screen.queryByLabelText('Keys for API_KEYS')).toBeNull();
    await sealed();
    await create(created);

    const data = readSealedSecretsData(created[0]?.secrets);
    const open = (key: string) =>
      data?.sealed.map(({ encryptedData, namespace, name }) =>
        unseal(encryptedData[key] ?? '', privateKey, `${namespace}/${name}`),
      ) ?? [];
    const passwords = open('DATABASE_PASSWORD');
    expect(new Set(passwords).size).toBe(2);
    expect(passwords[0]).toMatch(/^[\w-]{43}$/);
    expect(keys.map(([environment]) => environment)).toEqual(['dev', 'prod']);
    expect(open('API_KEYS')).toEqual(
      keys.map(([, key]) =>
        expect.stringMatching(
          new RegExp(
            `^[\\w.@-]+:${createHash('sha256').update(key).digest('hex')}$`,
          ),
        ),
      ),
    );
    expect(JSON.stringify(created)).not.toContain(keys[0][1]);
  }, 30_000);

  it('are not skipped where they cannot be sealed', async () => {
    await showWizard(() => {
      throw new Error('the controller does not answer');
    });
    await press('Generate DATABASE_PASSWORD');
    await press('Generate API_KEYS');
    await screen.findByText(/the controller does not answer/, undefined, {
      timeout: 5_000,
    });
    expect(
      screen.queryByRole('button', { name: 'Go on without secrets' }),
    ).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeVisible();
  }, 30_000);
});
