import { webcrypto } from 'node:crypto';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { SecretsContextProvider } from '@backstage/plugin-scaffolder-react';
import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import {
  aSealingCertificate,
  unseal,
} from '@slipway/plugin-gitops-common/testUtils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ComponentProps } from 'react';
import { gitopsApiRef } from '../../api';
import { FakeGitopsApi } from '../../testing';
import { SealedSecretsField } from './SealedSecretsField';
import { readSealedSecretsData } from './SealedSecretsData';
import { validateSealedSecrets } from './validateSealedSecrets';

const { certificatePem, privateKey } = aSealingCertificate();
const canary = 'canary-4f1c-never-in-the-clear';

const withCertificate = () =>
  new FakeGitopsApi({
    certificate: environment => ({
      environment,
      pem: certificatePem,
      fingerprint: '',
      notAfter: '',
    }),
  });

const next = async () =>
  userEvent.click(await screen.findByRole('button', { name: /Next|Review/ }));

/** The field in the scaffolder's own stepper, after a page that asks for the name. */
async function showWizard(api: FakeGitopsApi) {
  const created: Record<string, unknown>[] = [];
  const changes: string[] = [];
  const Observed = (props: ComponentProps<typeof SealedSecretsField>) => (
    <SealedSecretsField
      {...props}
      onChange={data => {
        changes.push(JSON.stringify(data ?? null));
        props.onChange(data);
      }}
    />
  );
  renderInTestApp(
    <SecretsContextProvider>
      <Stepper
        extensions={
          [
            {
              name: 'GitopsSealedSecrets',
              component: Observed,
              validation: validateSealedSecrets,
            },
          ] as ComponentProps<typeof Stepper>['extensions']
        }
        onCreate={async values => {
          created.push(values);
        }}
        initialState={{ name: 'orders', environments: ['dev', 'prod'] }}
        manifest={{
          title: 'A service',
          steps: [
            {
              title: 'Component',
              schema: {
                properties: {
                  name: { title: 'Name', type: 'string' },
                  environments: {
                    title: 'Environments',
                    type: 'array',
                    items: { type: 'string' },
                  },
                },
              },
            },
            {
              title: 'Secrets',
              schema: {
                properties: {
                  secrets: {
                    title: 'Secrets',
                    type: 'object',
                    'ui:field': 'GitopsSealedSecrets',
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
  await next();
  await screen.findByRole('group', { name: 'Secrets' });
  return { created, changes };
}

async function enter(key: string, value: string) {
  await userEvent.click(screen.getByRole('button', { name: 'Add a secret' }));
  await userEvent.type(await screen.findByLabelText('Key'), key);
  await userEvent.type(screen.getByLabelText('Value'), value);
}

describe('GitopsSealedSecrets', () => {
  it('seals for every environment in the browser, and lets nothing else out', async () => {
    const logged = jest.spyOn(console, 'log').mockImplementation(() => {});
    const api = withCertificate();
    const { created, changes } = await showWizard(api);
    await enter('DATABASE_URL', canary);
    expect(screen.getByLabelText('Value')).toHaveAttribute('type', 'password');
    expect(
      await screen.findByText('DATABASE_URL sealed for dev, prod', undefined, {
        timeout: 5_000,
      }),
    ).toBeInTheDocument();
    await next();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    await waitFor(() => expect(created).toHaveLength(1));

    const data = readSealedSecretsData(created[0]?.secrets);
    expect(Object.keys(created[0]?.secrets ?? {}).sort()).toEqual([
      'fingerprint',
      'keys',
      'sealed',
    ]);
    expect(data?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(
      data?.sealed.map(({ environment, namespace, name, encryptedData }) => [
        environment,
        unseal(
          encryptedData.DATABASE_URL ?? '',
          privateKey,
          `${namespace}/${name}`,
        ),
      ]),
    ).toEqual([
      ['dev', canary],
      ['prod', canary],
    ]);
    expect(data?.sealed[1]).toMatchObject({
      namespace: 'orders-prod',
      name: 'orders-secrets',
    });

    const everythingThatLeft = [
      ...changes,
      ...api.calls,
      JSON.stringify(created),
      JSON.stringify({ ...localStorage, ...sessionStorage }),
      window.location.href,
      JSON.stringify(logged.mock.calls),
    ];
    expect(everythingThatLeft.join()).not.toContain(canary);
    expect(everythingThatLeft.join()).not.toContain(btoa(canary));
    logged.mockRestore();
  }, 30_000);

  it('seals a value of its own for each environment where they differ', async () => {
    const { created } = await showWizard(withCertificate());
    await enter('TOKEN', 'same');
    await userEvent.click(
      screen.getByRole('button', { name: 'Differs by environment' }),
    );
    await userEvent.type(screen.getByLabelText('Value in dev'), 'for-dev');
    await userEvent.type(screen.getByLabelText('Value in prod'), 'for-prod');
    await screen.findByText('TOKEN sealed for dev, prod', undefined, {
      timeout: 5_000,
    });
    await next();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    await waitFor(() => expect(created).toHaveLength(1));
    expect(
      readSealedSecretsData(created[0]?.secrets)?.sealed.map(
        ({ encryptedData, namespace, name }) =>
          unseal(encryptedData.TOKEN ?? '', privateKey, `${namespace}/${name}`),
      ),
    ).toEqual(['for-dev', 'for-prod']);
  }, 30_000);

  it('is happy without secrets', async () => {
    const { created } = await showWizard(withCertificate());
    await next();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    await waitFor(() => expect(created).toHaveLength(1));
    expect(readSealedSecretsData(created[0]?.secrets)).toBeUndefined();
  }, 30_000);

  it('does not go on with a secret that is not complete', async () => {
    const { created } = await showWizard(withCertificate());
    await userEvent.click(screen.getByRole('button', { name: 'Add a secret' }));
    await userEvent.type(await screen.findByLabelText('Key'), 'DATABASE_URL');
    await next();
    expect(
      (await screen.findAllByText(/The secrets are not sealed yet/)).length,
    ).toBeGreaterThan(0);
    expect(created).toHaveLength(0);
  }, 30_000);

  it('asks for the values again when the component is called otherwise since', async () => {
    await showWizard(withCertificate());
    await enter('DATABASE_URL', canary);
    await screen.findByText(/DATABASE_URL sealed/, undefined, {
      timeout: 5_000,
    });
    await userEvent.click(screen.getByRole('button', { name: 'Back' }));
    const name = await screen.findByLabelText(/Name/);
    await userEvent.clear(name);
    await userEvent.type(name, 'payments');
    await next();
    expect(await screen.findByText('Enter the secrets again')).toBeVisible();
    expect(screen.queryByText(canary)).not.toBeInTheDocument();
    await next();
    expect(
      (await screen.findAllByText(/sealed for “orders-dev\/orders-secrets”/))
        .length,
    ).toBeGreaterThan(0);
    await userEvent.click(screen.getByRole('button', { name: 'Start again' }));
    expect(
      await screen.findByRole('button', { name: 'Add a secret' }),
    ).toBeInTheDocument();
  }, 30_000);

  it('says what keeps it from the certificate, and lets people go on without', async () => {
    const api = new FakeGitopsApi({
      certificate: () => {
        throw new Error('the controller does not answer');
      },
    });
    const { created } = await showWizard(api);
    await enter('DATABASE_URL', canary);
    const alert = await screen.findByText(
      /The certificate of dev cannot be read: the controller does not answer/,
      undefined,
      { timeout: 5_000 },
    );
    expect(alert).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Go on without secrets' }),
    );
    await next();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    await waitFor(() => expect(created).toHaveLength(1));
  }, 30_000);

  describe('where the connection is not secure', () => {
    beforeEach(() => {
      Object.defineProperty(globalThis, 'crypto', {
        configurable: true,
        value: {},
      });
    });
    afterEach(() => {
      Object.defineProperty(globalThis, 'crypto', {
        configurable: true,
        value: webcrypto,
      });
    });
    it('says so instead of taking secrets', async () => {
      await showWizard(withCertificate());
      const field = screen.getByRole('group', { name: 'Secrets' });
      expect(field).toHaveTextContent(/only over https/);
      expect(
        within(field).queryByRole('button', { name: 'Add a secret' }),
      ).not.toBeInTheDocument();
    });
  });
});
